-- What is open to the client who asks was asked anew for each version of each resource, some milliseconds each time: as
-- the second half of a join a function is called once a row. An array is made once.
-- A function in SQL is planned at each call, and these are called a dozen times for a list; in PL/pgSQL once a session.
CREATE OR REPLACE FUNCTION entitlements_of(contact uuid) RETURNS TABLE (kind text, product text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT a.kind, a.product FROM agreements a JOIN brands b ON b.key = a.brand
    WHERE a.company_id = ANY (ARRAY(SELECT c.company_id FROM companies_reached(contact) c))
      AND a.state = 'active' AND business_today(b.zone) BETWEEN a.starts_on AND a.ends_on;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION viewer_has_support() RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM contacts ct, entitlements_of(ct.id) e
    WHERE ct.id = nullif((SELECT viewer_fact('contact_id')), '')::uuid AND ct.brand = (SELECT viewer_fact('brand')) AND e.kind = 'support');
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION viewer_products() RETURNS text[]
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT e.product), '{}') FROM contacts ct, entitlements_of(ct.id) e
    WHERE ct.id = nullif((SELECT viewer_fact('contact_id')), '')::uuid AND ct.brand = (SELECT viewer_fact('brand')));
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION open_versions() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp AS $$
  SELECT DISTINCT ON (v.resource_id) v.id FROM resource_versions v
  WHERE v.resource_id = ANY (ARRAY(SELECT open_resources())) AND v.state IN ('scheduled', 'published') AND v.publish_at <= now()
    AND v.scan IN ('clean', 'not_scanned', 'released')
  ORDER BY v.resource_id, v.number DESC
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION search_resources(words text) RETURNS SETOF uuid
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
    WHERE v.id = ANY (ARRAY(SELECT open_versions())) AND (r.search @@ wanted OR v.search @@ wanted);
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION library_products(of_brand text) RETURNS TABLE (name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.name FROM products p WHERE p.brand = of_brand
    AND (p.brand = (SELECT viewer_fact('brand')) OR p.brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ',')))
  UNION
  SELECT e.product FROM contacts ct, entitlements_of(ct.id) e
    WHERE ct.id = nullif((SELECT viewer_fact('contact_id')), '')::uuid AND ct.brand = of_brand
      AND ct.brand = (SELECT viewer_fact('brand')) AND e.kind <> 'support'
  UNION
  SELECT r.product FROM resources r
    WHERE r.brand = of_brand AND r.product IS NOT NULL AND r.id = ANY (ARRAY(SELECT open_resources()))
  UNION
  SELECT a.product FROM agreements a WHERE a.brand = of_brand
    AND a.brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))
    AND string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['marketing', 'administrator']::text[]
  ORDER BY 1
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION suggest_resources(words text[], of_product text, of_version text, most integer) RETURNS TABLE (id uuid, place bigint)
  LANGUAGE sql STABLE SECURITY DEFINER ROWS 5 SET search_path = public, pg_temp AS $$
  WITH asked AS (
    SELECT array_agg(plainto_tsquery('english', word)) AS queries, lower(btrim(of_product)) AS product, lower(btrim(of_version)) AS version
    FROM unnest(words[1:12]) AS word
  ), near AS (
    SELECT r.id, r.solved, r.uses, r.kind = 'article' AND lower(r.product) = a.product AS fits,
      (SELECT count(*) FROM unnest(a.queries) AS one
        WHERE r.search @@ one OR (r.kind = 'article' AND v.search @@ one)) AS shared
    FROM asked a, resource_versions v JOIN resources r ON r.id = v.resource_id
    WHERE v.id = ANY (ARRAY(SELECT open_versions()))
      AND (r.kind <> 'article' OR a.product = '' OR r.product IS NULL OR lower(r.product) = a.product)
      AND (r.kind <> 'article' OR a.version = '' OR r.product_version IS NULL OR EXISTS (
        SELECT FROM regexp_split_to_table(lower(btrim(r.product_version)), '\s*[,;]\s*') AS one
        WHERE one = a.version OR starts_with(one, a.version || '.') OR starts_with(a.version, one || '.')))
  )
  SELECT n.id, row_number() OVER (ORDER BY n.fits DESC NULLS LAST, n.shared DESC, n.solved DESC, n.uses DESC, n.id DESC)
  FROM near n WHERE n.shared >= 2
  ORDER BY 2 LIMIT least(most, 20)
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION found_resources(wanted tsquery, patterns text[]) RETURNS TABLE (row_id uuid, fits integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
  IF (SELECT viewer_fact('kind')) = 'staff' THEN
    IF string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['marketing', 'administrator']::text[] THEN
      RETURN QUERY SELECT r.id, CASE WHEN lower(r.title) ~ ALL (patterns) THEN 500 ELSE 200 END FROM resources r
        WHERE r.brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))
          AND (r.search @@ wanted OR r.id IN (SELECT v.resource_id FROM resource_versions v WHERE v.search @@ wanted)) LIMIT 200;
    END IF;
    RETURN;
  END IF;
  RETURN QUERY SELECT r.id, CASE WHEN lower(r.title) ~ ALL (patterns) THEN 500 ELSE 200 END
    FROM resource_versions v JOIN resources r ON r.id = v.resource_id
    WHERE v.id = ANY (ARRAY(SELECT open_versions())) AND (r.search @@ wanted OR v.search @@ wanted) LIMIT 200;
END $$;
