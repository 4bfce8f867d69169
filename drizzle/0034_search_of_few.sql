-- At most so many documents are asked for, since more than a page's worth are of no use by their ids. What the viewer may see is known
-- before the search is planned, and it is planned for its patterns each time: the index of all companies' words for a rare word, else the
-- company's own documents. The first patterns stand alone, because no index answers LIKE ALL.
DROP FUNCTION search_invoices(text[]);
--> statement-breakpoint
CREATE FUNCTION search_invoices(patterns text[], most integer DEFAULT NULL) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  company uuid := nullif((SELECT viewer_fact('company_id')), '')::uuid;
  company_brand text := nullif((SELECT viewer_fact('brand')), '');
  roles text[] := string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',');
  brands text[] := string_to_array(nullif((SELECT viewer_fact('brands')), ''), ',');
BEGIN
  IF company IS NOT NULL AND (SELECT viewer_fact('billing')) = 'yes' THEN
    RETURN QUERY SELECT i.id FROM invoices i
      WHERE i.company_id = company AND i.brand = company_brand
        AND i.search_text LIKE patterns[1] AND (patterns[2] IS NULL OR i.search_text LIKE patterns[2])
        AND (patterns[3] IS NULL OR i.search_text LIKE patterns[3]) AND i.search_text LIKE ALL (patterns[4:])
      LIMIT most;
  END IF;
  IF roles && array['account_manager', 'subscription_manager', 'administrator']::text[] THEN
    RETURN QUERY SELECT i.id FROM invoices i
      WHERE i.brand = ANY (brands)
        AND i.search_text LIKE patterns[1] AND (patterns[2] IS NULL OR i.search_text LIKE patterns[2])
        AND (patterns[3] IS NULL OR i.search_text LIKE patterns[3]) AND i.search_text LIKE ALL (patterns[4:])
      LIMIT most;
  END IF;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION search_invoices(text[], integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_invoices(text[], integer) TO "portal_client", "portal_staff";
