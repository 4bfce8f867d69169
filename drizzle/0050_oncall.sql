CREATE TABLE "alarm_calls" (
	"alarm_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"brand" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"staff_id" uuid NOT NULL,
	"staff_name" text NOT NULL,
	"called_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alarm_calls_alarm_id_position_staff_id_pk" PRIMARY KEY("alarm_id","position","staff_id")
);
--> statement-breakpoint
ALTER TABLE "alarm_calls" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "alarm_steps" (
	"alarm_id" uuid NOT NULL,
	"brand" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"duty" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"called_at" timestamp (3) with time zone,
	CONSTRAINT "alarm_steps_alarm_id_position_pk" PRIMARY KEY("alarm_id","position"),
	CONSTRAINT "alarm_steps_duty" CHECK ("alarm_steps"."duty" in ('on_call', 'next', 'lead'))
);
--> statement-breakpoint
ALTER TABLE "alarm_steps" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "alarms" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"calls_at" timestamp (3) with time zone,
	"seen_at" timestamp (3) with time zone,
	"seen_by" uuid,
	"seen_by_name" text,
	"ended_at" timestamp (3) with time zone,
	"outcome" text,
	"ended_by" uuid,
	"ended_by_name" text,
	CONSTRAINT "alarms_state" CHECK ("alarms"."state" in ('asked', 'waiting', 'calling', 'uncovered')),
	CONSTRAINT "alarms_outcome" CHECK ("alarms"."outcome" in ('taken', 'answered', 'closed', 'lowered', 'uncovered')),
	CONSTRAINT "alarms_ended" CHECK (("alarms"."ended_at" is null) = ("alarms"."outcome" is null))
);
--> statement-breakpoint
ALTER TABLE "alarms" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "on_call_people" (
	"brand" text NOT NULL,
	"staff_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "on_call_people_brand_staff_id_pk" PRIMARY KEY("brand","staff_id")
);
--> statement-breakpoint
ALTER TABLE "on_call_people" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "on_call_rotas" (
	"brand" text PRIMARY KEY NOT NULL,
	"phone" text NOT NULL,
	"handover_weekday" integer NOT NULL,
	"handover_time" text NOT NULL,
	"first_day" date NOT NULL,
	"lead_id" uuid,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "on_call_rotas_weekday" CHECK ("on_call_rotas"."handover_weekday" between 1 and 7),
	CONSTRAINT "on_call_rotas_time" CHECK ("on_call_rotas"."handover_time" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$')
);
--> statement-breakpoint
ALTER TABLE "on_call_rotas" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "on_call_stand_ins" (
	"brand" text NOT NULL,
	"week" date NOT NULL,
	"staff_id" uuid NOT NULL,
	CONSTRAINT "on_call_stand_ins_brand_week_pk" PRIMARY KEY("brand","week")
);
--> statement-breakpoint
ALTER TABLE "on_call_stand_ins" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "on_call_steps" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"duty" text NOT NULL,
	"after_minutes" integer NOT NULL,
	CONSTRAINT "on_call_steps_once" UNIQUE("brand","duty","after_minutes"),
	CONSTRAINT "on_call_steps_duty" CHECK ("on_call_steps"."duty" in ('on_call', 'next', 'lead')),
	CONSTRAINT "on_call_steps_minutes" CHECK ("on_call_steps"."after_minutes" between 0 and 240)
);
--> statement-breakpoint
ALTER TABLE "on_call_steps" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "alarm_calls" ADD CONSTRAINT "alarm_calls_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarm_calls" ADD CONSTRAINT "alarm_calls_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarm_calls" ADD CONSTRAINT "alarm_calls_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarm_calls" ADD CONSTRAINT "alarm_calls_alarm_id_position_alarm_steps_alarm_id_position_fk" FOREIGN KEY ("alarm_id","position") REFERENCES "public"."alarm_steps"("alarm_id","position") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarm_steps" ADD CONSTRAINT "alarm_steps_alarm_id_alarms_id_fk" FOREIGN KEY ("alarm_id") REFERENCES "public"."alarms"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarm_steps" ADD CONSTRAINT "alarm_steps_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarm_steps" ADD CONSTRAINT "alarm_steps_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_seen_by_staff_id_fk" FOREIGN KEY ("seen_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alarms" ADD CONSTRAINT "alarms_ended_by_staff_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "on_call_people" ADD CONSTRAINT "on_call_people_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "on_call_people" ADD CONSTRAINT "on_call_people_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "on_call_rotas" ADD CONSTRAINT "on_call_rotas_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "on_call_rotas" ADD CONSTRAINT "on_call_rotas_lead_id_staff_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."staff"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "on_call_stand_ins" ADD CONSTRAINT "on_call_stand_ins_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "on_call_stand_ins" ADD CONSTRAINT "on_call_stand_ins_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "on_call_steps" ADD CONSTRAINT "on_call_steps_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alarm_calls_staff" ON "alarm_calls" USING btree ("staff_id","called_at");--> statement-breakpoint
CREATE INDEX "alarm_steps_due" ON "alarm_steps" USING btree ("due_at") WHERE called_at is null;--> statement-breakpoint
CREATE INDEX "alarms_thread" ON "alarms" USING btree ("thread_id","started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "alarms_one_open" ON "alarms" USING btree ("thread_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "alarms_open" ON "alarms" USING btree ("started_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "on_call_people_staff" ON "on_call_people" USING btree ("staff_id");--> statement-breakpoint
CREATE POLICY "client_reads" ON "alarm_calls" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(viewer_fact('brand'), '')) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "alarm_calls" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "client_reads" ON "alarm_steps" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(viewer_fact('brand'), '')) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "alarm_steps" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "client_reads" ON "alarms" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(viewer_fact('brand'), '')) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "alarms" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_updates" ON "alarms" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])) or (threads.kind = 'chat' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[]))))) WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])) or (threads.kind = 'chat' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])))));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "on_call_people" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "on_call_people" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "on_call_people" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "on_call_rotas" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "on_call_rotas" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_updates" ON "on_call_rotas" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[])) WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "on_call_stand_ins" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "on_call_stand_ins" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "on_call_stand_ins" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "on_call_steps" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "on_call_steps" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "on_call_steps" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));
--> statement-breakpoint
-- Who is on call, and alarms: rights, what contacts may know of a rota, and what begins and ends an alarm.
GRANT SELECT ON on_call_rotas, on_call_people, on_call_stand_ins, on_call_steps, alarms, alarm_steps, alarm_calls TO "portal_staff";
--> statement-breakpoint
GRANT SELECT ON alarms, alarm_steps, alarm_calls TO "portal_client";
--> statement-breakpoint
GRANT INSERT, UPDATE (phone, handover_weekday, handover_time, first_day, lead_id, updated_at) ON on_call_rotas TO "portal_staff";
--> statement-breakpoint
GRANT INSERT, DELETE ON on_call_people, on_call_stand_ins, on_call_steps TO "portal_staff";
--> statement-breakpoint
GRANT UPDATE (seen_at, seen_by, seen_by_name, ended_at, outcome, ended_by, ended_by_name) ON alarms TO "portal_staff";
--> statement-breakpoint
-- A person of a rota, and whether they can be called: an open account of the brand that answers cases.
CREATE FUNCTION on_call_person(member uuid, of_brand text) RETURNS jsonb
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT jsonb_build_object('id', s.id, 'name', s.name, 'works', s.closed_at IS NULL
      AND s.roles && array['support_agent', 'administrator']::text[]
      AND EXISTS (SELECT FROM staff_brands b WHERE b.staff_id = s.id AND b.brand = of_brand))
    FROM staff s WHERE s.id = member
