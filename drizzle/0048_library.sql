-- Before the table whose policies ask them.
-- Agreements in force today of every company that a contact reaches, as they reach its cases. For the worker and other functions.
CREATE FUNCTION entitlements_of(contact uuid) RETURNS TABLE (kind text, product text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.kind, a.product FROM companies_reached(contact) c
  JOIN agreements a ON a.company_id = c.company_id
  JOIN brands b ON b.key = a.brand
  WHERE a.state = 'active' AND business_today(b.zone) BETWEEN a.starts_on AND a.ends_on
$$;
--> statement-breakpoint
-- Has the viewer a support agreement in force? A fact of another brand than the contact's own proves nothing.
CREATE FUNCTION viewer_has_support() RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM contacts ct, entitlements_of(ct.id) e
    WHERE ct.id = nullif((SELECT viewer_fact('contact_id')), '')::uuid AND ct.brand = (SELECT viewer_fact('brand')) AND e.kind = 'support')
$$;
--> statement-breakpoint
-- Products of the viewer's agreements in force.
CREATE FUNCTION viewer_products() RETURNS text[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT e.product), '{}') FROM contacts ct, entitlements_of(ct.id) e
    WHERE ct.id = nullif((SELECT viewer_fact('contact_id')), '')::uuid AND ct.brand = (SELECT viewer_fact('brand'))
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION entitlements_of(uuid), viewer_has_support(), viewer_products() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION viewer_has_support(), viewer_products() TO "portal_client";
--> statement-breakpoint
CREATE TABLE "resource_follows" (
	"brand" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"product" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "resource_follows_contact_id_product_pk" PRIMARY KEY("contact_id","product")
);
--> statement-breakpoint
ALTER TABLE "resource_follows" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "resource_uses" (
	"resource_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "resource_uses_resource_id_contact_id_day_pk" PRIMARY KEY("resource_id","contact_id","day")
);
--> statement-breakpoint
ALTER TABLE "resource_uses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "resource_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"resource_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"label" text,
	"state" text DEFAULT 'draft' NOT NULL,
	"publish_at" timestamp (3) with time zone,
	"url" text,
	"file_id" text,
	"name" text,
	"size_bytes" bigint,
	"media_type" text,
	"sha256" text,
	"pages" integer,
	"scan" text NOT NULL,
	"held_for" text,
	"held_part" text,
	"text_state" text NOT NULL,
	"text_fault" text,
	"text_tries" integer DEFAULT 0 NOT NULL,
	"body" text,
	"staff_id" uuid,
	"staff_name" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (to_tsvector('english', coalesce(name, '') || ' ' || coalesce(label, '') || ' ' || coalesce(body, ''))) STORED,
	CONSTRAINT "resource_versions_number" UNIQUE("resource_id","number"),
	CONSTRAINT "resource_versions_file" UNIQUE("file_id"),
	CONSTRAINT "resource_versions_state" CHECK ("resource_versions"."state" in ('draft', 'scheduled', 'published', 'archived')),
	CONSTRAINT "resource_versions_scan" CHECK ("resource_versions"."scan" in ('pending', 'clean', 'infected', 'not_scanned', 'held', 'released', 'discarded')),
	CONSTRAINT "resource_versions_held_for" CHECK ("resource_versions"."held_for" in ('program', 'script', 'macro', 'object', 'page', 'sealed', 'too-much')),
	CONSTRAINT "resource_versions_text" CHECK ("resource_versions"."text_state" in ('waiting', 'read', 'none', 'failed')),
	CONSTRAINT "resource_versions_out" CHECK ("resource_versions"."state" in ('draft', 'archived') or "resource_versions"."publish_at" is not null),
	CONSTRAINT "resource_versions_one" CHECK (num_nonnulls("resource_versions"."url", "resource_versions"."file_id") = 1),
	CONSTRAINT "resource_versions_url" CHECK ("resource_versions"."url" ~ '^https://'),
	CONSTRAINT "resource_versions_whole" CHECK ("resource_versions"."file_id" is null or num_nulls("resource_versions"."name", "resource_versions"."size_bytes", "resource_versions"."media_type", "resource_versions"."sha256") = 0)
);
--> statement-breakpoint
ALTER TABLE "resource_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "resources" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"product" text,
	"product_version" text,
	"kind" text NOT NULL,
	"audience" text NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"publish_at" timestamp (3) with time zone,
	"told_at" timestamp (3) with time zone,
	"revision" integer DEFAULT 1 NOT NULL,
	"uses" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('english', coalesce(product, '') || ' ' || coalesce(product_version, '')), 'B') || setweight(to_tsvector('english', summary), 'B')) STORED,
	CONSTRAINT "resources_kind" CHECK ("resources"."kind" in ('manual', 'guide', 'release_notes', 'download', 'video', 'link')),
	CONSTRAINT "resources_audience" CHECK ("resources"."audience" in ('everyone', 'support', 'entitled')),
	CONSTRAINT "resources_state" CHECK ("resources"."state" in ('draft', 'scheduled', 'published', 'archived')),
	CONSTRAINT "resources_out" CHECK ("resources"."state" in ('draft', 'archived') or "resources"."publish_at" is not null),
	CONSTRAINT "resources_entitled" CHECK ("resources"."audience" <> 'entitled' or "resources"."product" is not null)
);
--> statement-breakpoint
ALTER TABLE "resources" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "resource_hosts" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "resource_follows" ADD CONSTRAINT "resource_follows_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_follows" ADD CONSTRAINT "resource_follows_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_uses" ADD CONSTRAINT "resource_uses_resource_id_resources_id_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."resources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_uses" ADD CONSTRAINT "resource_uses_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_versions" ADD CONSTRAINT "resource_versions_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_versions" ADD CONSTRAINT "resource_versions_resource_id_resources_id_fk" FOREIGN KEY ("resource_id") REFERENCES "public"."resources"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resources" ADD CONSTRAINT "resources_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "resource_follows_product" ON "resource_follows" USING btree ("brand","product");--> statement-breakpoint
CREATE INDEX "resource_uses_contact" ON "resource_uses" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "resource_uses_day" ON "resource_uses" USING btree ("day");--> statement-breakpoint
CREATE INDEX "resource_versions_search" ON "resource_versions" USING gin ("search");--> statement-breakpoint
CREATE INDEX "resource_versions_waiting" ON "resource_versions" USING btree ("created_at") WHERE text_state = 'waiting';--> statement-breakpoint
CREATE INDEX "resources_brand" ON "resources" USING btree ("brand","publish_at","id");--> statement-breakpoint
CREATE INDEX "resources_search" ON "resources" USING gin ("search");--> statement-breakpoint
CREATE POLICY "client_reads" ON "resource_follows" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(viewer_fact('brand'), '')) and contact_id = (select nullif(viewer_fact('contact_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "resource_follows" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (brand = (select nullif(viewer_fact('brand'), '')) and contact_id = (select nullif(viewer_fact('contact_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "client_deletes" ON "resource_follows" AS PERMISSIVE FOR DELETE TO "portal_client" USING (brand = (select nullif(viewer_fact('brand'), '')) and contact_id = (select nullif(viewer_fact('contact_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "client_reads" ON "resource_versions" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(viewer_fact('brand'), '')) and state in ('scheduled', 'published') and publish_at <= now() and scan in ('clean', 'not_scanned', 'released')
        and exists (select 1 from resources where resources.id = resource_id));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "resource_versions" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "resource_versions" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[]) and scan in ('pending', 'not_scanned', 'held') and exists (select 1 from resources r where r.id = resource_id and r.brand = resource_versions.brand));--> statement-breakpoint
CREATE POLICY "staff_updates" ON "resource_versions" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[])) WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "resources" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(viewer_fact('brand'), '')) and state in ('scheduled', 'published') and publish_at <= now() and (audience = 'everyone'
        or (audience = 'support' and (select viewer_has_support()))
        or (audience = 'entitled' and product = any ((select viewer_products())::text[]))));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "resources" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "resources" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_updates" ON "resources" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[])) WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['marketing', 'administrator']::text[]));
