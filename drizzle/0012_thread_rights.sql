-- Rights on what stands in threads by now, and what the database itself keeps true of it: number, search, who answers, who sees.
GRANT UPDATE (status, close_reason, closed_at, answer_due_at, answer_since, active_at, last_message_at, last_author_kind, last_author_id)
  ON threads TO "portal_client";
--> statement-breakpoint
GRANT UPDATE (status, close_reason, closed_at, answer_due_at, answer_since, active_at, last_message_at, last_author_kind, last_author_id,
  first_answered_at, first_answer_due_at, owner_id, stands_in_for) ON threads TO "portal_staff";
--> statement-breakpoint
REVOKE USAGE ON SEQUENCE case_numbers, request_numbers FROM "portal_client";
--> statement-breakpoint
DROP POLICY "client_updates" ON "cases" CASCADE;
--> statement-breakpoint
DROP POLICY "client_updates" ON "requests" CASCADE;
--> statement-breakpoint
DROP POLICY "staff_updates" ON "requests" CASCADE;
--> statement-breakpoint
CREATE POLICY "client_updates" ON "threads" AS PERMISSIVE FOR UPDATE TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')) and (opened_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid) or (kind = 'case' and ((select current_setting('portal.cases', true) = 'company') or id in (select thread_id from threads_taken_part()))) or (kind = 'request' and (select nullif(current_setting('portal.requests', true), '')) = 'company' and topic <> 'change'))
  and ((kind = 'case' and (company_id = any ((select array(select company_id from case_companies() where in_force))::uuid[])) is true) or (kind = 'request' and (topic = 'change' or (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and (topic not in ('invoice', 'estimate') or (select current_setting('portal.billing', true) = 'yes'))))))) WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and (opened_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid) or (kind = 'case' and ((select current_setting('portal.cases', true) = 'company') or id in (select thread_id from threads_taken_part()))) or (kind = 'request' and (select nullif(current_setting('portal.requests', true), '')) = 'company' and topic <> 'change'))
  and ((kind = 'case' and (company_id = any ((select array(select company_id from case_companies() where in_force))::uuid[])) is true) or (kind = 'request' and (topic = 'change' or (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and (topic not in ('invoice', 'estimate') or (select current_setting('portal.billing', true) = 'yes')))))));
--> statement-breakpoint
CREATE POLICY "staff_updates" ON "threads" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and ((kind = 'case' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[])) or (kind = 'request' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[])))) WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and ((kind = 'case' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['support_agent', 'administrator']::text[])) or (kind = 'request' and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]))));
--> statement-breakpoint
ALTER POLICY "client_reads" ON "cases" TO portal_client USING (brand = (select nullif(current_setting('portal.brand', true), '')) and exists (select 1 from threads where threads.id = cases.id));
--> statement-breakpoint
ALTER POLICY "client_inserts" ON "cases" TO portal_client WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and exists (select 1 from threads where threads.id = cases.id));
--> statement-breakpoint
ALTER POLICY "client_reads" ON "requests" TO portal_client USING (brand = (select nullif(current_setting('portal.brand', true), '')) and exists (select 1 from threads where threads.id = requests.id));
--> statement-breakpoint
ALTER POLICY "client_inserts" ON "requests" TO portal_client WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and exists (select 1 from threads where threads.id = requests.id));
--> statement-breakpoint
ALTER POLICY "client_reads" ON "threads" TO portal_client USING (brand = (select nullif(current_setting('portal.brand', true), '')) and (opened_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid) or (kind = 'case' and ((select current_setting('portal.cases', true) = 'company') or id in (select thread_id from threads_taken_part()))) or (kind = 'request' and (select nullif(current_setting('portal.requests', true), '')) = 'company' and topic <> 'change'))
  and ((kind = 'case' and (company_id = any ((select array(select company_id from case_companies() where in_force))::uuid[])) is true) or (kind = 'request' and (topic = 'change' or (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and (topic not in ('invoice', 'estimate') or (select current_setting('portal.billing', true) = 'yes')))))));
--> statement-breakpoint
ALTER POLICY "client_inserts" ON "threads" TO portal_client WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and opened_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and status = 'new' and owner_id is null and stands_in_for is null and (
        (kind = 'case' and (select current_setting('portal.cases', true) in ('own', 'company'))
          and company_id in (select company_id from case_companies() where in_force))
        or (kind = 'request' and company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and (select nullif(current_setting('portal.requests', true), '')) in ('own', 'company')
          and (topic not in ('invoice', 'estimate') or (select current_setting('portal.billing', true) = 'yes')))));
