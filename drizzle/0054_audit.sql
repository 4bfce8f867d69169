DROP INDEX "audit_events_entity";--> statement-breakpoint
DROP INDEX "audit_events_at";--> statement-breakpoint
CREATE INDEX "audit_events_actor" ON "audit_events" USING btree ("actor_id","at","id") WHERE actor_id is not null;--> statement-breakpoint
CREATE INDEX "audit_events_action" ON "audit_events" USING btree ("action","at","id");--> statement-breakpoint
CREATE INDEX "audit_events_entity" ON "audit_events" USING btree ("entity","entity_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_events_at" ON "audit_events" USING btree ("at","id");
--> statement-breakpoint
-- The audit log is append-only. No role of a viewer has more than INSERT and SELECT; this trigger holds for the owner of the data
-- too, whose jobs and imports have every right. Only the erasure of a person blanks details, and nothing else of a line.
CREATE OR REPLACE FUNCTION audit_events_stay() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('portal.erases', true) = 'yes' THEN
    IF to_jsonb(NEW) - 'details' = to_jsonb(OLD) - 'details' THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_events_stay BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_events_stay();
--> statement-breakpoint
CREATE TRIGGER audit_events_stay_all BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION audit_events_stay();
--> statement-breakpoint
-- May the viewer change this account of staff? Administrators may, where every brand of the account is one of theirs: its roles
-- count on each of its brands. Nobody changes their own.
CREATE OR REPLACE FUNCTION manages_staff(member uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(f.roles && array['administrator']::text[] AND f.id <> member
    AND EXISTS (SELECT FROM staff_brands b WHERE b.staff_id = member)
    AND NOT EXISTS (SELECT FROM staff_brands b WHERE b.staff_id = member AND b.brand <> ALL (f.brands)), false)
  FROM (SELECT nullif((SELECT viewer_fact('staff_id')), '')::uuid AS id, string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') AS roles,
    string_to_array(nullif((SELECT viewer_fact('brands')), ''), ',') AS brands) f
$$;
--> statement-breakpoint
-- The one way in which an account of staff is written, by operators and administrators alike. A null title or telephone stays as it
-- is, an empty one is removed. Answers `added`, `changed`, or why nothing was written.
CREATE OR REPLACE FUNCTION write_staff(member uuid, address text, called text, title text, telephone text, held text[], served text[])
  RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  known staff;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('sign-in-address:' || address, 0));
  IF EXISTS (SELECT FROM staff s WHERE (s.email = address) <> (s.id = member)) THEN RETURN 'taken'; END IF;
  SELECT * INTO known FROM staff s WHERE s.id = member FOR UPDATE;
  IF known.closed_at IS NOT NULL THEN RETURN 'closed'; END IF;
  -- A member of staff signs in on every brand's host: with a client's address they would take the client's place there.
  IF known.id IS NULL AND EXISTS (SELECT FROM contacts c WHERE c.email = address) THEN RETURN 'client'; END IF;
  INSERT INTO staff (id, email, name, job_title, phone, roles) VALUES (member, address, called, nullif(title, ''), nullif(telephone, ''), held)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, roles = excluded.roles, updated_at = now(),
      job_title = CASE WHEN title IS NULL THEN staff.job_title ELSE excluded.job_title END,
      phone = CASE WHEN telephone IS NULL THEN staff.phone ELSE excluded.phone END;
  DELETE FROM staff_brands b WHERE b.staff_id = member AND b.brand <> ALL (served);
  INSERT INTO staff_brands (staff_id, brand) SELECT member, unnest(served) ON CONFLICT DO NOTHING;
  -- Open pages ask for their streams again, and get them by the roles and brands of now.
  PERFORM pg_notify('portal_live', 'session:' || s.id) FROM sessions s WHERE s.account_kind = 'staff' AND s.account_id = member AND s.ended_at IS NULL;
  RETURN CASE WHEN known.id IS NULL THEN 'added' ELSE 'changed' END;
END $$;
--> statement-breakpoint
-- The brands that an open account is administrator of, and that have no other administrator who can sign in.
CREATE OR REPLACE FUNCTION last_administrator_of(member uuid) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT b.brand FROM staff s JOIN staff_brands b ON b.staff_id = s.id
  WHERE s.id = member AND s.closed_at IS NULL AND 'administrator' = ANY (s.roles) AND NOT EXISTS (
    SELECT FROM staff o JOIN staff_brands ob ON ob.staff_id = o.id
    WHERE ob.brand = b.brand AND o.id <> s.id AND o.closed_at IS NULL AND 'administrator' = ANY (o.roles) AND (s.demo OR NOT o.demo))
$$;
--> statement-breakpoint
-- An administrator invites a colleague or changes what they may. Answers as write_staff, `refused`, or `last` where a brand would be
-- left without an administrator. Changes of accounts come one after the other, or two could each be the other's last.
CREATE OR REPLACE FUNCTION save_staff(member uuid, address text, called text, title text, telephone text, held text[], served text[])
  RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  own_brands text[] := string_to_array(nullif(viewer_fact('brands'), ''), ',');
  own_roles text[] := string_to_array(nullif(viewer_fact('roles'), ''), ',');
  alone text[];
  answer text;
BEGIN
  IF NOT coalesce(own_roles && array['administrator']::text[] AND served <@ own_brands AND cardinality(served) > 0, false) THEN
    RETURN 'refused';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('staff accounts', 0));
  IF EXISTS (SELECT FROM staff s WHERE s.id = member AND s.email = address) AND NOT manages_staff(member) THEN RETURN 'refused'; END IF;
  alone := array(SELECT last_administrator_of(member));
  IF NOT ('administrator' = ANY (held) AND alone <@ served) AND cardinality(alone) > 0 THEN RETURN 'last'; END IF;
  answer := write_staff(member, address, called, title, telephone, held, served);
  RETURN answer;