--> statement-breakpoint
GRANT SELECT (id, brand, title, summary, product, product_version, kind, audience, state, publish_at, uses, created_at, updated_at, search)
  ON resources TO "portal_client";
--> statement-breakpoint
GRANT SELECT (id, brand, resource_id, number, label, state, publish_at, url, file_id, name, size_bytes, media_type, sha256, pages, scan, created_at)
  ON resource_versions TO "portal_client";
--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON resource_follows TO "portal_client";
--> statement-breakpoint
GRANT SELECT, INSERT ON resources, resource_versions TO "portal_staff";
--> statement-breakpoint
GRANT UPDATE (title, summary, product, product_version, kind, audience, state, publish_at, revision, updated_at) ON resources TO "portal_staff";
--> statement-breakpoint
GRANT UPDATE (label, state, publish_at, scan) ON resource_versions TO "portal_staff";
--> statement-breakpoint
-- Resources that are open to the client who asks, by the rule of the policy client_reads.
CREATE FUNCTION open_resources() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp AS $$
  SELECT r.id FROM resources r
  WHERE r.brand = (SELECT nullif(viewer_fact('brand'), '')) AND (SELECT nullif(viewer_fact('contact_id'), '')) IS NOT NULL
    AND r.state IN ('scheduled', 'published') AND r.publish_at <= now()
    AND (r.audience = 'everyone'
      OR (r.audience = 'support' AND (SELECT viewer_has_support()))
      OR (r.audience = 'entitled' AND r.product = ANY ((SELECT viewer_products())::text[])))
