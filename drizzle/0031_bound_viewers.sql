-- Who a transaction is for, as the process bound it (db/binding.ts): one fact of the setting portal.viewer, null where nothing
-- is bound. The setting is worth as much as its HMAC, so whoever changes it is refused. Checked at each call, for anybody may
-- set it between two. Policies and functions ask in a sub-select, which is evaluated once.
CREATE FUNCTION viewer_fact(name text) RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE COST 1 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  bound text := current_setting('portal.viewer', true);
  facts text;
  inner_key bytea;
  outer_key bytea;
BEGIN
  IF bound IS NULL OR bound = '' THEN RETURN NULL; END IF;
  facts := substr(bound, 66);
  SELECT inner_pad, outer_pad INTO inner_key, outer_key FROM public.viewer_keys WHERE id = split_part(facts, '|', 1);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the key that the viewer is bound by is not known here: run the migrations with the AUTH_SECRET of this process'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF encode(sha256(outer_key || sha256(inner_key || convert_to(facts, 'UTF8'))), 'hex') IS DISTINCT FROM substr(bound, 1, 64) THEN
    RAISE EXCEPTION 'the viewer is not bound' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN split_part(facts, '|', array_position(
    '{key,kind,clock_offset_ms,brand,contact_id,company_id,billing,pay,cases,requests,staff_id,brands,roles}'::text[], name));
END
$$;
--> statement-breakpoint
-- A transaction of asGate, or the owner's own login.
CREATE FUNCTION is_gate() RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE COST 1 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN session_user = current_user OR public.viewer_fact('kind') = 'gate';
END
$$;
--> statement-breakpoint
-- How far the demo moves business time: bound as the viewer is, for terms of agreements are judged by it. The owner's login sets
-- it plainly.
CREATE FUNCTION clock_offset_ms() RETURNS bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE COST 1 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  own text := nullif(current_setting('portal.clock_offset_ms', true), '');
BEGIN
  RETURN coalesce(nullif(public.viewer_fact('clock_offset_ms'), ''), CASE WHEN session_user = current_user THEN own END, '0')::bigint;
END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION viewer_fact(text), is_gate(), clock_offset_ms() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION viewer_fact(text), is_gate(), clock_offset_ms() TO "portal_client", "portal_staff", "portal_gate";
--> statement-breakpoint
CREATE OR REPLACE FUNCTION business_today(zone text) RETURNS date LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT ((now() + make_interval(secs => public.clock_offset_ms() / 1000.0)) AT TIME ZONE zone)::date
$$;
--> statement-breakpoint
-- Every function that took a fact of the viewer from a setting of its own takes it from the bound one. In a sub-select, or it
-- would be checked for each row.
DO $$
DECLARE
  source text;
