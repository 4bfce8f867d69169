CREATE TABLE "coverages" (
	"brand" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"week" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"on_days_off" boolean DEFAULT false NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "coverages_brand_key_pk" PRIMARY KEY("brand","key"),
	CONSTRAINT "coverages_key" CHECK ("coverages"."key" ~ '^[a-z][a-z0-9_]{1,39}$'),
	CONSTRAINT "coverages_name" CHECK ("coverages"."name" <> ''),
	CONSTRAINT "coverages_kind" CHECK ("coverages"."kind" in ('chat_hours', 'extended', 'around_the_clock')),
	CONSTRAINT "coverages_week" CHECK (jsonb_typeof("coverages"."week") = 'array' and ("coverages"."kind" = 'extended') = ("coverages"."week" <> '[]'::jsonb))
);
--> statement-breakpoint
ALTER TABLE "coverages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "agreements" ADD COLUMN "coverage" text DEFAULT 'chat_hours' NOT NULL;--> statement-breakpoint
ALTER TABLE "coverages" ADD CONSTRAINT "coverages_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Coverages of the brands that exist; every support agreement has had chat hours so far.
INSERT INTO coverages (brand, key, name, kind, week, position)
  SELECT b.key, c.key, c.name, c.key, c.week::jsonb, c.position
  FROM brands b CROSS JOIN (VALUES
    ('chat_hours', 'Chat hours', '[]', 0),
    ('extended', 'Extended hours', '[{"weekday":1,"opens":"06:00","closes":"22:00"},{"weekday":2,"opens":"06:00","closes":"22:00"},{"weekday":3,"opens":"06:00","closes":"22:00"},{"weekday":4,"opens":"06:00","closes":"22:00"},{"weekday":5,"opens":"06:00","closes":"22:00"},{"weekday":6,"opens":"08:00","closes":"16:00"}]', 1),
    ('around_the_clock', 'Around the clock', '[]', 2)
  ) AS c (key, name, week, position)
  ON CONFLICT DO NOTHING;
--> statement-breakpoint
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_coverage" FOREIGN KEY ("brand","coverage") REFERENCES "public"."coverages"("brand","key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "client_reads" ON "coverages" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(viewer_fact('brand'), '')));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "coverages" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]));--> statement-breakpoint
CREATE POLICY "gate_rows" ON "coverages" AS PERMISSIVE FOR ALL TO "portal_gate" USING ((select is_gate())) WITH CHECK ((select is_gate()));
--> statement-breakpoint
GRANT SELECT ON coverages TO "portal_client", "portal_staff", "portal_gate";
--> statement-breakpoint
GRANT SELECT (coverage) ON agreements TO "portal_client";
--> statement-breakpoint
-- The terms of support agreements by which the answers to cases of these companies are promised: of a contact those of the companies
-- whose cases they reach, also related ones, whose agreements they do not read; of staff those of their brands; of jobs all. `only_for`:
-- the agreement is named by a product that the brand supports, and covers cases about it alone.
CREATE FUNCTION covered_terms(companies uuid[])
  RETURNS TABLE (company_id uuid, coverage text, only_for text, starts_on date, ends_on date)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 4 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  contact uuid := nullif((SELECT viewer_fact('contact_id')), '')::uuid;
  member uuid := nullif((SELECT viewer_fact('staff_id')), '')::uuid;
  brands text[] := string_to_array(nullif((SELECT viewer_fact('brands')), ''), ',');
  roles text[] := string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',');
  reached uuid[] := companies;