--> statement-breakpoint
-- Each list of a contact asks these several times: in this language their plans are kept, where they were made anew at each call.
CREATE OR REPLACE FUNCTION companies_reached(contact uuid) RETURNS TABLE (company_id uuid, name text, is_primary boolean, in_force boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT co.id, co.name, co.id = ct.primary_company_id,
    EXISTS (SELECT FROM agreements a WHERE a.company_id = co.id AND a.brand = co.brand AND a.kind = 'support' AND a.state = 'active'
      AND business_today(b.zone) BETWEEN a.starts_on AND a.ends_on)
  FROM contacts ct
  JOIN brands b ON b.key = ct.brand
  JOIN companies co ON co.brand = ct.brand AND co.id IN (
    SELECT ct.primary_company_id
    UNION ALL
    SELECT r.company_id FROM contact_companies r
      WHERE r.contact_id = ct.id AND r.brand = ct.brand AND b.company_access = 'primary_and_related' AND ct.primary_company_id IS NOT NULL)
  WHERE ct.id = contact AND ct.closed_at IS NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION case_companies() RETURNS TABLE (company_id uuid, name text, is_primary boolean, in_force boolean)
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 4 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT r.company_id, r.name, r.is_primary, r.in_force
  FROM contacts ct CROSS JOIN LATERAL companies_reached(ct.id) r
  WHERE ct.id = nullif(current_setting('portal.contact_id', true), '')::uuid
    AND ct.brand = nullif(current_setting('portal.brand', true), '')
    AND current_setting('portal.cases', true) IN ('own', 'company');
END $$;
--> statement-breakpoint
-- The letter that numbers of a kind begin with.
CREATE FUNCTION thread_letter(thread_kind text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE thread_kind WHEN 'case' THEN 'C' WHEN 'request' THEN 'R' END
$$;
--> statement-breakpoint
-- What is found by more than what was said in it.
CREATE FUNCTION thread_head(t threads) RETURNS tsvector LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT setweight(to_tsvector('english', t.subject), 'A') || thread_digits(t.number) || thread_names(t.company_id, t.opened_by_name)
$$;
--> statement-breakpoint
CREATE FUNCTION product_words(product text, version text) RETURNS tsvector LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT setweight(to_tsvector('english', concat_ws(' ', product, version)), 'C')
$$;
--> statement-breakpoint
-- A thread is of its company's brand, and so is who began it. Numbers of a kind are counted through the whole deployment.
CREATE FUNCTION threads_before() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM companies co WHERE co.id = NEW.company_id AND co.brand = NEW.brand)
    OR NOT EXISTS (SELECT FROM contacts ct WHERE ct.id = NEW.opened_by AND ct.brand = NEW.brand) THEN
    RAISE EXCEPTION 'a thread and whose it is differ' USING ERRCODE = 'check_violation', CONSTRAINT = 'threads_same_owner';
  END IF;
  IF NEW.number = '' THEN
    NEW.number := thread_letter(NEW.kind) || '-' || CASE NEW.kind WHEN 'case' THEN nextval('case_numbers') WHEN 'request' THEN nextval('request_numbers') END;
  END IF;
  NEW.search := thread_head(NEW);
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER threads_before BEFORE INSERT ON threads FOR EACH ROW EXECUTE FUNCTION threads_before();
--> statement-breakpoint
DROP TRIGGER cases_search ON cases;
--> statement-breakpoint
DROP FUNCTION cases_search();
--> statement-breakpoint
CREATE OR REPLACE FUNCTION cases_thread_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM threads t WHERE t.id = NEW.id AND t.kind = 'case' AND t.brand = NEW.brand) THEN
    RAISE EXCEPTION 'a case and its thread differ' USING ERRCODE = 'check_violation', CONSTRAINT = 'cases_same_owner';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- A case is found by the product that it was filed for, and by the one that it turned out to be about.
CREATE FUNCTION cases_product() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE threads SET search = search || product_words(NEW.product, NEW.product_version) WHERE id = NEW.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER cases_product AFTER INSERT OR UPDATE OF product, product_version ON cases FOR EACH ROW EXECUTE FUNCTION cases_product();
--> statement-breakpoint
-- A request is of its thread's brand, and what it is about of its company. Who answers is chosen here, whatever was sent.
CREATE OR REPLACE FUNCTION requests_before() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  thread threads;
BEGIN
  SELECT * INTO thread FROM threads t WHERE t.id = NEW.id AND t.kind = 'request' AND t.brand = NEW.brand;
  IF NOT FOUND
    OR (thread.topic = 'invoice') IS DISTINCT FROM (NEW.invoice_id IS NOT NULL) OR (thread.topic = 'estimate') IS DISTINCT FROM (NEW.estimate_id IS NOT NULL)
    OR (NEW.member_id IS NOT NULL AND NOT EXISTS (SELECT FROM account_team_members m WHERE m.id = NEW.member_id AND (m.brand, m.company_id) = (thread.brand, thread.company_id)))
    OR (NEW.agreement_id IS NOT NULL AND NOT EXISTS (SELECT FROM agreements a WHERE a.id = NEW.agreement_id AND (a.brand, a.company_id) = (thread.brand, thread.company_id)))
    OR (NEW.invoice_id IS NOT NULL AND NOT EXISTS (SELECT FROM invoices i WHERE i.id = NEW.invoice_id AND (i.brand, i.company_id) = (thread.brand, thread.company_id)))
    OR (NEW.estimate_id IS NOT NULL AND NOT EXISTS (SELECT FROM estimates e WHERE e.id = NEW.estimate_id AND (e.brand, e.company_id) = (thread.brand, thread.company_id))) THEN
    RAISE EXCEPTION 'a request and what it is about differ' USING ERRCODE = 'check_violation', CONSTRAINT = 'requests_same_owner';
  END IF;
  UPDATE threads SET (owner_id, stands_in_for) = (SELECT o.owner, o.in_place_of FROM request_owner(thread.company_id, thread.topic, NEW.member_id) o)
    WHERE id = NEW.id;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- Words of a message are found in its thread. Beyond some 200 kB a vector takes no more, since every change of the thread writes it
