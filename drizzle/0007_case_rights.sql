-- Rights of the viewers on cases, threads and files, and what the database itself keeps true of them.
GRANT SELECT ON threads, messages, thread_events, thread_participants, thread_reads, cases, case_targets, products, files TO "portal_client";
--> statement-breakpoint
GRANT SELECT ON threads, messages, thread_events, thread_notes, thread_participants, thread_reads, inbound_mails, canned_replies, cases,
  case_targets, products, files TO "portal_staff";
--> statement-breakpoint
GRANT INSERT ON threads, messages, thread_events, thread_participants, thread_reads, cases, files TO "portal_client";
--> statement-breakpoint
GRANT INSERT ON messages, thread_events, thread_notes, thread_participants, thread_reads, files TO "portal_staff";
--> statement-breakpoint
GRANT DELETE ON thread_participants TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT UPDATE (read_at) ON thread_reads TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT UPDATE (thread_id, message_id, attached_at) ON files TO "portal_client";
--> statement-breakpoint
-- The brand too: staff send up on any brand's host, and attaching (staff_attaches) holds it to that of the message.
GRANT UPDATE (brand, thread_id, message_id, note_id, attached_at) ON files TO "portal_staff";
--> statement-breakpoint
GRANT DELETE ON files TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT UPDATE (state, handled_at) ON inbound_mails TO "portal_staff";
--> statement-breakpoint
-- What a client's message, close or reopening changes; severity, product and assignee are the firm's.
GRANT UPDATE (status, close_reason, closed_at, answer_due_at, answer_since, active_at, last_message_at, last_author_kind, last_author_id)
  ON cases TO "portal_client";
--> statement-breakpoint
GRANT UPDATE (status, close_reason, closed_at, answer_due_at, answer_since, active_at, last_message_at, last_author_kind, last_author_id,
  first_answered_at, first_answer_due_at, assignee_id, severity, product, product_version) ON cases TO "portal_staff";
