CREATE SEQUENCE request_numbers START 100001;
--> statement-breakpoint
CREATE TABLE "home_page_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"connect_title" text NOT NULL,
	"connect_text" text NOT NULL,
	"upgrade_label" text NOT NULL,
	"upgrade_url" text NOT NULL,
	"staff_id" uuid,
	"staff_name" text,
	"restores_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "home_page_versions_https" CHECK ("home_page_versions"."upgrade_url" ~ '^https://' or "home_page_versions"."staff_id" is null)
);
--> statement-breakpoint
ALTER TABLE "home_page_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "mail_events" (
	"id" text PRIMARY KEY NOT NULL,
	"provider_id" text NOT NULL,
	"kind" text NOT NULL,
	"reason" text,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mail_events_kind" CHECK ("mail_events"."kind" in ('delivered', 'delayed', 'bounced', 'complained', 'failed'))
);
--> statement-breakpoint
ALTER TABLE "mail_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "mail_preferences" (
	"person_kind" text NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"wanted" boolean NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mail_preferences_person_kind_person_id_kind_pk" PRIMARY KEY("person_kind","person_id","kind"),
	CONSTRAINT "mail_preferences_person_kind" CHECK ("mail_preferences"."person_kind" in ('contact', 'staff'))
);
--> statement-breakpoint
ALTER TABLE "mail_preferences" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"person_kind" text NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"path" text NOT NULL,
	"thread_id" uuid,
	"dedupe_key" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"read_at" timestamp (3) with time zone,
	CONSTRAINT "notices_dedupe" UNIQUE("dedupe_key"),
	CONSTRAINT "notices_person_kind" CHECK ("notices"."person_kind" in ('contact', 'staff')),
	CONSTRAINT "notices_path" CHECK ("notices"."path" ~ '^/[^/\\]')
);
--> statement-breakpoint
ALTER TABLE "notices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff_absences" (
	"id" uuid PRIMARY KEY NOT NULL,
	"staff_id" uuid NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"stand_in_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staff_absences_term" CHECK ("staff_absences"."starts_on" <= "staff_absences"."ends_on"),
	CONSTRAINT "staff_absences_stand_in" CHECK ("staff_absences"."stand_in_id" is distinct from "staff_absences"."staff_id")
);
--> statement-breakpoint
ALTER TABLE "staff_absences" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "team_photos" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"email" text NOT NULL,
	"image" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "team_photos_person" UNIQUE("brand","email"),
	CONSTRAINT "team_photos_email_lower" CHECK ("team_photos"."email" = lower("team_photos"."email")),
	CONSTRAINT "team_photos_size" CHECK (octet_length("team_photos"."image") between 1 and 200000)
);
--> statement-breakpoint
ALTER TABLE "team_photos" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "change_requests" (
	"request_id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"field" text NOT NULL,
	"before" text NOT NULL,
	"wanted" text NOT NULL,
	"wanted_rights" jsonb,
	"state" text DEFAULT 'waiting' NOT NULL,
	"decided_by" uuid,
	"decided_by_name" text,
	"decided_at" timestamp (3) with time zone,
	"applied" text,
	CONSTRAINT "change_requests_field" CHECK ("change_requests"."field" in ('name', 'email', 'company', 'relations', 'rights', 'support', 'account_team')),
	CONSTRAINT "change_requests_state" CHECK ("change_requests"."state" in ('waiting', 'approved', 'declined')),
	CONSTRAINT "change_requests_decided" CHECK (("change_requests"."state" = 'waiting') = ("change_requests"."decided_at" is null) and ("change_requests"."state" = 'waiting') = ("change_requests"."decided_by" is null))
);
--> statement-breakpoint
ALTER TABLE "change_requests" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "request_targets" (
	"brand" text NOT NULL,
	"kind" text NOT NULL,
	"minutes" integer NOT NULL,
	CONSTRAINT "request_targets_brand_kind_pk" PRIMARY KEY("brand","kind"),
	CONSTRAINT "request_targets_kind" CHECK ("request_targets"."kind" in ('message', 'subscription', 'renewal', 'support_agreement', 'change', 'invoice', 'estimate')),
	CONSTRAINT "request_targets_minutes" CHECK ("request_targets"."minutes" > 0)
);
--> statement-breakpoint
ALTER TABLE "request_targets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"number" text DEFAULT 'R-' || nextval('request_numbers') NOT NULL,
	"kind" text NOT NULL,
	"asked_by" uuid NOT NULL,
	"asked_by_name" text NOT NULL,
	"subject" text NOT NULL,
	"member_id" uuid,
	"member_name" text,
	"agreement_id" uuid,
	"invoice_id" uuid,
	"estimate_id" uuid,
	"needed_by" date,
	"status" text DEFAULT 'new' NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"owner_id" uuid,
	"stands_in_for" uuid,
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
	CONSTRAINT "requests_number" UNIQUE("number"),
	CONSTRAINT "requests_kind" CHECK ("requests"."kind" in ('message', 'subscription', 'renewal', 'support_agreement', 'change', 'invoice', 'estimate')),
	CONSTRAINT "requests_status" CHECK ("requests"."status" in ('new', 'in_progress', 'waiting_on_you', 'answered', 'closed')),
	CONSTRAINT "requests_closed" CHECK (("requests"."status" = 'closed') = ("requests"."closed_at" is not null)),
	CONSTRAINT "requests_last_author" CHECK ("requests"."last_author_kind" in ('contact', 'staff')),
	CONSTRAINT "requests_clock" CHECK (("requests"."answer_due_at" is null) = ("requests"."answer_since" is null)),
	CONSTRAINT "requests_about" CHECK (("requests"."kind" = 'invoice') = ("requests"."invoice_id" is not null) and ("requests"."kind" = 'estimate') = ("requests"."estimate_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "requests" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "canned_replies" DROP CONSTRAINT "canned_replies_title";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_person";--> statement-breakpoint
ALTER TABLE "live_events" DROP CONSTRAINT "live_events_kind";--> statement-breakpoint
ALTER TABLE "thread_events" DROP CONSTRAINT "thread_events_kind";--> statement-breakpoint
ALTER TABLE "threads" DROP CONSTRAINT "threads_kind";--> statement-breakpoint
ALTER TABLE "live_events" ALTER COLUMN "thread_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "upgrade_hosts" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "canned_replies" ADD COLUMN "thread_kind" text DEFAULT 'case' NOT NULL;--> statement-breakpoint
ALTER TABLE "live_events" ADD COLUMN "person_kind" text;--> statement-breakpoint
ALTER TABLE "live_events" ADD COLUMN "person_id" uuid;--> statement-breakpoint
ALTER TABLE "home_page_versions" ADD CONSTRAINT "home_page_versions_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "home_page_versions" ADD CONSTRAINT "home_page_versions_restores_id_home_page_versions_id_fk" FOREIGN KEY ("restores_id") REFERENCES "public"."home_page_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_absences" ADD CONSTRAINT "staff_absences_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_absences" ADD CONSTRAINT "staff_absences_stand_in_id_staff_id_fk" FOREIGN KEY ("stand_in_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_photos" ADD CONSTRAINT "team_photos_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_requests" ADD CONSTRAINT "change_requests_request_id_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."requests"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_requests" ADD CONSTRAINT "change_requests_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_requests" ADD CONSTRAINT "change_requests_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "request_targets" ADD CONSTRAINT "request_targets_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_id_threads_id_fk" FOREIGN KEY ("id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_asked_by_contacts_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_member_id_account_team_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."account_team_members"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_agreement_id_agreements_id_fk" FOREIGN KEY ("agreement_id") REFERENCES "public"."agreements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_estimate_id_estimates_id_fk" FOREIGN KEY ("estimate_id") REFERENCES "public"."estimates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_owner_id_staff_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "requests" ADD CONSTRAINT "requests_stands_in_for_staff_id_fk" FOREIGN KEY ("stands_in_for") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "home_page_versions_brand" ON "home_page_versions" USING btree ("brand","created_at","id");--> statement-breakpoint
CREATE INDEX "mail_events_provider" ON "mail_events" USING btree ("provider_id","happened_at");--> statement-breakpoint
CREATE INDEX "notices_person" ON "notices" USING btree ("person_kind","person_id","created_at","id");--> statement-breakpoint
CREATE INDEX "notices_unread" ON "notices" USING btree ("person_kind","person_id") WHERE read_at is null;--> statement-breakpoint
CREATE INDEX "notices_thread" ON "notices" USING btree ("thread_id") WHERE thread_id is not null;--> statement-breakpoint
CREATE INDEX "staff_absences_staff" ON "staff_absences" USING btree ("staff_id","ends_on");--> statement-breakpoint
CREATE INDEX "change_requests_contact" ON "change_requests" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "requests_company" ON "requests" USING btree ("company_id","active_at","id");--> statement-breakpoint
CREATE INDEX "requests_asked_by" ON "requests" USING btree ("asked_by","active_at","id");--> statement-breakpoint
CREATE INDEX "requests_queue" ON "requests" USING btree ("brand","answer_due_at","id") WHERE status <> 'closed';--> statement-breakpoint
CREATE INDEX "requests_brand" ON "requests" USING btree ("brand","active_at","id");--> statement-breakpoint
CREATE INDEX "requests_owner" ON "requests" USING btree ("owner_id") WHERE status <> 'closed';--> statement-breakpoint
CREATE INDEX "requests_member" ON "requests" USING btree ("member_id") WHERE member_id is not null;--> statement-breakpoint
CREATE INDEX "requests_agreement" ON "requests" USING btree ("agreement_id") WHERE agreement_id is not null;--> statement-breakpoint
CREATE INDEX "requests_invoice" ON "requests" USING btree ("invoice_id") WHERE invoice_id is not null;--> statement-breakpoint
CREATE INDEX "requests_estimate" ON "requests" USING btree ("estimate_id") WHERE estimate_id is not null;--> statement-breakpoint
CREATE INDEX "requests_number_prefix" ON "requests" USING btree ("number" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "requests_search" ON "requests" USING gin ("search");--> statement-breakpoint
CREATE INDEX "outbox_provider" ON "outbox" USING btree ("provider_id") WHERE provider_id is not null;--> statement-breakpoint
CREATE INDEX "outbox_to" ON "outbox" USING btree ("to_address","created_at");--> statement-breakpoint
ALTER TABLE "canned_replies" ADD CONSTRAINT "canned_replies_title" UNIQUE("brand","thread_kind","title");--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_person" CHECK (num_nonnulls("outbox"."person_kind", "outbox"."person_id") in (0, 2) and ("outbox"."thread_id" is null or "outbox"."person_id" is not null));--> statement-breakpoint
ALTER TABLE "canned_replies" ADD CONSTRAINT "canned_replies_thread_kind" CHECK ("canned_replies"."thread_kind" in ('case', 'request'));--> statement-breakpoint
ALTER TABLE "live_events" ADD CONSTRAINT "live_events_audience" CHECK (num_nonnulls("live_events"."person_kind", "live_events"."person_id") = (case when "live_events"."kind" = 'notice' then 2 else 0 end)
        and ("live_events"."thread_id" is not null or "live_events"."kind" = 'notice'));--> statement-breakpoint
ALTER TABLE "live_events" ADD CONSTRAINT "live_events_kind" CHECK ("live_events"."kind" in ('message', 'state', 'note', 'notice'));--> statement-breakpoint
ALTER TABLE "thread_events" ADD CONSTRAINT "thread_events_kind" CHECK ("thread_events"."kind" in ('filed', 'status', 'severity', 'product', 'participant_added', 'participant_removed', 'assigned', 'linked', 'asked', 'due', 'decided'));--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_kind" CHECK ("threads"."kind" in ('case', 'request'));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "contact_addresses" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "client_updates" ON "contact_addresses" AS PERMISSIVE FOR UPDATE TO "portal_client" USING (contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), ''))) WITH CHECK (contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "client_deletes" ON "contact_addresses" AS PERMISSIVE FOR DELETE TO "portal_client" USING (contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "contact_companies" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]) and source = 'administrator');--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "contact_companies" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "contact_phones" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "client_updates" ON "contact_phones" AS PERMISSIVE FOR UPDATE TO "portal_client" USING (contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), ''))) WITH CHECK (contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "client_deletes" ON "contact_phones" AS PERMISSIVE FOR DELETE TO "portal_client" USING (contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "client_updates" ON "contacts" AS PERMISSIVE FOR UPDATE TO "portal_client" USING (id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), ''))) WITH CHECK (id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_updates" ON "contacts" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[])) WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "outbox" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "account_team_members" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "home_page_versions" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['marketing', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "home_page_versions" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['marketing', 'administrator']::text[]) and staff_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "mail_events" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ((select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]) and exists (select 1 from outbox where outbox.provider_id = mail_events.provider_id));--> statement-breakpoint
CREATE POLICY "client_own" ON "mail_preferences" AS PERMISSIVE FOR ALL TO "portal_client" USING (person_kind = 'contact' and person_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and exists (select 1 from contacts where contacts.id = person_id)) WITH CHECK (person_kind = 'contact' and person_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and exists (select 1 from contacts where contacts.id = person_id));--> statement-breakpoint
CREATE POLICY "staff_own" ON "mail_preferences" AS PERMISSIVE FOR ALL TO "portal_staff" USING (person_kind = 'staff' and person_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid)) WITH CHECK (person_kind = 'staff' and person_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "client_reads" ON "notices" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and person_kind = 'contact' and person_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and (thread_id is null or exists (select 1 from threads where threads.id = thread_id)));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "notices" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and person_kind = 'staff' and person_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid) and (thread_id is null or exists (select 1 from threads where threads.id = thread_id)));--> statement-breakpoint
CREATE POLICY "client_updates" ON "notices" AS PERMISSIVE FOR UPDATE TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and person_kind = 'contact' and person_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and (thread_id is null or exists (select 1 from threads where threads.id = thread_id))) WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and person_kind = 'contact' and person_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "staff_updates" ON "notices" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and person_kind = 'staff' and person_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid) and (thread_id is null or exists (select 1 from threads where threads.id = thread_id))) WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and person_kind = 'staff' and person_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "staff_absences" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ((select nullif(current_setting('portal.staff_id', true), '')::uuid) is not null);--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "staff_absences" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ((staff_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid) or (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[])));--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "staff_absences" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ((staff_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid) or (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[])));--> statement-breakpoint
CREATE POLICY "client_reads" ON "team_photos" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and exists (select 1 from account_team_members m where m.brand = team_photos.brand and lower(m.email) = team_photos.email));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "team_photos" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "team_photos" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "team_photos" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "change_requests" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and exists (select 1 from requests where requests.id = request_id));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "change_requests" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]) and exists (select 1 from requests where requests.id = request_id));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "change_requests" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and state = 'waiting' and applied is null and decided_by_name is null
        and (wanted_rights is null) = (field not in ('rights', 'support')) and exists (select 1 from requests where requests.id = request_id));--> statement-breakpoint
