-- The policies below ask these; some name tables that this migration makes further down.
SET LOCAL check_function_bodies = off;
--> statement-breakpoint
CREATE SEQUENCE case_numbers START 100001;
--> statement-breakpoint
-- Today by business time in a zone: the demo's offset is a setting of the transaction.
CREATE FUNCTION business_today(zone text) RETURNS date LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT ((now() + make_interval(secs => coalesce(nullif(current_setting('portal.clock_offset_ms', true), '')::bigint, 0) / 1000.0))
    AT TIME ZONE zone)::date
$$;
--> statement-breakpoint
-- Companies whose cases a contact reaches (the primary; where the brand's rule says so every related one), and whether a support
-- agreement is in force there today.
CREATE FUNCTION companies_reached(contact uuid) RETURNS TABLE (company_id uuid, name text, is_primary boolean, in_force boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT co.id, co.name, co.id = ct.primary_company_id,
    EXISTS (SELECT FROM agreements a WHERE a.company_id = co.id AND a.brand = co.brand AND a.kind = 'support' AND a.state = 'active'
      AND business_today(b.zone) BETWEEN a.starts_on AND a.ends_on)
  FROM contacts ct
  JOIN brands b ON b.key = ct.brand
  JOIN companies co ON co.brand = ct.brand AND co.id IN (
    SELECT ct.primary_company_id
    UNION ALL
    SELECT r.company_id FROM contact_companies r
      WHERE r.contact_id = ct.id AND r.brand = ct.brand AND b.company_access = 'primary_and_related' AND ct.primary_company_id IS NOT NULL)
  WHERE ct.id = contact AND ct.closed_at IS NULL
$$;
--> statement-breakpoint
-- The same for the viewer of this transaction; who has not the right reaches none.
CREATE FUNCTION case_companies() RETURNS TABLE (company_id uuid, name text, is_primary boolean, in_force boolean)
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 4 SET search_path = public, pg_temp AS $$
  SELECT r.company_id, r.name, r.is_primary, r.in_force
  FROM contacts ct CROSS JOIN LATERAL companies_reached(ct.id) r
  WHERE ct.id = nullif(current_setting('portal.contact_id', true), '')::uuid
    AND ct.brand = nullif(current_setting('portal.brand', true), '')
    AND current_setting('portal.cases', true) IN ('own', 'company')
$$;
--> statement-breakpoint
CREATE FUNCTION threads_taken_part() RETURNS TABLE (thread_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp AS $$
  SELECT p.thread_id FROM thread_participants p WHERE p.contact_id = nullif(current_setting('portal.contact_id', true), '')::uuid
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION companies_reached(uuid), case_companies(), threads_taken_part() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION case_companies(), threads_taken_part() TO "portal_client";
--> statement-breakpoint
CREATE TABLE "case_targets" (
	"brand" text NOT NULL,
	"severity" text NOT NULL,
	"minutes" integer NOT NULL,
	CONSTRAINT "case_targets_brand_severity_pk" PRIMARY KEY("brand","severity"),
	CONSTRAINT "case_targets_severity" CHECK ("case_targets"."severity" in ('production_stopped', 'impaired', 'question')),
	CONSTRAINT "case_targets_minutes" CHECK ("case_targets"."minutes" > 0)
);
--> statement-breakpoint
ALTER TABLE "case_targets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "cases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"number" text DEFAULT 'C-' || nextval('case_numbers') NOT NULL,
	"filed_by" uuid NOT NULL,
	"filed_by_name" text NOT NULL,
	"subject" text NOT NULL,
	"product" text NOT NULL,
	"product_version" text,
	"severity" text NOT NULL,
	"status" text DEFAULT 'new' NOT NULL,
	"close_reason" text,
	"closed_at" timestamp (3) with time zone,
	"assignee_id" uuid,
	"follows_id" uuid,
	"first_answer_due_at" timestamp (3) with time zone NOT NULL,
	"first_answered_at" timestamp (3) with time zone,
	"answer_due_at" timestamp (3) with time zone,
	"answer_since" timestamp (3) with time zone,
	"active_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_message_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_author_kind" text DEFAULT 'contact' NOT NULL,
	"last_author_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"search" "tsvector",
	CONSTRAINT "cases_number" UNIQUE("number"),
	CONSTRAINT "cases_severity" CHECK ("cases"."severity" in ('production_stopped', 'impaired', 'question')),
	CONSTRAINT "cases_status" CHECK ("cases"."status" in ('new', 'in_progress', 'waiting_on_you', 'closed')),
	CONSTRAINT "cases_close_reason" CHECK ("cases"."close_reason" in ('solved', 'withdrawn')),
	CONSTRAINT "cases_closed" CHECK (("cases"."status" = 'closed') = ("cases"."closed_at" is not null and "cases"."close_reason" is not null)),
	CONSTRAINT "cases_last_author" CHECK ("cases"."last_author_kind" in ('contact', 'staff')),
	CONSTRAINT "cases_clock" CHECK (("cases"."answer_due_at" is null) = ("cases"."answer_since" is null))
);
--> statement-breakpoint
ALTER TABLE "cases" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "products" (
	"brand" text NOT NULL,
	"name" text NOT NULL,
	"versions" text[] DEFAULT '{}' NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "products_name" UNIQUE("brand","name")
);
--> statement-breakpoint
ALTER TABLE "products" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "files" (
	"id" text PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"uploader_kind" text NOT NULL,
	"uploader_id" uuid NOT NULL,
	"thread_id" uuid,
	"message_id" uuid,
	"note_id" uuid,
	"name" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"media_type" text NOT NULL,
	"sha256" text NOT NULL,
	"scan" text DEFAULT 'pending' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attached_at" timestamp (3) with time zone,
	CONSTRAINT "files_uploader_kind" CHECK ("files"."uploader_kind" in ('contact', 'staff')),
	CONSTRAINT "files_scan" CHECK ("files"."scan" in ('pending', 'clean', 'infected', 'not_scanned')),
	CONSTRAINT "files_size" CHECK ("files"."size_bytes" >= 0),
	CONSTRAINT "files_attached" CHECK (("files"."attached_at" is null) = ("files"."thread_id" is null)),
	CONSTRAINT "files_one_place" CHECK (num_nonnulls("files"."message_id", "files"."note_id") = ("files"."thread_id" is not null)::int)
);
--> statement-breakpoint
ALTER TABLE "files" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "uploads" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "uploads_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"uploader_kind" text NOT NULL,
	"uploader_id" uuid NOT NULL,
	"size_bytes" bigint NOT NULL,
	"sent_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "uploads_uploader_kind" CHECK ("uploads"."uploader_kind" in ('contact', 'staff'))
);
--> statement-breakpoint
ALTER TABLE "uploads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "canned_replies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "canned_replies_title" UNIQUE("brand","title")
);
--> statement-breakpoint
ALTER TABLE "canned_replies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "inbound_mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"provider_id" text NOT NULL,
	"message_id" text,
	"brand" text,
	"thread_id" uuid,
	"state" text DEFAULT 'received' NOT NULL,
	"note" text,
	"from_address" text,
	"subject" text,
	"body" text,
	"created_message_id" uuid,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"handled_at" timestamp (3) with time zone,
	CONSTRAINT "inbound_mails_provider" UNIQUE("provider_id"),
	CONSTRAINT "inbound_mails_state" CHECK ("inbound_mails"."state" in ('received', 'joined', 'unverified', 'dropped', 'failed'))
);
--> statement-breakpoint
ALTER TABLE "inbound_mails" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "live_events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "live_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"brand" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"internal" boolean NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "live_events_kind" CHECK ("live_events"."kind" in ('message', 'state', 'note'))
);
--> statement-breakpoint
ALTER TABLE "live_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"author_kind" text NOT NULL,
	"author_id" uuid NOT NULL,
	"author_name" text NOT NULL,
	"source" text DEFAULT 'portal' NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "messages_author" CHECK ("messages"."author_kind" in ('contact', 'staff')),
	CONSTRAINT "messages_source" CHECK ("messages"."source" in ('portal', 'mail')),
	CONSTRAINT "messages_body" CHECK (length("messages"."body") between 1 and 100000)
);
--> statement-breakpoint
ALTER TABLE "messages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "reply_addresses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"person_kind" text NOT NULL,
	"person_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reply_addresses_token" UNIQUE("token_hash"),
	CONSTRAINT "reply_addresses_once" UNIQUE("thread_id","person_kind","person_id"),
	CONSTRAINT "reply_addresses_person" CHECK ("reply_addresses"."person_kind" in ('contact', 'staff'))
);
--> statement-breakpoint
ALTER TABLE "reply_addresses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "thread_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"internal" boolean DEFAULT false NOT NULL,
	"actor_kind" text,
	"actor_id" uuid,
	"actor_name" text,
	"before" text,
	"after" text,
	"subject_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "thread_events_kind" CHECK ("thread_events"."kind" in ('filed', 'status', 'severity', 'product', 'participant_added', 'participant_removed', 'assigned', 'linked')),
	CONSTRAINT "thread_events_actor" CHECK ("thread_events"."actor_kind" in ('contact', 'staff'))
);
--> statement-breakpoint
ALTER TABLE "thread_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "thread_notes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"staff_id" uuid NOT NULL,
	"staff_name" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "thread_notes_body" CHECK (length("thread_notes"."body") between 1 and 100000)
);
--> statement-breakpoint
ALTER TABLE "thread_notes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "thread_participants" (
	"brand" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"contact_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "thread_participants_thread_id_contact_id_pk" PRIMARY KEY("thread_id","contact_id")
);
--> statement-breakpoint
ALTER TABLE "thread_participants" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "thread_reads" (
	"brand" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"reader_kind" text NOT NULL,
	"reader_id" uuid NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "thread_reads_thread_id_reader_kind_reader_id_pk" PRIMARY KEY("thread_id","reader_kind","reader_id"),
	CONSTRAINT "thread_reads_reader_kind" CHECK ("thread_reads"."reader_kind" in ('contact', 'staff'))
);
--> statement-breakpoint
ALTER TABLE "thread_reads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "threads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "threads_kind" CHECK ("threads"."kind" in ('case'))
);
--> statement-breakpoint
ALTER TABLE "threads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_state";--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "thread_id" uuid;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "person_kind" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "person_id" uuid;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "message_id" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "thread_references" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "case_targets" ADD CONSTRAINT "case_targets_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_id_threads_id_fk" FOREIGN KEY ("id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_filed_by_contacts_id_fk" FOREIGN KEY ("filed_by") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_assignee_id_staff_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_follows_id_cases_id_fk" FOREIGN KEY ("follows_id") REFERENCES "public"."cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_note_id_thread_notes_id_fk" FOREIGN KEY ("note_id") REFERENCES "public"."thread_notes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "canned_replies" ADD CONSTRAINT "canned_replies_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD CONSTRAINT "inbound_mails_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD CONSTRAINT "inbound_mails_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reply_addresses" ADD CONSTRAINT "reply_addresses_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reply_addresses" ADD CONSTRAINT "reply_addresses_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_events" ADD CONSTRAINT "thread_events_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_events" ADD CONSTRAINT "thread_events_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_notes" ADD CONSTRAINT "thread_notes_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_notes" ADD CONSTRAINT "thread_notes_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_participants" ADD CONSTRAINT "thread_participants_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_participants" ADD CONSTRAINT "thread_participants_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_reads" ADD CONSTRAINT "thread_reads_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_reads" ADD CONSTRAINT "thread_reads_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cases_company" ON "cases" USING btree ("company_id","active_at","id");--> statement-breakpoint
CREATE INDEX "cases_company_open" ON "cases" USING btree ("company_id","active_at","id") WHERE status <> 'closed';--> statement-breakpoint
CREATE INDEX "cases_number_prefix" ON "cases" USING btree ("number" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "cases_follows" ON "cases" USING btree ("follows_id") WHERE follows_id is not null;--> statement-breakpoint
CREATE INDEX "cases_filed_by" ON "cases" USING btree ("filed_by","active_at","id");--> statement-breakpoint
CREATE INDEX "cases_queue" ON "cases" USING btree ("brand","answer_due_at","id") WHERE status <> 'closed';--> statement-breakpoint
CREATE INDEX "cases_brand" ON "cases" USING btree ("brand","active_at","id");--> statement-breakpoint
CREATE INDEX "cases_assignee" ON "cases" USING btree ("assignee_id") WHERE status <> 'closed';--> statement-breakpoint
CREATE INDEX "cases_search" ON "cases" USING gin ("search");--> statement-breakpoint
CREATE INDEX "files_message" ON "files" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "files_thread" ON "files" USING btree ("thread_id");--> statement-breakpoint
CREATE INDEX "files_uploader" ON "files" USING btree ("uploader_kind","uploader_id","created_at");--> statement-breakpoint
CREATE INDEX "files_loose" ON "files" USING btree ("created_at") WHERE attached_at is null;--> statement-breakpoint
CREATE INDEX "uploads_uploader" ON "uploads" USING btree ("uploader_kind","uploader_id","sent_at");--> statement-breakpoint
CREATE INDEX "uploads_at" ON "uploads" USING btree ("sent_at");--> statement-breakpoint
CREATE INDEX "inbound_mails_thread" ON "inbound_mails" USING btree ("thread_id");--> statement-breakpoint
CREATE INDEX "inbound_mails_waiting" ON "inbound_mails" USING btree ("received_at") WHERE state = 'received';--> statement-breakpoint
CREATE INDEX "live_events_at" ON "live_events" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "messages_thread" ON "messages" USING btree ("thread_id","created_at","id");--> statement-breakpoint
CREATE INDEX "thread_events_thread" ON "thread_events" USING btree ("thread_id","created_at","id");--> statement-breakpoint
CREATE INDEX "thread_notes_thread" ON "thread_notes" USING btree ("thread_id","created_at","id");--> statement-breakpoint
CREATE INDEX "thread_participants_contact" ON "thread_participants" USING btree ("contact_id","thread_id");--> statement-breakpoint
CREATE INDEX "thread_reads_reader" ON "thread_reads" USING btree ("reader_kind","reader_id");--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_person" CHECK (num_nonnulls("outbox"."thread_id", "outbox"."person_kind", "outbox"."person_id") in (0, 3));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_state" CHECK ("outbox"."state" in ('queued', 'sending', 'sent', 'dead', 'withheld'));--> statement-breakpoint
CREATE POLICY "client_reads" ON "case_targets" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "case_targets" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "cases" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and company_id in (select company_id from case_companies() where in_force) and (
  (select current_setting('portal.cases', true) = 'company')
  or ((select current_setting('portal.cases', true) = 'own')
    and (filed_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid) or id in (select thread_id from threads_taken_part())))));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "cases" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "cases" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and filed_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and status = 'new' and assignee_id is null
        and (select current_setting('portal.cases', true) in ('own', 'company'))
        and company_id in (select company_id from case_companies() where in_force));--> statement-breakpoint
