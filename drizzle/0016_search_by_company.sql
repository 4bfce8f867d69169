-- Companies are known before the search is planned, and it is planned for them each time: for the words of a large company's cases the
-- planner would else read every case of that company, as if it had as few as most.
CREATE OR REPLACE FUNCTION search_threads(words text, wanted_kind text) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  plain text := plain_numbers(words, wanted_kind);
  wanted tsquery := words_query(plain) || plainto_tsquery('simple', plain);
  first_number text := CASE WHEN plain ~ '^[0-9]+$' THEN thread_letter(wanted_kind) || '-' || plain END;
  -- What follows the digits among the bytes.
  beyond text := first_number || ':';
  me uuid := nullif(current_setting('portal.contact_id', true), '')::uuid;
  roles text[] := string_to_array(nullif(current_setting('portal.roles', true), ''), ',');
  brands text[] := string_to_array(nullif(current_setting('portal.brands', true), ''), ',');
  companies uuid[];
BEGIN
  IF wanted_kind = 'case' AND current_setting('portal.cases', true) IN ('own', 'company') THEN
    companies := array(SELECT company_id FROM case_companies() WHERE in_force);
    RETURN QUERY SELECT t.id FROM threads t
      WHERE t.kind = 'case' AND (t.search @@ wanted OR (t.number ~>=~ first_number AND t.number ~<~ beyond))
        AND t.brand = nullif(current_setting('portal.brand', true), '')
        AND t.company_id = ANY (companies)
        AND (current_setting('portal.cases', true) = 'company' OR t.opened_by = me OR t.id IN (SELECT thread_id FROM threads_taken_part()));
  END IF;
  IF wanted_kind = 'request' AND me IS NOT NULL THEN
    RETURN QUERY SELECT t.id FROM threads t
      WHERE t.kind = 'request' AND (t.search @@ wanted OR (t.number ~>=~ first_number AND t.number ~<~ beyond))
        AND t.brand = nullif(current_setting('portal.brand', true), '')
        AND ((t.topic = 'change' AND t.opened_by = me)
          OR (t.topic <> 'change' AND t.company_id = nullif(current_setting('portal.company_id', true), '')::uuid
            AND (t.opened_by = me OR current_setting('portal.requests', true) = 'company')
            AND (t.topic NOT IN ('invoice', 'estimate') OR current_setting('portal.billing', true) = 'yes')));
  END IF;
  IF wanted_kind = 'case' AND roles && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[] THEN
    RETURN QUERY SELECT t.id FROM threads t
      WHERE t.kind = 'case' AND (t.search @@ wanted OR (t.number ~>=~ first_number AND t.number ~<~ beyond)) AND t.brand = ANY (brands);
  END IF;
  IF wanted_kind = 'request' AND roles && array['account_manager', 'subscription_manager', 'administrator']::text[] THEN
    RETURN QUERY SELECT t.id FROM threads t
      WHERE t.kind = 'request' AND (t.search @@ wanted OR (t.number ~>=~ first_number AND t.number ~<~ beyond)) AND t.brand = ANY (brands);
  END IF;
END $$;
