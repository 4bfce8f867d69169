CREATE INDEX "companies_by_name" ON "companies" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "contact_companies_company" ON "contact_companies" USING btree ("company_id");--> statement-breakpoint
CREATE INDEX "contacts_by_name" ON "contacts" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "account_team_staff" ON "account_team_members" USING btree ("staff_id") WHERE staff_id is not null;
--> statement-breakpoint
-- What companies and contacts are found by, lower-cased. Each is one expression, so that it is computed without a call for each row.
CREATE OR REPLACE FUNCTION company_words(name text, external_id text, city text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT lower(name || ' ' || external_id || ' ' || coalesce(city, '')) $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION contact_words(name text, email text, job_title text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT lower(name || ' ' || email || ' ' || coalesce(job_title, '')) $$;
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS companies_words ON companies USING gin (company_words(name, external_id, city) gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS companies_domains ON companies USING gin (mail_domains);
--> statement-breakpoint
CREATE INDEX IF NOT EXISTS contacts_words ON contacts USING gin (contact_words(name, email, job_title) gin_trgm_ops);
--> statement-breakpoint
-- Companies that every word matches: a part of the own words by its pattern, or a whole mail domain. Of the brands of staff who face clients,
-- and at most so many: more are of no use by their ids. A word that few companies match is looked up by an index, the others are compared
-- with what it finds; where all words are common, what the first finds is more than `most`, and says so.
CREATE OR REPLACE FUNCTION search_companies(patterns text[], words text[], most integer) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  roles text[] := string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',');
  brands text[] := string_to_array(nullif((SELECT viewer_fact('brands')), ''), ',');
  found uuid[];
BEGIN
  IF roles && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[] THEN
    FOR n IN 1 .. cardinality(patterns) LOOP
      found := array(SELECT c.id FROM companies c WHERE c.brand = ANY (brands)
        AND (company_words(c.name, c.external_id, c.city) LIKE patterns[n] OR c.mail_domains @> array[words[n]]) LIMIT most + 2000);
      EXIT WHEN cardinality(found) < most + 2000;
    END LOOP;
    IF cardinality(found) >= most + 2000 THEN
      RETURN QUERY SELECT id FROM unnest(found) AS id LIMIT most;
      RETURN;
    END IF;
    RETURN QUERY SELECT c.id FROM companies c WHERE c.id = ANY (found) AND NOT EXISTS (
      SELECT 1 FROM generate_subscripts(patterns, 1) n
      WHERE NOT (company_words(c.name, c.external_id, c.city) LIKE patterns[n] OR c.mail_domains @> array[words[n]])) LIMIT most;
  END IF;
END $$;
--> statement-breakpoint
-- The same for contacts: a word matches by the contact's own words, or by those of the primary company.
CREATE OR REPLACE FUNCTION search_contacts(patterns text[], words text[], most integer) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  roles text[] := string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',');
  brands text[] := string_to_array(nullif((SELECT viewer_fact('brands')), ''), ',');
  found uuid[];
BEGIN
  IF roles && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[] THEN
    FOR n IN 1 .. cardinality(patterns) LOOP
      found := array(SELECT c.id FROM contacts c WHERE c.brand = ANY (brands)
        AND contact_words(c.name, c.email, c.job_title) LIKE patterns[n] LIMIT most + 2000);
      CONTINUE WHEN cardinality(found) >= most + 2000;
      found := found || array(SELECT c.id FROM companies o JOIN contacts c ON c.primary_company_id = o.id AND c.brand = o.brand
        WHERE o.brand = ANY (brands)
          AND (company_words(o.name, o.external_id, o.city) LIKE patterns[n] OR o.mail_domains @> array[words[n]]) LIMIT most + 2000);
      EXIT WHEN cardinality(found) < most + 2000;
    END LOOP;
    IF cardinality(found) >= most + 2000 THEN
      RETURN QUERY SELECT DISTINCT id FROM unnest(found) AS id LIMIT most;
      RETURN;
    END IF;
    RETURN QUERY SELECT c.id FROM contacts c LEFT JOIN companies o ON o.id = c.primary_company_id WHERE c.id = ANY (found) AND NOT EXISTS (
      SELECT 1 FROM generate_subscripts(patterns, 1) n
      WHERE NOT (contact_words(c.name, c.email, c.job_title) LIKE patterns[n]
        OR coalesce(company_words(o.name, o.external_id, o.city) LIKE patterns[n] OR o.mail_domains @> array[words[n]], false))) LIMIT most;
  END IF;
END $$;
--> statement-breakpoint
-- How a contact stands with sign-in, for staff who see the contact. It tells these three facts of accounts and nothing else.
CREATE OR REPLACE FUNCTION contact_sign_in(contact uuid) RETURNS TABLE (has_password boolean, last_seen_at timestamptz, invited_at timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp AS $$
DECLARE
  roles text[] := string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',');
  brands text[] := string_to_array(nullif((SELECT viewer_fact('brands')), ''), ',');
BEGIN
  IF roles && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]
    AND EXISTS (SELECT 1 FROM contacts c WHERE c.id = contact AND c.brand = ANY (brands)) THEN
    RETURN QUERY SELECT
      EXISTS (SELECT 1 FROM credentials k WHERE k.account_kind = 'contact' AND k.account_id = contact),
      (SELECT max(s.last_seen_at)::timestamptz FROM sessions s WHERE s.account_kind = 'contact' AND s.account_id = contact),
      (SELECT max(t.created_at)::timestamptz FROM sign_in_tokens t WHERE t.account_kind = 'contact' AND t.account_id = contact);
  END IF;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION search_companies(text[], text[], integer), search_contacts(text[], text[], integer), contact_sign_in(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_companies(text[], text[], integer), search_contacts(text[], text[], integer), contact_sign_in(uuid) TO "portal_staff";
