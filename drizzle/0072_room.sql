-- Nobody is mailed about a chat, but a colleague who is named in an internal note is asked there as in any thread.
CREATE OR REPLACE FUNCTION thread_events_happened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO live_events (brand, thread_id, kind, internal) VALUES (NEW.brand, NEW.thread_id, 'state', NEW.internal);
  IF NEW.kind = 'mentioned' OR NOT EXISTS (SELECT FROM threads t WHERE t.id = NEW.thread_id AND t.kind = 'chat') THEN
    PERFORM graphile_worker.add_job('thread.tell', json_build_object('event', NEW.id), job_key := 'tell:' || NEW.id, max_attempts := 25);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Whoever follows a chat follows the case that it becomes. Whoever made it one may not write what others follow.
CREATE OR REPLACE FUNCTION chats_followed_on() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO thread_follows (brand, thread_id, staff_id)
    SELECT f.brand, NEW.case_id, f.staff_id FROM thread_follows f WHERE f.thread_id = NEW.id
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION chats_followed_on() FROM PUBLIC;
--> statement-breakpoint
DROP TRIGGER IF EXISTS chats_followed_on ON chats;
--> statement-breakpoint
CREATE TRIGGER chats_followed_on AFTER UPDATE OF case_id ON chats FOR EACH ROW
  WHEN (NEW.case_id IS NOT NULL AND OLD.case_id IS DISTINCT FROM NEW.case_id) EXECUTE FUNCTION chats_followed_on();
