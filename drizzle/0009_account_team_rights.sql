-- Rights of the viewers on requests, notices, Settings and the home page, and what the database itself keeps true of them.
GRANT SELECT ON requests, change_requests, request_targets, notices, mail_preferences TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT SELECT ON team_photos TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT SELECT ON staff_absences, home_page_versions, mail_events, outbox TO "portal_staff";
--> statement-breakpoint
GRANT INSERT ON requests, change_requests TO "portal_client";
--> statement-breakpoint
GRANT INSERT, DELETE ON staff_absences, team_photos TO "portal_staff";
--> statement-breakpoint
GRANT INSERT ON home_page_versions TO "portal_staff";
--> statement-breakpoint
GRANT INSERT, DELETE ON mail_preferences TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT UPDATE (wanted, updated_at) ON mail_preferences TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT UPDATE (read_at) ON notices TO "portal_client", "portal_staff";
--> statement-breakpoint
-- What a client's message, close or reopening changes; owner, kind and subject are the firm's.
GRANT UPDATE (status, closed_at, answer_due_at, answer_since, active_at, last_message_at, last_author_kind, last_author_id) ON requests TO "portal_client";
--> statement-breakpoint
GRANT UPDATE (status, closed_at, answer_due_at, answer_since, active_at, last_message_at, last_author_kind, last_author_id, first_answered_at,
  owner_id, stands_in_for) ON requests TO "portal_staff";
