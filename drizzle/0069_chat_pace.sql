-- Who may see a chat is asked several times for each message, and it concerns one contact: the other contacts of the
-- company are not looked at any more. Whether support is in force is looked up once and not for every contact.
-- Functions of PL/pgSQL keep their plans on a connection; those of SQL are planned anew by each query that calls them.
CREATE OR REPLACE FUNCTION contacts_reaching(company uuid) RETURNS TABLE (contact_id uuid, cases_scope text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  company_brand text;
  access text;
BEGIN
  SELECT co.brand, b.company_access INTO company_brand, access
  FROM companies co JOIN brands b ON b.key = co.brand
  WHERE co.id = company AND EXISTS (SELECT FROM agreements a
    WHERE a.company_id = co.id AND a.brand = co.brand AND a.kind = 'support' AND a.state = 'active'
      AND business_today(b.zone) BETWEEN a.starts_on AND a.ends_on);
  IF company_brand IS NULL THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT ct.id, ct.cases_scope FROM contacts ct
    WHERE ct.primary_company_id = company AND ct.brand = company_brand AND ct.closed_at IS NULL AND ct.cases_scope <> 'none'
    UNION
    SELECT ct.id, ct.cases_scope FROM contact_companies r JOIN contacts ct ON ct.id = r.contact_id AND ct.brand = r.brand
    WHERE r.company_id = company AND r.brand = company_brand AND ct.closed_at IS NULL AND ct.cases_scope <> 'none'
      AND (ct.primary_company_id = company OR (access = 'primary_and_related' AND ct.primary_company_id IS NOT NULL));
END $$;
--> statement-breakpoint
-- The scope of one contact in one company, by the same rule as contacts_reaching; null where they do not reach it.
CREATE FUNCTION case_scope_at(contact uuid, company uuid) RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT ct.cases_scope
    FROM contacts ct
    JOIN companies co ON co.id = company AND co.brand = ct.brand
    JOIN brands b ON b.key = co.brand
    WHERE ct.id = contact AND ct.closed_at IS NULL AND ct.cases_scope <> 'none'
      AND (ct.primary_company_id = co.id OR (b.company_access = 'primary_and_related' AND ct.primary_company_id IS NOT NULL
        AND EXISTS (SELECT FROM contact_companies r WHERE r.contact_id = ct.id AND r.company_id = co.id AND r.brand = ct.brand)))
      AND EXISTS (SELECT FROM agreements a WHERE a.company_id = co.id AND a.brand = co.brand AND a.kind = 'support' AND a.state = 'active'
        AND business_today(b.zone) BETWEEN a.starts_on AND a.ends_on));
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION case_scope_at(uuid, uuid) FROM public;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION contacts_seeing_thread(thread uuid) RETURNS TABLE (contact_id uuid)
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
  ELSIF t.kind = 'chat' THEN
    RETURN QUERY SELECT t.opened_by WHERE case_scope_at(t.opened_by, t.company_id) IN ('own', 'company');
  ELSIF t.kind = 'request' THEN
    RETURN QUERY SELECT ct.id FROM contacts ct
      WHERE ct.brand = t.brand AND ct.closed_at IS NULL AND ((t.topic = 'change' AND ct.id = t.opened_by)
        OR (t.topic <> 'change' AND ct.primary_company_id = t.company_id AND (ct.id = t.opened_by OR ct.requests_scope = 'company')
          AND (t.topic NOT IN ('invoice', 'estimate') OR ct.billing)));
  END IF;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION staff_seeing_thread(thread uuid) RETURNS TABLE (staff_id uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT s.id FROM threads t
    JOIN staff_brands sb ON sb.brand = t.brand
    JOIN staff s ON s.id = sb.staff_id AND s.closed_at IS NULL AND s.roles && CASE t.kind
      WHEN 'case' THEN array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]
      WHEN 'request' THEN array['account_manager', 'subscription_manager', 'administrator']::text[]
      WHEN 'chat' THEN array['support_agent', 'administrator']::text[]
      ELSE array[]::text[] END
    WHERE t.id = thread;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION sessions_that_hear(thread uuid, internal boolean, session_ids uuid[]) RETURNS TABLE (session_id uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT is_gate() THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT s.id FROM sessions s JOIN threads t ON t.id = thread
    WHERE s.id = ANY (session_ids) AND s.ended_at IS NULL AND s.expires_at > now()
      AND CASE s.account_kind
        WHEN 'contact' THEN NOT internal AND s.brand = t.brand
          AND s.account_id IN (SELECT contact_id FROM contacts_seeing_thread(thread))
        WHEN 'staff' THEN s.account_id IN (SELECT staff_id FROM staff_seeing_thread(thread))
        ELSE false END;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION may_see_thread(person_kind text, person uuid, thread uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT is_gate() THEN
    RETURN false;
  END IF;
  RETURN coalesce(CASE person_kind
    WHEN 'contact' THEN person IN (SELECT c.contact_id FROM contacts_seeing_thread(thread) c)
    WHEN 'staff' THEN person IN (SELECT s.staff_id FROM staff_seeing_thread(thread) s)
    ELSE false END, false);
END $$;
