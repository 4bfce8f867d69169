CREATE TABLE "search_words" (
	"word" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
ALTER TABLE "search_words" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "missed_searches_words";--> statement-breakpoint
ALTER TABLE "missed_searches" ADD COLUMN "audience" text DEFAULT 'visitor' NOT NULL;--> statement-breakpoint
CREATE INDEX "search_words_prefix" ON "search_words" USING btree ("word" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "search_words_like" ON "search_words" USING gin (word gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "estimates_by_brand" ON "estimates" USING btree ("brand","issued_on","id");--> statement-breakpoint
CREATE INDEX "missed_searches_latest" ON "missed_searches" USING btree ("brand","last_at");--> statement-breakpoint
CREATE INDEX "invoices_by_brand" ON "invoices" USING btree ("brand","issued_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "missed_searches_words" ON "missed_searches" USING btree ("brand","words","audience");--> statement-breakpoint
ALTER TABLE "missed_searches" ADD CONSTRAINT "missed_searches_audience" CHECK ("missed_searches"."audience" in ('visitor', 'contact', 'staff'));
--> statement-breakpoint
CREATE OR REPLACE FUNCTION plain_number(number text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT translate(lower(number), '#№-‐‑‒–—._/: ', '') $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION estimate_words(number text, title text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT lower(number || ' ' || title) $$;
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS invoices_plain_number ON invoices USING gin (plain_number(number) gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS estimates_plain_number ON estimates USING gin (plain_number(number) gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS estimates_words ON estimates USING gin (estimate_words(number, title) gin_trgm_ops);
--> statement-breakpoint
-- Words of a text that are worth correcting a mistyped one by.
CREATE OR REPLACE FUNCTION words_to_learn(said text) RETURNS SETOF text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT DISTINCT w FROM regexp_split_to_table(lower(left(said, 20000)), '[^[:alpha:]]+') w WHERE length(w) BETWEEN 4 AND 30
$$;
--> statement-breakpoint
-- Writes the words anew, by what is there now. For the worker.
CREATE OR REPLACE FUNCTION learn_search_words() RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH there AS MATERIALIZED (
    SELECT DISTINCT w FROM (
      SELECT subject FROM threads
      UNION ALL SELECT description FROM invoice_lines
      UNION ALL SELECT title FROM estimates
      UNION ALL SELECT concat_ws(' ', title, summary, product) FROM resources
      UNION ALL SELECT concat_ws(' ', name, city) FROM companies
      UNION ALL SELECT name FROM contacts
    ) AS source (said), words_to_learn(source.said) w
  ), gone AS (
    DELETE FROM search_words k WHERE NOT EXISTS (SELECT FROM there WHERE w = k.word)
  )
  INSERT INTO search_words (word) SELECT w FROM there ON CONFLICT DO NOTHING
$$;
--> statement-breakpoint
SELECT learn_search_words();
--> statement-breakpoint
-- Known words like one that nobody wrote: at most four, those that are most like it. A word with a digit is never corrected. Of short
-- words with two letters swapped few trigrams are left, so these are compared by their letters. Words of everybody's records are for staff
-- who serve the clients of every brand: whether a word is known tells that somebody has it. A contact's words are those of what is out for
-- everyone, of their own threads and of the money that they read; other staff have the first.
CREATE OR REPLACE FUNCTION search_alternatives(asked text) RETURNS text[]
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  SET pg_trgm.similarity_threshold = 0.2 AS $$
DECLARE
  letters text[] := array(SELECT letter FROM unnest(string_to_array(asked, NULL)) letter ORDER BY letter);
  contact uuid := nullif((SELECT viewer_fact('contact_id')), '')::uuid;
  company uuid := nullif((SELECT viewer_fact('company_id')), '')::uuid;
  own text[] := coalesce(string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','), array[nullif((SELECT viewer_fact('brand')), '')]);
  known text[];
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
        AND r.publish_at <= now() AND r.audience = 'everyone' ORDER BY r.publish_at DESC LIMIT 300)
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
--> statement-breakpoint
-- A regular expression that finds a word wherever it stands, and one with digits whatever signs are between its parts.
CREATE OR REPLACE FUNCTION search_pattern(asked text, others text[]) RETURNS text
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE
    WHEN asked ~ '[0-9]' AND asked ~ '[[:alnum:]]' THEN replace(trim(regexp_replace(regexp_replace(regexp_replace(
      asked, '[^[:alnum:]]+', ' ', 'g'), '([[:alpha:]])([0-9])', '\1 \2', 'g'), '([0-9])([[:alpha:]])', '\1 \2', 'g')), ' ', '[^[:alnum:]]*')
    WHEN cardinality(others) > 0 THEN '(?:' || asked || '|' || array_to_string(others, '|') || ')'
    ELSE regexp_replace(asked, '([^[:alnum:]])', '\\\1', 'g')
  END
$$;
--> statement-breakpoint
-- How well a number fits the one that was asked for; both are plain.
CREATE OR REPLACE FUNCTION number_rank(plain text, asked text) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN asked IS NULL THEN 300 WHEN plain = asked THEN 1000 WHEN starts_with(plain, asked) OR plain LIKE '%' || asked THEN 900
    WHEN plain LIKE '%' || asked || '%' THEN 800 ELSE 300 END
$$;
--> statement-breakpoint
-- The functions that follow look past the policies (neither trigrams nor full text are leakproof), so each applies the viewer's own ids
-- itself, and what they find is judged again by the policies when it is read. Each looks at a bounded number of rows.
-- A word that many documents have is found at once among the newest of the company, or for staff of each brand. Only else the index is
-- asked, whose lists are short for a word that few have; where it is common with others alone, the company's newest ten thousand are read.
CREATE OR REPLACE FUNCTION found_invoices(patterns text[], asked_number text, most integer) RETURNS TABLE (row_id uuid, fits integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off AS $$
DECLARE
  company uuid := nullif((SELECT viewer_fact('company_id')), '')::uuid;
  company_brand text := nullif((SELECT viewer_fact('brand')), '');
  roles text[] := string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',');
  brands text[] := coalesce(string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','), '{}');
  one text;
  ids uuid[];
  more uuid[];
  is_indexed boolean := EXISTS (SELECT FROM unnest(patterns) p WHERE p ~ '[[:alnum:]]{3}');
  -- Too many rows have the words for the index to tell which of the company's do.
  is_common boolean := true;
BEGIN
  IF company IS NOT NULL AND (SELECT viewer_fact('billing')) = 'yes' THEN
    ids := array(SELECT i.id FROM (
        SELECT id, search_text FROM invoices WHERE company_id = company AND brand = company_brand ORDER BY issued_on DESC, id DESC LIMIT 1000) i
      WHERE i.search_text ~ ALL (patterns) LIMIT most);
    IF cardinality(ids) < most AND EXISTS (SELECT FROM invoices WHERE company_id = company AND brand = company_brand OFFSET 1000) THEN
      IF is_indexed THEN
        WITH n AS MATERIALIZED (SELECT id, company_id FROM invoices WHERE search_text ~ patterns[1]
            AND (patterns[2] IS NULL OR search_text ~ patterns[2]) AND (patterns[3] IS NULL OR search_text ~ patterns[3])
            AND search_text ~ ALL (patterns[4:]) LIMIT 2000)
          SELECT array_agg(n.id) FILTER (WHERE n.company_id = company), count(*) = 2000 INTO more, is_common FROM n;
      END IF;
      IF is_common THEN
        more := array(SELECT i.id FROM (
            SELECT id, search_text FROM invoices WHERE company_id = company AND brand = company_brand ORDER BY issued_on DESC, id DESC LIMIT 10000) i
          WHERE i.search_text ~ ALL (patterns) LIMIT most);
      END IF;
    END IF;
    RETURN QUERY SELECT i.id, number_rank(plain_number(i.number), asked_number) FROM invoices i WHERE i.id = ANY (ids || more)
      AND i.company_id = company AND i.brand = company_brand ORDER BY 2 DESC, i.issued_on DESC LIMIT most;
    IF length(asked_number) >= 3 THEN
      RETURN QUERY SELECT i.id, number_rank(plain_number(i.number), asked_number) FROM invoices i
        WHERE plain_number(i.number) LIKE '%' || asked_number || '%' AND i.company_id = company AND i.brand = company_brand
        ORDER BY 2 DESC, i.issued_on DESC LIMIT most;
    END IF;
  END IF;
  IF roles && array['account_manager', 'subscription_manager', 'administrator']::text[] THEN
    IF length(asked_number) >= 3 THEN
      RETURN QUERY WITH n AS MATERIALIZED (SELECT * FROM invoices WHERE plain_number(number) LIKE '%' || asked_number || '%' LIMIT 2000)
        SELECT n.id, number_rank(plain_number(n.number), asked_number) FROM n WHERE n.brand = ANY (brands)
        ORDER BY 2 DESC, n.issued_on DESC LIMIT most;
    END IF;
    FOREACH one IN ARRAY brands LOOP
      ids := ids || array(SELECT i.id FROM (
          SELECT id, search_text FROM invoices WHERE brand = one ORDER BY issued_on DESC, id DESC LIMIT 1000) i
        WHERE i.search_text ~ ALL (patterns) LIMIT most);
    END LOOP;
    IF coalesce(cardinality(ids), 0) < most AND is_indexed THEN
      ids := ids || array(WITH n AS MATERIALIZED (SELECT id, brand FROM invoices WHERE search_text ~ patterns[1]
          AND (patterns[2] IS NULL OR search_text ~ patterns[2]) AND (patterns[3] IS NULL OR search_text ~ patterns[3])
          AND search_text ~ ALL (patterns[4:]) LIMIT 2000)
        SELECT n.id FROM n WHERE n.brand = ANY (brands) LIMIT 200);
    END IF;
    RETURN QUERY SELECT i.id, number_rank(plain_number(i.number), asked_number) FROM invoices i WHERE i.id = ANY (ids)
      ORDER BY 2 DESC, i.issued_on DESC LIMIT most;
  END IF;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION found_estimates(patterns text[], asked_number text, most integer) RETURNS TABLE (row_id uuid, fits integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
  SET enable_seqscan = off AS $$
DECLARE
  company uuid := nullif((SELECT viewer_fact('company_id')), '')::uuid;
  company_brand text := nullif((SELECT viewer_fact('brand')), '');
  roles text[] := string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',');
  brands text[] := coalesce(string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','), '{}');
  one text;
  ids uuid[];
BEGIN
  IF company IS NOT NULL AND (SELECT viewer_fact('billing')) = 'yes' THEN
    IF asked_number IS NULL THEN
      RETURN QUERY SELECT e.id, 300 FROM (
          SELECT * FROM estimates WHERE company_id = company AND brand = company_brand ORDER BY expires_on DESC, id DESC LIMIT 10000) e
        WHERE estimate_words(e.number, e.title) ~ ALL (patterns) LIMIT most;
    ELSE
      RETURN QUERY SELECT e.id, number_rank(plain_number(e.number), asked_number) FROM (
          SELECT * FROM estimates WHERE company_id = company AND brand = company_brand ORDER BY expires_on DESC, id DESC LIMIT 10000) e
        WHERE estimate_words(e.number, e.title) ~ ALL (patterns) OR plain_number(e.number) LIKE '%' || asked_number || '%'
        ORDER BY 2 DESC, e.issued_on DESC, e.id DESC LIMIT most;
    END IF;
  END IF;
  IF roles && array['account_manager', 'subscription_manager', 'administrator']::text[] THEN
    IF length(asked_number) >= 3 THEN
      RETURN QUERY WITH n AS MATERIALIZED (SELECT * FROM estimates WHERE plain_number(number) LIKE '%' || asked_number || '%' LIMIT 2000)
        SELECT n.id, number_rank(plain_number(n.number), asked_number) FROM n WHERE n.brand = ANY (brands)
        ORDER BY 2 DESC, n.issued_on DESC LIMIT most;
    END IF;
    FOREACH one IN ARRAY brands LOOP
      ids := ids || array(SELECT e.id FROM (
          SELECT id, number, title FROM estimates WHERE brand = one ORDER BY issued_on DESC, id DESC LIMIT 1000) e
        WHERE estimate_words(e.number, e.title) ~ ALL (patterns) LIMIT most);
    END LOOP;
    IF coalesce(cardinality(ids), 0) < most AND EXISTS (SELECT FROM unnest(patterns) p WHERE p ~ '[[:alnum:]]{3}') THEN
      ids := ids || array(WITH n AS MATERIALIZED (SELECT id, brand FROM estimates WHERE estimate_words(number, title) ~ patterns[1]
          AND (patterns[2] IS NULL OR estimate_words(number, title) ~ patterns[2])
          AND (patterns[3] IS NULL OR estimate_words(number, title) ~ patterns[3])
          AND estimate_words(number, title) ~ ALL (patterns[4:]) LIMIT 2000)
        SELECT n.id FROM n WHERE n.brand = ANY (brands) LIMIT 200);
    END IF;
    RETURN QUERY SELECT e.id, number_rank(plain_number(e.number), asked_number) FROM estimates e WHERE e.id = ANY (ids)
      ORDER BY 2 DESC, e.issued_on DESC LIMIT most;
  END IF;
END $$;
--> statement-breakpoint
-- Threads of one kind, the newest first. `companies`: those whose cases a contact reaches. `first_number` is the beginning of a number; null where none was asked for.
CREATE OR REPLACE FUNCTION found_threads(wanted_kind text, wanted tsquery, patterns text[], first_number text, companies uuid[], most integer)
  RETURNS TABLE (row_id uuid, fits integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  -- What follows the digits among the bytes.
  beyond text := first_number || ':';
  me uuid := nullif((SELECT viewer_fact('contact_id')), '')::uuid;
  company uuid := nullif((SELECT viewer_fact('company_id')), '')::uuid;
  own_brand text := nullif((SELECT viewer_fact('brand')), '');
  has_billing boolean := coalesce((SELECT viewer_fact('billing')) = 'yes', false);
  cases_scope text := (SELECT viewer_fact('cases'));
  requests_scope text := (SELECT viewer_fact('requests'));
  roles text[] := string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',');
  brands text[] := coalesce(string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','), '{}');
  readers text[] := CASE wanted_kind WHEN 'case' THEN array['account_manager', 'subscription_manager', 'support_agent', 'administrator']
    WHEN 'request' THEN array['account_manager', 'subscription_manager', 'administrator'] ELSE array['support_agent', 'administrator'] END;
  one text;
BEGIN
  IF me IS NOT NULL THEN
    IF wanted_kind IN ('case', 'chat') THEN
      IF cases_scope IS NULL OR cases_scope NOT IN ('own', 'company') THEN RETURN; END IF;
      IF companies = '{}' THEN RETURN; END IF;
    END IF;
    RETURN QUERY SELECT t.id, CASE WHEN t.number = first_number THEN 1000 WHEN starts_with(t.number, first_number) THEN 900
        WHEN lower(t.subject) ~ ALL (patterns) THEN 500 ELSE 200 END FROM threads t
      WHERE t.kind = wanted_kind AND t.brand = own_brand
        AND (t.search @@ wanted OR (t.number ~>=~ first_number AND t.number ~<~ beyond))
        AND ((wanted_kind = 'case' AND t.company_id = ANY (companies)
            AND (cases_scope = 'company' OR t.opened_by = me OR t.id IN (SELECT thread_id FROM threads_taken_part())))
          OR (wanted_kind = 'chat' AND t.company_id = ANY (companies) AND t.opened_by = me)
          OR (wanted_kind = 'request' AND ((t.topic = 'change' AND t.opened_by = me)
            OR (t.topic <> 'change' AND t.company_id = company AND (t.opened_by = me OR requests_scope = 'company')
              AND (t.topic NOT IN ('invoice', 'estimate') OR has_billing)))))
      ORDER BY t.active_at DESC, t.id DESC LIMIT 200;
    RETURN;
  END IF;
  IF NOT coalesce(roles && readers, false) THEN RETURN; END IF;
  FOREACH one IN ARRAY brands LOOP
    IF first_number IS NOT NULL THEN
      RETURN QUERY SELECT t.id, CASE WHEN t.number = first_number THEN 1000 ELSE 900 END FROM threads t
        WHERE t.kind = wanted_kind AND t.brand = one AND t.number ~>=~ first_number AND t.number ~<~ beyond ORDER BY 2 DESC LIMIT most;
    END IF;
    RETURN QUERY SELECT n.id, CASE WHEN lower(n.subject) ~ ALL (patterns) THEN 500 ELSE 200 END FROM (
      SELECT t.id, t.subject FROM threads t WHERE t.kind = wanted_kind AND t.brand = one AND t.search @@ wanted
      ORDER BY t.active_at DESC, t.id DESC LIMIT 100) n;
  END LOOP;
END $$;
--> statement-breakpoint
-- Companies and contacts, for staff who face clients: as they are found in their lists, else by the words that are like those asked for.
CREATE OR REPLACE FUNCTION found_clients(asked text[], patterns text[]) RETURNS TABLE (row_kind text, row_id uuid, fits integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 40 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  roles text[] := string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',');
  brands text[] := coalesce(string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','), '{}');
  likes text[] := array(SELECT '%' || regexp_replace(w, '([\\%_])', '\\\1', 'g') || '%' FROM unnest(asked) WITH ORDINALITY AS a (w, n) ORDER BY n);
  whole text := array_to_string(asked, ' ');
  is_corrected boolean := EXISTS (SELECT FROM unnest(patterns) p WHERE starts_with(p, '(?:'));
  ids uuid[];
BEGIN
  IF NOT coalesce(roles && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[], false)
    OR NOT EXISTS (SELECT FROM unnest(asked) w WHERE length(w) >= 3) THEN RETURN; END IF;
  ids := array(SELECT search_companies(likes, asked, 200));
  IF ids = '{}' AND is_corrected THEN
    ids := array(SELECT c.id FROM companies c WHERE c.brand = ANY (brands) AND company_words(c.name, c.external_id, c.city) ~ patterns[1]
      AND company_words(c.name, c.external_id, c.city) ~ ALL (patterns[2:]) LIMIT 200);
  END IF;
  RETURN QUERY SELECT 'company'::text, c.id, CASE WHEN lower(c.name) = whole THEN 700 WHEN starts_with(lower(c.name), whole) THEN 600
      WHEN lower(c.name) ~ ALL (patterns) THEN 500 ELSE 300 END FROM companies c WHERE c.id = ANY (ids) AND c.merged_into IS NULL;
  ids := array(SELECT search_contacts(likes, asked, 200));
  IF ids = '{}' AND is_corrected THEN
    ids := array(SELECT c.id FROM contacts c WHERE c.brand = ANY (brands) AND contact_words(c.name, c.email, c.job_title) ~ patterns[1]
      AND contact_words(c.name, c.email, c.job_title) ~ ALL (patterns[2:]) LIMIT 200);
  END IF;
  RETURN QUERY SELECT 'contact'::text, c.id, CASE WHEN lower(c.name) = whole OR c.email = whole THEN 700
      WHEN starts_with(lower(c.name), whole) OR starts_with(c.email, whole) THEN 600
      WHEN lower(c.name) ~ ALL (patterns) THEN 500 ELSE 100 END FROM contacts c WHERE c.id = ANY (ids) AND c.merged_into IS NULL;
END $$;
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
    WHERE v.id IN (SELECT open_versions()) AND (r.search @@ wanted OR v.search @@ wanted) LIMIT 200;
END $$;
--> statement-breakpoint
-- What the viewer may see that has all of these words, or words like them: at most so many of each kind, those that fit best. Words are in
-- lower case. `digits` and `letters`: the parts of a number, where one was asked for.
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
  document text := letters || digits;
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
--> statement-breakpoint
-- A search that found nothing is counted for whoever writes what could have been found. What may name a person or a record is left out.
CREATE OR REPLACE FUNCTION note_missed_search(asked text, of_brand text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  side text := CASE WHEN nullif((SELECT viewer_fact('contact_id')), '') IS NOT NULL AND of_brand = (SELECT viewer_fact('brand')) THEN 'contact'
    WHEN of_brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ',')) THEN 'staff' END;
  plain text := left((SELECT string_agg(w, ' ' ORDER BY n) FROM regexp_split_to_table(lower(left(asked, 200)), '\s+') WITH ORDINALITY AS s (w, n)
    WHERE w !~ '[0-9@]' AND w <> '' AND NOT EXISTS (SELECT FROM contacts c WHERE c.brand = of_brand AND w = ANY (string_to_array(lower(c.name), ' ')))), 60);
BEGIN
  IF side IS NULL OR coalesce(length(plain), 0) < 3 THEN RETURN; END IF;
  INSERT INTO missed_searches (id, brand, words, audience) VALUES (gen_random_uuid(), of_brand, plain, side)
    ON CONFLICT (brand, words, audience) DO UPDATE SET times = missed_searches.times + 1, last_at = now();
  DELETE FROM missed_searches m WHERE (m.brand, m.words, m.audience) IN (
    SELECT o.brand, o.words, o.audience FROM missed_searches o WHERE o.brand = of_brand ORDER BY o.last_at DESC OFFSET 2000);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION learn_search_words(), search_alternatives(text), found_invoices(text[], text, integer),
  found_estimates(text[], text, integer), found_threads(text, tsquery, text[], text, uuid[], integer), found_clients(text[], text[]),
  found_resources(tsquery, text[]), search_everything(text[], text, text, integer), note_missed_search(text, text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_everything(text[], text, text, integer), note_missed_search(text, text) TO "portal_client", "portal_staff";