BEGIN
  IF contact IS NOT NULL THEN
    reached := array(SELECT c.company_id FROM case_companies() c WHERE c.company_id = ANY (companies));
  ELSIF member IS NOT NULL THEN
    IF NOT roles && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[] THEN RETURN; END IF;
  ELSIF session_user <> current_user THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT a.company_id, a.coverage,
      (SELECT p.name FROM products p WHERE p.brand = a.brand AND p.name = a.product), a.starts_on, a.ends_on
    FROM agreements a
    WHERE a.company_id = ANY (reached) AND a.kind = 'support' AND a.state = 'active' AND (member IS NULL OR a.brand = ANY (brands))
    ORDER BY a.ends_on, a.id;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION covered_terms(uuid[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION covered_terms(uuid[]) TO "portal_client", "portal_staff";
--> statement-breakpoint
CREATE TABLE "coverage_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"before" text NOT NULL,
	"after" text NOT NULL,
	"changed_by" uuid,
	"changed_by_name" text,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "coverage_changes_kind" CHECK ("coverage_changes"."kind" in ('decided', 'imported', 'handed_back'))
);
--> statement-breakpoint
ALTER TABLE "coverage_changes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "portal_decisions" DROP CONSTRAINT "portal_decisions_kind";--> statement-breakpoint
ALTER TABLE "portal_decisions" DROP CONSTRAINT "portal_decisions_outcome";--> statement-breakpoint
ALTER TABLE "portal_decisions" DROP CONSTRAINT "portal_decisions_facts";--> statement-breakpoint
ALTER TABLE "portal_decisions" ADD COLUMN "agreement_id" uuid;--> statement-breakpoint
ALTER TABLE "coverage_changes" ADD CONSTRAINT "coverage_changes_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coverage_changes" ADD CONSTRAINT "coverage_changes_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coverage_changes" ADD CONSTRAINT "coverage_changes_agreement_id_agreements_id_fk" FOREIGN KEY ("agreement_id") REFERENCES "public"."agreements"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "coverage_changes_agreement" ON "coverage_changes" USING btree ("agreement_id","changed_at","id");--> statement-breakpoint
ALTER TABLE "portal_decisions" ADD CONSTRAINT "portal_decisions_agreement_id_agreements_id_fk" FOREIGN KEY ("agreement_id") REFERENCES "public"."agreements"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "portal_decisions_coverage" ON "portal_decisions" USING btree ("agreement_id") WHERE kind = 'coverage';--> statement-breakpoint
ALTER TABLE "portal_decisions" ADD CONSTRAINT "portal_decisions_kind" CHECK ("portal_decisions"."kind" in ('relation', 'team_member', 'photo', 'coverage'));--> statement-breakpoint
ALTER TABLE "portal_decisions" ADD CONSTRAINT "portal_decisions_outcome" CHECK ("portal_decisions"."outcome" in ('added', 'removed', 'set'));--> statement-breakpoint
ALTER TABLE "portal_decisions" ADD CONSTRAINT "portal_decisions_facts" CHECK (case "portal_decisions"."kind" when 'relation' then num_nonnulls("portal_decisions"."contact_id", "portal_decisions"."company_id") = 2
        when 'team_member' then num_nonnulls("portal_decisions"."company_id", "portal_decisions"."role", "portal_decisions"."name") = 3
        when 'coverage' then num_nonnulls("portal_decisions"."company_id", "portal_decisions"."agreement_id") = 2
        else "portal_decisions"."email" is not null end);--> statement-breakpoint
CREATE POLICY "staff_updates" ON "agreements" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[])) WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "coverage_changes" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));
--> statement-breakpoint
GRANT SELECT ON coverage_changes TO "portal_staff";
--> statement-breakpoint
-- Administrators decide about the coverage of an agreement; the policy says of which brands.
GRANT UPDATE (coverage) ON agreements TO "portal_staff";
--> statement-breakpoint
-- What staff set is decided in the portal, also where the ERP says the same; what an import sets is history alone.
CREATE FUNCTION coverage_set() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  decider uuid := nullif((SELECT viewer_fact('staff_id')), '')::uuid;
BEGIN
  IF decider IS NULL AND NEW.coverage = OLD.coverage THEN RETURN NULL; END IF;
  INSERT INTO coverage_changes (id, brand, company_id, agreement_id, kind, before, after, changed_by, changed_by_name, changed_at)
    VALUES (gen_random_uuid(), NEW.brand, NEW.company_id, NEW.id, CASE WHEN decider IS NULL THEN 'imported' ELSE 'decided' END,
      OLD.coverage, NEW.coverage, decider, (SELECT s.name FROM staff s WHERE s.id = decider), clock_timestamp());
  IF decider IS NOT NULL THEN
    INSERT INTO portal_decisions (id, brand, kind, outcome, company_id, agreement_id, decided_by, decided_at)
      VALUES (gen_random_uuid(), NEW.brand, 'coverage', 'set', NEW.company_id, NEW.id, decider, clock_timestamp())
      ON CONFLICT (agreement_id) WHERE kind = 'coverage'
      DO UPDATE SET decided_by = excluded.decided_by, decided_at = excluded.decided_at;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER coverage_set AFTER UPDATE OF coverage ON agreements FOR EACH ROW EXECUTE FUNCTION coverage_set();
--> statement-breakpoint
CREATE FUNCTION coverage_handed_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  member uuid := nullif((SELECT viewer_fact('staff_id')), '')::uuid;
BEGIN
  -- The agreement is missing where its own deletion brought this one about.
  INSERT INTO coverage_changes (id, brand, company_id, agreement_id, kind, before, after, changed_by, changed_by_name, changed_at)
    SELECT gen_random_uuid(), a.brand, a.company_id, a.id, 'handed_back', a.coverage, a.coverage, member,
      (SELECT s.name FROM staff s WHERE s.id = member), clock_timestamp()
    FROM agreements a WHERE a.id = OLD.agreement_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER coverage_handed_back AFTER DELETE ON portal_decisions FOR EACH ROW WHEN (OLD.kind = 'coverage') EXECUTE FUNCTION coverage_handed_back();
--> statement-breakpoint
REVOKE ALL ON FUNCTION coverage_set(), coverage_handed_back() FROM PUBLIC;
--> statement-breakpoint
ALTER TABLE "thread_events" DROP CONSTRAINT "thread_events_kind";--> statement-breakpoint
ALTER TABLE "thread_events" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "thread_events" ADD CONSTRAINT "thread_events_note" CHECK (("thread_events"."kind" = 'handed_over') = ("thread_events"."note" is not null) and length("thread_events"."note") between 1 and 2000);--> statement-breakpoint
ALTER TABLE "thread_events" ADD CONSTRAINT "thread_events_kind" CHECK ("thread_events"."kind" in ('filed', 'status', 'severity', 'product', 'participant_added', 'participant_removed', 'assigned', 'linked', 'asked', 'due', 'decided', 'started', 'taken', 'handed_back', 'invited', 'became', 'handed_over'));
