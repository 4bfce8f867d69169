CREATE OR REPLACE FUNCTION search_everything(asked text[], letters text, digits text, most integer)
  RETURNS TABLE (row_kind text, row_id uuid, fits integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 60 SET search_path = public, pg_temp AS $$
DECLARE
  patterns text[] := '{}';
  wanted tsquery;
  one tsquery;
  others text[];
  word text;
  other text;
  of_kind text := CASE WHEN letters IN ('c', 'cs', 'case', 'cases') THEN 'case' WHEN letters IN ('r', 'rq', 'req', 'request') THEN 'request'
    WHEN letters IN ('ch', 'chat') THEN 'chat' WHEN letters <> '' THEN 'none' END;
  -- A number of letters and digits in turn is also sought without the signs between its parts.
  document text := coalesce(letters || digits, CASE WHEN cardinality(asked) = 1 AND asked[1] ~ '[0-9]' THEN plain_number(asked[1]) END);
  companies uuid[] := array(SELECT company_id FROM case_companies() WHERE in_force);
BEGIN
  IF coalesce(cardinality(asked), 0) NOT BETWEEN 1 AND 8 THEN RETURN; END IF;
  FOREACH word IN ARRAY asked LOOP
    others := search_alternatives(word);
    patterns := patterns || search_pattern(word, others);
    one := plainto_tsquery('english', word);
    -- A word such as `the` is in no vector.
    CONTINUE WHEN numnode(one) = 0 AND cardinality(asked) > 1;
    one := one || plainto_tsquery('simple', word);
    IF word ~ '^[[:alnum:]]{3,}$' THEN one := one || to_tsquery('simple', word || ':*'); END IF;
    FOREACH other IN ARRAY others LOOP
      one := one || plainto_tsquery('english', other) || plainto_tsquery('simple', other);
    END LOOP;
    wanted := CASE WHEN wanted IS NULL THEN one ELSE wanted && one END;
  END LOOP;
  RETURN QUERY
    SELECT ranked.of_kind, ranked.of_row, ranked.best FROM (
      SELECT a.of_kind, a.of_row, max(a.fit) AS best,
        row_number() OVER (PARTITION BY a.of_kind ORDER BY max(a.fit) DESC, a.of_row DESC) AS place
      FROM (
        SELECT 'invoice', f.row_id, f.fits FROM found_invoices(patterns, document, most) f
        UNION ALL SELECT 'estimate', f.row_id, f.fits FROM found_estimates(patterns, document, most) f
        UNION ALL SELECT k, f.row_id, f.fits FROM unnest(array['case', 'request', 'chat']) k,
          LATERAL found_threads(k, wanted, patterns, CASE WHEN of_kind IS NULL OR of_kind = k THEN thread_letter(k) || '-' || digits END, companies, most) f
        UNION ALL SELECT f.row_kind, f.row_id, f.fits FROM found_clients(asked, patterns) f
        UNION ALL SELECT 'resource', f.row_id, f.fits FROM found_resources(wanted, patterns) f
      ) AS a (of_kind, of_row, fit)
      GROUP BY a.of_kind, a.of_row
    ) ranked WHERE ranked.place <= most;
END $$;
