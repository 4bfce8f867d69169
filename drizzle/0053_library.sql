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
