-- Loads pg_trgm: its setting cannot be given to a function before, in a connection of an owner who is no superuser.
SELECT show_limit();
--> statement-breakpoint
-- A whole number, or the beginning of one, is found by its bytes; what stands elsewhere in a number, by trigrams.
CREATE INDEX IF NOT EXISTS invoices_number_prefix ON invoices USING btree (plain_number(number) text_pattern_ops);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS estimates_number_prefix ON estimates USING btree (plain_number(number) text_pattern_ops);
--> statement-breakpoint
-- LIKE compares bytes, and takes a tenth of the time of a regular expression. Of a number the longest part too: what all numbers begin with
-- only lengthens the way through an index. Its whole pattern is in search_rest.
CREATE OR REPLACE FUNCTION search_likes(patterns text[]) RETURNS text[]
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(l ORDER BY n, l), '{}') FROM unnest(patterns) WITH ORDINALITY AS u (p, n), LATERAL (
      SELECT '%' || replace(p, '[^[:alnum:]]*', '%') || '%' AS l
      UNION SELECT '%' || (SELECT part FROM unnest(string_to_array(p, '[^[:alnum:]]*')) AS part ORDER BY length(part) DESC, part LIMIT 1) || '%'
    ) made WHERE NOT starts_with(p, '(?:')
$$;
--> statement-breakpoint
-- Patterns of search_pattern that no LIKE says whole.
CREATE OR REPLACE FUNCTION search_rest(patterns text[]) RETURNS text[]
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(p ORDER BY n), '{}') FROM unnest(patterns) WITH ORDINALITY AS u (p, n)
    WHERE starts_with(p, '(?:') OR position('[^[:alnum:]]*' IN p) > 0
$$;
--> statement-breakpoint
-- Words by which an index of trigrams finds few rows: by a sample fewer than so many of a thousand have them. Likes of one part, and of
-- patterns those of corrected words.
CREATE OR REPLACE FUNCTION search_rare(words text[], sample text[], of_thousand integer) RETURNS text[]
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(w ORDER BY often), '{}') FROM (
      SELECT w, (SELECT count(*) FROM unnest(sample) s WHERE CASE WHEN starts_with(w, '(?:') THEN s ~ w ELSE s LIKE w END) AS often
      FROM unnest(words) w WHERE starts_with(w, '(?:') OR (starts_with(w, '%') AND w ~ '[[:alnum:]]{3}' AND w !~ '[[:alnum:]]%[[:alnum:]]')
    ) counted WHERE often * 1000 < of_thousand * cardinality(sample)
$$;
--> statement-breakpoint
-- Known words like those that nobody wrote: at most four for each, those that are most like it. A word with a digit is never corrected. Of
-- short words with two letters swapped few trigrams are left, so these are compared by their letters. Words of everybody's records are for
-- staff who serve the clients of every brand: whether a word is known tells that somebody has it. A contact's words are those of what they
-- may read: what is out for them, their own threads and the money that they read; other staff have the first. What was read is split
-- into words only where it has one of those asked for, or where a word is to be corrected.
CREATE OR REPLACE FUNCTION search_corrections(asked text[]) RETURNS TABLE (wrong text, others text[])
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 2 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  SET pg_trgm.similarity_threshold = 0.2 AS $$
DECLARE
  one text;
  texts text[];
  known text[];
  contact uuid := nullif(viewer_fact('contact_id'), '')::uuid;
  company uuid := nullif(viewer_fact('company_id'), '')::uuid;
  has_billing boolean := coalesce(viewer_fact('billing') = 'yes', false);
  roles text[] := string_to_array(nullif(viewer_fact('roles'), ''), ',');
  own text[] := coalesce(string_to_array(nullif(viewer_fact('brands'), ''), ','), array[nullif(viewer_fact('brand'), '')]);
  edits boolean := coalesce(roles && array['marketing', 'administrator']::text[], false);
  serves_all boolean := roles && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]
    AND NOT EXISTS (SELECT FROM brands b WHERE b.key <> ALL (own));