-- anew: what no longer fits is said in the thread all the same.
CREATE OR REPLACE FUNCTION messages_said() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  BEGIN
    UPDATE threads SET search = search || strip(to_tsvector('english', left(NEW.body, 100000)))
      WHERE id = NEW.thread_id AND pg_column_size(search) < 200000;
  EXCEPTION WHEN program_limit_exceeded THEN NULL;
  END;
  INSERT INTO live_events (brand, thread_id, kind, internal) VALUES (NEW.brand, NEW.thread_id, 'message', false);
  PERFORM graphile_worker.add_job('thread.tell', json_build_object('message', NEW.id), job_key := 'tell:' || NEW.id, max_attempts := 25);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- All that a thread is found by, from its rows: for threads of a company whose name has changed.
CREATE FUNCTION thread_search(thread threads) RETURNS tsvector LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  found_by tsvector := thread_head(thread);
  said text;
BEGIN
  found_by := found_by || coalesce((SELECT product_words(c.product, c.product_version) FROM cases c WHERE c.id = thread.id), '')
    || coalesce((SELECT product_words(string_agg(e.before, ' '), NULL) FROM thread_events e WHERE e.thread_id = thread.id AND e.kind = 'product'), '');
  FOR said IN SELECT m.body FROM messages m WHERE m.thread_id = thread.id ORDER BY m.created_at, m.id LOOP
    EXIT WHEN pg_column_size(found_by) >= 200000;
    BEGIN
      found_by := found_by || strip(to_tsvector('english', left(said, 100000)));
    EXCEPTION WHEN program_limit_exceeded THEN EXIT;
    END;
  END LOOP;
  RETURN found_by;
END $$;
--> statement-breakpoint
-- A job writes them anew: a company may have very many, and whoever renames it waits for none of them.
CREATE FUNCTION companies_renamed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('threads.reindex', json_build_object('company', NEW.id), job_key := 'reindex:' || NEW.id, max_attempts := 25);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER companies_renamed AFTER UPDATE OF name ON companies FOR EACH ROW WHEN (NEW.name IS DISTINCT FROM OLD.name)
  EXECUTE FUNCTION companies_renamed();
--> statement-breakpoint
DROP FUNCTION search_cases(text), search_requests(text);
--> statement-breakpoint
ALTER FUNCTION case_query(text) RENAME TO words_query;
--> statement-breakpoint
-- What somebody types for a number of this kind as its digits: `C-100023`, `c 100023`, `C–100023`, `case #100023`, `100 023`.
CREATE FUNCTION plain_numbers(words text, wanted_kind text) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(regexp_replace((regexp_match(plain, '^(?:' || wanted_kind || '\s*)?(?:no\.?|nr\.?|number)?\s*#?\s*(?:' || thread_letter(wanted_kind) || '\s*-?\s*)?([0-9][0-9\s]*)$', 'i'))[1], '\s', '', 'g'),
    regexp_replace(plain, '\m' || thread_letter(wanted_kind) || '\s*-?\s*(?=[0-9]{6,}\M)', '', 'gi'))
  FROM (SELECT regexp_replace(trim(words), '[‐‑‒–—−]', '-', 'g') AS plain) p
$$;
--> statement-breakpoint
-- Search looks past the policies (full text is not leakproof), so it applies the viewer's own ids itself. One condition with both parts
-- in it is a bitmap of two indexes; a number is a prefix, so its index compares bytes. Names stand there as they are written too.
CREATE FUNCTION search_threads(words text, wanted_kind text) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp AS $$
DECLARE
  plain text := plain_numbers(words, wanted_kind);
  wanted tsquery := words_query(plain) || plainto_tsquery('simple', plain);
  first_number text := CASE WHEN plain ~ '^[0-9]+$' THEN thread_letter(wanted_kind) || '-' || plain END;
  -- What follows the digits among the bytes.
  beyond text := first_number || ':';
  me uuid := nullif(current_setting('portal.contact_id', true), '')::uuid;
  roles text[] := string_to_array(nullif(current_setting('portal.roles', true), ''), ',');
  brands text[] := string_to_array(nullif(current_setting('portal.brands', true), ''), ',');
