CREATE TABLE "thread_snoozes" (
	"thread_id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"staff_id" uuid NOT NULL,
	"staff_name" text NOT NULL,
	"owner_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "thread_snoozes_ahead" CHECK ("thread_snoozes"."until" > "thread_snoozes"."created_at")
);
--> statement-breakpoint
ALTER TABLE "thread_snoozes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "thread_snoozes" ADD CONSTRAINT "thread_snoozes_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_snoozes" ADD CONSTRAINT "thread_snoozes_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_snoozes" ADD CONSTRAINT "thread_snoozes_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_snoozes" ADD CONSTRAINT "thread_snoozes_owner_id_staff_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "thread_snoozes_until" ON "thread_snoozes" USING btree ("until");--> statement-breakpoint
CREATE POLICY "staff_reads" ON "thread_snoozes" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "thread_snoozes" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])) or (threads.kind = 'chat' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])))) and staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "thread_snoozes" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])) or (threads.kind = 'chat' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])))));
--> statement-breakpoint
-- A snooze is put anew by a row in the place of another, so that none is ever changed.
GRANT SELECT, INSERT, DELETE ON thread_snoozes TO "portal_staff";