CREATE POLICY "staff_updates" ON "change_requests" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[])) WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "request_targets" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "request_targets" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "requests" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and ((kind = 'change' and asked_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid))
  or (kind <> 'change' and company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and (asked_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid) or (select nullif(current_setting('portal.requests', true), '')) = 'company')
    and (kind not in ('invoice', 'estimate') or (select current_setting('portal.billing', true) = 'yes')))));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "requests" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "requests" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and asked_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and status = 'new'
        and (select nullif(current_setting('portal.requests', true), '')) in ('own', 'company') and (kind not in ('invoice', 'estimate') or (select current_setting('portal.billing', true) = 'yes')));--> statement-breakpoint
CREATE POLICY "client_updates" ON "requests" AS PERMISSIVE FOR UPDATE TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and ((kind = 'change' and asked_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid))
  or (kind <> 'change' and company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and (asked_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid) or (select nullif(current_setting('portal.requests', true), '')) = 'company')
    and (kind not in ('invoice', 'estimate') or (select current_setting('portal.billing', true) = 'yes'))))) WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and ((kind = 'change' and asked_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid))
  or (kind <> 'change' and company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and (asked_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid) or (select nullif(current_setting('portal.requests', true), '')) = 'company')
    and (kind not in ('invoice', 'estimate') or (select current_setting('portal.billing', true) = 'yes')))));--> statement-breakpoint
