CREATE TABLE "csp_reports" (
	"brand" text NOT NULL,
	"day" date NOT NULL,
	"directive" text NOT NULL,
	"source" text NOT NULL,
	"reports" integer NOT NULL,
	CONSTRAINT "csp_reports_brand_day_directive_source_pk" PRIMARY KEY("brand","day","directive","source"),
	CONSTRAINT "csp_reports_directive" CHECK ("csp_reports"."directive" in ('default-src', 'script-src', 'script-src-elem', 'script-src-attr', 'style-src', 'style-src-elem', 'style-src-attr', 'img-src', 'font-src', 'connect-src', 'manifest-src', 'media-src', 'worker-src', 'object-src', 'base-uri', 'form-action', 'frame-src', 'frame-ancestors')),
	CONSTRAINT "csp_reports_source" CHECK ("csp_reports"."source" in ('inline', 'eval', 'data', 'own', 'elsewhere'))
);
--> statement-breakpoint
ALTER TABLE "csp_reports" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "csp_reports" ADD CONSTRAINT "csp_reports_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "staff_reads" ON "csp_reports" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));