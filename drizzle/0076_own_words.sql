-- The words that a viewer may be led to are those of everything that they may read: questions and answers, and resources by their
-- entitlement, too.
CREATE OR REPLACE FUNCTION search_alternatives(asked text) RETURNS text[]
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  SET pg_trgm.similarity_threshold = 0.2 AS $$
DECLARE
  letters text[] := array(SELECT letter FROM unnest(string_to_array(asked, NULL)) letter ORDER BY letter);
  contact uuid := nullif((SELECT viewer_fact('contact_id')), '')::uuid;
  company uuid := nullif((SELECT viewer_fact('company_id')), '')::uuid;
  own text[] := coalesce(string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','), array[nullif((SELECT viewer_fact('brand')), '')]);
  known text[];
  supported boolean := contact IS NULL OR viewer_has_support();
  edits boolean := coalesce(string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['marketing', 'administrator']::text[], false);
  products text[] := CASE WHEN contact IS NULL THEN '{}' ELSE viewer_products() END;
BEGIN
  IF asked !~ '^[[:alpha:]]{4,30}$' THEN RETURN '{}'; END IF;
  IF string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]
    AND NOT EXISTS (SELECT FROM brands b WHERE b.key <> ALL (own)) THEN
    IF EXISTS (SELECT FROM search_words k WHERE k.word LIKE asked || '%') THEN RETURN '{}'; END IF;
    RETURN array(SELECT k.word FROM search_words k
      WHERE k.word % asked AND abs(length(k.word) - length(asked)) <= 2 AND left(k.word, 1) = left(asked, 1)
        AND (similarity(k.word, asked) >= 0.3 OR letters = array(SELECT letter FROM unnest(string_to_array(k.word, NULL)) letter ORDER BY letter))
      ORDER BY similarity(k.word, asked) DESC, k.word LIMIT 4);
  END IF;
  known := array(SELECT DISTINCT w FROM (
      (SELECT concat_ws(' ', r.title, r.summary, r.product) FROM resources r WHERE r.brand = ANY (own) AND r.state IN ('published', 'scheduled')
        AND r.publish_at <= now() AND (r.audience = 'everyone' OR edits OR (r.audience = 'support' AND contact IS NOT NULL AND supported)
          OR (r.audience = 'entitled' AND r.product = ANY (products))) ORDER BY r.publish_at DESC LIMIT 300)
      UNION ALL (SELECT concat_ws(' ', f.question, f.answer) FROM faq_entries f WHERE f.brand = ANY (own)
        AND (f.audience <> 'support' OR supported) ORDER BY f.position LIMIT 300)
      UNION ALL SELECT p.name FROM products p WHERE p.brand = ANY (own)
      UNION ALL (SELECT t.subject FROM threads t WHERE t.kind = 'case' AND t.opened_by = contact ORDER BY t.active_at DESC LIMIT 200)
      UNION ALL (SELECT t.subject FROM threads t WHERE t.kind = 'request' AND t.opened_by = contact ORDER BY t.active_at DESC LIMIT 200)
      UNION ALL (SELECT e.title FROM estimates e WHERE e.company_id = company AND e.brand = ANY (own) AND (SELECT viewer_fact('billing')) = 'yes'
        ORDER BY e.issued_on DESC LIMIT 200)
      UNION ALL SELECT l.description FROM (SELECT i.id FROM invoices i WHERE i.company_id = company AND i.brand = ANY (own)
        AND (SELECT viewer_fact('billing')) = 'yes' ORDER BY i.issued_on DESC LIMIT 100) newest JOIN invoice_lines l ON l.invoice_id = newest.id
    ) AS source (said), words_to_learn(source.said) w);
  IF EXISTS (SELECT FROM unnest(known) k WHERE starts_with(k, asked)) THEN RETURN '{}'; END IF;
  RETURN array(SELECT k FROM unnest(known) k
    WHERE abs(length(k) - length(asked)) <= 2 AND left(k, 1) = left(asked, 1)
      AND (similarity(k, asked) >= 0.3 OR letters = array(SELECT letter FROM unnest(string_to_array(k, NULL)) letter ORDER BY letter))
    ORDER BY similarity(k, asked) DESC, k LIMIT 4);
END $$;
