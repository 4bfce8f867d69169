CREATE TABLE "case_solutions" (
	"thread_id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"severity" text NOT NULL,
	"agreement_id" uuid,
	"coverage" text,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"solved_at" timestamp (3) with time zone NOT NULL,
	"staff_id" uuid,
	"minutes" integer,
	CONSTRAINT "case_solutions_severity" CHECK ("case_solutions"."severity" in ('production_stopped', 'impaired', 'question')),
	CONSTRAINT "case_solutions_minutes" CHECK ("case_solutions"."minutes" >= 0)
);
--> statement-breakpoint
ALTER TABLE "case_solutions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "promise_moves" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"promise_id" uuid NOT NULL,
	"before" timestamp (3) with time zone NOT NULL,
	"after" timestamp (3) with time zone NOT NULL,
	"by_severity" boolean NOT NULL,
	"moved_by" uuid,
	"moved_by_name" text,
	"moved_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "promise_moves" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "promise_steps" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"duty" text NOT NULL,
	"before_minutes" integer NOT NULL,
	CONSTRAINT "promise_steps_once" UNIQUE("brand","before_minutes"),
	CONSTRAINT "promise_steps_duty" CHECK ("promise_steps"."duty" in ('owner', 'lead')),
	CONSTRAINT "promise_steps_minutes" CHECK ("promise_steps"."before_minutes" between 1 and 1440)
);
--> statement-breakpoint
ALTER TABLE "promise_steps" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "promises" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"thread_kind" text NOT NULL,
	"kind" text NOT NULL,
	"severity" text,
	"agreement_id" uuid,
	"coverage" text,
	"made_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"outcome" text DEFAULT 'made' NOT NULL,
	"ending" text,
	"ended_at" timestamp (3) with time zone,
	"staff_id" uuid,
	"minutes" integer,
	"cause" text,
	"cause_note" text,
	"caused_by" uuid,
	"caused_at" timestamp (3) with time zone,
	"told_minutes" integer,
	CONSTRAINT "promises_thread_kind" CHECK ("promises"."thread_kind" in ('case', 'request', 'chat')),
	CONSTRAINT "promises_kind" CHECK ("promises"."kind" in ('first', 'next', 'named')),
	CONSTRAINT "promises_severity" CHECK ("promises"."severity" in ('production_stopped', 'impaired', 'question')),
	CONSTRAINT "promises_outcome" CHECK ("promises"."outcome" in ('made', 'kept', 'missed', 'withdrawn')),
	CONSTRAINT "promises_ending" CHECK ("promises"."ending" in ('answered', 'closed', 'set_aside', 'merged')),
	CONSTRAINT "promises_ended" CHECK (("promises"."outcome" = 'made') = ("promises"."ended_at" is null) and ("promises"."ended_at" is null) = ("promises"."ending" is null)),
	CONSTRAINT "promises_kept" CHECK ("promises"."outcome" <> 'kept' or ("promises"."ending" = 'answered' and "promises"."ended_at" <= "promises"."due_at")),
	CONSTRAINT "promises_missed" CHECK ("promises"."outcome" <> 'missed' or "promises"."ended_at" > "promises"."due_at"),
	CONSTRAINT "promises_withdrawn" CHECK ("promises"."outcome" <> 'withdrawn' or "promises"."ending" <> 'answered'),
	CONSTRAINT "promises_minutes" CHECK ("promises"."minutes" is null or ("promises"."minutes" >= 0 and "promises"."outcome" in ('kept', 'missed'))),
	CONSTRAINT "promises_cause" CHECK ("promises"."cause" in ('not_seen', 'too_much_work', 'took_longer', 'manufacturer', 'handed_on', 'portal')),
	CONSTRAINT "promises_caused" CHECK (("promises"."cause" is null) = ("promises"."caused_at" is null) and ("promises"."cause" is null) = ("promises"."caused_by" is null))
);
--> statement-breakpoint
ALTER TABLE "promises" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "case_solutions" ADD CONSTRAINT "case_solutions_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_solutions" ADD CONSTRAINT "case_solutions_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_solutions" ADD CONSTRAINT "case_solutions_agreement_id_agreements_id_fk" FOREIGN KEY ("agreement_id") REFERENCES "public"."agreements"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_solutions" ADD CONSTRAINT "case_solutions_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promise_moves" ADD CONSTRAINT "promise_moves_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promise_moves" ADD CONSTRAINT "promise_moves_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promise_moves" ADD CONSTRAINT "promise_moves_promise_id_promises_id_fk" FOREIGN KEY ("promise_id") REFERENCES "public"."promises"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promise_moves" ADD CONSTRAINT "promise_moves_moved_by_staff_id_fk" FOREIGN KEY ("moved_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promise_steps" ADD CONSTRAINT "promise_steps_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_agreement_id_agreements_id_fk" FOREIGN KEY ("agreement_id") REFERENCES "public"."agreements"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promises" ADD CONSTRAINT "promises_caused_by_staff_id_fk" FOREIGN KEY ("caused_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "case_solutions_brand" ON "case_solutions" USING btree ("brand","solved_at");--> statement-breakpoint
CREATE INDEX "case_solutions_staff" ON "case_solutions" USING btree ("staff_id","solved_at");--> statement-breakpoint
CREATE INDEX "case_solutions_uncounted" ON "case_solutions" USING btree ("solved_at") WHERE minutes is null;--> statement-breakpoint
CREATE INDEX "promise_moves_promise" ON "promise_moves" USING btree ("promise_id","moved_at");--> statement-breakpoint
CREATE INDEX "promise_moves_thread" ON "promise_moves" USING btree ("thread_id");--> statement-breakpoint
CREATE INDEX "promises_thread" ON "promises" USING btree ("thread_id","made_at");--> statement-breakpoint
CREATE UNIQUE INDEX "promises_one_open" ON "promises" USING btree ("thread_id") WHERE outcome = 'made';--> statement-breakpoint
CREATE INDEX "promises_open" ON "promises" USING btree ("due_at") WHERE outcome = 'made';--> statement-breakpoint
CREATE INDEX "promises_brand" ON "promises" USING btree ("brand","thread_kind","due_at","id");--> statement-breakpoint
CREATE INDEX "promises_staff" ON "promises" USING btree ("staff_id","due_at","id");--> statement-breakpoint
CREATE INDEX "promises_uncounted" ON "promises" USING btree ("ended_at") WHERE minutes is null and outcome in ('kept', 'missed');--> statement-breakpoint
CREATE POLICY "staff_reads" ON "case_solutions" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id) and (staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid) or (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[])
  or exists (select 1 from on_call_rotas r where r.brand = case_solutions.brand and r.lead_id = (select nullif(viewer_fact('staff_id'), '')::uuid))));--> statement-breakpoint
