CREATE TABLE "case_merges" (
	"thread_id" uuid PRIMARY KEY NOT NULL,
	"into_id" uuid NOT NULL,
	"brand" text NOT NULL,
	"staff_id" uuid NOT NULL,
	"staff_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "case_merges_two" CHECK ("case_merges"."thread_id" <> "case_merges"."into_id")
);
--> statement-breakpoint
ALTER TABLE "case_merges" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "thread_events" DROP CONSTRAINT "thread_events_kind";--> statement-breakpoint
ALTER TABLE "threads" DROP CONSTRAINT "threads_close_reason";--> statement-breakpoint
ALTER TABLE "case_merges" ADD CONSTRAINT "case_merges_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_merges" ADD CONSTRAINT "case_merges_into_id_threads_id_fk" FOREIGN KEY ("into_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_merges" ADD CONSTRAINT "case_merges_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_merges" ADD CONSTRAINT "case_merges_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "case_merges_into" ON "case_merges" USING btree ("into_id");--> statement-breakpoint
ALTER TABLE "thread_events" ADD CONSTRAINT "thread_events_kind" CHECK ("thread_events"."kind" in ('filed', 'status', 'severity', 'product', 'participant_added', 'participant_removed', 'assigned', 'linked', 'asked', 'due', 'decided', 'started', 'taken', 'handed_back', 'invited', 'became', 'handed_over', 'mentioned', 'merged'));--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_close_reason" CHECK ("threads"."close_reason" in ('solved', 'withdrawn', 'merged'));--> statement-breakpoint
CREATE POLICY "client_reads" ON "case_merges" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(viewer_fact('brand'), '')) and exists (select 1 from threads where threads.id = thread_id) and exists (select 1 from threads t where t.id = into_id));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "case_merges" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "case_merges" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])) or (threads.kind = 'chat' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])))) and staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid) and (select count(*) = 2 and count(distinct t.company_id) = 1 from threads t
  where t.id in (thread_id, into_id) and t.kind = 'case' and t.brand = case_merges.brand));
--> statement-breakpoint
-- Clients read where a case of theirs goes on. Nobody takes a merge back.
GRANT SELECT ON case_merges TO "portal_client";
--> statement-breakpoint
GRANT SELECT, INSERT ON case_merges TO "portal_staff";
--> statement-breakpoint
-- Whoever of the staff follows a case follows the one in which it goes on: nobody may write another's follow by hand.
CREATE OR REPLACE FUNCTION case_merges_followed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO thread_follows (brand, thread_id, staff_id)
    SELECT NEW.brand, NEW.into_id, f.staff_id FROM thread_follows f WHERE f.thread_id = NEW.thread_id ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER case_merges_followed AFTER INSERT ON case_merges FOR EACH ROW EXECUTE FUNCTION case_merges_followed();
--> statement-breakpoint
REVOKE ALL ON FUNCTION case_merges_followed() FROM PUBLIC;
--> statement-breakpoint
-- As before; what a case owes that is closed because it goes on in another was merged, and a merged case that opens
-- again goes on by itself.
CREATE OR REPLACE FUNCTION promises_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  at timestamptz(3) := clock_timestamp();
  actor uuid := nullif((SELECT viewer_fact('staff_id')), '')::uuid;
  standing promises;
  by_firm boolean;
  by_client boolean;
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM promises_of_thread(NEW, NULL);
    RETURN NULL;
  END IF;
  IF NEW.kind = 'case' AND NEW.status = 'closed' AND OLD.status <> 'closed' AND NEW.close_reason = 'solved' THEN
    PERFORM case_solved(NEW);
  ELSIF NEW.kind = 'case' AND OLD.status = 'closed' AND NEW.status <> 'closed' THEN
    DELETE FROM case_solutions WHERE thread_id = NEW.id;
    DELETE FROM case_merges WHERE thread_id = NEW.id;
  END IF;
  by_firm := NEW.last_author_kind = 'staff' AND NEW.last_message_at IS DISTINCT FROM OLD.last_message_at;
  by_client := NEW.last_author_kind = 'contact' AND NEW.last_message_at IS DISTINCT FROM OLD.last_message_at;
  SELECT * INTO standing FROM promises WHERE thread_id = NEW.id AND outcome = 'made';
  IF standing.id IS NOT NULL THEN
    IF by_firm AND (NEW.answer_due_at IS NULL OR OLD.first_answered_at IS NULL) OR OLD.first_answered_at IS NULL AND NEW.first_answered_at IS NOT NULL THEN
      PERFORM promise_end(standing.id, 'answered', at, coalesce(CASE WHEN by_firm THEN NEW.last_author_id END, NEW.owner_id), NEW.severity);
      standing.id := NULL;
    ELSIF NEW.answer_due_at IS NULL THEN
      PERFORM promise_end(standing.id, CASE WHEN NEW.status <> 'closed' THEN 'set_aside' WHEN NEW.close_reason = 'merged' THEN 'merged' ELSE 'closed' END, at, NEW.owner_id, NEW.severity);
      standing.id := NULL;
    ELSIF NEW.answer_due_at <> standing.due_at THEN
      INSERT INTO promise_moves (id, brand, thread_id, promise_id, before, after, by_severity, moved_by, moved_by_name, moved_at)
        VALUES (gen_random_uuid(), NEW.brand, NEW.id, standing.id, standing.due_at, NEW.answer_due_at, NEW.severity IS DISTINCT FROM OLD.severity,
          actor, (SELECT s.name FROM staff s WHERE s.id = actor), at);
      UPDATE promises SET due_at = NEW.answer_due_at, severity = NEW.severity, told_minutes = NULL WHERE id = standing.id;
    END IF;
  END IF;
  IF standing.id IS NULL AND NEW.answer_due_at IS NOT NULL THEN
    PERFORM promise_make(NEW, CASE WHEN NEW.first_answered_at IS NULL THEN 'first' WHEN actor IS NOT NULL AND NOT by_client AND NOT by_firm THEN 'named' ELSE 'next' END,
      NEW.answer_since, NEW.answer_due_at);
  END IF;
  RETURN NULL;
END $$;
