CREATE TABLE "mail_files" (
	"mail_id" uuid NOT NULL,
	"place" integer NOT NULL,
	"brand" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"name" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"of_signature" boolean NOT NULL,
	"file_id" text,
	"media_type" text,
	"sha256" text,
	"scan" text,
	"held_for" text,
	"held_part" text,
	"left_out" text,
	CONSTRAINT "mail_files_mail_id_place_pk" PRIMARY KEY("mail_id","place"),
	CONSTRAINT "mail_files_file" UNIQUE("file_id"),
	CONSTRAINT "mail_files_scan" CHECK ("mail_files"."scan" in ('pending', 'not_scanned', 'held')),
	CONSTRAINT "mail_files_held_for" CHECK ("mail_files"."held_for" in ('program', 'script', 'macro', 'object', 'page', 'sealed', 'too-much')),
	CONSTRAINT "mail_files_kept" CHECK (num_nonnulls("mail_files"."file_id", "mail_files"."media_type", "mail_files"."sha256", "mail_files"."scan") in (0, 4) and ("mail_files"."file_id" is null or "mail_files"."left_out" is null))
);
--> statement-breakpoint
ALTER TABLE "mail_files" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "whole_mails" ADD COLUMN "digest" text;--> statement-breakpoint
ALTER TABLE "mail_files" ADD CONSTRAINT "mail_files_mail_id_inbound_mails_id_fk" FOREIGN KEY ("mail_id") REFERENCES "public"."inbound_mails"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_files" ADD CONSTRAINT "mail_files_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mail_files" ADD CONSTRAINT "mail_files_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mail_files_thread" ON "mail_files" USING btree ("thread_id");--> statement-breakpoint
ALTER TABLE "whole_mails" ADD CONSTRAINT "whole_mails_once" UNIQUE("thread_id","digest");--> statement-breakpoint
CREATE POLICY "staff_reads" ON "mail_files" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])))));--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "mail_files" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])))));