CREATE TABLE "content_links" (
	"brand" text NOT NULL,
	"url" text NOT NULL,
	"kind" text NOT NULL,
	"fault" text,
	"dead_since" timestamp (3) with time zone,
	"checked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "content_links_brand_kind_url_pk" PRIMARY KEY("brand","kind","url"),
	CONSTRAINT "content_links_kind" CHECK ("content_links"."kind" in ('home-page', 'faq')),
	CONSTRAINT "content_links_dead" CHECK (("content_links"."fault" is null) = ("content_links"."dead_since" is null))
);
--> statement-breakpoint
ALTER TABLE "content_links" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "content_pictures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"small" "bytea" NOT NULL,
	"large" "bytea" NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"sent_hash" text NOT NULL,
	"staff_id" uuid,
	"staff_name" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "content_pictures_size" CHECK ("content_pictures"."width" between 1 and 4096 and "content_pictures"."height" between 1 and 4096)
);
--> statement-breakpoint
ALTER TABLE "content_pictures" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "content_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"kind" text NOT NULL,
	"content" jsonb NOT NULL,
	"state" text NOT NULL,
	"publish_at" timestamp (3) with time zone,
	"staff_id" uuid,
	"staff_name" text,
	"restores_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "content_versions_kind" CHECK ("content_versions"."kind" in ('home-page', 'faq')),
	CONSTRAINT "content_versions_state" CHECK ("content_versions"."state" in ('draft', 'scheduled', 'published', 'withdrawn')),
	CONSTRAINT "content_versions_time" CHECK ("content_versions"."state" in ('draft', 'withdrawn') or "content_versions"."publish_at" is not null),
	CONSTRAINT "content_versions_size" CHECK (octet_length("content_versions"."content"::text) <= 500000)
);
--> statement-breakpoint
ALTER TABLE "content_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "content_links" ADD CONSTRAINT "content_links_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content_pictures" ADD CONSTRAINT "content_pictures_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content_versions" ADD CONSTRAINT "content_versions_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "content_versions" ADD CONSTRAINT "content_versions_restores_id_content_versions_id_fk" FOREIGN KEY ("restores_id") REFERENCES "public"."content_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "content_pictures_brand" ON "content_pictures" USING btree ("brand","created_at");--> statement-breakpoint
CREATE INDEX "content_versions_newest" ON "content_versions" USING btree ("brand","kind","created_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "content_versions_out" ON "content_versions" USING btree ("brand","kind","publish_at" DESC NULLS LAST) WHERE "content_versions"."state" in ('published', 'scheduled');--> statement-breakpoint
CREATE POLICY "staff_reads" ON "content_links" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "content_pictures" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "content_pictures" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[]) and staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "gate_rows" ON "content_pictures" AS PERMISSIVE FOR ALL TO "portal_gate" USING ((select is_gate())) WITH CHECK ((select is_gate()));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "content_versions" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "content_versions" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[]) and staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "staff_updates" ON "content_versions" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[])) WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "gate_rows" ON "content_versions" AS PERMISSIVE FOR ALL TO "portal_gate" USING ((select is_gate())) WITH CHECK ((select is_gate()));
--> statement-breakpoint
-- Versions of what a brand says: who may write them, and what the database itself keeps true of them.
GRANT SELECT, INSERT ON content_versions, content_pictures TO "portal_staff";
--> statement-breakpoint
GRANT UPDATE (state) ON content_versions TO "portal_staff";
--> statement-breakpoint
GRANT SELECT ON content_links TO "portal_staff";
--> statement-breakpoint
GRANT SELECT ON content_versions, content_pictures TO "portal_gate";
--> statement-breakpoint
-- Whether a brand's words may link there: an address of one of its hosts by http or https, a mailbox at one of them, or
-- a telephone number. lib/gate/brand/upgrade.ts asks the same, and more.
CREATE FUNCTION content_link_allowed(url text, hosts text[]) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(
    substring(url FROM '^https?://([^/?#@\\]+)([/?#]|$)') = ANY (hosts)
    OR (url ~ '^mailto:[^@?#]+@[^@?#]+$' AND split_part(url, '@', 2) = ANY (hosts))
    OR url ~ '^tel:\+?[0-9]{5,20}$', false)