END $$;
--> statement-breakpoint
-- Everything that lets an account in ends: sessions (their streams with them), links, remembered browsers and the password.
CREATE OR REPLACE FUNCTION end_staff_access(member uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE sessions SET ended_at = now() WHERE account_kind = 'staff' AND account_id = member AND ended_at IS NULL;
  UPDATE sign_in_tokens SET replaced_at = now() WHERE account_kind = 'staff' AND account_id = member AND used_at IS NULL AND replaced_at IS NULL;
  DELETE FROM known_devices WHERE account_kind = 'staff' AND account_id = member;
  DELETE FROM credentials WHERE account_kind = 'staff' AND account_id = member;
  UPDATE chat_agents SET is_available = false, changed_at = now() WHERE staff_id = member;
$$;
--> statement-breakpoint
-- An administrator disables an account or enables it again. Answers `done`, `refused` or `last`. An account that is enabled again has
-- no password: its owner sets one by the mailed link.
CREATE OR REPLACE FUNCTION close_staff(member uuid, is_closed boolean) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('staff accounts', 0));
  IF NOT manages_staff(member) THEN RETURN 'refused'; END IF;
  IF is_closed AND EXISTS (SELECT FROM last_administrator_of(member)) THEN RETURN 'last'; END IF;
  UPDATE staff SET closed_at = CASE WHEN is_closed THEN now() END, updated_at = now() WHERE id = member AND (closed_at IS NOT NULL) <> is_closed;
  IF FOUND AND is_closed THEN
    PERFORM end_staff_access(member);
    DELETE FROM team_photos p USING staff s WHERE s.id = member AND p.email = s.email;
  END IF;
  RETURN 'done';