$$;
--> statement-breakpoint
-- The newest version of each of these that is out, whose text search reads: an earlier one may say what is no longer so.
CREATE FUNCTION open_versions() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp AS $$
  SELECT DISTINCT ON (v.resource_id) v.id FROM resource_versions v
  WHERE v.resource_id IN (SELECT open_resources()) AND v.state IN ('scheduled', 'published') AND v.publish_at <= now()
    AND v.scan IN ('clean', 'not_scanned', 'released')
  ORDER BY v.resource_id, v.number DESC
$$;
--> statement-breakpoint
-- Ids of the resources whose title, summary or newest text has all of the words, among those that the viewer may see.
CREATE FUNCTION search_resources(words text) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  wanted tsquery := words_query(words) || plainto_tsquery('simple', words);
BEGIN
  IF (SELECT viewer_fact('kind')) = 'staff' THEN
    IF string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['marketing', 'administrator']::text[] THEN
      RETURN QUERY SELECT r.id FROM resources r
        WHERE r.brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))
          AND (r.search @@ wanted OR EXISTS (SELECT FROM resource_versions v WHERE v.resource_id = r.id AND v.search @@ wanted));
    END IF;
    RETURN;
  END IF;
  RETURN QUERY SELECT v.resource_id FROM resource_versions v JOIN resources r ON r.id = v.resource_id
    WHERE v.id IN (SELECT open_versions()) AND (r.search @@ wanted OR v.search @@ wanted);
