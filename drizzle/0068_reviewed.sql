-- Reminders in the bell are about a company: who moves to another one has none of the first one's left.
CREATE FUNCTION contact_moved_notices() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM notices WHERE person_kind = 'contact' AND person_id = NEW.id
    AND kind IN ('agreement-ends', 'estimate-ends', 'invoice-new', 'invoice-due', 'invoice-overdue');
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER contact_moved_notices AFTER UPDATE OF primary_company_id ON contacts FOR EACH ROW
  WHEN (OLD.primary_company_id IS DISTINCT FROM NEW.primary_company_id) EXECUTE FUNCTION contact_moved_notices();
--> statement-breakpoint
REVOKE ALL ON FUNCTION contact_moved_notices() FROM PUBLIC;
--> statement-breakpoint
-- As before, with the resources that helped a person.
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
    'resourcesSolved', (SELECT coalesce(json_agg(json_build_object('title', r.title, 'at', s.created_at) ORDER BY s.created_at), '[]')
      FROM resource_solutions s JOIN resources r ON r.id = s.resource_id WHERE s.contact_id = person),
    'productsFollowed', (SELECT coalesce(json_agg(json_build_object('product', f.product, 'since', f.created_at)), '[]') FROM resource_follows f WHERE f.contact_id = person),
    'mergedRecords', (SELECT coalesce(json_agg(person_data(c.id)), '[]') FROM contacts c WHERE c.merged_into = person),
    'audit', (SELECT coalesce(json_agg(json_build_object('at', a.at, 'by', a.actor_kind, 'action', a.action, 'details', a.details) ORDER BY a.at), '[]')
      FROM audit_events a WHERE a.brand = own.brand AND (a.actor_id = person OR (a.entity = 'contact' AND a.entity_id = person::text))));
END $$;
--> statement-breakpoint
-- As before, but JSON is blanked string by string.
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
  UPDATE whole_mails w SET headers = without_person_json(w.headers, needles), text = without_person(w.text, needles),
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
  UPDATE outbox o SET props = without_person_json(o.props, needles) WHERE o.brand = own.brand AND o.thread_id = ANY (talks);
  -- Bookkeeping keeps the payment, its amounts and its day.
  UPDATE payments p SET contact_name = 'Former contact', note = without_person(p.note, needles) WHERE p.contact_id = person;
  -- The log keeps who did what when, by id.
  PERFORM set_config('portal.erases', 'yes', true);
  UPDATE audit_events a SET details = without_person_json(a.details, needles)
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
