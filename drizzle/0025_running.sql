CREATE TABLE "providers" (
	"name" text PRIMARY KEY NOT NULL,
	"brand" text,
	"state" text NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"retry_at" timestamp (3) with time zone,
	"last_error" text,
	"since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "providers_state" CHECK ("providers"."state" in ('ok', 'slow', 'refusing'))
);
--> statement-breakpoint
ALTER TABLE "providers" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "worker_beats" (
	"id" text PRIMARY KEY NOT NULL,
	"lane" text NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"beat_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "worker_beats" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "providers" ADD CONSTRAINT "providers_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "worker_beats_lane" ON "worker_beats" USING btree ("lane","beat_at");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("created_at") WHERE state in ('queued', 'sending');--> statement-breakpoint
CREATE POLICY "staff_reads" ON "providers" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ((brand is null or "brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[])) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));