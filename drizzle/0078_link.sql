CREATE TABLE "case_links" (
	"thread_id" uuid NOT NULL,
	"other_id" uuid NOT NULL,
	"brand" text NOT NULL,
	"kind" text NOT NULL,
	"staff_id" uuid NOT NULL,
	"staff_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "case_links_thread_id_other_id_pk" PRIMARY KEY("thread_id","other_id"),
	CONSTRAINT "case_links_kind" CHECK ("case_links"."kind" in ('related', 'duplicate', 'cause')),
	CONSTRAINT "case_links_two" CHECK ("case_links"."thread_id" <> "case_links"."other_id")
);
--> statement-breakpoint
ALTER TABLE "case_links" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "case_links" ADD CONSTRAINT "case_links_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_links" ADD CONSTRAINT "case_links_other_id_threads_id_fk" FOREIGN KEY ("other_id") REFERENCES "public"."threads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_links" ADD CONSTRAINT "case_links_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_links" ADD CONSTRAINT "case_links_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "case_links_other" ON "case_links" USING btree ("other_id");--> statement-breakpoint
CREATE UNIQUE INDEX "case_links_pair" ON "case_links" USING btree (least("thread_id", "other_id"),greatest("thread_id", "other_id"));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "case_links" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "case_links" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])) or (threads.kind = 'chat' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])))) and staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid) and (select count(*) from threads t
  where t.id in (thread_id, other_id) and t.kind = 'case' and t.brand = case_links.brand) = 2);--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "case_links" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and exists (select 1 from threads where threads.id = thread_id
  and ((threads.kind = 'case' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])) or (threads.kind = 'request' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])) or (threads.kind = 'chat' and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['support_agent', 'administrator']::text[])))));--> statement-breakpoint
-- A link is put anew by a row in the place of another, so that none is ever changed.
GRANT SELECT, INSERT, DELETE ON case_links TO "portal_staff";