END $$;
--> statement-breakpoint
-- Counts that the client opened a resource, once a day. A resource that they may not see counts nothing.
CREATE FUNCTION use_resource(resource uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  me uuid := nullif((SELECT viewer_fact('contact_id')), '')::uuid;
BEGIN
  IF me IS NULL OR NOT EXISTS (SELECT FROM open_resources() AS open_id WHERE open_id = resource) THEN
    RETURN;
  END IF;
  INSERT INTO resource_uses (resource_id, contact_id, day) VALUES (resource, me, (now() AT TIME ZONE 'UTC')::date) ON CONFLICT DO NOTHING;
  IF FOUND THEN
    UPDATE resources SET uses = uses + 1 WHERE id = resource;
  END IF;
END $$;
--> statement-breakpoint
-- An upload is looked at and read by the worker, and again when a held one is released.
CREATE FUNCTION resource_versions_enqueue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('library.read', json_build_object('id', NEW.id), job_key := 'library.read:' || NEW.id, max_attempts := 25);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER resource_versions_enqueue AFTER INSERT ON resource_versions FOR EACH ROW
  WHEN (NEW.text_state = 'waiting' AND NEW.scan IN ('pending', 'not_scanned', 'clean')) EXECUTE FUNCTION resource_versions_enqueue();
--> statement-breakpoint
CREATE TRIGGER resource_versions_released AFTER UPDATE OF scan ON resource_versions FOR EACH ROW
  WHEN (OLD.scan = 'held' AND NEW.scan = 'released' AND NEW.text_state = 'waiting') EXECUTE FUNCTION resource_versions_enqueue();
--> statement-breakpoint
-- Of staff, an administrator alone may open a file that can run, and nobody may call a file clean.
CREATE FUNCTION resource_versions_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF nullif((SELECT viewer_fact('staff_id')), '') IS NOT NULL AND NOT (OLD.scan = 'held' AND NEW.scan = 'released'
      AND 'administrator' = ANY (string_to_array((SELECT viewer_fact('roles')), ','))) THEN
    RAISE insufficient_privilege USING MESSAGE = 'this state of a file is not for this viewer to set';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER resource_versions_decided BEFORE UPDATE OF scan ON resource_versions FOR EACH ROW
  WHEN (OLD.scan IS DISTINCT FROM NEW.scan) EXECUTE FUNCTION resource_versions_decided();
--> statement-breakpoint
REVOKE ALL ON FUNCTION open_resources(), open_versions(), search_resources(text), use_resource(uuid), resource_versions_enqueue(),
  resource_versions_decided() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_resources(text) TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION open_versions(), use_resource(uuid) TO "portal_client";
--> statement-breakpoint
UPDATE brands SET resource_hosts = upgrade_hosts || array['www.youtube.com', 'vimeo.com'] WHERE resource_hosts = '{}';
--> statement-breakpoint
-- The audit log is for administrators alone: of a resource, those who edit it read who did what.
CREATE FUNCTION resource_history(resource uuid, most integer) RETURNS TABLE (action text, name text, at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.action, s.name, e.at FROM audit_events e LEFT JOIN staff s ON e.actor_kind = 'staff' AND s.id = e.actor_id
  WHERE e.entity = 'resource' AND e.entity_id = resource::text
    AND e.brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))
    AND string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['marketing', 'administrator']::text[]
  ORDER BY e.at DESC, e.id DESC LIMIT most
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION resource_history(uuid, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION resource_history(uuid, integer) TO "portal_staff";
--> statement-breakpoint
-- Names that a resource may be about: products that the brand supports, and those of agreements. To editors those of all of the
-- brand's, to a client those of their own and of what they see: what others bought is nobody's business. A support agreement names
-- a service.
CREATE FUNCTION library_products(of_brand text) RETURNS TABLE (name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.name FROM products p WHERE p.brand = of_brand
    AND (p.brand = (SELECT viewer_fact('brand')) OR p.brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ',')))
  UNION
  SELECT e.product FROM contacts ct, entitlements_of(ct.id) e
    WHERE ct.id = nullif((SELECT viewer_fact('contact_id')), '')::uuid AND ct.brand = of_brand
      AND ct.brand = (SELECT viewer_fact('brand')) AND e.kind <> 'support'
  UNION
  SELECT r.product FROM resources r
    WHERE r.brand = of_brand AND r.product IS NOT NULL AND r.id IN (SELECT open_resources())
  UNION
  SELECT a.product FROM agreements a WHERE a.brand = of_brand
    AND a.brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))
    AND string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['marketing', 'administrator']::text[]
  ORDER BY 1
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION library_products(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION library_products(text) TO "portal_client", "portal_staff";
--> statement-breakpoint
-- As of any upload: a file that may be opened at once is taken from a viewer's transaction only where the portal has looked into it.
CREATE FUNCTION resource_versions_looked_into() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF row_security_active(TG_RELID) AND NOT is_looked_into(NEW.file_id, NEW.sha256, NEW.name) THEN
    RAISE EXCEPTION 'nobody has looked into this file' USING ERRCODE = 'check_violation', CONSTRAINT = 'files_looked_into';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER resource_versions_looked_into AFTER INSERT ON resource_versions FOR EACH ROW
  WHEN (NEW.scan = 'not_scanned' AND NEW.file_id IS NOT NULL) EXECUTE FUNCTION resource_versions_looked_into();
--> statement-breakpoint
REVOKE ALL ON FUNCTION resource_versions_looked_into() FROM PUBLIC;
