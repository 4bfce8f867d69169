-- Who releases a held file, and who may have one fetched from the origin of files.
GRANT UPDATE (scan) ON files TO "portal_staff";
--> statement-breakpoint
GRANT INSERT ON file_tickets TO "portal_client", "portal_staff";
--> statement-breakpoint
-- A held file is released or discarded, and only one that was held; where it is attached never changes with it. So the right
-- to release is no right to call a file clean, whoever sent it.
CREATE FUNCTION files_decided() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.thread_id IS DISTINCT FROM OLD.thread_id
    OR (OLD.scan = 'held') <> (NEW.scan IN ('released', 'discarded'))
    OR OLD.scan IN ('released', 'discarded') THEN
    RAISE EXCEPTION 'a file cannot go from % to %', OLD.scan, NEW.scan USING ERRCODE = 'check_violation', CONSTRAINT = 'files_decided';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER files_decided BEFORE UPDATE OF scan ON files FOR EACH ROW WHEN (NEW.scan IS DISTINCT FROM OLD.scan)
  EXECUTE FUNCTION files_decided();
--> statement-breakpoint
REVOKE ALL ON FUNCTION files_decided() FROM PUBLIC;
