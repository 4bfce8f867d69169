CREATE TABLE "whole_mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"author_kind" text,
	"author_id" uuid,
	"headers" jsonb NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"files" text[] NOT NULL,
	"shown" text NOT NULL,
	"folded" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "whole_mails_author" CHECK ("whole_mails"."author_kind" in ('contact', 'staff')),
	CONSTRAINT "whole_mails_author_whole" CHECK (("whole_mails"."author_kind" is null) = ("whole_mails"."author_id" is null))
);
--> statement-breakpoint
ALTER TABLE "whole_mails" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "inbound_mails" DROP CONSTRAINT "inbound_mails_state";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_state";--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD COLUMN "handled_by_name" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "folded" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "folded_files" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "mail_from" text;--> statement-breakpoint
ALTER TABLE "mail_preferences" ADD COLUMN "daily" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "whole_mails" ADD CONSTRAINT "whole_mails_id_inbound_mails_id_fk" FOREIGN KEY ("id") REFERENCES "public"."inbound_mails"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "whole_mails" ADD CONSTRAINT "whole_mails_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "whole_mails" ADD CONSTRAINT "whole_mails_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "whole_mails_thread" ON "whole_mails" USING btree ("thread_id");--> statement-breakpoint
CREATE INDEX "whole_mails_message" ON "whole_mails" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "inbound_mails_received" ON "inbound_mails" USING btree ("received_at","id") WHERE thread_id is not null;--> statement-breakpoint
CREATE INDEX "outbox_collected" ON "outbox" USING btree ("person_kind","person_id","created_at") WHERE state = 'collected';--> statement-breakpoint
ALTER TABLE "inbound_mails" ADD CONSTRAINT "inbound_mails_state" CHECK ("inbound_mails"."state" in ('received', 'joined', 'unverified', 'held', 'dismissed', 'dropped', 'failed'));--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_folded" CHECK (length("messages"."folded") between 1 and 100000);--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_mail_from" CHECK ("messages"."mail_from" is null or ("messages"."author_kind" = 'staff' and "messages"."source" = 'mail'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_state" CHECK ("outbox"."state" in ('queued', 'sending', 'sent', 'dead', 'withheld', 'collected', 'digested'));--> statement-breakpoint
CREATE POLICY "client_reads" ON "whole_mails" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and author_kind = 'contact' and author_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "whole_mails" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])))));--> statement-breakpoint
ALTER POLICY "staff_reads" ON "inbound_mails" TO portal_staff USING (thread_id is not null and "brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])))));--> statement-breakpoint
ALTER POLICY "staff_updates" ON "inbound_mails" TO portal_staff USING (thread_id is not null and state in ('unverified', 'held') and "brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]))))) WITH CHECK (thread_id is not null and state in ('unverified', 'held', 'joined', 'dismissed') and "brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])))));