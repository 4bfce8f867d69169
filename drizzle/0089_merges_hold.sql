-- As before; a mail with a secret in it (a link that signs in or confirms an address) and one that called for something at its moment are
-- never sent again, whoever asks, and the 30 days count from the first mail, also for what repeats a repetition.
CREATE OR REPLACE FUNCTION send_mail_again(mail uuid, optional boolean) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  o outbox;
  why text;
  first_at timestamptz;
BEGIN
  SELECT * INTO o FROM outbox x WHERE x.id = mail AND viewer_administers(x.brand) FOR UPDATE;
  IF o.id IS NULL THEN RETURN 'missing'; END IF;
  IF o.props ? 'tokenId' OR o.kind IN ('password-reset', 'first-sign-in', 'sign-in-address-confirm', 'connect-confirm',
      'case-alarm', 'case-answer-near', 'request-answer-near') THEN RETURN 'never'; END IF;
  IF EXISTS (SELECT FROM outbox x WHERE x.dedupe_key = 'again:' || o.id) THEN RETURN 'again'; END IF;
  IF o.state = 'sent' AND o.outcome IN ('bounced', 'complained') THEN RETURN o.outcome; END IF;
  IF o.state <> 'dead' AND NOT (o.state = 'sent' AND o.outcome IS NOT DISTINCT FROM 'failed') THEN RETURN 'not-failed'; END IF;
  WITH RECURSIVE line AS (
    SELECT o.dedupe_key AS key, o.created_at::timestamptz AS at
    UNION ALL
    SELECT x.dedupe_key, x.created_at::timestamptz FROM line l JOIN outbox x
      ON x.id = CASE WHEN starts_with(l.key, 'again:') THEN substr(l.key, length('again:') + 1)::uuid END
  )
  SELECT min(at) INTO first_at FROM line;
  IF first_at < clock_timestamp() - interval '30 days' THEN RETURN 'old'; END IF;
  why := mail_hindered(o.id, optional);
  IF why IS NOT NULL THEN RETURN why; END IF;
  INSERT INTO outbox (id, brand, kind, to_address, to_name, reply_to, thread_id, person_kind, person_id, message_id, thread_references, props, dedupe_key)
    VALUES (gen_random_uuid(), o.brand, o.kind, o.to_address, o.to_name, o.reply_to, o.thread_id, o.person_kind, o.person_id, o.message_id,
      o.thread_references, o.props, 'again:' || o.id)
    ON CONFLICT (dedupe_key) DO NOTHING;
  RETURN CASE WHEN FOUND THEN 'sent' ELSE 'again' END;
END $$;
--> statement-breakpoint
-- A case goes on in one that goes on by itself. So cases never go on in each other in a circle, over however many: whoever asks where one of
-- them goes on finds an end. Both are locked, so that of two merges at once the second sees the first.
CREATE OR REPLACE FUNCTION case_merges_end() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM threads t WHERE t.id IN (NEW.thread_id, NEW.into_id) ORDER BY t.id FOR NO KEY UPDATE;
  IF EXISTS (SELECT FROM case_merges m WHERE m.thread_id = NEW.into_id) THEN
    RAISE EXCEPTION 'a case goes on in one that goes on by itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'case_merges_end', TABLE = 'case_merges';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER case_merges_end BEFORE INSERT OR UPDATE OF thread_id, into_id ON case_merges
  FOR EACH ROW EXECUTE FUNCTION case_merges_end();