$$;
--> statement-breakpoint
CREATE FUNCTION content_versions_before() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  hosts text[];
  newest timestamptz;
BEGIN
  -- Editors of one brand take turns.
  SELECT upgrade_hosts INTO hosts FROM brands WHERE key = NEW.brand FOR UPDATE;
  IF NEW.kind = 'home-page' THEN
    IF NOT content_link_allowed(NEW.content ->> 'upgradeUrl', hosts)
      OR NOT content_link_allowed(coalesce(NEW.content #>> '{notice,url}', 'tel:00000'), hosts) THEN
      RAISE EXCEPTION 'a link leads to a host that the brand does not allow' USING ERRCODE = 'check_violation', CONSTRAINT = 'content_versions_host';
    END IF;
    -- What the brand began with is kept as its first version.
    INSERT INTO content_versions (id, brand, kind, content, state, publish_at, created_at)
      SELECT gen_random_uuid(), b.key, NEW.kind, b.home, 'published', b.updated_at, b.updated_at
      FROM brands b WHERE b.key = NEW.brand AND NOT EXISTS (SELECT FROM content_versions v WHERE v.brand = b.key AND v.kind = NEW.kind);
  END IF;
  -- Each version is younger than all before it, however many come within a millisecond.
  SELECT max(created_at) INTO newest FROM content_versions WHERE brand = NEW.brand AND kind = NEW.kind;
  NEW.created_at := greatest(clock_timestamp(), newest + interval '1 millisecond');
  IF NEW.state = 'published' THEN
    NEW.publish_at := NEW.created_at;
  ELSIF NEW.state = 'scheduled' THEN
    IF NEW.publish_at IS NULL OR NEW.publish_at <= NEW.created_at THEN
      RAISE EXCEPTION 'a version is scheduled for a time that is over' USING ERRCODE = 'check_violation', CONSTRAINT = 'content_versions_time';
    END IF;
  ELSIF NEW.state = 'draft' THEN
    NEW.publish_at := NULL;
  ELSE
    RAISE EXCEPTION 'a version begins as draft, scheduled or published' USING ERRCODE = 'check_violation', CONSTRAINT = 'content_versions_state';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- What marketing published so far. The versions of before keep their ids, so that the audit log still leads to them.
INSERT INTO content_versions (id, brand, kind, content, state, publish_at, staff_id, staff_name, restores_id, created_at)
  SELECT v.id, v.brand, 'home-page', b.home || jsonb_build_object('connectTitle', v.connect_title, 'connectText', v.connect_text,
      'upgradeLabel', v.upgrade_label, 'upgradeUrl', v.upgrade_url), 'published', v.created_at, v.staff_id, v.staff_name, v.restores_id, v.created_at
  FROM home_page_versions v JOIN brands b ON b.key = v.brand ORDER BY v.created_at, v.id
  ON CONFLICT DO NOTHING;
--> statement-breakpoint
CREATE TRIGGER content_versions_before BEFORE INSERT ON content_versions FOR EACH ROW WHEN (NEW.staff_id IS NOT NULL)
  EXECUTE FUNCTION content_versions_before();
--> statement-breakpoint
-- A draft, and what is not out yet, may be withdrawn; what was scheduled becomes published once its time has come.
CREATE FUNCTION content_versions_moved() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.state = OLD.state
    OR (OLD.state = 'draft' AND NEW.state = 'withdrawn')
    OR (OLD.state = 'scheduled' AND NEW.state = 'withdrawn' AND OLD.publish_at > clock_timestamp())
    OR (OLD.state = 'scheduled' AND NEW.state = 'published' AND OLD.publish_at <= clock_timestamp()) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a version does not go from % to % now', OLD.state, NEW.state USING ERRCODE = 'check_violation', CONSTRAINT = 'content_versions_moved';
END $$;
--> statement-breakpoint
CREATE TRIGGER content_versions_moved BEFORE UPDATE OF state ON content_versions FOR EACH ROW EXECUTE FUNCTION content_versions_moved();
--> statement-breakpoint
REVOKE ALL ON FUNCTION content_link_allowed(text, text[]), content_versions_before(), content_versions_moved() FROM PUBLIC;
