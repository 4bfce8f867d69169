CREATE TABLE "portal_decisions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"kind" text NOT NULL,
	"outcome" text NOT NULL,
	"contact_id" uuid,
	"company_id" uuid,
	"external_id" text,
	"email" text,
	"role" text,
	"name" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "portal_decisions_kind" CHECK ("portal_decisions"."kind" in ('relation', 'team_member', 'photo')),
	CONSTRAINT "portal_decisions_outcome" CHECK ("portal_decisions"."outcome" in ('added', 'removed')),
	CONSTRAINT "portal_decisions_role" CHECK ("portal_decisions"."role" in ('account_manager', 'subscription_manager', 'support', 'sales_engineer')),
	CONSTRAINT "portal_decisions_email_lower" CHECK ("portal_decisions"."email" = lower("portal_decisions"."email")),
	CONSTRAINT "portal_decisions_facts" CHECK (case "portal_decisions"."kind" when 'relation' then num_nonnulls("portal_decisions"."contact_id", "portal_decisions"."company_id") = 2
        when 'team_member' then num_nonnulls("portal_decisions"."company_id", "portal_decisions"."role", "portal_decisions"."name") = 3
        else "portal_decisions"."email" is not null end)
);
--> statement-breakpoint
ALTER TABLE "portal_decisions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "portal_decisions" ADD CONSTRAINT "portal_decisions_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "portal_decisions" ADD CONSTRAINT "portal_decisions_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "portal_decisions" ADD CONSTRAINT "portal_decisions_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "portal_decisions_relation" ON "portal_decisions" USING btree ("contact_id","company_id") WHERE kind = 'relation';--> statement-breakpoint
CREATE UNIQUE INDEX "portal_decisions_member" ON "portal_decisions" USING btree ("company_id","role",coalesce(email, name)) WHERE kind = 'team_member';--> statement-breakpoint
CREATE UNIQUE INDEX "portal_decisions_photo" ON "portal_decisions" USING btree ("brand","email") WHERE kind = 'photo';--> statement-breakpoint
CREATE INDEX "portal_decisions_external" ON "portal_decisions" USING btree ("brand","external_id") WHERE kind = 'team_member';--> statement-breakpoint
CREATE POLICY "staff_reads" ON "portal_decisions" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "portal_decisions" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));