CREATE POLICY "client_updates" ON "cases" AS PERMISSIVE FOR UPDATE TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and company_id in (select company_id from case_companies() where in_force) and (
  (select current_setting('portal.cases', true) = 'company')
  or ((select current_setting('portal.cases', true) = 'own')
    and (filed_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid) or id in (select thread_id from threads_taken_part()))))) WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and company_id in (select company_id from case_companies() where in_force) and (
  (select current_setting('portal.cases', true) = 'company')
  or ((select current_setting('portal.cases', true) = 'own')
    and (filed_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid) or id in (select thread_id from threads_taken_part())))));--> statement-breakpoint
CREATE POLICY "staff_updates" ON "cases" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[])) WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "products" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "products" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "files" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and (
        (thread_id is null and uploader_kind = 'contact' and uploader_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid))
        or (message_id is not null and exists (select 1 from messages where messages.id = message_id))));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "files" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and ((thread_id is null and uploader_kind = 'staff' and uploader_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid))
        or (thread_id is not null and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]))));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "files" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and uploader_kind = 'contact' and uploader_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and thread_id is null and scan in ('pending', 'not_scanned'));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "files" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[]) and uploader_kind = 'staff' and uploader_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid)
        and thread_id is null and scan in ('pending', 'not_scanned'));--> statement-breakpoint