--> statement-breakpoint
-- Brings a received mail that waits in a merged case, with its files and its whole text, to the case in which that one goes on, for who of
-- the staff answers cases of its brand. Nothing else moves a mail to another case.
CREATE OR REPLACE FUNCTION mail_goes_on(mail uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  at uuid;
  goes uuid;
BEGIN
  SELECT m.thread_id INTO at FROM inbound_mails m
    WHERE m.id = mail AND m.state IN ('unverified', 'held')
      AND m.brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))
      AND string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',') && array['support_agent', 'administrator']::text[]
    FOR UPDATE;
  WITH RECURSIVE line AS (
    SELECT m.into_id, 1 AS step FROM case_merges m WHERE m.thread_id = at
    UNION ALL
    SELECT m.into_id, line.step + 1 FROM line JOIN case_merges m ON m.thread_id = line.into_id
  )
  SELECT into_id INTO goes FROM line ORDER BY step DESC LIMIT 1;
  IF goes IS NULL THEN RETURN; END IF;
  UPDATE inbound_mails SET thread_id = goes WHERE id = mail;
  UPDATE mail_files SET thread_id = goes WHERE mail_id = mail;
  -- The same mail may have come to both.
  UPDATE whole_mails w SET thread_id = goes,
      digest = CASE WHEN EXISTS (SELECT FROM whole_mails x WHERE x.thread_id = goes AND x.digest = w.digest) THEN NULL ELSE w.digest END
    WHERE w.id = mail;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION case_merges_end(), mail_goes_on(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION mail_goes_on(uuid) TO "portal_staff";
--> statement-breakpoint
-- As before; payments are locked before documents, and both in the order of their ids, as everybody does who writes them: how an UPDATE
-- meets the rows that it joins is the planner's choice, and two statements that meet the same rows in two orders wait for each other.
CREATE OR REPLACE FUNCTION apply_allocations(added allocations[], removed allocations[]) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  moved allocations[] := coalesce(added, '{}') || coalesce(removed, '{}');
BEGIN
  PERFORM FROM payments p WHERE p.id = ANY (array(SELECT m.payment_id FROM unnest(moved) m WHERE m.state <> 'released'))
    ORDER BY p.id FOR NO KEY UPDATE;
  PERFORM FROM invoices i
    WHERE i.id = ANY (array(SELECT m.invoice_id FROM unnest(moved) m UNION SELECT m.credit_note_id FROM unnest(moved) m))
    ORDER BY i.id FOR NO KEY UPDATE;
  WITH changed AS MATERIALIZED (
    SELECT invoice_id, credit_note_id, state, amount_minor AS minor FROM unnest(added)
    UNION ALL SELECT invoice_id, credit_note_id, state, -amount_minor FROM unnest(removed)
  ), parts AS (
    SELECT invoice_id AS id, CASE WHEN state IN ('applied', 'disputed') THEN minor ELSE 0 END AS allocated,
      CASE WHEN state = 'pending' THEN minor ELSE 0 END AS pending, CASE WHEN state = 'disputed' THEN minor ELSE 0 END AS disputed,
      CASE WHEN state = 'refunded' THEN minor ELSE 0 END AS refunded
    FROM changed
    UNION ALL SELECT credit_note_id, minor, 0, 0, 0 FROM changed WHERE credit_note_id IS NOT NULL AND state IN ('applied', 'disputed')
  ), sums AS MATERIALIZED (
    SELECT id, sum(allocated)::bigint AS allocated, sum(pending)::bigint AS pending, sum(disputed)::bigint AS disputed,
      sum(refunded)::bigint AS refunded
    FROM parts GROUP BY id
  )
  UPDATE invoices SET allocated_minor = allocated_minor + sums.allocated, pending_minor = pending_minor + sums.pending,
    disputed_minor = disputed_minor + sums.disputed, refunded_minor = refunded_minor + sums.refunded
  FROM sums WHERE invoices.id = sums.id;
  WITH sums AS MATERIALIZED (
    SELECT payment_id AS id, sum(minor)::bigint AS allocated FROM (
      SELECT payment_id, state, amount_minor AS minor FROM unnest(added)
      UNION ALL SELECT payment_id, state, -amount_minor FROM unnest(removed)
    ) changed
    WHERE payment_id IS NOT NULL AND state <> 'released' GROUP BY payment_id
  )
  UPDATE payments SET allocated_minor = allocated_minor + sums.allocated FROM sums WHERE payments.id = sums.id;
END $$;