BEGIN
  IF wanted_kind = 'case' AND current_setting('portal.cases', true) IN ('own', 'company') THEN
    RETURN QUERY SELECT t.id FROM threads t
      WHERE t.kind = 'case' AND (t.search @@ wanted OR (t.number ~>=~ first_number AND t.number ~<~ beyond))
        AND t.brand = nullif(current_setting('portal.brand', true), '')
        AND t.company_id IN (SELECT company_id FROM case_companies() WHERE in_force)
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
--> statement-breakpoint
DROP FUNCTION contacts_seeing_thread(uuid), contacts_seeing_case(uuid), contacts_seeing_request(uuid);
--> statement-breakpoint
-- Who sees this thread now? Asked for people who are not the viewer: whom a mail or a live event goes to.
CREATE FUNCTION contacts_seeing_thread(thread uuid) RETURNS TABLE (contact_id uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  t threads;
BEGIN
  SELECT * INTO t FROM threads WHERE id = thread;
  IF t.kind = 'case' THEN
    RETURN QUERY SELECT r.contact_id FROM contacts_reaching(t.company_id) r
      WHERE r.cases_scope = 'company' OR (r.cases_scope = 'own' AND (r.contact_id = t.opened_by
        OR r.contact_id IN (SELECT p.contact_id FROM thread_participants p WHERE p.thread_id = thread)));
  ELSIF t.kind = 'request' THEN
    RETURN QUERY SELECT ct.id FROM contacts ct
      WHERE ct.brand = t.brand AND ct.closed_at IS NULL AND ((t.topic = 'change' AND ct.id = t.opened_by)
        OR (t.topic <> 'change' AND ct.primary_company_id = t.company_id AND (ct.id = t.opened_by OR ct.requests_scope = 'company')
          AND (t.topic NOT IN ('invoice', 'estimate') OR ct.billing)));
  END IF;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION case_colleagues(case_id uuid) RETURNS TABLE (contact_id uuid, name text, label text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH subject AS (
    SELECT t.* FROM threads t WHERE t.id = case_id AND t.kind = 'case' AND (
      (t.brand = nullif(current_setting('portal.brand', true), '') AND current_setting('portal.cases', true) IN ('own', 'company')
        AND nullif(current_setting('portal.contact_id', true), '')::uuid IN (SELECT s.contact_id FROM contacts_seeing_thread(case_id) s))
      OR (t.brand = ANY (string_to_array(nullif(current_setting('portal.brands', true), ''), ','))
        AND nullif(current_setting('portal.staff_id', true), '')::uuid IN (SELECT s.staff_id FROM staff_seeing_thread(case_id) s)))
  ), people AS (
    SELECT ct.id, ct.name, ct.email, count(*) OVER (PARTITION BY lower(ct.name)) AS namesakes
    FROM subject c
    CROSS JOIN LATERAL contacts_reaching(c.company_id) r
    JOIN contacts ct ON ct.id = r.contact_id
  )
  SELECT id, name, CASE WHEN namesakes > 1 THEN name || ' (' || email || ')' ELSE name END FROM people
$$;
--> statement-breakpoint
DROP FUNCTION request_people(uuid);
--> statement-breakpoint
-- How those who answer a thread are called, for the contacts who see it: no client reads the firm's own table of people.
CREATE FUNCTION thread_people(thread uuid) RETURNS TABLE (owner_name text, in_place_of_name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.name, i.name
  FROM threads t LEFT JOIN staff o ON o.id = t.owner_id LEFT JOIN staff i ON i.id = t.stands_in_for
  WHERE t.id = thread
    AND nullif(current_setting('portal.contact_id', true), '')::uuid IN (SELECT contact_id FROM contacts_seeing_thread(t.id))
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION change_requests_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM threads t WHERE t.id = NEW.request_id AND t.topic = 'change' AND (t.brand, t.opened_by) = (NEW.brand, NEW.contact_id)) THEN
    RAISE EXCEPTION 'a change is of who asked for it' USING ERRCODE = 'check_violation', CONSTRAINT = 'change_requests_same_owner';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION thread_names(uuid, text), thread_digits(text), thread_letter(text), thread_head(threads), product_words(text, text),
  threads_before(), cases_product(), thread_search(threads), companies_renamed(), plain_numbers(text, text), search_threads(text, text),
  contacts_seeing_thread(uuid), thread_people(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_threads(text, text) TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION thread_people(uuid) TO "portal_client";