END $$;
--> statement-breakpoint
-- The running sessions of a colleague whose account the viewer may change, without any secret of theirs.
CREATE OR REPLACE FUNCTION staff_sessions(member uuid) RETURNS TABLE (id uuid, brand text, created_at timestamptz, last_seen_at timestamptz, expires_at timestamptz, user_agent text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, s.brand, s.created_at, s.last_seen_at, s.expires_at, s.user_agent FROM sessions s
  WHERE s.account_kind = 'staff' AND s.account_id = member AND s.ended_at IS NULL AND s.expires_at > now() AND (SELECT manages_staff(member))
$$;
--> statement-breakpoint
-- Ends one session of a colleague, or with null all of them. Answers how many; null for an account that the viewer may not change.
CREATE OR REPLACE FUNCTION end_staff_sessions(member uuid, which uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  ended integer;
BEGIN
  IF NOT manages_staff(member) THEN RETURN NULL; END IF;
  UPDATE sessions s SET ended_at = now() WHERE s.account_kind = 'staff' AND s.account_id = member AND s.ended_at IS NULL AND (which IS NULL OR s.id = which);
  GET DIAGNOSTICS ended = ROW_COUNT;
  RETURN ended;
END $$;
--> statement-breakpoint
-- Asks for the mail by which a colleague sets a password, as they could themselves. False for an account that the viewer may not
-- change, and for a closed one.
CREATE OR REPLACE FUNCTION mail_staff_link(member uuid, of_brand text, request uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('auth.reset', json_build_object('email', s.email, 'brand', of_brand, 'tokenId', request), job_key := 'invite:' || request, priority := 10)
    FROM staff s JOIN staff_brands b ON b.staff_id = s.id AND b.brand = of_brand WHERE s.id = member AND s.closed_at IS NULL AND manages_staff(member);
  RETURN FOUND;
END $$;
--> statement-breakpoint
-- Whose accounts have a password: the others have never signed in. For administrators, of accounts that they may change.
CREATE OR REPLACE FUNCTION staff_with_passwords() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.account_id FROM credentials c WHERE c.account_kind = 'staff' AND manages_staff(c.account_id)
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION audit_events_stay(), manages_staff(uuid), write_staff(uuid, text, text, text, text, text[], text[]), last_administrator_of(uuid),
  save_staff(uuid, text, text, text, text, text[], text[]), end_staff_access(uuid), close_staff(uuid, boolean), staff_sessions(uuid),
  end_staff_sessions(uuid, uuid), mail_staff_link(uuid, text, uuid), staff_with_passwords() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION manages_staff(uuid), save_staff(uuid, text, text, text, text, text[], text[]), close_staff(uuid, boolean), staff_sessions(uuid),
  end_staff_sessions(uuid, uuid), mail_staff_link(uuid, text, uuid), staff_with_passwords() TO "portal_staff";
--> statement-breakpoint
-- Administrators write phone and working hours of team members whom the ERP does not send; the policy holds them to those.
GRANT UPDATE (phone, working_hours, updated_at) ON account_team_members TO "portal_staff";
--> statement-breakpoint
CREATE POLICY "staff_updates" ON "account_team_members" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]) and external_id like 'portal:%') WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]) and external_id like 'portal:%');
--> statement-breakpoint
-- What is blanked when a person is erased: their full name, sign-in address and phone numbers, as they stand in any text, in upper or
-- lower case. `needles` come from person_needles(), longest first.
CREATE OR REPLACE FUNCTION without_person(words text, needles text[]) RETURNS text LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  needle text;
BEGIN
  IF words IS NULL THEN RETURN NULL; END IF;
  FOREACH needle IN ARRAY needles LOOP
    IF position(lower(needle) IN lower(words)) > 0 THEN
      words := regexp_replace(words, regexp_replace(needle, '([^[:alnum:][:space:]])', '\\\1', 'g'), 'Former contact', 'gi');
    END IF;
  END LOOP;
  RETURN words;
END $$;
--> statement-breakpoint
-- A merged record is the same person under another name or address, whose texts have moved.
CREATE OR REPLACE FUNCTION person_records(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH RECURSIVE own AS (
    SELECT person AS id UNION SELECT c.id FROM contacts c JOIN own ON c.merged_into = own.id
  ) SELECT id FROM own
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION person_needles(person uuid) RETURNS text[] LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH own AS MATERIALIZED (SELECT person_records(person) AS id)
  SELECT coalesce(array_agg(n.word ORDER BY length(n.word) DESC), '{}') FROM (
    SELECT c.email AS word FROM contacts c JOIN own ON c.id = own.id
    UNION SELECT c.name FROM contacts c JOIN own ON c.id = own.id
    UNION SELECT p.number FROM contact_phones p JOIN own ON p.contact_id = own.id
    UNION SELECT a.address FROM new_sign_in_addresses a JOIN own ON a.contact_id = own.id
    UNION SELECT x.word FROM change_requests r JOIN own ON r.contact_id = own.id
      CROSS JOIN LATERAL (VALUES (r.before), (r.wanted), (r.applied)) x (word) WHERE r.field IN ('name', 'email')
    UNION SELECT x.word FROM visitors v JOIN own ON v.contact_id = own.id CROSS JOIN LATERAL (VALUES (v.name), (v.email), (v.phone)) x (word)
  ) n WHERE length(n.word) > 3 AND n.word NOT LIKE 'erased-%@erased.invalid' AND n.word <> 'Former contact'
$$;
--> statement-breakpoint
-- May the viewer see and erase all of a contact's data? Administrators of the contact's brand may.
CREATE OR REPLACE FUNCTION manages_person(person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM contacts c WHERE c.id = person
    AND c.brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))
    AND string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['administrator']::text[])