BEGIN
  FOREACH one IN ARRAY array(SELECT DISTINCT w FROM unnest(asked) w WHERE w ~ '^[[:alpha:]]{4,30}$') LOOP
    IF serves_all THEN
      CONTINUE WHEN EXISTS (SELECT FROM search_words k WHERE k.word LIKE one || '%');
      known := array(SELECT k.word FROM search_words k WHERE k.word % one);
    ELSE
      IF texts IS NULL THEN
        texts := array(SELECT DISTINCT lower(left(source.said, 20000)) FROM (
            (SELECT concat_ws(' ', r.title, r.summary, r.product) FROM resources r WHERE r.brand = ANY (own) AND r.state IN ('published', 'scheduled')
              AND r.publish_at <= now() AND (r.audience = 'everyone' OR edits
                OR (r.audience = 'support' AND contact IS NOT NULL AND (SELECT viewer_has_support()))
                OR (r.audience = 'entitled' AND contact IS NOT NULL AND r.product = ANY ((SELECT viewer_products())::text[])))
              ORDER BY r.publish_at DESC LIMIT 300)
            UNION ALL (SELECT concat_ws(' ', f.question, f.answer) FROM faq_entries f WHERE f.brand = ANY (own)
              AND (f.audience <> 'support' OR contact IS NULL OR (SELECT viewer_has_support())) ORDER BY f.position LIMIT 300)
            UNION ALL SELECT p.name FROM products p WHERE p.brand = ANY (own)
            UNION ALL (SELECT t.subject FROM threads t WHERE t.kind = 'case' AND t.opened_by = contact ORDER BY t.active_at DESC LIMIT 200)
            UNION ALL (SELECT t.subject FROM threads t WHERE t.kind = 'request' AND t.opened_by = contact ORDER BY t.active_at DESC LIMIT 200)
            UNION ALL (SELECT e.title FROM estimates e WHERE e.company_id = company AND e.brand = ANY (own) AND has_billing
              ORDER BY e.expires_on DESC, e.id DESC LIMIT 200)
            UNION ALL SELECT l.description FROM (SELECT i.id FROM invoices i WHERE i.company_id = company AND i.brand = ANY (own) AND has_billing
              ORDER BY i.issued_on DESC LIMIT 100) newest JOIN invoice_lines l ON l.invoice_id = newest.id
          ) AS source (said));
      END IF;
      CONTINUE WHEN EXISTS (SELECT FROM unnest(texts) t, words_to_learn(t) k WHERE t LIKE '%' || one || '%' AND starts_with(k, one));
      known := array(SELECT DISTINCT k FROM regexp_split_to_table(array_to_string(texts, ' '), '[^[:alpha:]]+') k WHERE length(k) BETWEEN 4 AND 30);
    END IF;
    wrong := one;
    others := array(SELECT k FROM unnest(known) k
      WHERE abs(length(k) - length(one)) <= 2 AND left(k, 1) = left(one, 1)
        AND (similarity(k, one) >= 0.3 OR array(SELECT letter FROM unnest(string_to_array(one, NULL)) letter ORDER BY letter)
          = array(SELECT letter FROM unnest(string_to_array(k, NULL)) letter ORDER BY letter))
      ORDER BY similarity(k, one) DESC, k LIMIT 4);
    RETURN NEXT;
  END LOOP;
