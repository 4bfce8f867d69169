CREATE TABLE "estimate_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"estimate_id" uuid NOT NULL,
	"line_number" integer NOT NULL,
	"description" text NOT NULL,
	"quantity" numeric(14, 4) NOT NULL,
	"unit_price_minor" bigint NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "estimate_lines_number" UNIQUE("estimate_id","line_number")
);
--> statement-breakpoint
ALTER TABLE "estimate_lines" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "estimate_lines" ADD CONSTRAINT "estimate_lines_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "estimate_lines" ADD CONSTRAINT "estimate_lines_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "estimate_lines" ADD CONSTRAINT "estimate_lines_estimate_id_estimates_id_fk" FOREIGN KEY ("estimate_id") REFERENCES "public"."estimates"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "client_reads" ON "estimate_lines" AS PERMISSIVE FOR SELECT TO "portal_client" USING (company_id = (select nullif(viewer_fact('company_id'), '')::uuid) and brand = (select nullif(viewer_fact('brand'), '')) and (select viewer_fact('billing') = 'yes'));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "estimate_lines" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]));
--> statement-breakpoint
-- Lines of estimates are read by whom their policies let read them, and written by the importer alone.
GRANT SELECT ON estimate_lines TO "portal_client", "portal_staff";
