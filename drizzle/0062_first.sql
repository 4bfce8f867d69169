-- Staff write first. Which contacts could see a thread of this kind and topic that is opened in their name at the company, by the rules of
-- contacts_seeing_thread. For staff who serve clients of the company's brand.
CREATE OR REPLACE FUNCTION contacts_for_thread(company uuid, thread_kind text, thread_topic text) RETURNS TABLE (contact_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.contact_id FROM (
    SELECT r.contact_id FROM contacts_reaching(company) r WHERE thread_kind = 'case' AND r.cases_scope IN ('own', 'company')
    UNION ALL
    SELECT ct.id FROM contacts ct JOIN companies co ON co.id = company AND co.brand = ct.brand
      WHERE thread_kind = 'request' AND ct.closed_at IS NULL AND ct.primary_company_id = company AND thread_topic <> 'change'
        AND (thread_topic NOT IN ('invoice', 'estimate') OR ct.billing)
  ) s
  WHERE EXISTS (SELECT FROM companies co WHERE co.id = company
    AND co.brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))
    AND string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[])
$$;
--> statement-breakpoint
-- The companies whose cases a contact reaches, and whether a support agreement is in force there today. For staff of the contact's brand.
CREATE OR REPLACE FUNCTION companies_for_cases(contact uuid) RETURNS TABLE (company_id uuid, name text, in_force boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.company_id, r.name, r.in_force FROM contacts ct CROSS JOIN LATERAL companies_reached(ct.id) r
  WHERE ct.id = contact AND ct.brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))
    AND string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]
$$;
--> statement-breakpoint
-- A member of staff opens a case that a contact phoned in (`due`: when it is to be answered first), or a request to a contact, which is
-- the writer's and waits on the contact. Answers with the number; null for who does not work the kind at that brand, where the id is
-- taken, and where the contact could not see the thread. The contact's row is held, so that rights taken meanwhile wait for the thread.
CREATE OR REPLACE FUNCTION staff_begins_thread(new_id uuid, thread_kind text, company uuid, contact uuid, thread_topic text, thread_subject text,
    case_severity text, case_product text, case_version text, about_agreement uuid, about_invoice uuid, about_estimate uuid,
    asked_at timestamptz, due timestamptz) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  me uuid := nullif((SELECT viewer_fact('staff_id')), '')::uuid;
  roles text[] := string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',');
  co companies;
  ct contacts;
  made text;
  -- Of a request nothing was promised: its first answer is due, and given, at the moment that it is written.
  begun timestamptz(3) := clock_timestamp();
BEGIN
  IF me IS NULL OR NOT (roles && CASE thread_kind WHEN 'case' THEN array['support_agent', 'administrator']::text[]
    WHEN 'request' THEN array['account_manager', 'subscription_manager', 'administrator']::text[] ELSE array[]::text[] END) IS TRUE THEN
    RETURN NULL;
  END IF;
  SELECT * INTO co FROM companies c WHERE c.id = company
    AND c.brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','));
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT * INTO ct FROM contacts c WHERE c.id = contact AND c.brand = co.brand FOR SHARE;
  IF NOT FOUND OR contact NOT IN (SELECT f.contact_id FROM contacts_for_thread(company, thread_kind, coalesce(thread_topic, '')) f) THEN
    RETURN NULL;
  END IF;
  INSERT INTO threads (id, brand, company_id, kind, opened_by, opened_by_name, subject, topic, severity, product, status,
      first_answer_due_at, first_answered_at, answer_due_at, answer_since, last_author_kind, last_author_id)
    VALUES (new_id, co.brand, company, thread_kind, contact, ct.name, thread_subject, thread_topic, case_severity, case_product,
      CASE thread_kind WHEN 'case' THEN 'new' ELSE 'waiting_on_you' END,
      CASE thread_kind WHEN 'case' THEN due ELSE begun END, CASE thread_kind WHEN 'case' THEN NULL ELSE begun END,
      CASE thread_kind WHEN 'case' THEN due END, CASE thread_kind WHEN 'case' THEN asked_at END, 'staff', me)
    ON CONFLICT (id) DO NOTHING RETURNING number INTO made;
  IF made IS NULL THEN RETURN NULL; END IF;
  IF thread_kind = 'case' THEN
    INSERT INTO cases (id, brand, product_version) VALUES (new_id, co.brand, case_version);
  ELSE
    INSERT INTO requests (id, brand, agreement_id, invoice_id, estimate_id)
      VALUES (new_id, co.brand, about_agreement, about_invoice, about_estimate);
    -- Its trigger gave it to the account team; who writes first waits for the answer.
    UPDATE threads SET owner_id = me, stands_in_for = NULL WHERE id = new_id;
  END IF;
  IF contact NOT IN (SELECT s.contact_id FROM contacts_seeing_thread(new_id) s) THEN
    RAISE EXCEPTION 'the contact would not see the thread' USING ERRCODE = 'check_violation', CONSTRAINT = 'threads_opener_sees';
  END IF;
  RETURN made;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION contacts_for_thread(uuid, text, text), companies_for_cases(uuid),
  staff_begins_thread(uuid, text, uuid, uuid, text, text, text, text, text, uuid, uuid, uuid, timestamptz, timestamptz) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION contacts_for_thread(uuid, text, text), companies_for_cases(uuid),
  staff_begins_thread(uuid, text, uuid, uuid, text, text, text, text, text, uuid, uuid, uuid, timestamptz, timestamptz) TO "portal_staff";
--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "invoice_reminders" boolean DEFAULT false NOT NULL;
