ALTER TABLE "bulk_deeds" DROP CONSTRAINT "bulk_deeds_deed";--> statement-breakpoint
ALTER TABLE "bulk_deeds" ADD COLUMN "to_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "bulk_deeds" ADD CONSTRAINT "bulk_deeds_deed" CHECK ("bulk_deeds"."deed" in ('assign', 'status', 'close', 'invite', 'disable', 'snooze', 'wake'));
--> statement-breakpoint
-- Lists that others have open show a thread that sleeps or wakes.
CREATE OR REPLACE FUNCTION thread_snoozes_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  changed thread_snoozes%ROWTYPE;
BEGIN
  IF TG_OP = 'DELETE' THEN changed := OLD; ELSE changed := NEW; END IF;
  INSERT INTO live_events (brand, thread_id, kind, internal) VALUES (changed.brand, changed.thread_id, 'state', true);
  RETURN NULL;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION thread_snoozes_changed() FROM PUBLIC;
--> statement-breakpoint
DROP TRIGGER IF EXISTS thread_snoozes_changed ON thread_snoozes;
--> statement-breakpoint
CREATE TRIGGER thread_snoozes_changed AFTER INSERT OR DELETE ON thread_snoozes FOR EACH ROW EXECUTE FUNCTION thread_snoozes_changed();
--> statement-breakpoint
ALTER POLICY "staff_reads" ON "thread_snoozes" TO portal_staff USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select true from threads where threads.id = thread_id));