CREATE POLICY "staff_updates" ON "requests" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])) WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]));--> statement-breakpoint
ALTER POLICY "staff_reads" ON "files" TO portal_staff USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and ((thread_id is null and uploader_kind = 'staff' and uploader_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid))
        or (thread_id is not null and exists (select 1 from threads where threads.id = thread_id))));--> statement-breakpoint
ALTER POLICY "staff_inserts" ON "files" TO portal_staff WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]) and uploader_kind = 'staff' and uploader_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid)
        and thread_id is null and scan in ('pending', 'not_scanned'));--> statement-breakpoint
ALTER POLICY "staff_attaches" ON "files" TO portal_staff USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]) and uploader_kind = 'staff'
        and uploader_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid) and thread_id is null) WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]) and uploader_kind = 'staff'
        and uploader_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid) and (
          exists (select 1 from messages m where m.id = message_id and m.thread_id = files.thread_id and m.brand = files.brand
            and m.author_kind = 'staff' and m.author_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid))
          or exists (select 1 from thread_notes n where n.id = note_id and n.thread_id = files.thread_id and n.brand = files.brand
            and n.staff_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid))));--> statement-breakpoint
ALTER POLICY "client_inserts" ON "outbox" TO portal_client WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and state = 'queued' and attempts = 0 and sent_at is null and thread_id is null and person_id is null and kind not in ('password-reset', 'first-sign-in'));--> statement-breakpoint
ALTER POLICY "staff_inserts" ON "outbox" TO portal_staff WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and state = 'queued' and attempts = 0 and sent_at is null and thread_id is null and person_id is null and kind not in ('password-reset', 'first-sign-in'));--> statement-breakpoint
ALTER POLICY "staff_reads" ON "inbound_mails" TO portal_staff USING (thread_id is not null and "brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
ALTER POLICY "staff_updates" ON "inbound_mails" TO portal_staff USING (thread_id is not null and state = 'unverified' and "brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]))))) WITH CHECK (thread_id is not null and state in ('unverified', 'dropped') and "brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])))));--> statement-breakpoint
ALTER POLICY "staff_reads" ON "messages" TO portal_staff USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
ALTER POLICY "staff_inserts" ON "messages" TO portal_staff WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])))) and author_kind = 'staff' and author_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid));--> statement-breakpoint
ALTER POLICY "staff_reads" ON "thread_events" TO portal_staff USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
ALTER POLICY "staff_inserts" ON "thread_events" TO portal_staff WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])))) and actor_kind = 'staff' and actor_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid));--> statement-breakpoint
ALTER POLICY "staff_reads" ON "thread_notes" TO portal_staff USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
ALTER POLICY "staff_inserts" ON "thread_notes" TO portal_staff WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])))) and staff_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid));--> statement-breakpoint
ALTER POLICY "staff_reads" ON "thread_participants" TO portal_staff USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
ALTER POLICY "staff_inserts" ON "thread_participants" TO portal_staff WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])))));--> statement-breakpoint
ALTER POLICY "staff_deletes" ON "thread_participants" TO portal_staff USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])))));--> statement-breakpoint
ALTER POLICY "staff_own" ON "thread_reads" TO portal_staff USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id) and reader_kind = 'staff' and reader_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid)) WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id) and reader_kind = 'staff' and reader_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid));--> statement-breakpoint
ALTER POLICY "client_reads" ON "threads" TO portal_client USING (brand = (select nullif(current_setting('portal.brand', true), '')) and ((kind = 'case' and exists (select 1 from cases where cases.id = threads.id))
        or (kind = 'request' and exists (select 1 from requests where requests.id = threads.id))));--> statement-breakpoint
ALTER POLICY "staff_reads" ON "threads" TO portal_staff USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and ((kind = 'case' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[])) or (kind = 'request' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]))));--> statement-breakpoint
ALTER POLICY "client_inserts" ON "threads" TO portal_client WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and ((kind = 'case' and company_id in (select company_id from case_companies() where in_force))
        or (kind = 'request' and company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and (select nullif(current_setting('portal.requests', true), '')) in ('own', 'company'))));