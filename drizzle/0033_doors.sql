-- A held file is released or discarded, once, and where it is attached never changes with that. What is said of a file that is
-- not held is the scanner's verdict, which the owner of the table writes, whom row-level security does not restrict: a viewer's
-- right to decide about held files is no right to call a file clean.
CREATE OR REPLACE FUNCTION files_decided() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.thread_id IS DISTINCT FROM OLD.thread_id
    OR (OLD.scan = 'held') <> (NEW.scan IN ('released', 'discarded'))
    OR OLD.scan IN ('released', 'discarded')
    OR (OLD.scan <> 'held' AND row_security_active(TG_RELID)) THEN
    RAISE EXCEPTION 'a file cannot go from % to %', OLD.scan, NEW.scan USING ERRCODE = 'check_violation', CONSTRAINT = 'files_decided';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- A ticket is for a session of the account that it names, on the same brand. The policies bind the account to the viewer, who
-- cannot read sessions. It runs after them, so that a statement with another's account learns nothing here. Whether the session
-- still lives is judged when the ticket is redeemed.
CREATE FUNCTION file_tickets_session() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM sessions s WHERE s.id = NEW.session_id AND s.account_kind = NEW.account_kind
      AND s.account_id = NEW.account_id AND s.brand = NEW.brand
  ) THEN
    RAISE EXCEPTION 'a ticket needs a session of its own account' USING ERRCODE = 'check_violation', CONSTRAINT = 'file_tickets_session';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER file_tickets_session AFTER INSERT ON file_tickets FOR EACH ROW EXECUTE FUNCTION file_tickets_session();
--> statement-breakpoint
REVOKE ALL ON FUNCTION file_tickets_session() FROM PUBLIC;
