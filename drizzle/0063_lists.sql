CREATE TABLE "bulk_deeds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"staff_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"deed" text NOT NULL,
	"asked" text NOT NULL,
	"to_id" uuid,
	"to_status" text,
	"rows" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp (3) with time zone,
	"undone" jsonb,
	CONSTRAINT "bulk_deeds_kind" CHECK ("bulk_deeds"."kind" in ('case', 'request', 'chat')),
	CONSTRAINT "bulk_deeds_deed" CHECK ("bulk_deeds"."deed" in ('assign', 'status', 'close'))
);
--> statement-breakpoint
ALTER TABLE "bulk_deeds" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY NOT NULL,
	"staff_id" uuid NOT NULL,
	"list" text NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "saved_views_list" CHECK ("saved_views"."list" in ('cases', 'requests', 'renewals', 'companies', 'contacts', 'payments', 'mail')),
	CONSTRAINT "saved_views_length" CHECK (length("saved_views"."name") between 1 and 60 and length("saved_views"."query") <= 1000)
);
--> statement-breakpoint
ALTER TABLE "saved_views" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "bulk_deeds" ADD CONSTRAINT "bulk_deeds_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bulk_deeds_staff" ON "bulk_deeds" USING btree ("staff_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_name" ON "saved_views" USING btree ("staff_id","list",lower("name"));--> statement-breakpoint
CREATE INDEX "threads_case_unowned" ON "threads" USING btree ("brand","kind") WHERE kind = 'case' and status <> 'closed' and owner_id is null;--> statement-breakpoint
CREATE INDEX "threads_request_unowned" ON "threads" USING btree ("brand","kind") WHERE kind = 'request' and status <> 'closed' and owner_id is null;--> statement-breakpoint
CREATE INDEX "threads_chat_unowned" ON "threads" USING btree ("brand","kind") WHERE kind = 'chat' and status <> 'closed' and owner_id is null;--> statement-breakpoint
CREATE POLICY "staff_reads" ON "bulk_deeds" AS PERMISSIVE FOR SELECT TO "portal_staff" USING (staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "bulk_deeds" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK (staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "staff_updates" ON "bulk_deeds" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING (staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid)) WITH CHECK (staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "bulk_deeds" AS PERMISSIVE FOR DELETE TO "portal_staff" USING (staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "saved_views" AS PERMISSIVE FOR SELECT TO "portal_staff" USING (staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "saved_views" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK (staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "saved_views" AS PERMISSIVE FOR DELETE TO "portal_staff" USING (staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid));
--> statement-breakpoint
-- Rows of the viewer's own, as the policies say. A saved view is never changed: it is deleted and saved anew.
GRANT SELECT, INSERT, DELETE ON saved_views TO "portal_staff";
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON bulk_deeds TO "portal_staff";
--> statement-breakpoint
GRANT UPDATE (undone_at, undone) ON bulk_deeds TO "portal_staff";
