-- Hours were edited by SQL so far: a weekday may have had several spans (a break at noon becomes part of the hours, to be edited
-- under Hours), or an end beyond midnight.
DELETE FROM brand_hours WHERE opens >= '24:00';--> statement-breakpoint
UPDATE brand_hours SET closes = '23:59' WHERE closes >= '24:00';--> statement-breakpoint
UPDATE brand_hours h SET closes = (
  SELECT max(o.closes) FROM brand_hours o WHERE (o.brand, o.kind, o.weekday) = (h.brand, h.kind, h.weekday)
);--> statement-breakpoint
DELETE FROM brand_hours h USING brand_hours o
  WHERE (o.brand, o.kind, o.weekday) = (h.brand, h.kind, h.weekday) AND o.opens < h.opens;--> statement-breakpoint
ALTER TABLE "brand_hours" DROP CONSTRAINT "brand_hours_once";--> statement-breakpoint
ALTER TABLE "brand_hours" DROP CONSTRAINT "brand_hours_times";--> statement-breakpoint
ALTER TABLE "brand_holidays" ADD COLUMN "reopens" text;--> statement-breakpoint
ALTER TABLE "brand_holidays" ADD COLUMN "rule" text;--> statement-breakpoint
ALTER TABLE "brand_hours" ADD CONSTRAINT "brand_hours_once" UNIQUE("brand","kind","weekday");--> statement-breakpoint
ALTER TABLE "brand_holidays" ADD CONSTRAINT "brand_holidays_name" CHECK ("brand_holidays"."name" <> '');--> statement-breakpoint
ALTER TABLE "brand_holidays" ADD CONSTRAINT "brand_holidays_times" CHECK (coalesce("brand_holidays"."closes" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$', true) and coalesce("brand_holidays"."reopens" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$', true) and coalesce("brand_holidays"."closes" < "brand_holidays"."reopens", true));--> statement-breakpoint
ALTER TABLE "brand_hours" ADD CONSTRAINT "brand_hours_times" CHECK ("brand_hours"."opens" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' and "brand_hours"."closes" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' and "brand_hours"."opens" < "brand_hours"."closes");--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "brand_holidays" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))::text[]) and (select string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "brand_holidays" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))::text[]) and (select string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "brand_hours" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))::text[]) and (select string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "brand_hours" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))::text[]) and (select string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['administrator']::text[]));