END $$;
--> statement-breakpoint
-- The functions that follow look past the policies (neither trigrams nor full text are leakproof), so each applies the viewer's own ids
-- itself, and what they find is judged again by the policies when it is read. Each looks at a bounded number of rows.
-- A word that many documents have is found at once among the newest thousand of the company, or for staff of each brand. Only else an index
-- is asked, for words that a sample says are few; it gives two thousand rows at most, of everybody. Where they are that many, which of a
-- company's are among them is chance, and where all words are common an index would name half the table: then the newest ten thousand of the
-- company are read, or of the brands.
CREATE OR REPLACE FUNCTION found_invoices(patterns text[], asked_number text, most integer) RETURNS TABLE (row_id uuid, fits integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off AS $$
DECLARE
  company uuid := nullif(viewer_fact('company_id'), '')::uuid;
  is_staff boolean := coalesce(string_to_array(nullif(viewer_fact('roles'), ''), ',')
    && array['account_manager', 'subscription_manager', 'administrator']::text[], false);
  is_client boolean := NOT is_staff AND company IS NOT NULL AND coalesce(viewer_fact('billing') = 'yes', false);
  own text[] := CASE WHEN is_staff THEN coalesce(string_to_array(nullif(viewer_fact('brands'), ''), ','), '{}')
    ELSE array[nullif(viewer_fact('brand'), '')] END;
  likes text[] := search_likes(patterns);
  rest text[] := search_rest(patterns);
  number_like text := '%' || regexp_replace(asked_number, '([\\%_])', '\\\1', 'g') || '%';
  -- Enough digits at the end are all that an index is asked for.
  part_like text := CASE WHEN asked_number ~ '[0-9]{6}$' THEN '%' || substring(asked_number FROM '[0-9]+$') || '%' ELSE number_like END;
  one text;
  -- Texts of the first by their ids: the newest were read, and may be of one sort.
  sample text[];
  rare_likes text[];
  rare_rest text[];
  ids uuid[] := '{}';
  numbered uuid[] := '{}';
  more uuid[];
  -- A company's documents are soon read, so that an index is of use for few rows alone.
  of_thousand integer := CASE WHEN is_staff THEN 100 ELSE 5 END;
  -- More than a thousand, so that the newest are not all.
  is_large boolean := true;
  is_common boolean := true;
BEGIN
  IF NOT is_staff AND NOT is_client THEN RETURN; END IF;
  IF is_client THEN
    ids := array(SELECT n.id FROM (
        SELECT id, search_text AS words FROM invoices WHERE company_id = company AND brand = ANY (own) ORDER BY issued_on DESC, id DESC LIMIT 1000) n
      WHERE n.words LIKE ALL (likes) AND n.words ~ ALL (rest) LIMIT most);
    is_large := EXISTS (SELECT FROM invoices WHERE company_id = company AND brand = ANY (own) OFFSET 1000);
  ELSE
    FOREACH one IN ARRAY own LOOP
      ids := ids || array(SELECT n.id FROM (SELECT id, search_text AS words FROM invoices WHERE brand = one ORDER BY issued_on DESC, id DESC LIMIT 1000) n
        WHERE n.words LIKE ALL (likes) AND n.words ~ ALL (rest) LIMIT most);
    END LOOP;
  END IF;
  IF is_large AND cardinality(ids) < most THEN
    sample := array(SELECT search_text FROM invoices ORDER BY id LIMIT 400);
    rare_likes := search_rare(likes, sample, of_thousand);
    rare_rest := search_rare(rest, sample, of_thousand);
    IF rare_likes <> '{}' OR rare_rest <> '{}' THEN
      WITH n AS MATERIALIZED (SELECT id, company_id, brand, issued_on, search_text AS words FROM invoices
          WHERE (rare_likes[1] IS NULL OR search_text LIKE rare_likes[1]) AND (rare_likes[2] IS NULL OR search_text LIKE rare_likes[2])
            AND (rare_rest[1] IS NULL OR search_text ~ rare_rest[1]) LIMIT 2000)
        SELECT (array_agg(n.id ORDER BY n.issued_on DESC) FILTER (WHERE n.brand = ANY (own) AND (is_staff OR n.company_id = company)
          AND n.words LIKE ALL (likes) AND n.words ~ ALL (rest)))[1:200], count(*) = 2000 INTO more, is_common FROM n;
      ids := ids || more;
    END IF;
    IF is_client AND is_common THEN
      ids := ids || array(SELECT n.id FROM (
          SELECT id, search_text AS words FROM invoices WHERE company_id = company AND brand = ANY (own) ORDER BY issued_on DESC, id DESC LIMIT 10000) n
        WHERE n.words LIKE ALL (likes) AND n.words ~ ALL (rest) LIMIT most);
    ELSIF is_common AND cardinality(ids) < most THEN
      FOREACH one IN ARRAY own LOOP
        ids := ids || array(SELECT n.id FROM (
            SELECT id, search_text AS words FROM invoices WHERE brand = one ORDER BY issued_on DESC, id DESC LIMIT 10000 / cardinality(own)) n
          WHERE n.words LIKE ALL (likes) AND n.words ~ ALL (rest) LIMIT most);
      END LOOP;
    END IF;
  END IF;
  IF length(asked_number) >= 3 THEN
    WITH n AS MATERIALIZED (SELECT id, company_id, brand FROM invoices
        WHERE plain_number(number) ~>=~ asked_number AND plain_number(number) ~<~ (asked_number || chr(1114111))
        ORDER BY plain_number(number) USING ~<~ LIMIT 2000)
      SELECT (array_agg(n.id) FILTER (WHERE n.brand = ANY (own) AND (is_staff OR n.company_id = company)))[1:200], count(*) = 2000
        INTO more, is_common FROM n;
    numbered := numbered || more;
    IF cardinality(numbered) < most THEN
      -- A number that so many begin with is no less common in the middle of others.
      is_common := is_common OR (is_large AND search_rare(array[number_like], coalesce(sample,
        array(SELECT search_text FROM invoices ORDER BY id LIMIT 400)), of_thousand) = '{}');
      IF is_large AND NOT is_common THEN
        WITH n AS MATERIALIZED (SELECT id, company_id, brand, issued_on, plain_number(number) AS plain FROM invoices
            WHERE plain_number(number) LIKE part_like LIMIT 2000)
          SELECT (array_agg(n.id ORDER BY number_rank(n.plain, asked_number) DESC, n.issued_on DESC)
            FILTER (WHERE n.brand = ANY (own) AND (is_staff OR n.company_id = company) AND n.plain LIKE number_like))[1:200],
            count(*) = 2000 INTO more, is_common FROM n;
        numbered := numbered || more;
      END IF;
      IF is_client AND (is_common OR NOT is_large) THEN
        numbered := numbered || array(SELECT n.id FROM (
            SELECT id, number FROM invoices WHERE company_id = company AND brand = ANY (own) ORDER BY issued_on DESC, id DESC LIMIT 10000) n
          WHERE plain_number(n.number) LIKE number_like LIMIT most);
      END IF;
    END IF;
  END IF;
  RETURN QUERY SELECT i.id, number_rank(plain_number(i.number), asked_number) FROM invoices i WHERE i.id = ANY (ids || numbered)
    AND i.brand = ANY (own) AND (is_staff OR i.company_id = company) ORDER BY 2 DESC, i.issued_on DESC, i.id DESC LIMIT most;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION found_estimates(patterns text[], asked_number text, most integer) RETURNS TABLE (row_id uuid, fits integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off AS $$
DECLARE
  company uuid := nullif(viewer_fact('company_id'), '')::uuid;
  is_staff boolean := coalesce(string_to_array(nullif(viewer_fact('roles'), ''), ',')
    && array['account_manager', 'subscription_manager', 'administrator']::text[], false);
  is_client boolean := NOT is_staff AND company IS NOT NULL AND coalesce(viewer_fact('billing') = 'yes', false);
  own text[] := CASE WHEN is_staff THEN coalesce(string_to_array(nullif(viewer_fact('brands'), ''), ','), '{}')
    ELSE array[nullif(viewer_fact('brand'), '')] END;
  likes text[] := search_likes(patterns);
  rest text[] := search_rest(patterns);
  number_like text := '%' || regexp_replace(asked_number, '([\\%_])', '\\\1', 'g') || '%';
  -- Enough digits at the end are all that an index is asked for.
  part_like text := CASE WHEN asked_number ~ '[0-9]{6}$' THEN '%' || substring(asked_number FROM '[0-9]+$') || '%' ELSE number_like END;
  one text;
  -- Texts of the first by their ids: the newest were read, and may be of one sort.
  sample text[];
  rare_likes text[];
  rare_rest text[];
  ids uuid[] := '{}';
  numbered uuid[] := '{}';
  more uuid[];
  -- A company's documents are soon read, so that an index is of use for few rows alone.
  of_thousand integer := CASE WHEN is_staff THEN 100 ELSE 5 END;
  -- More than a thousand, so that the newest are not all.
  is_large boolean := true;
  is_common boolean := true;
BEGIN
  IF NOT is_staff AND NOT is_client THEN RETURN; END IF;
  IF is_client THEN
    ids := array(SELECT n.id FROM (
        SELECT id, estimate_words(number, title) AS words FROM estimates WHERE company_id = company AND brand = ANY (own) ORDER BY expires_on DESC, id DESC LIMIT 1000) n
      WHERE n.words LIKE ALL (likes) AND n.words ~ ALL (rest) LIMIT most);
    is_large := EXISTS (SELECT FROM estimates WHERE company_id = company AND brand = ANY (own) OFFSET 1000);
  ELSE
    FOREACH one IN ARRAY own LOOP
      ids := ids || array(SELECT n.id FROM (SELECT id, estimate_words(number, title) AS words FROM estimates WHERE brand = one ORDER BY issued_on DESC, id DESC LIMIT 1000) n
        WHERE n.words LIKE ALL (likes) AND n.words ~ ALL (rest) LIMIT most);
    END LOOP;
  END IF;
  IF is_large AND cardinality(ids) < most THEN
    sample := array(SELECT estimate_words(number, title) FROM estimates ORDER BY id LIMIT 400);
    rare_likes := search_rare(likes, sample, of_thousand);
    rare_rest := search_rare(rest, sample, of_thousand);
    IF rare_likes <> '{}' OR rare_rest <> '{}' THEN
      WITH n AS MATERIALIZED (SELECT id, company_id, brand, issued_on, estimate_words(number, title) AS words FROM estimates
          WHERE (rare_likes[1] IS NULL OR estimate_words(number, title) LIKE rare_likes[1]) AND (rare_likes[2] IS NULL OR estimate_words(number, title) LIKE rare_likes[2])
            AND (rare_rest[1] IS NULL OR estimate_words(number, title) ~ rare_rest[1]) LIMIT 2000)
        SELECT (array_agg(n.id ORDER BY n.issued_on DESC) FILTER (WHERE n.brand = ANY (own) AND (is_staff OR n.company_id = company)
          AND n.words LIKE ALL (likes) AND n.words ~ ALL (rest)))[1:200], count(*) = 2000 INTO more, is_common FROM n;
      ids := ids || more;
    END IF;
    IF is_client AND is_common THEN
      ids := ids || array(SELECT n.id FROM (
          SELECT id, estimate_words(number, title) AS words FROM estimates WHERE company_id = company AND brand = ANY (own) ORDER BY expires_on DESC, id DESC LIMIT 10000) n
        WHERE n.words LIKE ALL (likes) AND n.words ~ ALL (rest) LIMIT most);
    ELSIF is_common AND cardinality(ids) < most THEN
      FOREACH one IN ARRAY own LOOP
        ids := ids || array(SELECT n.id FROM (
            SELECT id, estimate_words(number, title) AS words FROM estimates WHERE brand = one ORDER BY issued_on DESC, id DESC LIMIT 5000 / cardinality(own)) n
          WHERE n.words LIKE ALL (likes) AND n.words ~ ALL (rest) LIMIT most);
      END LOOP;
    END IF;
  END IF;
  IF length(asked_number) >= 3 THEN
    WITH n AS MATERIALIZED (SELECT id, company_id, brand FROM estimates
        WHERE plain_number(number) ~>=~ asked_number AND plain_number(number) ~<~ (asked_number || chr(1114111))
        ORDER BY plain_number(number) USING ~<~ LIMIT 2000)
      SELECT (array_agg(n.id) FILTER (WHERE n.brand = ANY (own) AND (is_staff OR n.company_id = company)))[1:200], count(*) = 2000
        INTO more, is_common FROM n;
    numbered := numbered || more;
    IF cardinality(numbered) < most THEN
      -- A number that so many begin with is no less common in the middle of others.
      is_common := is_common OR (is_large AND search_rare(array[number_like], coalesce(sample,
        array(SELECT estimate_words(number, title) FROM estimates ORDER BY id LIMIT 400)), of_thousand) = '{}');
      IF is_large AND NOT is_common THEN
        WITH n AS MATERIALIZED (SELECT id, company_id, brand, issued_on, plain_number(number) AS plain FROM estimates
            WHERE plain_number(number) LIKE part_like LIMIT 2000)
          SELECT (array_agg(n.id ORDER BY number_rank(n.plain, asked_number) DESC, n.issued_on DESC)
            FILTER (WHERE n.brand = ANY (own) AND (is_staff OR n.company_id = company) AND n.plain LIKE number_like))[1:200],
            count(*) = 2000 INTO more, is_common FROM n;
        numbered := numbered || more;
      END IF;
      IF is_client AND (is_common OR NOT is_large) THEN
        numbered := numbered || array(SELECT n.id FROM (
            SELECT id, number FROM estimates WHERE company_id = company AND brand = ANY (own) ORDER BY expires_on DESC, id DESC LIMIT 10000) n
          WHERE plain_number(n.number) LIKE number_like LIMIT most);
      END IF;
    END IF;
  END IF;
  RETURN QUERY SELECT e.id, number_rank(plain_number(e.number), asked_number) FROM estimates e WHERE e.id = ANY (ids || numbered)
    AND e.brand = ANY (own) AND (is_staff OR e.company_id = company) ORDER BY 2 DESC, e.issued_on DESC, e.id DESC LIMIT most;
END $$;
--> statement-breakpoint
-- Threads of one kind that have words, by the index of words alone: a walk from the newest on ends never where few have them.
CREATE OR REPLACE FUNCTION threads_with(wanted_kind text, wanted tsquery, most integer)
  RETURNS TABLE (row_id uuid, of_brand text, of_company uuid, was_active timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
BEGIN
  RETURN QUERY SELECT t.id, t.brand, t.company_id, t.active_at::timestamptz FROM threads t WHERE t.kind = wanted_kind AND t.search @@ wanted LIMIT most;
END $$;
--> statement-breakpoint
-- Those among the newest of each of these companies, or of a brand where companies is null. `without`: topics that are left out.
CREATE OR REPLACE FUNCTION newest_threads_with(wanted_kind text, wanted tsquery, first_number text, of_brand text, companies uuid[], without text[],
  deep integer) RETURNS uuid[]
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off AS $$
BEGIN
  IF companies IS NULL THEN
    RETURN array(SELECT t.id FROM (
        SELECT id, search, number FROM threads WHERE kind = wanted_kind AND brand = of_brand ORDER BY active_at DESC, id DESC LIMIT deep) t
      WHERE t.search @@ wanted OR starts_with(t.number, first_number) LIMIT 200);
  END IF;
  RETURN array(SELECT t.id FROM unnest(companies) AS one (company), LATERAL (
      SELECT id, search, number, topic, active_at FROM threads WHERE kind = wanted_kind AND company_id = one.company AND brand = of_brand
      ORDER BY active_at DESC, id DESC LIMIT greatest(100, deep / cardinality(companies))) t
    WHERE (t.search @@ wanted OR starts_with(t.number, first_number)) AND (without IS NULL OR t.topic <> ALL (without))
    ORDER BY t.active_at DESC LIMIT 200);
END $$;
--> statement-breakpoint
-- Threads of one kind, the newest first. `companies`: those whose cases a contact reaches. `first_number` is the beginning of a number; null where none was asked for.
CREATE OR REPLACE FUNCTION found_threads(wanted_kind text, wanted tsquery, patterns text[], first_number text, companies uuid[], most integer)
  RETURNS TABLE (row_id uuid, fits integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off AS $$
DECLARE
  me uuid := nullif(viewer_fact('contact_id'), '')::uuid;
  company uuid;
  own_brand text;
  has_billing boolean;
  cases_scope text;
  requests_scope text;
  roles text[];
  brands text[];
  -- Companies whose threads of the kind the contact sees whoever opened them.
  reached uuid[];
  without text[];
  numbered uuid[] := '{}';
  ids uuid[] := '{}';
  more uuid[];
  is_common boolean;
  one text;
BEGIN
  IF first_number IS NOT NULL THEN
    -- What follows the digits among the bytes is a colon.
    numbered := array(SELECT t.id FROM threads t WHERE t.number ~>=~ first_number AND t.number ~<~ (first_number || ':')
      ORDER BY t.number USING ~<~ LIMIT 2000);
  END IF;
  IF me IS NOT NULL THEN
    company := nullif(viewer_fact('company_id'), '')::uuid;
    own_brand := nullif(viewer_fact('brand'), '');
    has_billing := coalesce(viewer_fact('billing') = 'yes', false);
    cases_scope := viewer_fact('cases');
    requests_scope := viewer_fact('requests');
    IF wanted_kind IN ('case', 'chat') THEN
      IF cases_scope IS NULL OR cases_scope NOT IN ('own', 'company') THEN RETURN; END IF;
      IF companies = '{}' THEN RETURN; END IF;
    END IF;
    IF wanted_kind = 'case' AND cases_scope = 'company' THEN reached := companies; END IF;
    IF wanted_kind = 'request' THEN
      IF requests_scope = 'company' AND company IS NOT NULL THEN reached := array[company]; END IF;
      without := CASE WHEN has_billing THEN array['change'] ELSE array['change', 'invoice', 'estimate'] END;
    END IF;
    -- Those of the contact are few, and all are read.
    IF reached IS NULL OR wanted_kind = 'request' THEN
      ids := array(SELECT t.id FROM (
          SELECT id, search, number, topic, company_id FROM threads WHERE kind = wanted_kind AND opened_by = me AND brand = own_brand
          ORDER BY active_at DESC, id DESC LIMIT 10000) t
        WHERE (t.search @@ wanted OR starts_with(t.number, first_number)) AND CASE WHEN wanted_kind <> 'request' THEN t.company_id = ANY (companies)
          ELSE t.topic = 'change' OR (t.company_id = company AND t.topic <> ALL (without)) END LIMIT 200);
    END IF;
    IF wanted_kind = 'case' AND reached IS NULL THEN
      ids := ids || array(SELECT t.id FROM threads t WHERE t.id IN (SELECT p.thread_id FROM threads_taken_part() p) AND t.kind = 'case'
        AND t.brand = own_brand AND t.company_id = ANY (companies) AND (t.search @@ wanted OR starts_with(t.number, first_number))
        ORDER BY t.active_at DESC LIMIT 200);
    END IF;
    IF reached IS NOT NULL THEN
      more := newest_threads_with(wanted_kind, wanted, first_number, own_brand, reached, without, 1000);
      ids := ids || more;
      IF cardinality(more) < most AND EXISTS (SELECT FROM unnest(reached) AS r (company), LATERAL (SELECT FROM threads t
          WHERE t.kind = wanted_kind AND t.company_id = r.company AND t.brand = own_brand
          OFFSET greatest(100, 1000 / cardinality(reached)) LIMIT 1) AS older) THEN
        SELECT (array_agg(f.row_id ORDER BY f.was_active DESC) FILTER (WHERE f.of_brand = own_brand AND f.of_company = ANY (reached)))[1:200],
          count(*) = 2000 INTO more, is_common FROM threads_with(wanted_kind, wanted, 2000) f;
        ids := ids || more;
        IF is_common OR cardinality(numbered) = 2000 THEN
          ids := ids || newest_threads_with(wanted_kind, wanted, first_number, own_brand, reached, without, 10000);
        END IF;
      END IF;
    END IF;
    RETURN QUERY SELECT t.id, CASE WHEN t.number = first_number THEN 1000 WHEN starts_with(t.number, first_number) THEN 900
        WHEN lower(t.subject) ~ ALL (patterns) THEN 500 ELSE 200 END FROM threads t
      WHERE t.id = ANY (ids || numbered) AND t.kind = wanted_kind AND t.brand = own_brand
        AND ((wanted_kind = 'case' AND t.company_id = ANY (companies)
            AND (cases_scope = 'company' OR t.opened_by = me OR t.id IN (SELECT p.thread_id FROM threads_taken_part() p)))
          OR (wanted_kind = 'chat' AND t.company_id = ANY (companies) AND t.opened_by = me)
          OR (wanted_kind = 'request' AND ((t.topic = 'change' AND t.opened_by = me)
            OR (t.topic <> 'change' AND t.company_id = company AND (t.opened_by = me OR requests_scope = 'company')
              AND (t.topic NOT IN ('invoice', 'estimate') OR has_billing)))))
      ORDER BY 2 DESC, t.active_at DESC, t.id DESC LIMIT 200;
    RETURN;
  END IF;
  roles := string_to_array(nullif(viewer_fact('roles'), ''), ',');
  brands := coalesce(string_to_array(nullif(viewer_fact('brands'), ''), ','), '{}');
  IF NOT coalesce(roles && CASE wanted_kind WHEN 'case' THEN array['account_manager', 'subscription_manager', 'support_agent', 'administrator']
    WHEN 'request' THEN array['account_manager', 'subscription_manager', 'administrator'] ELSE array['support_agent', 'administrator'] END, false) THEN
    RETURN;
  END IF;
  FOREACH one IN ARRAY brands LOOP
    ids := ids || newest_threads_with(wanted_kind, wanted, first_number, one, NULL, NULL, 1000);
  END LOOP;
  IF cardinality(ids) < most THEN
    SELECT (array_agg(f.row_id ORDER BY f.was_active DESC) FILTER (WHERE f.of_brand = ANY (brands)))[1:200], count(*) = 2000
      INTO more, is_common FROM threads_with(wanted_kind, wanted, 2000) f;
    ids := ids || more;
    -- The two thousand are of brands whom the viewer does not serve.
    IF is_common AND cardinality(ids) < most THEN
      FOREACH one IN ARRAY brands LOOP
        ids := ids || newest_threads_with(wanted_kind, wanted, first_number, one, NULL, NULL, 10000);
      END LOOP;
    END IF;
  END IF;
  RETURN QUERY SELECT t.id, CASE WHEN t.number = first_number THEN 1000 WHEN starts_with(t.number, first_number) THEN 900
      WHEN lower(t.subject) ~ ALL (patterns) THEN 500 ELSE 200 END FROM threads t
    WHERE t.id = ANY (ids || numbered) AND t.kind = wanted_kind AND t.brand = ANY (brands)
    ORDER BY 2 DESC, t.active_at DESC, t.id DESC LIMIT 200;
END $$;
--> statement-breakpoint
-- All words are corrected at once. What is compiled for a search takes longer than the search.
CREATE OR REPLACE FUNCTION search_everything(asked text[], letters text, digits text, most integer)
  RETURNS TABLE (row_kind text, row_id uuid, fits integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 60 SET search_path = public, pg_temp SET jit = off AS $$
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
  FOR word, others IN SELECT a.word, coalesce(c.others, '{}') FROM unnest(asked) WITH ORDINALITY AS a (word, place)
    LEFT JOIN search_corrections(asked) c ON c.wrong = a.word ORDER BY a.place LOOP
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
--> statement-breakpoint
DROP FUNCTION IF EXISTS search_alternatives(text);
--> statement-breakpoint
REVOKE ALL ON FUNCTION search_likes(text[]), search_rest(text[]), search_rare(text[], text[], integer), search_corrections(text[]),
  threads_with(text, tsquery, integer), newest_threads_with(text, tsquery, text, text, uuid[], text[], integer) FROM PUBLIC;