$$;
--> statement-breakpoint
-- The threads in which a contact said or did something.
CREATE OR REPLACE FUNCTION threads_of_person(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT id FROM threads WHERE opened_by = person
  UNION SELECT thread_id FROM messages WHERE author_kind = 'contact' AND author_id = person
  UNION SELECT thread_id FROM thread_participants WHERE contact_id = person
  UNION SELECT thread_id FROM thread_events WHERE actor_id = person OR subject_id = person
$$;
--> statement-breakpoint
-- All that the portal holds on a contact, without any secret; null for those who may not see it. Files are named here and sent beside it.
CREATE OR REPLACE FUNCTION person_data(person uuid) RETURNS json LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  own contacts;
BEGIN
  IF NOT manages_person(person) THEN RETURN NULL; END IF;
  SELECT * INTO own FROM contacts WHERE id = person;
  RETURN json_build_object(
    'contact', to_json(own),
    'phones', (SELECT coalesce(json_agg(p ORDER BY p.created_at), '[]') FROM contact_phones p WHERE p.contact_id = person),
    'addresses', (SELECT coalesce(json_agg(a ORDER BY a.created_at), '[]') FROM contact_addresses a WHERE a.contact_id = person),
    'relatedCompanies', (SELECT coalesce(json_agg(json_build_object('company', c.name, 'source', r.source, 'since', r.created_at)), '[]')
      FROM contact_companies r JOIN companies c ON c.id = r.company_id WHERE r.contact_id = person),
    'newSignInAddresses', (SELECT coalesce(json_agg(json_build_object('address', a.address, 'source', a.source, 'asked', a.created_at, 'confirmed', a.confirmed_at)), '[]')
      FROM new_sign_in_addresses a WHERE a.contact_id = person),
    'mailPreferences', (SELECT coalesce(json_agg(json_build_object('kind', p.kind, 'wanted', p.wanted)), '[]') FROM mail_preferences p WHERE p.person_kind = 'contact' AND p.person_id = person),
    'sessions', (SELECT coalesce(json_agg(json_build_object('begun', s.created_at, 'lastSeen', s.last_seen_at, 'ended', s.ended_at, 'browser', s.user_agent)), '[]')
      FROM sessions s WHERE s.account_kind = 'contact' AND s.account_id = person),
    'threads', (SELECT coalesce(json_agg(json_build_object('number', t.number, 'kind', t.kind, 'subject', t.subject, 'status', t.status, 'opened', t.created_at) ORDER BY t.created_at), '[]')
      FROM threads t WHERE t.opened_by = person),
    'messages', (SELECT coalesce(json_agg(json_build_object('thread', t.number, 'at', m.created_at, 'source', m.source, 'text', m.body, 'quoted', m.folded) ORDER BY m.created_at), '[]')
      FROM messages m JOIN threads t ON t.id = m.thread_id WHERE m.author_kind = 'contact' AND m.author_id = person),
    'changesAskedFor', (SELECT coalesce(json_agg(json_build_object('field', r.field, 'before', r.before, 'wanted', r.wanted, 'state', r.state, 'applied', r.applied)), '[]')
      FROM change_requests r WHERE r.contact_id = person),
    'files', (SELECT coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'bytes', f.size_bytes, 'sent', f.created_at) ORDER BY f.created_at), '[]')
      FROM files f WHERE f.uploader_kind = 'contact' AND f.uploader_id = person AND f.scan <> 'discarded'),
    'payments', (SELECT coalesce(json_agg(json_build_object('reference', p.reference, 'amountMinor', p.amount_minor, 'currency', p.currency, 'state', p.state, 'note', p.note, 'made', p.created_at)), '[]')
      FROM payments p WHERE p.contact_id = person),
    'mails', (SELECT coalesce(json_agg(json_build_object('kind', o.kind, 'to', o.to_address, 'queued', o.created_at, 'sent', o.sent_at, 'state', o.state) ORDER BY o.created_at), '[]')
      FROM outbox o WHERE o.brand = own.brand AND ((o.person_kind = 'contact' AND o.person_id = person) OR o.to_address = own.email)),
    'receivedMails', (SELECT coalesce(json_agg(json_build_object('at', w.created_at, 'headers', w.headers, 'text', w.text) ORDER BY w.created_at), '[]')
      FROM whole_mails w WHERE w.author_kind = 'contact' AND w.author_id = person),
    'connectForms', (SELECT coalesce(json_agg(json_build_object('name', r.name, 'company', r.company, 'email', r.email, 'phone', r.phone, 'need', r.need, 'sent', r.created_at)
        ORDER BY r.created_at), '[]')
      FROM connect_requests r LEFT JOIN visitors v ON v.id = r.visitor_id WHERE r.brand = own.brand AND (lower(r.email) = own.email OR v.contact_id = person)),
    'invitations', (SELECT coalesce(json_agg(i.created_at ORDER BY i.created_at), '[]') FROM invitations i WHERE i.contact_id = person),
    'colleagues', (SELECT coalesce(json_agg(json_build_object('act', a.act, 'by', a.by_name, 'name', a.name, 'email', a.email, 'at', a.at) ORDER BY a.at), '[]')
      FROM colleague_acts a WHERE a.by_id = person OR a.contact_id = person),
    'viewedAs', (SELECT coalesce(json_agg(json_build_object('by', v.staff_name, 'reason', v.reason, 'began', v.started_at) ORDER BY v.started_at), '[]')
      FROM client_views v WHERE v.contact_id = person),
    'resourcesOpened', (SELECT coalesce(json_agg(json_build_object('title', r.title, 'day', u.day) ORDER BY u.day), '[]')
      FROM resource_uses u JOIN resources r ON r.id = u.resource_id WHERE u.contact_id = person),
    'productsFollowed', (SELECT coalesce(json_agg(json_build_object('product', f.product, 'since', f.created_at)), '[]') FROM resource_follows f WHERE f.contact_id = person),
    'mergedRecords', (SELECT coalesce(json_agg(person_data(c.id)), '[]') FROM contacts c WHERE c.merged_into = person),
    'audit', (SELECT coalesce(json_agg(json_build_object('at', a.at, 'by', a.actor_kind, 'action', a.action, 'details', a.details) ORDER BY a.at), '[]')
      FROM audit_events a WHERE a.brand = own.brand AND (a.actor_id = person OR (a.entity = 'contact' AND a.entity_id = person::text))));
