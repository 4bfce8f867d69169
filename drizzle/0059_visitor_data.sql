-- Texts within a JSON value without a person, string by string: a name with a quotation mark is found, and what is left is JSON.
CREATE FUNCTION without_person_json(doc jsonb, needles text[]) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN CASE jsonb_typeof(doc)
    WHEN 'string' THEN to_jsonb(without_person(doc #>> '{}', needles))
    WHEN 'array' THEN (SELECT coalesce(jsonb_agg(without_person_json(e, needles) ORDER BY n), '[]') FROM jsonb_array_elements(doc) WITH ORDINALITY a (e, n))
    WHEN 'object' THEN (SELECT coalesce(jsonb_object_agg(k, without_person_json(v, needles)), '{}') FROM jsonb_each(doc) o (k, v))
    ELSE doc END;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION without_person_json(jsonb, text[]) FROM PUBLIC;
--> statement-breakpoint
-- May the viewer see and erase what a visitor left? Administrators of the brand may.
CREATE FUNCTION manages_visitor(visitor uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM visitors v WHERE v.id = visitor
    AND v.brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))
    AND string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['administrator']::text[])
$$;
--> statement-breakpoint
-- All that the portal holds on the address of a visitor; null for those who may not see it.
CREATE FUNCTION visitor_data(visitor uuid) RETURNS json LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  own visitors;
BEGIN
  IF NOT manages_visitor(visitor) THEN RETURN NULL; END IF;
  SELECT * INTO own FROM visitors WHERE id = visitor;
  RETURN json_build_object(
    'email', own.email,
    'entries', (SELECT coalesce(json_agg(json_build_object('name', v.name, 'company', v.company, 'phone', v.phone, 'state', v.state, 'source', v.source,
        'began', v.created_at, 'wrote', v.wrote_at, 'confirmed', v.confirmed_at, 'decided', v.decided_at, 'told', v.sentence) ORDER BY v.created_at), '[]')
      FROM visitors v WHERE v.brand = own.brand AND v.email = own.email),
    'forms', (SELECT coalesce(json_agg(json_build_object('name', r.name, 'company', r.company, 'email', r.email, 'phone', r.phone, 'need', r.need, 'sent', r.created_at)
        ORDER BY r.created_at), '[]')
      FROM connect_requests r LEFT JOIN visitors v ON v.id = r.visitor_id WHERE r.brand = own.brand AND (lower(r.email) = own.email OR v.email = own.email)),
    'mails', (SELECT coalesce(json_agg(json_build_object('kind', o.kind, 'to', o.to_address, 'queued', o.created_at, 'sent', o.sent_at, 'state', o.state) ORDER BY o.created_at), '[]')
      FROM outbox o WHERE o.brand = own.brand AND o.to_address = own.email),
    'receivedMails', (SELECT coalesce(json_agg(json_build_object('at', i.received_at, 'subject', i.subject, 'text', i.body) ORDER BY i.received_at), '[]')
      FROM inbound_mails i WHERE i.brand = own.brand AND lower(i.from_address) = own.email));
END $$;
--> statement-breakpoint
-- Erases the address of a visitor in the transaction of its caller; the words of portal support's mails about them go too.
-- True when it was done, null for those who may not.
CREATE FUNCTION erase_visitor(visitor uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  own visitors;
  gone uuid[];
  needles text[];
  nobody text := 'erased-' || visitor || '@erased.invalid';
  -- Somebody typed an address of ours or of a contact: its mails are not the visitor's.
  shared boolean;
BEGIN
  IF NOT manages_visitor(visitor) THEN RETURN NULL; END IF;
  SELECT * INTO own FROM visitors WHERE id = visitor FOR UPDATE;
  gone := array(SELECT v.id FROM visitors v WHERE v.brand = own.brand AND v.email = own.email AND v.contact_id IS NULL AND v.state <> 'blocked');
  needles := array(SELECT DISTINCT n.word FROM (
      SELECT x.word FROM visitors v CROSS JOIN LATERAL (VALUES (v.name), (v.email), (v.phone)) x (word) WHERE v.id = ANY (gone)
      UNION SELECT x.word FROM connect_requests r CROSS JOIN LATERAL (VALUES (r.name), (r.email), (r.phone)) x (word)
        WHERE r.brand = own.brand AND (lower(r.email) = own.email OR r.visitor_id = ANY (gone))
    ) n WHERE length(n.word) > 3 ORDER BY 1);
  shared := EXISTS (SELECT FROM contacts c WHERE c.brand = own.brand AND c.email = own.email) OR EXISTS (SELECT FROM staff s WHERE s.email = own.email)
    OR EXISTS (SELECT FROM brands b WHERE own.email IN (lower(b.support_mailbox), lower(b.reset_sender)));
  -- What portal support was told of the forms.
  UPDATE outbox o SET props = '{}', reply_to = NULL WHERE o.dedupe_key IN (SELECT 'connect-received:' || r.id FROM connect_requests r
    WHERE r.brand = own.brand AND (lower(r.email) = own.email OR r.visitor_id = ANY (gone)));
  IF NOT shared THEN
    UPDATE mail_events e SET reason = without_person(e.reason, needles) FROM outbox o
      WHERE e.provider_id = o.provider_id AND o.brand = own.brand AND o.to_address = own.email;
    UPDATE outbox o SET to_address = nobody, to_name = NULL, props = '{}', last_error = NULL,
      state = CASE WHEN o.state IN ('queued', 'collected') THEN 'withheld' ELSE o.state END
      WHERE o.brand = own.brand AND o.to_address = own.email;
    UPDATE outbox o SET props = without_person_json(o.props, needles)
      WHERE o.brand = own.brand AND position(own.email IN lower(o.props::text)) > 0;
    UPDATE outbox o SET reply_to = NULL WHERE o.brand = own.brand AND lower(o.reply_to) = own.email;
    DELETE FROM mail_files f USING inbound_mails i WHERE i.id = f.mail_id AND i.brand = own.brand AND lower(i.from_address) = own.email;
    UPDATE inbound_mails i SET from_address = NULL, subject = NULL, body = NULL WHERE i.brand = own.brand AND lower(i.from_address) = own.email;
    DELETE FROM graphile_worker._private_jobs j WHERE j.payload ->> 'email' = own.email AND j.locked_at IS NULL;
  END IF;
  DELETE FROM connect_requests r WHERE r.brand = own.brand AND (lower(r.email) = own.email OR r.visitor_id = ANY (gone));
  DELETE FROM visitors v WHERE v.id = ANY (gone);
  PERFORM set_config('portal.erases', 'yes', true);
  UPDATE audit_events a SET details = without_person_json(a.details, needles)
    WHERE a.brand = own.brand AND (a.entity_id = ANY (gone::text[]) OR NOT shared AND position(own.email IN lower(a.details::text)) > 0);
  PERFORM set_config('portal.erases', '', true);
  RETURN true;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION manages_visitor(uuid), visitor_data(uuid), erase_visitor(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION visitor_data(uuid), erase_visitor(uuid) TO "portal_staff";