CREATE POLICY "client_reads" ON "promise_moves" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(viewer_fact('brand'), '')) and exists (select 1 from promises where promises.id = promise_id));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "promise_moves" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from promises where promises.id = promise_id));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "promise_steps" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "promises" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(viewer_fact('brand'), '')) and exists (select 1 from threads where threads.id = thread_id and threads.kind = 'case'));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "promises" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id) and (staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid) or (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[])
  or exists (select 1 from on_call_rotas r where r.brand = promises.brand and r.lead_id = (select nullif(viewer_fact('staff_id'), '')::uuid))));--> statement-breakpoint
CREATE POLICY "staff_updates" ON "promises" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id) and (staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid) or (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[])
  or exists (select 1 from on_call_rotas r where r.brand = promises.brand and r.lead_id = (select nullif(viewer_fact('staff_id'), '')::uuid)))) WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id) and (staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid) or (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[])
  or exists (select 1 from on_call_rotas r where r.brand = promises.brand and r.lead_id = (select nullif(viewer_fact('staff_id'), '')::uuid))));
--> statement-breakpoint
-- Promises of answers: rights, and the trigger that makes, moves and ends them.
GRANT SELECT (id, brand, thread_id, thread_kind, kind, severity, made_at, due_at, outcome, ending, ended_at, minutes, cause, cause_note) ON promises TO "portal_client";
--> statement-breakpoint
GRANT SELECT (id, brand, thread_id, promise_id, before, after, by_severity, moved_at) ON promise_moves TO "portal_client";
--> statement-breakpoint
GRANT SELECT ON promises, promise_moves, case_solutions, promise_steps TO "portal_staff";
--> statement-breakpoint
-- Why a promise was missed is said by who answered, or who leads them: the policy says of which.
GRANT UPDATE (cause, cause_note, caused_by, caused_at) ON promises TO "portal_staff";
--> statement-breakpoint
-- The support agreement that covers a case at a moment, with its coverage: the widest, as coverageAt says it.
CREATE OR REPLACE FUNCTION promise_cover(t threads, at timestamptz, OUT agreement uuid, OUT cover text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.id, a.coverage FROM agreements a
    JOIN brands b ON b.key = a.brand
    JOIN coverages c ON c.brand = a.brand AND c.key = a.coverage
    WHERE t.kind = 'case' AND a.company_id = t.company_id AND a.brand = t.brand AND a.kind = 'support' AND a.state = 'active'
      AND ((at + make_interval(secs => clock_offset_ms() / 1000.0)) AT TIME ZONE b.zone)::date BETWEEN a.starts_on AND a.ends_on
      AND (a.product = t.product OR NOT EXISTS (SELECT FROM products p WHERE p.brand = a.brand AND p.name = a.product))
    ORDER BY c.kind = 'around_the_clock' DESC, c.kind = 'extended' DESC,
      (SELECT coalesce(sum(extract(epoch FROM (w ->> 'closes')::interval - (w ->> 'opens')::interval)), 0) FROM jsonb_array_elements(c.week) w) DESC,
      c.on_days_off DESC, a.ends_on DESC, a.id LIMIT 1
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION promise_make(t threads, as_kind text, made timestamptz(3), due timestamptz(3)) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  new_id uuid := gen_random_uuid();
BEGIN
  INSERT INTO promises (id, brand, thread_id, thread_kind, kind, severity, agreement_id, coverage, made_at, due_at)
    SELECT new_id, t.brand, t.id, t.kind, as_kind, t.severity, c.agreement, c.cover, made, due FROM promise_cover(t, made) c;
  RETURN new_id;
END $$;
--> statement-breakpoint
-- Ends a promise: kept where the answer came by its time, missed where its time had passed whatever ended it, else withdrawn.
CREATE OR REPLACE FUNCTION promise_end(promise uuid, why text, at timestamptz(3), by_staff uuid, as_severity text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE promises p SET ending = why, ended_at = at, staff_id = by_staff, severity = as_severity,
      outcome = CASE WHEN at::timestamptz(3) > p.due_at THEN 'missed' WHEN why = 'answered' THEN 'kept' ELSE 'withdrawn' END
    WHERE p.id = promise AND p.outcome = 'made'
$$;
--> statement-breakpoint
-- The promises of a thread that is here whole: a new one, or one that was written before promises were. Of the latter the first and the
-- one that stands are known.
CREATE OR REPLACE FUNCTION promises_of_thread(t threads, answerer uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  promise uuid;
  ended timestamptz(3) := coalesce(t.first_answered_at, t.closed_at, t.active_at);
BEGIN
  -- What staff begin promises nothing: it waits on the client.
  IF t.answer_due_at IS NULL AND t.last_author_kind = 'staff' AND t.first_answered_at = t.first_answer_due_at THEN RETURN; END IF;
  IF t.answer_due_at IS NOT NULL AND t.first_answered_at IS NULL THEN
    PERFORM promise_make(t, 'first', t.answer_since, t.answer_due_at);
  ELSE
    promise := promise_make(t, 'first', t.created_at, t.first_answer_due_at);
    PERFORM promise_end(promise, CASE WHEN t.first_answered_at IS NOT NULL THEN 'answered' WHEN t.status = 'closed' THEN 'closed' ELSE 'set_aside' END,
      ended, coalesce(answerer, t.owner_id), t.severity);
    IF t.answer_due_at IS NOT NULL THEN PERFORM promise_make(t, 'next', t.answer_since, t.answer_due_at); END IF;
  END IF;
  IF t.kind = 'case' AND t.status = 'closed' AND t.close_reason = 'solved' THEN PERFORM case_solved(t); END IF;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION case_solved(t threads) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO case_solutions (thread_id, brand, severity, agreement_id, coverage, opened_at, solved_at, staff_id)
    SELECT t.id, t.brand, t.severity, c.agreement, c.cover, t.created_at, t.closed_at, t.owner_id FROM promise_cover(t, t.created_at) c
    ON CONFLICT (thread_id) DO UPDATE SET severity = excluded.severity, agreement_id = excluded.agreement_id, coverage = excluded.coverage,
      solved_at = excluded.solved_at, staff_id = excluded.staff_id, minutes = NULL
$$;
--> statement-breakpoint
-- Whoever changes the clock of a thread, its promises follow in the same transaction.
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
  END IF;
  by_firm := NEW.last_author_kind = 'staff' AND NEW.last_message_at IS DISTINCT FROM OLD.last_message_at;
  by_client := NEW.last_author_kind = 'contact' AND NEW.last_message_at IS DISTINCT FROM OLD.last_message_at;
  SELECT * INTO standing FROM promises WHERE thread_id = NEW.id AND outcome = 'made';
  IF standing.id IS NOT NULL THEN
    IF by_firm AND (NEW.answer_due_at IS NULL OR OLD.first_answered_at IS NULL) OR OLD.first_answered_at IS NULL AND NEW.first_answered_at IS NOT NULL THEN
      PERFORM promise_end(standing.id, 'answered', at, coalesce(CASE WHEN by_firm THEN NEW.last_author_id END, NEW.owner_id), NEW.severity);
      standing.id := NULL;
    ELSIF NEW.answer_due_at IS NULL THEN
      PERFORM promise_end(standing.id, CASE WHEN NEW.status = 'closed' THEN 'closed' ELSE 'set_aside' END, at, NEW.owner_id, NEW.severity);
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
--> statement-breakpoint
CREATE OR REPLACE TRIGGER promises_follow AFTER INSERT OR UPDATE OF answer_due_at, first_answered_at, last_message_at, status, severity ON threads
  FOR EACH ROW EXECUTE FUNCTION promises_follow();
--> statement-breakpoint
-- Where a person's words are taken out of a thread, the firm's sentences about its misses go with them.
CREATE OR REPLACE FUNCTION promises_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE promises SET cause_note = NULL WHERE thread_id = NEW.id AND cause_note IS NOT NULL;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER promises_erased AFTER UPDATE OF opened_by_name ON threads FOR EACH ROW EXECUTE FUNCTION promises_erased();
--> statement-breakpoint
-- The business minutes of a promise that the viewer has just answered. Nobody counts twice, and nobody for others.
CREATE OR REPLACE FUNCTION count_promise(promise uuid, spent integer) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE promises SET minutes = spent WHERE id = promise AND minutes IS NULL AND outcome IN ('kept', 'missed')
    AND staff_id = nullif((SELECT viewer_fact('staff_id')), '')::uuid
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION promise_cover(threads, timestamptz), promise_make(threads, text, timestamptz, timestamptz), promise_end(uuid, text, timestamptz, uuid, text),
  promises_of_thread(threads, uuid), case_solved(threads), promises_follow(), promises_erased(), count_promise(uuid, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION count_promise(uuid, integer) TO "portal_staff";
--> statement-breakpoint
-- Threads that were here before: who answered first is the author of the firm's first message.
SELECT promises_of_thread(t, (SELECT m.author_id FROM messages m WHERE m.thread_id = t.id AND m.author_kind = 'staff' ORDER BY m.created_at, m.id LIMIT 1))
  FROM threads t WHERE NOT EXISTS (SELECT FROM promises p WHERE p.thread_id = t.id);
--> statement-breakpoint
INSERT INTO promise_steps (id, brand, duty, before_minutes)
  SELECT gen_random_uuid(), b.key, s.duty, s.before_minutes FROM brands b CROSS JOIN (VALUES ('owner', 30), ('lead', 10)) AS s (duty, before_minutes)
  ON CONFLICT DO NOTHING;