END $$;
--> statement-breakpoint
-- Erases a contact in the transaction of its caller. What bookkeeping must keep stays, without the name: payments and their amounts,
-- invoices, and the lines of the audit log. Answers how many rows of each kind went or were blanked; null for those who may not.
CREATE OR REPLACE FUNCTION erase_person(person uuid) RETURNS json LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  own contacts;
  needles text[];
  talks uuid[];
  nobody text := 'erased-' || person || '@erased.invalid';
  other uuid;
  asked uuid[];
  told json;
BEGIN
  IF NOT manages_person(person) THEN RETURN NULL; END IF;
  SELECT * INTO own FROM contacts WHERE id = person FOR UPDATE;
  IF own.email = nobody THEN RETURN json_build_object(); END IF;
  needles := person_needles(person);
  -- Records that were merged into this one: what did not move with the merge is still theirs.
  FOR other IN SELECT c.id FROM contacts c WHERE c.merged_into = person LOOP
    PERFORM erase_person(other);
  END LOOP;
  asked := array(SELECT v.id FROM visitors v WHERE v.brand = own.brand AND (v.contact_id = person OR v.email = own.email));
  talks := array(SELECT threads_of_person(person));
  told := json_build_object(
    'messages', (SELECT count(*) FROM messages m WHERE m.author_kind = 'contact' AND m.author_id = person),
    'files', (SELECT count(*) FROM files f WHERE f.uploader_kind = 'contact' AND f.uploader_id = person),
    'mails', (SELECT count(*) FROM outbox o WHERE o.brand = own.brand AND ((o.person_kind = 'contact' AND o.person_id = person) OR o.to_address = own.email)),
    'payments', (SELECT count(*) FROM payments p WHERE p.contact_id = person));
  -- The account, and everything that lets it in.
  UPDATE sessions SET ended_at = now() WHERE account_kind = 'contact' AND account_id = person AND ended_at IS NULL;
  DELETE FROM sessions WHERE account_kind = 'contact' AND account_id = person;
  DELETE FROM sign_in_tokens WHERE account_kind = 'contact' AND account_id = person;
  DELETE FROM known_devices WHERE account_kind = 'contact' AND account_id = person;
  DELETE FROM credentials WHERE account_kind = 'contact' AND account_id = person;
  DELETE FROM new_sign_in_addresses WHERE contact_id = person;
  DELETE FROM reply_addresses WHERE person_kind = 'contact' AND person_id = person;
  DELETE FROM mail_preferences WHERE person_kind = 'contact' AND person_id = person;
  DELETE FROM notices WHERE person_kind = 'contact' AND person_id = person;
  DELETE FROM chat_presences WHERE person_kind = 'contact' AND person_id = person;
  DELETE FROM contact_phones WHERE contact_id = person;
  DELETE FROM contact_addresses WHERE contact_id = person;
  DELETE FROM connect_requests r WHERE r.brand = own.brand AND (lower(r.email) = own.email OR r.visitor_id = ANY (asked));
  DELETE FROM visitors v WHERE v.id = ANY (asked);
  DELETE FROM invitations WHERE contact_id = person;
  DELETE FROM resource_follows WHERE contact_id = person;
  DELETE FROM resource_uses WHERE contact_id = person;
  UPDATE client_views v SET contact_name = 'Former contact', reason = left(without_person(v.reason, needles), 500), ended_at = coalesce(v.ended_at, now())
    WHERE v.contact_id = person;
  UPDATE colleague_acts a SET by_name = 'Former contact' WHERE a.by_id = person;
  UPDATE colleague_acts a SET name = 'Former contact', email = nobody WHERE a.brand = own.brand AND (a.contact_id = person OR a.email = own.email);
  -- A merge keeps each row as it was. What its undoing and its page need is not the person's.
  UPDATE merge_moves v SET before = jsonb_build_object('closed_at', v.before -> 'closed_at', 'number', v.before -> 'number') FROM merges m
    WHERE m.id = v.merge_id AND m.brand = own.brand AND (position(person::text IN v.before::text) > 0
      OR EXISTS (SELECT FROM unnest(needles) n WHERE position(lower(n) IN lower(v.before::text)) > 0));
  DELETE FROM graphile_worker._private_jobs j WHERE j.payload ->> 'email' = own.email AND j.locked_at IS NULL;
  -- Files that they sent up: the rows go now, the bytes with the job files.clean.
  DELETE FROM files WHERE uploader_kind = 'contact' AND uploader_id = person;
  -- Conversations stay for those who read them, without the person.
  UPDATE messages m SET author_name = 'Former contact' WHERE m.author_kind = 'contact' AND m.author_id = person;
  UPDATE messages m SET body = without_person(m.body, needles), folded = without_person(m.folded, needles),
    author_name = without_person(m.author_name, needles), mail_from = without_person(m.mail_from, needles) WHERE m.thread_id = ANY (talks);
  UPDATE thread_events e SET actor_name = without_person(e.actor_name, needles), before = without_person(e.before, needles),
    after = without_person(e.after, needles), note = left(without_person(e.note, needles), 2000) WHERE e.thread_id = ANY (talks);
  UPDATE thread_notes n SET body = without_person(n.body, needles) WHERE n.thread_id = ANY (talks);
  UPDATE thread_participants p SET contact_name = 'Former contact' WHERE p.contact_id = person;
  UPDATE files f SET name = without_person(f.name, needles) WHERE f.thread_id = ANY (talks);
  UPDATE change_requests r SET before = without_person(r.before, needles), wanted = without_person(r.wanted, needles),
    applied = without_person(r.applied, needles) WHERE r.contact_id = person;
  UPDATE notices n SET title = without_person(n.title, needles) WHERE n.thread_id = ANY (talks);
  -- Mails: their bodies and addresses go, those that wait are not sent.
  DELETE FROM whole_mails w WHERE w.author_kind = 'contact' AND w.author_id = person;
  UPDATE whole_mails w SET headers = without_person(w.headers::text, needles)::jsonb, text = without_person(w.text, needles),
    html = without_person(w.html, needles), shown = without_person(w.shown, needles), folded = without_person(w.folded, needles) WHERE w.thread_id = ANY (talks);
  DELETE FROM mail_files f USING inbound_mails i WHERE i.id = f.mail_id AND i.brand = own.brand AND lower(i.from_address) = own.email;
  UPDATE mail_files f SET name = without_person(f.name, needles) WHERE f.thread_id = ANY (talks);
  UPDATE inbound_mails i SET from_address = NULL, subject = NULL, body = NULL
    WHERE i.brand = own.brand AND (lower(i.from_address) = own.email OR i.created_message_id IN (
      SELECT m.id FROM messages m WHERE m.author_kind = 'contact' AND m.author_id = person));
  UPDATE inbound_mails i SET subject = without_person(i.subject, needles), body = without_person(i.body, needles), note = without_person(i.note, needles)
    WHERE i.thread_id = ANY (talks);
  UPDATE mail_events e SET reason = without_person(e.reason, needles) FROM outbox o
    WHERE e.provider_id = o.provider_id AND o.brand = own.brand AND ((o.person_kind = 'contact' AND o.person_id = person) OR o.to_address = own.email);
  UPDATE outbox o SET to_address = nobody, to_name = NULL, props = '{}', last_error = NULL,
    state = CASE WHEN o.state IN ('queued', 'collected') THEN 'withheld' ELSE o.state END
    WHERE o.brand = own.brand AND ((o.person_kind = 'contact' AND o.person_id = person) OR o.to_address = own.email);
  UPDATE outbox o SET props = without_person(o.props::text, needles)::jsonb WHERE o.brand = own.brand AND o.thread_id = ANY (talks);
  -- Bookkeeping keeps the payment, its amounts and its day.
  UPDATE payments p SET contact_name = 'Former contact', note = without_person(p.note, needles) WHERE p.contact_id = person;
  -- The log keeps who did what when, by id.
  PERFORM set_config('portal.erases', 'yes', true);
  UPDATE audit_events a SET details = without_person(a.details::text, needles)::jsonb
    WHERE a.brand = own.brand AND (a.actor_id = person OR a.entity_id = person::text OR a.entity_id = ANY (talks::text[]) OR a.entity_id = ANY (asked::text[])
      OR position(lower(own.email) IN lower(a.details::text)) > 0);
  PERFORM set_config('portal.erases', '', true);
  -- The row stays under the ERP's key and keeps every field from imports, or the next one would write the person anew.
  UPDATE contacts SET name = 'Former contact', email = nobody, job_title = NULL, time_zone = NULL, billing = false, pay = false, company_admin = false,
    cases_scope = 'none', requests_scope = 'none', closed_at = coalesce(closed_at, now()),
    portal_fields = array['addresses', 'closed', 'company', 'email', 'job_title', 'name', 'phones', 'rights', 'time_zone'], updated_at = now() WHERE id = person;
  UPDATE threads t SET opened_by_name = CASE WHEN t.opened_by = person THEN 'Former contact' ELSE t.opened_by_name END, subject = without_person(t.subject, needles)
    WHERE t.id = ANY (talks);
  UPDATE threads t SET search = thread_search(t) WHERE t.id = ANY (talks);
  RETURN told;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION without_person(text, text[]), person_records(uuid), person_needles(uuid), manages_person(uuid), threads_of_person(uuid), person_data(uuid), erase_person(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION person_data(uuid), erase_person(uuid) TO "portal_staff";