BEGIN
  FOR source IN
    SELECT pg_get_functiondef(p.oid) FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f' AND p.prosrc LIKE '%current_setting(''portal.%'
      AND p.proname NOT IN ('viewer_fact', 'clock_offset_ms')
  LOOP
    EXECUTE regexp_replace(source, 'current_setting\(''portal\.([a-z_]+)'', true\)', '(SELECT viewer_fact(''\1''))', 'g');
  END LOOP;
END $$;
--> statement-breakpoint
-- What these say of any thread and person is for the worker and the gate alone.
CREATE OR REPLACE FUNCTION may_see_thread(person_kind text, person uuid, thread uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT is_gate() AND CASE person_kind
    WHEN 'contact' THEN person IN (SELECT contact_id FROM contacts_seeing_thread(thread))
    WHEN 'staff' THEN person IN (SELECT staff_id FROM staff_seeing_thread(thread))
    ELSE false END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION sessions_that_hear(thread uuid, internal boolean, session_ids uuid[]) RETURNS TABLE (session_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id FROM sessions s JOIN threads t ON t.id = thread
  WHERE (SELECT is_gate()) AND s.id = ANY (session_ids) AND s.ended_at IS NULL AND s.expires_at > now()
    AND CASE s.account_kind
      WHEN 'contact' THEN NOT internal AND s.brand = t.brand
        AND s.account_id IN (SELECT contact_id FROM contacts_seeing_thread(thread))
      WHEN 'staff' THEN s.account_id IN (SELECT staff_id FROM staff_seeing_thread(thread))
      ELSE false END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION sessions_of(person_kind text, person uuid, person_brand text, session_ids uuid[]) RETURNS TABLE (session_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id FROM sessions s
  WHERE (SELECT is_gate()) AND s.id = ANY (session_ids) AND s.ended_at IS NULL AND s.expires_at > now()
    AND s.account_kind = person_kind AND s.account_id = person AND (person_kind = 'staff' OR s.brand = person_brand)
$$;
--> statement-breakpoint
-- The figures say when a mail begins to wait, and so whether an address has an account: they are for the gate alone.
CREATE OR REPLACE FUNCTION running_health() RETURNS json LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN is_gate() THEN json_build_object(
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
      FROM providers GROUP BY 1) p)) END $$;
--> statement-breakpoint
-- The two jobs that the gate asks for itself; all others are asked for by triggers. False: so many wait already.
CREATE FUNCTION enqueue_reset(payload json, key text, priority integer, most integer) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT is_gate() THEN RETURN false; END IF;
  PERFORM graphile_worker.add_job('auth.reset', payload, job_key := 'reset:' || key, job_key_mode := 'preserve_run_at',
    priority := enqueue_reset.priority)
  FROM (
    SELECT count(*) AS waiting FROM graphile_worker.jobs j
    WHERE j.task_identifier = 'auth.reset' AND j.locked_at IS NULL AND j.attempts < j.max_attempts
  ) queue
  WHERE queue.waiting < most;
  RETURN FOUND;
END
$$;
--> statement-breakpoint
-- One for each event, however often it is asked for.
CREATE FUNCTION enqueue_stripe_event(event uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('stripe.event', json_build_object('id', e.id), job_key := 'stripe:' || e.brand || ':' || e.event_id,
    max_attempts := 25)
  FROM stripe_events e WHERE e.id = event AND is_gate();
END
$$;
--> statement-breakpoint
-- Functions of triggers are called by nobody.
REVOKE ALL ON FUNCTION new_sign_in_addresses_before(), new_sign_in_addresses_after() FROM PUBLIC;
--> statement-breakpoint
REVOKE ALL ON FUNCTION enqueue_reset(json, text, integer, integer), enqueue_stripe_event(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION enqueue_reset(json, text, integer, integer), enqueue_stripe_event(uuid), may_see_thread(text, uuid, uuid),
  sessions_that_hear(uuid, boolean, uuid[]), sessions_of(text, uuid, text, uuid[]) TO "portal_gate";
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO "portal_gate";
--> statement-breakpoint
-- What everybody may know, and who signs in. UPDATE of one column, where a row is locked.
GRANT SELECT ON brands, brand_hours, brand_holidays, companies, contacts, staff, staff_brands, mail_preferences TO "portal_gate";
--> statement-breakpoint
GRANT UPDATE (updated_at) ON staff TO "portal_gate";
--> statement-breakpoint
-- A new sign-in address is confirmed by its link.
GRANT UPDATE (email, updated_at) ON contacts TO "portal_gate";
--> statement-breakpoint
GRANT SELECT, UPDATE (confirmed_at) ON new_sign_in_addresses TO "portal_gate";
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON credentials, known_devices TO "portal_gate";
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON sessions, rate_limits TO "portal_gate";
--> statement-breakpoint
GRANT SELECT, UPDATE (used_at, replaced_at, mailed_at) ON sign_in_tokens TO "portal_gate";
--> statement-breakpoint
GRANT INSERT ON outbox, notices, audit_events, inbound_mails, mail_events TO "portal_gate";
--> statement-breakpoint
GRANT SELECT (id, dedupe_key, to_address) ON outbox TO "portal_gate";
--> statement-breakpoint
-- The failed sign-ins that people read of their own account; the policy lets no other line through.
GRANT SELECT (id, at, brand, action, entity, entity_id, details) ON audit_events TO "portal_gate";
--> statement-breakpoint
-- A link of a mail that stops its kind.
GRANT INSERT, UPDATE (wanted, updated_at) ON mail_preferences TO "portal_gate";
--> statement-breakpoint
-- What browsers report, which file a session may fetch, and how other companies' services answer.
GRANT SELECT, INSERT, UPDATE (reports) ON csp_reports TO "portal_gate";
--> statement-breakpoint
GRANT SELECT, DELETE ON file_tickets TO "portal_gate";
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON providers TO "portal_gate";
--> statement-breakpoint
GRANT SELECT, INSERT ON connect_requests TO "portal_gate";
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE (state, note, payment_id, handled_at) ON stripe_events TO "portal_gate";
--> statement-breakpoint
-- Checkout: what Stripe decides is written while the payer waits.
GRANT SELECT, UPDATE ON payments TO "portal_gate";
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON payment_checkouts TO "portal_gate";
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON allocations, payment_refunds TO "portal_gate";
--> statement-breakpoint
GRANT SELECT, UPDATE (updated_at) ON invoices TO "portal_gate";
--> statement-breakpoint
GRANT USAGE ON SEQUENCE payment_observations TO "portal_gate";
--> statement-breakpoint
-- The figures of the health address are asked for by the gate, not by the role without any right.
REVOKE EXECUTE ON FUNCTION running_health() FROM "portal_none";
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION running_health() TO "portal_gate";
--> statement-breakpoint
-- Streams.
GRANT SELECT ON live_events TO "portal_gate";
--> statement-breakpoint
GRANT SELECT ON SEQUENCE live_events_id_seq TO "portal_gate";
--> statement-breakpoint
-- Staff queue no mail in their own transactions: jobs do.
REVOKE INSERT ON outbox FROM "portal_staff";
