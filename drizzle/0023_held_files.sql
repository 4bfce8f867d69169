CREATE TABLE "file_tickets" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"file_id" text NOT NULL,
	"session_id" uuid NOT NULL,
	"account_kind" text NOT NULL,
	"account_id" uuid NOT NULL,
	"brand" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "file_tickets_account_kind" CHECK ("file_tickets"."account_kind" in ('contact', 'staff'))
);
--> statement-breakpoint
ALTER TABLE "file_tickets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "files" DROP CONSTRAINT "files_scan";--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "held_for" text;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "held_part" text;--> statement-breakpoint
ALTER TABLE "file_tickets" ADD CONSTRAINT "file_tickets_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_tickets" ADD CONSTRAINT "file_tickets_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_tickets" ADD CONSTRAINT "file_tickets_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "file_tickets_expired" ON "file_tickets" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_held_for" CHECK ("files"."held_for" in ('program', 'script', 'macro', 'object', 'page', 'sealed', 'too-much'));--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_held" CHECK (("files"."held_for" is not null) = ("files"."scan" in ('held', 'released', 'discarded')) and ("files"."held_part" is null or "files"."held_for" is not null));--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_scan" CHECK ("files"."scan" in ('pending', 'clean', 'infected', 'not_scanned', 'held', 'released', 'discarded'));--> statement-breakpoint
CREATE POLICY "staff_decides" ON "files" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[]) and scan = 'held' and thread_id is not null and exists (select 1 from threads where threads.id = thread_id)) WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[]) and scan in ('released', 'discarded') and thread_id is not null and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "file_tickets" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and account_kind = 'contact' and account_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and exists (select 1 from files where files.id = file_id) and expires_at <= clock_timestamp() + interval '2 minutes');--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "file_tickets" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK (account_kind = 'staff' and account_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid) and exists (select 1 from files where files.id = file_id) and expires_at <= clock_timestamp() + interval '2 minutes');--> statement-breakpoint
ALTER POLICY "client_inserts" ON "files" TO portal_client WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and uploader_kind = 'contact' and uploader_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and thread_id is null and scan in ('pending', 'not_scanned', 'held'));--> statement-breakpoint
ALTER POLICY "staff_inserts" ON "files" TO portal_staff WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]) and uploader_kind = 'staff' and uploader_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid)
        and thread_id is null and scan in ('pending', 'not_scanned', 'held'));