$$;
--> statement-breakpoint
-- The rota of a brand. Staff read those of their brands, jobs any. A contact reads the one of their brand where a company whose cases they
-- reach has a support agreement in force today that covers more than chat hours; whether it covers this hour, the portal judges.
CREATE FUNCTION on_call_rota(wanted text) RETURNS jsonb
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  contact uuid := nullif((SELECT viewer_fact('contact_id')), '')::uuid;
  member uuid := nullif((SELECT viewer_fact('staff_id')), '')::uuid;
BEGIN
  IF contact IS NOT NULL THEN
    IF wanted IS DISTINCT FROM nullif((SELECT viewer_fact('brand')), '') OR NOT EXISTS (
      SELECT FROM case_companies() c JOIN agreements a ON a.company_id = c.company_id AND a.brand = wanted
        JOIN coverages v ON v.brand = a.brand AND v.key = a.coverage
        JOIN brands b ON b.key = a.brand
      WHERE c.in_force AND a.kind = 'support' AND a.state = 'active' AND v.kind <> 'chat_hours'
        AND business_today(b.zone) BETWEEN a.starts_on AND a.ends_on) THEN
      RETURN NULL;
    END IF;
  ELSIF member IS NOT NULL THEN
    IF NOT wanted = ANY (string_to_array(coalesce((SELECT viewer_fact('brands')), ''), ','))
      OR NOT string_to_array(coalesce((SELECT viewer_fact('roles')), ''), ',')
        && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[] THEN
      RETURN NULL;
    END IF;
  ELSIF session_user <> current_user THEN
    RETURN NULL;
  END IF;
  RETURN (SELECT jsonb_build_object('zone', b.zone, 'phone', r.phone, 'handoverWeekday', r.handover_weekday, 'handoverTime', r.handover_time,
      'firstDay', r.first_day, 'lead', on_call_person(r.lead_id, wanted),
      'people', coalesce((SELECT jsonb_agg(on_call_person(p.staff_id, wanted) ORDER BY p.position, p.staff_id)
        FROM on_call_people p WHERE p.brand = wanted), '[]'::jsonb),
      'standIns', coalesce((SELECT jsonb_agg(jsonb_build_object('week', i.week, 'person', on_call_person(i.staff_id, wanted)) ORDER BY i.week)
        FROM on_call_stand_ins i WHERE i.brand = wanted AND i.week > business_today(b.zone) - 14), '[]'::jsonb),
      'steps', coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.id, 'duty', t.duty, 'after', t.after_minutes) ORDER BY t.after_minutes, t.id)
        FROM on_call_steps t WHERE t.brand = wanted), '[]'::jsonb))
    FROM on_call_rotas r JOIN brands b ON b.key = r.brand WHERE r.brand = wanted);