--> statement-breakpoint
GRANT UPDATE (state, decided_by, decided_by_name, decided_at, applied) ON change_requests TO "portal_staff";
--> statement-breakpoint
GRANT USAGE ON SEQUENCE request_numbers TO "portal_client";
--> statement-breakpoint
-- Settings: a contact's own time zone, phones and addresses.
GRANT UPDATE (time_zone) ON contacts TO "portal_client";
--> statement-breakpoint
GRANT INSERT, DELETE ON contact_phones, contact_addresses TO "portal_client";
--> statement-breakpoint
GRANT UPDATE (kind, number) ON contact_phones TO "portal_client";
--> statement-breakpoint
GRANT UPDATE (kind, line1, line2, city, region, postal_code, country) ON contact_addresses TO "portal_client";
--> statement-breakpoint
-- What administrators alone change, when they approve what a contact asked for.
GRANT UPDATE (name, email, primary_company_id, billing, pay, cases_scope, requests_scope, updated_at) ON contacts TO "portal_staff";
--> statement-breakpoint
GRANT INSERT, DELETE ON contact_companies TO "portal_staff";
--> statement-breakpoint
GRANT INSERT ON account_team_members TO "portal_staff";
--> statement-breakpoint
-- Who sees this request now? Asked for people who are not the viewer: whom a mail or a live event goes to.
CREATE FUNCTION contacts_seeing_request(request_id uuid) RETURNS TABLE (contact_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT ct.id FROM requests r
  JOIN contacts ct ON ct.brand = r.brand AND ct.closed_at IS NULL AND ((r.kind = 'change' AND ct.id = r.asked_by)
    OR (r.kind <> 'change' AND ct.primary_company_id = r.company_id AND (ct.id = r.asked_by OR ct.requests_scope = 'company')
      AND (r.kind NOT IN ('invoice', 'estimate') OR ct.billing)))
  WHERE r.id = request_id
$$;
--> statement-breakpoint
CREATE FUNCTION contacts_seeing_thread(thread uuid) RETURNS TABLE (contact_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.contact_id FROM threads t CROSS JOIN LATERAL contacts_seeing_case(t.id) s WHERE t.id = thread AND t.kind = 'case'
  UNION ALL
  SELECT s.contact_id FROM threads t CROSS JOIN LATERAL contacts_seeing_request(t.id) s WHERE t.id = thread AND t.kind = 'request'
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION staff_seeing_thread(thread uuid) RETURNS TABLE (staff_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id FROM threads t
  JOIN staff_brands sb ON sb.brand = t.brand
  JOIN staff s ON s.id = sb.staff_id AND s.closed_at IS NULL AND s.roles && CASE t.kind
    WHEN 'case' THEN array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]
    WHEN 'request' THEN array['account_manager', 'subscription_manager', 'administrator']::text[]
    ELSE array[]::text[] END
  WHERE t.id = thread
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION may_see_thread(person_kind text, person uuid, thread uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE person_kind
    WHEN 'contact' THEN person IN (SELECT contact_id FROM contacts_seeing_thread(thread))
    WHEN 'staff' THEN person IN (SELECT staff_id FROM staff_seeing_thread(thread))
    ELSE false END
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION sessions_that_hear(thread uuid, internal boolean, session_ids uuid[]) RETURNS TABLE (session_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id FROM sessions s JOIN threads t ON t.id = thread
  WHERE s.id = ANY (session_ids) AND s.ended_at IS NULL AND s.expires_at > now()
    AND CASE s.account_kind
      WHEN 'contact' THEN NOT internal AND s.brand = t.brand
        AND s.account_id IN (SELECT contact_id FROM contacts_seeing_thread(thread))
      WHEN 'staff' THEN s.account_id IN (SELECT staff_id FROM staff_seeing_thread(thread))
      ELSE false END
$$;
--> statement-breakpoint
-- Of these open sessions, those of one person: whom a notice is for. A contact's is of one brand; a member of staff is on any host.
CREATE FUNCTION sessions_of(person_kind text, person uuid, person_brand text, session_ids uuid[]) RETURNS TABLE (session_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id FROM sessions s
  WHERE s.id = ANY (session_ids) AND s.ended_at IS NULL AND s.expires_at > now()
    AND s.account_kind = person_kind AND s.account_id = person AND (person_kind = 'staff' OR s.brand = person_brand)
$$;
--> statement-breakpoint
-- Who takes part in a case; requests are of who asked and their colleagues.
CREATE OR REPLACE FUNCTION thread_participants_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM threads t
    JOIN contacts ct ON ct.id = NEW.contact_id AND ct.brand = t.brand AND ct.closed_at IS NULL AND ct.cases_scope <> 'none'
    JOIN companies_reached(ct.id) r ON r.company_id = t.company_id AND r.in_force
    WHERE t.id = NEW.thread_id AND t.kind = 'case' AND t.brand = NEW.brand) THEN
    RAISE EXCEPTION 'this contact may not take part' USING ERRCODE = 'check_violation', CONSTRAINT = 'thread_participants_reach';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION messages_said() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  said tsvector;
BEGIN
  BEGIN
    said := strip(to_tsvector('english', left(NEW.body, 100000)));
    UPDATE cases SET search = search || said WHERE id = NEW.thread_id AND pg_column_size(search) < 200000;
    UPDATE requests SET search = search || said WHERE id = NEW.thread_id AND pg_column_size(search) < 200000;
  EXCEPTION WHEN program_limit_exceeded THEN NULL;
  END;
  INSERT INTO live_events (brand, thread_id, kind, internal) VALUES (NEW.brand, NEW.thread_id, 'message', false);
  PERFORM graphile_worker.add_job('thread.tell', json_build_object('message', NEW.id), job_key := 'tell:' || NEW.id, max_attempts := 25);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Today in the zone of a member of staff, are they away, until when, and who stands in? One who is away too, or gone, does not.
CREATE FUNCTION staff_cover(member uuid) RETURNS TABLE (away_until date, stand_in uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT a.ends_on, (SELECT s.id FROM staff s WHERE s.id = a.stand_in_id AND s.closed_at IS NULL AND NOT EXISTS (
      SELECT FROM staff_absences b WHERE b.staff_id = s.id AND business_today(s.time_zone) BETWEEN b.starts_on AND b.ends_on))
  FROM staff_absences a JOIN staff m ON m.id = a.staff_id
  WHERE a.staff_id = member AND business_today(m.time_zone) BETWEEN a.starts_on AND a.ends_on
  ORDER BY a.ends_on DESC, a.id LIMIT 1
$$;
--> statement-breakpoint
-- Who writes a colleague's absence shares a brand with them, and so does who stands in.
CREATE FUNCTION staff_absences_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  absence staff_absences := coalesce(NEW, OLD);
  writer uuid := nullif(current_setting('portal.staff_id', true), '')::uuid;
BEGIN
  IF writer IS NOT NULL AND NOT EXISTS (SELECT FROM staff_brands b WHERE b.staff_id = absence.staff_id
      AND b.brand = ANY (string_to_array(current_setting('portal.brands', true), ','))) THEN
    RAISE EXCEPTION 'an absence is of somebody in the writer''s brands' USING ERRCODE = 'check_violation', CONSTRAINT = 'staff_absences_same_brand';
  END IF;
  IF TG_OP = 'INSERT' AND absence.stand_in_id IS NOT NULL AND NOT EXISTS (SELECT FROM staff_brands b JOIN staff_brands o ON o.brand = b.brand
      WHERE b.staff_id = absence.staff_id AND o.staff_id = absence.stand_in_id) THEN
    RAISE EXCEPTION 'who stands in shares a brand' USING ERRCODE = 'check_violation', CONSTRAINT = 'staff_absences_stand_in_brand';
  END IF;
  RETURN absence;
END $$;
--> statement-breakpoint
CREATE TRIGGER staff_absences_check BEFORE INSERT OR DELETE ON staff_absences FOR EACH ROW EXECUTE FUNCTION staff_absences_check();
--> statement-breakpoint
-- The absences of the viewer's own account team, as its clients may know them.
CREATE FUNCTION team_cover() RETURNS TABLE (member_id uuid, away_until date, stand_in_name text, stand_in_email text, stand_in_phone text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.id, c.away_until, s.name, s.email, s.phone
  FROM account_team_members m CROSS JOIN LATERAL staff_cover(m.staff_id) c LEFT JOIN staff s ON s.id = c.stand_in
  WHERE m.company_id = nullif(current_setting('portal.company_id', true), '')::uuid
    AND m.brand = nullif(current_setting('portal.brand', true), '')
$$;
--> statement-breakpoint
-- The companies that the viewer is related to beside the primary one, by name alone: no contact reads another company's row.
CREATE FUNCTION related_companies() RETURNS TABLE (name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT co.name FROM contact_companies r
  JOIN contacts ct ON ct.id = r.contact_id AND ct.brand = r.brand AND ct.closed_at IS NULL
  JOIN companies co ON co.id = r.company_id AND co.brand = r.brand AND co.id IS DISTINCT FROM ct.primary_company_id
  WHERE ct.id = nullif(current_setting('portal.contact_id', true), '')::uuid
    AND ct.brand = nullif(current_setting('portal.brand', true), '')
$$;
--> statement-breakpoint
-- Who answers a new request: whom it was written to, if they answer in the portal, else the manager that its kind is for; or who stands in. Nobody for a
-- change of details, which is portal support's.
CREATE FUNCTION request_owner(company uuid, request_kind text, member uuid, OUT owner uuid, OUT in_place_of uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  chosen uuid;
  cover record;
BEGIN
  IF request_kind = 'change' THEN RETURN; END IF;
  SELECT m.staff_id INTO chosen FROM account_team_members m
    WHERE m.company_id = company AND m.role IN ('account_manager', 'subscription_manager') AND m.staff_id IS NOT NULL
    ORDER BY (m.id = member) IS TRUE DESC, (m.role = CASE WHEN request_kind IN ('subscription', 'renewal', 'support_agreement') THEN 'subscription_manager'
      ELSE 'account_manager' END) DESC, m.created_at, m.id LIMIT 1;
  IF chosen IS NULL THEN RETURN; END IF;
  SELECT * INTO cover FROM staff_cover(chosen);
  IF FOUND THEN
    owner := cover.stand_in;
    in_place_of := CASE WHEN owner IS NULL THEN NULL ELSE chosen END;
  ELSE
    owner := chosen;
  END IF;
  IF NOT EXISTS (SELECT FROM staff s JOIN companies co ON co.id = company JOIN staff_brands b ON b.staff_id = s.id AND b.brand = co.brand
      WHERE s.id = owner AND s.closed_at IS NULL AND s.roles && array['account_manager', 'subscription_manager', 'administrator']::text[]) THEN
    owner := NULL;
    in_place_of := NULL;
  END IF;
END $$;
--> statement-breakpoint
-- A request is of its thread's brand and company, and so is all that it is about. Who answers is chosen here, whatever was sent.
CREATE FUNCTION requests_before() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM threads t WHERE t.id = NEW.id AND t.kind = 'request' AND (t.brand, t.company_id) = (NEW.brand, NEW.company_id))
    OR NOT EXISTS (SELECT FROM contacts ct WHERE ct.id = NEW.asked_by AND ct.brand = NEW.brand)
    OR (NEW.member_id IS NOT NULL AND NOT EXISTS (SELECT FROM account_team_members m WHERE m.id = NEW.member_id AND (m.brand, m.company_id) = (NEW.brand, NEW.company_id)))
    OR (NEW.agreement_id IS NOT NULL AND NOT EXISTS (SELECT FROM agreements a WHERE a.id = NEW.agreement_id AND (a.brand, a.company_id) = (NEW.brand, NEW.company_id)))
    OR (NEW.invoice_id IS NOT NULL AND NOT EXISTS (SELECT FROM invoices i WHERE i.id = NEW.invoice_id AND (i.brand, i.company_id) = (NEW.brand, NEW.company_id)))
    OR (NEW.estimate_id IS NOT NULL AND NOT EXISTS (SELECT FROM estimates e WHERE e.id = NEW.estimate_id AND (e.brand, e.company_id) = (NEW.brand, NEW.company_id))) THEN
    RAISE EXCEPTION 'a request and what it is about differ' USING ERRCODE = 'check_violation', CONSTRAINT = 'requests_same_owner';
  END IF;
  SELECT o.owner, o.in_place_of INTO NEW.owner_id, NEW.stands_in_for FROM request_owner(NEW.company_id, NEW.kind, NEW.member_id) o;
  NEW.search := setweight(to_tsvector('english', NEW.subject), 'A') || setweight(to_tsvector('simple', NEW.asked_by_name), 'C')
    || setweight((SELECT to_tsvector('simple', co.name) FROM companies co WHERE co.id = NEW.company_id), 'C');
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER requests_before BEFORE INSERT ON requests FOR EACH ROW EXECUTE FUNCTION requests_before();
--> statement-breakpoint
CREATE FUNCTION change_requests_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM requests r WHERE r.id = NEW.request_id AND r.kind = 'change' AND (r.brand, r.asked_by) = (NEW.brand, NEW.contact_id)) THEN
    RAISE EXCEPTION 'a change is of who asked for it' USING ERRCODE = 'check_violation', CONSTRAINT = 'change_requests_same_owner';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER change_requests_check BEFORE INSERT ON change_requests FOR EACH ROW EXECUTE FUNCTION change_requests_check();
--> statement-breakpoint
-- Search looks past the policies (full text is not leakproof), so it applies the viewer's own ids itself.
CREATE FUNCTION search_requests(words text) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp AS $$
DECLARE
  -- Names stand there as they are written, texts by their stems.
  wanted tsquery := case_query(words) || plainto_tsquery('simple', words);
  first_number text := CASE WHEN upper(trim(words)) ~ '^R?-?[0-9]+$' THEN 'R-' || regexp_replace(words, '[^0-9]', '', 'g') END;
  beyond text := first_number || ':';
BEGIN
  IF nullif(current_setting('portal.contact_id', true), '') IS NOT NULL THEN
    RETURN QUERY SELECT r.id FROM requests r
      WHERE (r.search @@ wanted OR (r.number ~>=~ first_number AND r.number ~<~ beyond))
        AND r.brand = nullif(current_setting('portal.brand', true), '')
        AND ((r.kind = 'change' AND r.asked_by = nullif(current_setting('portal.contact_id', true), '')::uuid)
          OR (r.kind <> 'change' AND r.company_id = nullif(current_setting('portal.company_id', true), '')::uuid
            AND (r.asked_by = nullif(current_setting('portal.contact_id', true), '')::uuid OR current_setting('portal.requests', true) = 'company')
            AND (r.kind NOT IN ('invoice', 'estimate') OR current_setting('portal.billing', true) = 'yes')));
  END IF;
  IF string_to_array(nullif(current_setting('portal.roles', true), ''), ',')
      && array['account_manager', 'subscription_manager', 'administrator']::text[] THEN
    RETURN QUERY SELECT r.id FROM requests r
      WHERE (r.search @@ wanted OR (r.number ~>=~ first_number AND r.number ~<~ beyond))
        AND r.brand = ANY (string_to_array(nullif(current_setting('portal.brands', true), ''), ','));
  END IF;
END $$;
--> statement-breakpoint
-- How those who answer a request are called, for the contacts who see it: no client reads the firm's own table of people.
CREATE FUNCTION request_people(request uuid) RETURNS TABLE (owner_name text, in_place_of_name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.name, i.name
  FROM requests r LEFT JOIN staff o ON o.id = r.owner_id LEFT JOIN staff i ON i.id = r.stands_in_for
  WHERE r.id = request
    AND nullif(current_setting('portal.contact_id', true), '')::uuid IN (SELECT contact_id FROM contacts_seeing_request(r.id))
$$;
--> statement-breakpoint
-- A bell that rings, or falls silent, in every window of one person: told once, however many notices a statement changes.
CREATE FUNCTION notices_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO live_events (brand, kind, internal, person_kind, person_id)
    SELECT DISTINCT brand, 'notice', true, person_kind, person_id FROM changed;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER notices_added AFTER INSERT ON notices REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION notices_changed();
--> statement-breakpoint
CREATE TRIGGER notices_changed AFTER UPDATE ON notices REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION notices_changed();
--> statement-breakpoint
-- Who reads a thread has read what the bell says of it.
CREATE FUNCTION thread_read() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE notices SET read_at = NEW.read_at
    WHERE thread_id = NEW.thread_id AND person_kind = NEW.reader_kind AND person_id = NEW.reader_id AND read_at IS NULL;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER thread_read AFTER INSERT OR UPDATE OF read_at ON thread_reads FOR EACH ROW EXECUTE FUNCTION thread_read();
--> statement-breakpoint
-- The newest version is what the brand's home page shows. Before the first one, what the brand began with is kept as a version too.
CREATE FUNCTION home_page_versions_before() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- Editors of one brand take turns.
  PERFORM FROM brands WHERE key = NEW.brand FOR UPDATE;
  IF NOT EXISTS (SELECT FROM brands b WHERE b.key = NEW.brand AND substring(NEW.upgrade_url FROM '^https://([^/?#@\\]+)([/?#]|$)') = ANY (b.upgrade_hosts)) THEN
    RAISE EXCEPTION 'Upgrade leads to a host that the brand does not allow' USING ERRCODE = 'check_violation', CONSTRAINT = 'home_page_versions_host';
  END IF;
  NEW.created_at := clock_timestamp();
  INSERT INTO home_page_versions (id, brand, connect_title, connect_text, upgrade_label, upgrade_url, created_at)
    SELECT gen_random_uuid(), b.key, b.home ->> 'connectTitle', b.home ->> 'connectText', b.home ->> 'upgradeLabel', b.home ->> 'upgradeUrl', b.updated_at
    FROM brands b WHERE b.key = NEW.brand AND NOT EXISTS (SELECT FROM home_page_versions v WHERE v.brand = b.key);
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER home_page_versions_before BEFORE INSERT ON home_page_versions FOR EACH ROW WHEN (NEW.staff_id IS NOT NULL)
  EXECUTE FUNCTION home_page_versions_before();
--> statement-breakpoint
CREATE FUNCTION home_page_versions_after() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE brands SET updated_at = clock_timestamp(), home = home || jsonb_build_object('connectTitle', NEW.connect_title,
    'connectText', NEW.connect_text, 'upgradeLabel', NEW.upgrade_label, 'upgradeUrl', NEW.upgrade_url) WHERE key = NEW.brand;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER home_page_versions_after AFTER INSERT ON home_page_versions FOR EACH ROW WHEN (NEW.staff_id IS NOT NULL)
  EXECUTE FUNCTION home_page_versions_after();
--> statement-breakpoint
-- What a person edits in the portal is the portal's from then on: imports leave it alone. A new sign-in address takes every way in, as
-- an import does: the password is set anew by the link that goes to that address.
CREATE FUNCTION contacts_edited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  edited text[] := '{}';
BEGIN
  IF nullif(current_setting('portal.staff_id', true), '') IS NULL AND nullif(current_setting('portal.contact_id', true), '') IS NULL THEN
    RETURN NEW;
  END IF;
  IF NEW.name IS DISTINCT FROM OLD.name THEN edited := edited || 'name'::text; END IF;
  IF NEW.email IS DISTINCT FROM OLD.email THEN edited := edited || 'email'::text; END IF;
  IF NEW.time_zone IS DISTINCT FROM OLD.time_zone THEN edited := edited || 'time_zone'::text; END IF;
  IF NEW.primary_company_id IS DISTINCT FROM OLD.primary_company_id THEN edited := edited || 'company'::text; END IF;
  IF (NEW.billing, NEW.pay, NEW.cases_scope, NEW.requests_scope) IS DISTINCT FROM (OLD.billing, OLD.pay, OLD.cases_scope, OLD.requests_scope) THEN
    edited := edited || 'rights'::text;
  END IF;
  NEW.portal_fields := array(SELECT DISTINCT f FROM unnest(NEW.portal_fields || edited) f ORDER BY f);
  NEW.updated_at := now();
  IF NEW.email IS DISTINCT FROM OLD.email THEN
    UPDATE sessions SET ended_at = now() WHERE account_kind = 'contact' AND account_id = OLD.id AND ended_at IS NULL;
    UPDATE sign_in_tokens SET replaced_at = now() WHERE account_kind = 'contact' AND account_id = OLD.id AND used_at IS NULL AND replaced_at IS NULL;
    DELETE FROM known_devices WHERE account_kind = 'contact' AND account_id = OLD.id;
    DELETE FROM credentials WHERE account_kind = 'contact' AND account_id = OLD.id;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER contacts_edited BEFORE UPDATE ON contacts FOR EACH ROW EXECUTE FUNCTION contacts_edited();
--> statement-breakpoint
CREATE FUNCTION contact_details_edited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  owner uuid := coalesce(NEW.contact_id, OLD.contact_id);
BEGIN
  IF nullif(current_setting('portal.contact_id', true), '') IS NOT NULL THEN
    UPDATE contacts SET portal_fields = portal_fields || TG_ARGV[0] WHERE id = owner AND NOT portal_fields @> array[TG_ARGV[0]];
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER contact_phones_edited AFTER INSERT OR UPDATE OR DELETE ON contact_phones FOR EACH ROW EXECUTE FUNCTION contact_details_edited('phones');
--> statement-breakpoint
CREATE TRIGGER contact_addresses_edited AFTER INSERT OR UPDATE OR DELETE ON contact_addresses FOR EACH ROW EXECUTE FUNCTION contact_details_edited('addresses');
--> statement-breakpoint
REVOKE ALL ON FUNCTION contacts_seeing_request(uuid), contacts_seeing_thread(uuid), sessions_of(text, uuid, text, uuid[]), staff_cover(uuid), team_cover(), related_companies(),
  request_owner(uuid, text, uuid), request_people(uuid), requests_before(), change_requests_check(), search_requests(text), staff_absences_check(), notices_changed(), thread_read(),
  home_page_versions_before(), home_page_versions_after(), contacts_edited(), contact_details_edited() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_requests(text) TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION team_cover(), related_companies(), request_people(uuid) TO "portal_client";
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION staff_cover(uuid) TO "portal_staff";
--> statement-breakpoint
-- Targets of the first answer, in minutes of the brand's portal-support hours (nine a day): what every brand begins with.
INSERT INTO request_targets (brand, kind, minutes)
  SELECT key, kind, minutes FROM brands CROSS JOIN (VALUES ('message', 540), ('subscription', 1080), ('renewal', 1080), ('support_agreement', 1080),
    ('change', 540), ('invoice', 540), ('estimate', 1080)) AS t (kind, minutes);
--> statement-breakpoint
-- Where Upgrade leads today it may lead tomorrow.
UPDATE brands SET upgrade_hosts = array[substring(home ->> 'upgradeUrl' FROM '^https?://([^/?#]+)')] WHERE home ->> 'upgradeUrl' ~ '^https?://[^/?#]+';
