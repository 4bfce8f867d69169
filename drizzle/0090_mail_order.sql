-- Mails that tell many people at once are sent after those for which somebody may be waiting: a link for a new password,
-- an answer. The lower number goes first. The kinds are those with toMany in lib/mail.
CREATE FUNCTION mail_priority(kind text) RETURNS integer LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN kind IN ('case-for-agents', 'request-for-team', 'resource-published', 'invoice-new', 'invoice-due',
    'invoice-overdue', 'agreement-ends', 'agreement-ends-for-manager', 'estimate-ends', 'account-week', 'daily-digest')
  THEN 5 ELSE 0 END
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION mail_priority(text) FROM PUBLIC;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION outbox_enqueue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('mail.send', json_build_object('id', NEW.id), job_key := 'mail:' || NEW.id, max_attempts := 25,
    priority := mail_priority(NEW.kind));
  RETURN NULL;
END $$;