END $$;
--> statement-breakpoint
-- A job for an alarm: at once, or when a step is due. The key names the step, so that the job of one step replaces no other's.
CREATE FUNCTION alarm_job(alarm uuid, step integer, due timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('alarms.run', json_build_object('id', alarm), job_key := 'alarm:' || alarm || ':' || step,
    run_at := due, max_attempts := 25);
END $$;
--> statement-breakpoint
CREATE FUNCTION alarms_happened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO live_events (brand, thread_id, kind, internal) VALUES (NEW.brand, NEW.thread_id, 'state', false);
  IF TG_OP = 'INSERT' THEN PERFORM alarm_job(NEW.id, -1, now()); END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER alarms_happened AFTER INSERT OR UPDATE ON alarms FOR EACH ROW EXECUTE FUNCTION alarms_happened();
--> statement-breakpoint
CREATE FUNCTION alarm_calls_happened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO live_events (brand, thread_id, kind, internal) VALUES (NEW.brand, NEW.thread_id, 'state', false);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER alarm_calls_happened AFTER INSERT ON alarm_calls FOR EACH ROW EXECUTE FUNCTION alarm_calls_happened();
--> statement-breakpoint
-- Whatever way a case becomes one of stopped production, an alarm begins with it; whatever way somebody of the firm turns to it, the alarm
-- ends. A colleague who is given the case by somebody else need not know of it yet: that ends nothing.
CREATE FUNCTION alarms_follow_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  actor uuid := nullif((SELECT viewer_fact('staff_id')), '')::uuid;
  is_stopped boolean := NEW.severity = 'production_stopped' AND NEW.status <> 'closed';
  -- What is inserted as history (by a demo or a migration) calls nobody.
  was_stopped boolean := NEW.status <> 'new' OR NEW.owner_id IS NOT NULL OR NEW.created_at < now() - interval '1 hour';
  why text;
BEGIN
  IF NEW.kind <> 'case' THEN RETURN NULL; END IF;
  IF TG_OP = 'UPDATE' THEN
    was_stopped := OLD.severity = 'production_stopped' AND OLD.status <> 'closed';
    why := CASE WHEN NEW.status = 'closed' THEN 'closed'
      WHEN NEW.severity <> 'production_stopped' THEN 'lowered'
      WHEN NEW.last_author_kind = 'staff' AND NEW.last_message_at IS DISTINCT FROM OLD.last_message_at THEN 'answered'
      WHEN NEW.owner_id IS DISTINCT FROM OLD.owner_id AND NEW.owner_id = actor THEN 'taken' END;
  END IF;
  IF why IS NOT NULL THEN
    UPDATE alarms SET ended_at = clock_timestamp(), outcome = why, ended_by = actor, ended_by_name = (SELECT s.name FROM staff s WHERE s.id = actor)
      WHERE thread_id = NEW.id AND ended_at IS NULL;
  ELSIF is_stopped AND NOT was_stopped THEN
    INSERT INTO alarms (id, brand, thread_id, started_at) VALUES (gen_random_uuid(), NEW.brand, NEW.id, clock_timestamp()) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER alarms_follow_case AFTER INSERT OR UPDATE OF severity, status, owner_id, last_message_at ON threads
  FOR EACH ROW EXECUTE FUNCTION alarms_follow_case();
--> statement-breakpoint
-- The first of those who answer cases to read the case has seen its alarm.
CREATE FUNCTION alarms_seen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE alarms a SET seen_at = clock_timestamp(), seen_by = s.id, seen_by_name = s.name FROM staff s
    WHERE a.thread_id = NEW.thread_id AND a.ended_at IS NULL AND a.seen_at IS NULL
      AND s.id = NEW.reader_id AND s.roles && array['support_agent', 'administrator']::text[];
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER alarms_seen AFTER INSERT OR UPDATE OF read_at ON thread_reads
  FOR EACH ROW WHEN (NEW.reader_kind = 'staff') EXECUTE FUNCTION alarms_seen();
--> statement-breakpoint
REVOKE ALL ON FUNCTION on_call_person(uuid, text), on_call_rota(text), alarm_job(uuid, integer, timestamptz), alarms_happened(),
  alarm_calls_happened(), alarms_follow_case(), alarms_seen() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION on_call_rota(text) TO "portal_client", "portal_staff";
