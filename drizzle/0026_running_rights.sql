-- Rights on what tells how the portal runs.
GRANT SELECT ON providers TO "portal_staff";
--> statement-breakpoint
-- What the probes of load balancers and alarms ask: how much waits, since when, and who does not answer. Counts alone, so that the
-- role without any right may ask.
CREATE FUNCTION running_health() RETURNS json LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT json_build_object(
    'lanes', (SELECT coalesce(json_object_agg(b.lane, b.age), '{}') FROM (
      SELECT lane, extract(epoch FROM clock_timestamp() - max(beat_at)) AS age FROM worker_beats GROUP BY lane) b),
    'jobsWaiting', (SELECT count(*) FROM graphile_worker.jobs j WHERE j.run_at <= now() AND j.locked_at IS NULL AND j.attempts < j.max_attempts),
    'oldestJobSeconds', (SELECT extract(epoch FROM clock_timestamp() - min(j.run_at)) FROM graphile_worker.jobs j
      WHERE j.run_at <= now() AND j.locked_at IS NULL AND j.attempts < j.max_attempts),
    'mailsWaiting', (SELECT count(*) FROM outbox o WHERE o.state IN ('queued', 'sending')),
    'oldestMailSeconds', (SELECT extract(epoch FROM clock_timestamp() - min(o.created_at)) FROM outbox o WHERE o.state IN ('queued', 'sending')),
    'reconciledAt', (SELECT d.value FROM deployment d WHERE d.key = 'reconciled_at'),
    'providers', (SELECT coalesce(json_object_agg(p.kind, p.state), '{}') FROM (
      SELECT split_part(name, ':', 1) AS kind, CASE WHEN bool_or(state = 'refusing') THEN 'refusing' WHEN bool_or(state = 'slow') THEN 'slow' ELSE 'ok' END AS state
      FROM providers GROUP BY 1) p)) $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION running_health() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION running_health() TO "portal_none";