--> statement-breakpoint
GRANT USAGE ON SEQUENCE case_numbers TO "portal_client";
--> statement-breakpoint
-- companies_reached from the other side, for everybody at once: open accounts with the right that reach a company whose support is in
-- force today. Asked for one contact after the other, a function is planned for each anew.
CREATE FUNCTION contacts_reaching(company uuid) RETURNS TABLE (contact_id uuid, cases_scope text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT ct.id, ct.cases_scope
  FROM companies co
  JOIN brands b ON b.key = co.brand
  JOIN contacts ct ON ct.closed_at IS NULL AND ct.cases_scope <> 'none' AND ct.brand = co.brand AND (ct.id, ct.brand) IN (
    SELECT p.id, p.brand FROM contacts p WHERE p.primary_company_id = company
    UNION ALL
    SELECT r.contact_id, r.brand FROM contact_companies r WHERE r.company_id = company)
  WHERE co.id = company
    AND (ct.primary_company_id = co.id OR (b.company_access = 'primary_and_related' AND ct.primary_company_id IS NOT NULL))
    AND EXISTS (SELECT FROM agreements a WHERE a.company_id = co.id AND a.brand = co.brand AND a.kind = 'support' AND a.state = 'active'
      AND business_today(b.zone) BETWEEN a.starts_on AND a.ends_on)
$$;
--> statement-breakpoint
-- Who sees this case now? Asked for people who are not the viewer: whom a mail or a live event goes to.
CREATE FUNCTION contacts_seeing_case(case_id uuid) RETURNS TABLE (contact_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.contact_id FROM cases c CROSS JOIN LATERAL contacts_reaching(c.company_id) r
  WHERE c.id = case_id AND (r.cases_scope = 'company' OR (r.cases_scope = 'own' AND (r.contact_id = c.filed_by
    OR r.contact_id IN (SELECT p.contact_id FROM thread_participants p WHERE p.thread_id = case_id))))
$$;
--> statement-breakpoint
CREATE FUNCTION staff_seeing_thread(thread uuid) RETURNS TABLE (staff_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id FROM threads t
  JOIN staff_brands sb ON sb.brand = t.brand
  JOIN staff s ON s.id = sb.staff_id AND s.closed_at IS NULL
    AND s.roles && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]
  WHERE t.id = thread
$$;
--> statement-breakpoint
CREATE FUNCTION may_see_thread(person_kind text, person uuid, thread uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE person_kind
    WHEN 'contact' THEN EXISTS (SELECT FROM threads t WHERE t.id = thread AND t.kind = 'case')
      AND person IN (SELECT contact_id FROM contacts_seeing_case(thread))
    WHEN 'staff' THEN person IN (SELECT staff_id FROM staff_seeing_thread(thread))
    ELSE false END
$$;
--> statement-breakpoint
-- Of these open sessions, those whose owner may hear of this thread now. `internal`: told to staff alone.
CREATE FUNCTION sessions_that_hear(thread uuid, internal boolean, session_ids uuid[]) RETURNS TABLE (session_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id FROM sessions s JOIN threads t ON t.id = thread
  WHERE s.id = ANY (session_ids) AND s.ended_at IS NULL AND s.expires_at > now()
    AND CASE s.account_kind
      WHEN 'contact' THEN NOT internal AND s.brand = t.brand AND t.kind = 'case'
        AND s.account_id IN (SELECT contact_id FROM contacts_seeing_case(thread))
      WHEN 'staff' THEN s.account_id IN (SELECT staff_id FROM staff_seeing_thread(thread))
      ELSE false END
$$;
--> statement-breakpoint
-- Contacts who could take part in a case: those with the right who reach its company. For who sees the case, and by name alone;
-- the label has the address where two share one.
CREATE FUNCTION case_colleagues(case_id uuid) RETURNS TABLE (contact_id uuid, name text, label text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH subject AS (
    SELECT c.* FROM cases c WHERE c.id = case_id AND (
      (c.brand = nullif(current_setting('portal.brand', true), '') AND current_setting('portal.cases', true) IN ('own', 'company')
        AND nullif(current_setting('portal.contact_id', true), '')::uuid IN (SELECT s.contact_id FROM contacts_seeing_case(case_id) s))
      OR (c.brand = ANY (string_to_array(nullif(current_setting('portal.brands', true), ''), ','))
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
-- Search looks past the policies (full text is not leakproof), so it applies the viewer's own ids itself.
CREATE FUNCTION case_query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN words ~ '^[[:alnum:][:space:]]+$'
    THEN to_tsquery('english', array_to_string(regexp_split_to_array(trim(words), '\s+'), ' & ') || ':*')
    ELSE websearch_to_tsquery('english', words) END
$$;
--> statement-breakpoint
-- One condition with both parts in it is a bitmap of two indexes; a number is a prefix, so its index compares bytes.
CREATE FUNCTION search_cases(words text) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp AS $$
DECLARE
  wanted tsquery := case_query(words);
  first_number text := CASE WHEN upper(trim(words)) ~ '^C?-?[0-9]+$' THEN 'C-' || regexp_replace(words, '[^0-9]', '', 'g') END;
  -- What follows the digits among the bytes.
  beyond text := first_number || ':';
BEGIN
  IF current_setting('portal.cases', true) IN ('own', 'company') THEN
    RETURN QUERY SELECT c.id FROM cases c
      WHERE (c.search @@ wanted OR (c.number ~>=~ first_number AND c.number ~<~ beyond))
        AND c.brand = nullif(current_setting('portal.brand', true), '')
        AND c.company_id IN (SELECT company_id FROM case_companies() WHERE in_force)
        AND (current_setting('portal.cases', true) = 'company'
          OR c.filed_by = nullif(current_setting('portal.contact_id', true), '')::uuid
          OR c.id IN (SELECT thread_id FROM threads_taken_part()));
  END IF;
  IF string_to_array(nullif(current_setting('portal.roles', true), ''), ',')
      && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[] THEN
    RETURN QUERY SELECT c.id FROM cases c
      WHERE (c.search @@ wanted OR (c.number ~>=~ first_number AND c.number ~<~ beyond))
        AND c.brand = ANY (string_to_array(nullif(current_setting('portal.brands', true), ''), ','));
  END IF;
END $$;
--> statement-breakpoint
CREATE FUNCTION cases_search() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.search := setweight(to_tsvector('english', NEW.subject), 'A') || setweight(to_tsvector('english', NEW.product), 'C');
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER cases_search BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION cases_search();
--> statement-breakpoint
-- Words of a message are found in its case. Beyond some 200 kB a vector takes no more, since every change of the case writes it
-- anew: what no longer fits is said in the thread all the same.
CREATE FUNCTION messages_said() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  BEGIN
    UPDATE cases SET search = search || strip(to_tsvector('english', left(NEW.body, 100000)))
      WHERE id = NEW.thread_id AND pg_column_size(search) < 200000;
  EXCEPTION WHEN program_limit_exceeded THEN NULL;
  END;
  INSERT INTO live_events (brand, thread_id, kind, internal) VALUES (NEW.brand, NEW.thread_id, 'message', false);
  PERFORM graphile_worker.add_job('thread.tell', json_build_object('message', NEW.id), job_key := 'tell:' || NEW.id, max_attempts := 25);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER messages_said AFTER INSERT ON messages FOR EACH ROW EXECUTE FUNCTION messages_said();
--> statement-breakpoint
CREATE FUNCTION thread_events_happened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO live_events (brand, thread_id, kind, internal) VALUES (NEW.brand, NEW.thread_id, 'state', NEW.internal);
  PERFORM graphile_worker.add_job('thread.tell', json_build_object('event', NEW.id), job_key := 'tell:' || NEW.id, max_attempts := 25);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER thread_events_happened AFTER INSERT ON thread_events FOR EACH ROW EXECUTE FUNCTION thread_events_happened();
--> statement-breakpoint
CREATE FUNCTION thread_notes_written() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO live_events (brand, thread_id, kind, internal) VALUES (NEW.brand, NEW.thread_id, 'note', true);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER thread_notes_written AFTER INSERT ON thread_notes FOR EACH ROW EXECUTE FUNCTION thread_notes_written();
--> statement-breakpoint
-- Files that come to a message later, or that a scanner has looked at, change what the thread shows.
CREATE FUNCTION files_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.thread_id IS NOT NULL THEN
    INSERT INTO live_events (brand, thread_id, kind, internal) VALUES (NEW.brand, NEW.thread_id, 'state', NEW.note_id IS NOT NULL);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER files_changed AFTER UPDATE OF scan, thread_id ON files FOR EACH ROW EXECUTE FUNCTION files_changed();
--> statement-breakpoint
CREATE FUNCTION live_events_notify() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_notify('portal_live', 'event:' || NEW.id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER live_events_notify AFTER INSERT ON live_events FOR EACH ROW EXECUTE FUNCTION live_events_notify();
--> statement-breakpoint
-- A session that ends, ends its stream.
CREATE FUNCTION sessions_ended() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_notify('portal_live', 'session:' || OLD.id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER sessions_ended AFTER UPDATE OF ended_at ON sessions FOR EACH ROW
  WHEN (NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL) EXECUTE FUNCTION sessions_ended();
--> statement-breakpoint
CREATE TRIGGER sessions_deleted AFTER DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION sessions_ended();
--> statement-breakpoint
-- Who takes part has the right and reaches the company, whoever added them.
CREATE FUNCTION thread_participants_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM threads t
    JOIN contacts ct ON ct.id = NEW.contact_id AND ct.brand = t.brand AND ct.closed_at IS NULL AND ct.cases_scope <> 'none'
    JOIN companies_reached(ct.id) r ON r.company_id = t.company_id AND r.in_force
    WHERE t.id = NEW.thread_id AND t.brand = NEW.brand) THEN
    RAISE EXCEPTION 'this contact may not take part' USING ERRCODE = 'check_violation', CONSTRAINT = 'thread_participants_reach';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER thread_participants_check BEFORE INSERT ON thread_participants FOR EACH ROW EXECUTE FUNCTION thread_participants_check();
--> statement-breakpoint
-- A row of a thread is of the thread's brand.
CREATE FUNCTION thread_brand_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM threads t WHERE t.id = NEW.thread_id AND t.brand = NEW.brand) THEN
    RAISE EXCEPTION 'a row of a thread crosses brands' USING ERRCODE = 'check_violation', CONSTRAINT = 'thread_same_brand';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER messages_brand BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION thread_brand_check();
--> statement-breakpoint
CREATE TRIGGER thread_events_brand BEFORE INSERT ON thread_events FOR EACH ROW EXECUTE FUNCTION thread_brand_check();
--> statement-breakpoint
CREATE TRIGGER thread_notes_brand BEFORE INSERT ON thread_notes FOR EACH ROW EXECUTE FUNCTION thread_brand_check();
--> statement-breakpoint
CREATE TRIGGER thread_reads_brand BEFORE INSERT ON thread_reads FOR EACH ROW EXECUTE FUNCTION thread_brand_check();
--> statement-breakpoint
CREATE FUNCTION cases_thread_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM threads t WHERE t.id = NEW.id AND t.kind = 'case' AND (t.brand, t.company_id) = (NEW.brand, NEW.company_id)) THEN
    RAISE EXCEPTION 'a case and its thread differ' USING ERRCODE = 'check_violation', CONSTRAINT = 'cases_same_owner';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER cases_thread_check BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION cases_thread_check();
--> statement-breakpoint
-- Mail that came in, and files that a scanner should see, have their job in the same transaction.
CREATE FUNCTION inbound_mails_enqueue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('mail.inbound', json_build_object('id', NEW.id), job_key := 'inbound:' || NEW.id, max_attempts := 12);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER inbound_mails_enqueue AFTER INSERT ON inbound_mails FOR EACH ROW WHEN (NEW.state = 'received')
  EXECUTE FUNCTION inbound_mails_enqueue();
--> statement-breakpoint
CREATE FUNCTION files_enqueue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('files.scan', json_build_object('id', NEW.id), job_key := 'scan:' || NEW.id, max_attempts := 25);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER files_enqueue AFTER INSERT ON files FOR EACH ROW WHEN (NEW.scan = 'pending') EXECUTE FUNCTION files_enqueue();
--> statement-breakpoint
-- What was sent up stays counted when the file is taken back.
CREATE FUNCTION files_sent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO uploads (uploader_kind, uploader_id, size_bytes, sent_at)
    VALUES (NEW.uploader_kind, NEW.uploader_id, NEW.size_bytes, NEW.created_at);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER files_sent AFTER INSERT ON files FOR EACH ROW EXECUTE FUNCTION files_sent();
--> statement-breakpoint
-- All that the viewer has sent up lately, also what they no longer see, and how many files of theirs are attached to nothing.
CREATE FUNCTION sent_up(hours integer, OUT bytes bigint, OUT files integer, OUT loose integer)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH viewer AS (
    SELECT 'contact' AS kind, nullif(current_setting('portal.contact_id', true), '')::uuid AS id
    UNION ALL SELECT 'staff', nullif(current_setting('portal.staff_id', true), '')::uuid
  )
  SELECT coalesce(sum(u.size_bytes), 0)::bigint, count(*)::integer,
    (SELECT count(*)::integer FROM files f, viewer v
      WHERE f.uploader_kind = v.kind AND f.uploader_id = v.id AND f.thread_id IS NULL)
  FROM uploads u, viewer v
  WHERE u.uploader_kind = v.kind AND u.uploader_id = v.id AND u.sent_at > clock_timestamp() - make_interval(hours => hours)
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION contacts_reaching(uuid), contacts_seeing_case(uuid), staff_seeing_thread(uuid), may_see_thread(text, uuid, uuid),
  sessions_that_hear(uuid, boolean, uuid[]), case_colleagues(uuid), case_query(text), search_cases(text), cases_search(), messages_said(),
  thread_events_happened(), thread_notes_written(), files_changed(), live_events_notify(), sessions_ended(), thread_participants_check(),
  thread_brand_check(), cases_thread_check(), inbound_mails_enqueue(), files_enqueue(), files_sent(), sent_up(integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION case_query(text), search_cases(text), case_colleagues(uuid), sent_up(integer) TO "portal_client", "portal_staff";
--> statement-breakpoint
-- Targets of the first answer, in minutes of the brand's chat hours: what every brand begins with.
INSERT INTO case_targets (brand, severity, minutes)
  SELECT key, severity, minutes FROM brands CROSS JOIN (VALUES ('production_stopped', 60), ('impaired', 240), ('question', 480)) AS t (severity, minutes);