CREATE POLICY "client_attaches" ON "files" AS PERMISSIVE FOR UPDATE TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and uploader_kind = 'contact' and uploader_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and thread_id is null) WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and uploader_kind = 'contact' and uploader_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and exists (
        select 1 from messages m where m.id = message_id and m.thread_id = files.thread_id and m.brand = files.brand
          and m.author_kind = 'contact' and m.author_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid)));--> statement-breakpoint
CREATE POLICY "staff_attaches" ON "files" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[]) and uploader_kind = 'staff'
        and uploader_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid) and thread_id is null) WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[]) and uploader_kind = 'staff'
        and uploader_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid) and (
          exists (select 1 from messages m where m.id = message_id and m.thread_id = files.thread_id and m.brand = files.brand
            and m.author_kind = 'staff' and m.author_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid))
          or exists (select 1 from thread_notes n where n.id = note_id and n.thread_id = files.thread_id and n.brand = files.brand
            and n.staff_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid))));--> statement-breakpoint
CREATE POLICY "client_deletes" ON "files" AS PERMISSIVE FOR DELETE TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and uploader_kind = 'contact' and uploader_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and thread_id is null);--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "files" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and uploader_kind = 'staff' and uploader_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid) and thread_id is null);--> statement-breakpoint
CREATE POLICY "staff_reads" ON "canned_replies" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "inbound_mails" AS PERMISSIVE FOR SELECT TO "portal_staff" USING (thread_id is not null and "brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_updates" ON "inbound_mails" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING (thread_id is not null and state = 'unverified' and "brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[])) WITH CHECK (thread_id is not null and state in ('unverified', 'dropped') and "brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "messages" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "messages" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "messages" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and author_kind = 'contact' and author_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "messages" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[]) and author_kind = 'staff' and author_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "client_reads" ON "thread_events" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and not internal and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "thread_events" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "thread_events" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and not internal and actor_kind = 'contact' and actor_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "thread_events" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[]) and actor_kind = 'staff' and actor_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "thread_notes" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "thread_notes" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[]) and staff_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "client_reads" ON "thread_participants" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "thread_participants" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "thread_participants" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "thread_participants" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[]) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "client_deletes" ON "thread_participants" AS PERMISSIVE FOR DELETE TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "thread_participants" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[]) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "client_own" ON "thread_reads" AS PERMISSIVE FOR ALL TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and reader_kind = 'contact' and reader_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid)) WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and reader_kind = 'contact' and reader_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_own" ON "thread_reads" AS PERMISSIVE FOR ALL TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]) and reader_kind = 'staff' and reader_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid)) WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]) and reader_kind = 'staff' and reader_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "client_reads" ON "threads" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and kind = 'case' and exists (select 1 from cases where cases.id = threads.id));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "threads" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "threads" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and kind = 'case' and company_id in (select company_id from case_companies() where in_force));--> statement-breakpoint
ALTER POLICY "client_inserts" ON "outbox" TO portal_client WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and state = 'queued' and attempts = 0 and sent_at is null and thread_id is null and kind not in ('password-reset', 'first-sign-in'));--> statement-breakpoint
ALTER POLICY "staff_inserts" ON "outbox" TO portal_staff WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and state = 'queued' and attempts = 0 and sent_at is null and thread_id is null and kind not in ('password-reset', 'first-sign-in'));