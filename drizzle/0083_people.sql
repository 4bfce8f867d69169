CREATE INDEX "agreements_ending" ON "agreements" USING btree ("ends_on","brand","company_id") WHERE state = 'active';--> statement-breakpoint
-- Companies and contacts as they were searched, word after word in the order in which somebody typed them, cost as much as the first word had
-- matches: of `Harbor Works 77` the first two are half of all. Now all words are asked of the index in one scan, which begins with
-- the rarest. The statement is put together from places in the arrays alone, never from what was typed.

-- What companies are found by, word by word: a part of the own words by its pattern or, where a company has the word as a mail domain, as that.
-- Without the second where nobody has it, because an index gives both only one after the other.
CREATE OR REPLACE FUNCTION company_conditions(words text[], brands text[]) RETURNS text[]
  LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT array_agg(CASE WHEN word = ANY (domains.known)
      THEN format('(company_words(o.name, o.external_id, o.city) LIKE $1[%1$s] OR o.mail_domains @> array[$2[%1$s]])', place)
      ELSE format('company_words(o.name, o.external_id, o.city) LIKE $1[%s]', place) END ORDER BY place)
  FROM unnest(words) WITH ORDINALITY AS asked (word, place),
    (SELECT array(SELECT DISTINCT domain FROM companies o, unnest(o.mail_domains) AS domain
      WHERE o.mail_domains && words AND o.brand = ANY (brands)) AS known) AS domains
$$;
--> statement-breakpoint
-- Companies that every word matches, of the brands of staff who face clients, and at most so many: more are of no use by their ids.
CREATE OR REPLACE FUNCTION search_companies(patterns text[], words text[], most integer) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  roles text[] := string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',');
  brands text[] := string_to_array(nullif((SELECT viewer_fact('brands')), ''), ',');
BEGIN
  IF cardinality(patterns) > 0 AND cardinality(patterns) = cardinality(words)
    AND roles && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[] THEN
    RETURN QUERY EXECUTE format('SELECT o.id FROM companies o WHERE o.brand = ANY ($3) AND %s LIMIT $4',
      array_to_string(company_conditions(words, brands), ' AND ')) USING patterns, words, brands, most;
  END IF;
END $$;
--> statement-breakpoint
-- The same for contacts: a word matches by the contact's own words, or by those of the primary company. Where some contacts have a word
-- and some companies too, either is asked apart (of three such words at most, so there are never more than eight questions): an index helps
-- with both, and with neither where they are joined by "or".
CREATE OR REPLACE FUNCTION search_contacts(patterns text[], words text[], most integer) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  roles text[] := string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',');
  brands text[] := string_to_array(nullif((SELECT viewer_fact('brands')), ''), ',');
  own text[];
  theirs text[];
  has_own boolean[];
  has_theirs boolean[];
  of_contact text[];
  of_company text[];
  of_either text[];
  bit integer;
  questions integer := 1;
  asked text;
  more uuid[];
  found uuid[] := '{}';
BEGIN
  IF NOT coalesce(cardinality(patterns) > 0 AND cardinality(patterns) = cardinality(words)
    AND roles && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[], false) THEN
    RETURN;
  END IF;
  theirs := company_conditions(words, brands);
  own := array(SELECT format('contact_words(c.name, c.email, c.job_title) LIKE $1[%s]', n) FROM generate_subscripts(patterns, 1) n ORDER BY n);
  IF cardinality(patterns) = 1 THEN
    has_own := '{t}';
    has_theirs := '{t}';
  ELSE
    EXECUTE (SELECT format('SELECT array[%s], array[%s]',
        string_agg(format('EXISTS (SELECT FROM contacts c WHERE c.brand = ANY ($3) AND %s)', own[n]), ', ' ORDER BY n),
        string_agg(format('EXISTS (SELECT FROM companies o WHERE o.brand = ANY ($3) AND %s)', theirs[n]), ', ' ORDER BY n))
      FROM generate_subscripts(patterns, 1) n) INTO has_own, has_theirs USING patterns, words, brands;
  END IF;
  FOR n IN 1 .. cardinality(patterns) LOOP
    IF NOT (has_own[n] OR has_theirs[n]) THEN RETURN; END IF;
    IF has_own[n] AND has_theirs[n] THEN questions := least(questions * 2, 8); END IF;
  END LOOP;
  FOR question IN 0 .. questions - 1 LOOP
    of_contact := '{}';
    of_company := '{}';
    of_either := '{}';
    bit := 1;
    FOR n IN 1 .. cardinality(patterns) LOOP
      IF NOT has_theirs[n] THEN of_contact := of_contact || own[n];
      ELSIF NOT has_own[n] THEN of_company := of_company || theirs[n];
      ELSIF bit = questions THEN of_either := of_either || format('(%s OR %s)', own[n], theirs[n]);
      ELSE
        IF question & bit = 0 THEN of_contact := of_contact || own[n]; ELSE of_company := of_company || theirs[n]; END IF;
        bit := bit * 2;
      END IF;
    END LOOP;
    IF of_company || of_either = '{}' THEN
      asked := format('SELECT c.id FROM contacts c WHERE c.brand = ANY ($3) AND %s', array_to_string(of_contact, ' AND '));
    ELSIF of_contact || of_either = '{}' THEN
      -- From company to company, so that it ends at so many contacts: all companies may be meant.
      asked := format('SELECT c.id FROM companies o, LATERAL (SELECT p.id FROM contacts p WHERE p.primary_company_id = o.id AND p.brand = o.brand OFFSET 0) c
        WHERE o.brand = ANY ($3) AND %s', array_to_string(of_company, ' AND '));
    ELSE
      -- Who is of no company may still have all the words.
      asked := format('SELECT c.id FROM contacts c %s companies o ON o.id = c.primary_company_id AND o.brand = c.brand WHERE c.brand = ANY ($3) AND %s',
        CASE WHEN of_company = '{}' THEN 'LEFT JOIN' ELSE 'JOIN' END, array_to_string(of_contact || of_company || of_either, ' AND '));
    END IF;
    EXECUTE format('SELECT array(%s LIMIT $4)', asked) INTO more USING patterns, words, brands, most;
    found := CASE WHEN found = '{}' THEN more ELSE array(SELECT DISTINCT unnest(found || more)) END;
    EXIT WHEN cardinality(found) >= most;
  END LOOP;
  RETURN QUERY SELECT unnest(found) LIMIT most;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION company_conditions(text[], text[]) FROM PUBLIC;
