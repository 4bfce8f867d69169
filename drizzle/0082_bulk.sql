ALTER TABLE "bulk_deeds" DROP CONSTRAINT IF EXISTS "bulk_deeds_kind";--> statement-breakpoint
ALTER TABLE "bulk_deeds" DROP CONSTRAINT IF EXISTS "bulk_deeds_deed";--> statement-breakpoint
ALTER TABLE "bulk_deeds" ADD CONSTRAINT "bulk_deeds_kind" CHECK ("bulk_deeds"."kind" in ('case', 'request', 'chat', 'contact', 'company', 'renewal', 'mail'));--> statement-breakpoint
ALTER TABLE "bulk_deeds" ADD CONSTRAINT "bulk_deeds_deed" CHECK ("bulk_deeds"."deed" in ('assign', 'status', 'close', 'take', 'invite', 'disable', 'snooze', 'wake', 'send'));--> statement-breakpoint
ALTER TABLE "saved_views" DROP CONSTRAINT IF EXISTS "saved_views_list";--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_list" CHECK ("saved_views"."list" in ('cases', 'requests', 'chats', 'renewals', 'companies', 'contacts', 'payments', 'mail'));
--> statement-breakpoint
-- Why a mail that failed is not sent once more: what its recipient has lost since it was written, or an address that takes no mail. Null
-- where nothing is in the way. `optional`: people may switch this kind of mail off.
CREATE OR REPLACE FUNCTION mail_hindered(mail uuid, optional boolean) RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  o outbox;
  c contacts;
  r resources;
  address text;
BEGIN
  SELECT * INTO o FROM outbox x WHERE x.id = mail;
  IF o.person_id IS NULL THEN RETURN 'nobody'; END IF;
  IF o.person_kind = 'contact' THEN
    SELECT * INTO c FROM contacts x WHERE x.id = o.person_id AND x.brand = o.brand AND x.closed_at IS NULL AND x.merged_into IS NULL;
    address := c.email;
  ELSE
    SELECT s.email INTO address FROM staff s JOIN staff_brands b ON b.staff_id = s.id AND b.brand = o.brand
      WHERE s.id = o.person_id AND s.closed_at IS NULL;
  END IF;
  IF address IS NULL THEN RETURN 'closed'; END IF;
  IF lower(address) <> lower(o.to_address) THEN RETURN 'address'; END IF;
  IF EXISTS (SELECT FROM outbox x WHERE x.to_address = o.to_address AND x.outcome = 'complained') THEN RETURN 'complained'; END IF;
  -- What became of the newest mail to the address of which something is known.
  IF (SELECT x.outcome FROM outbox x WHERE x.to_address = o.to_address AND x.outcome IN ('bounced', 'delivered')
      ORDER BY x.created_at DESC, x.id DESC LIMIT 1) = 'bounced' THEN RETURN 'bounced'; END IF;
  IF optional AND EXISTS (SELECT FROM mail_preferences p WHERE p.person_kind = o.person_kind AND p.person_id = o.person_id
      AND p.kind = o.kind AND NOT p.wanted) THEN RETURN 'off'; END IF;
  IF o.thread_id IS NOT NULL AND NOT (CASE o.person_kind
      WHEN 'contact' THEN o.person_id IN (SELECT contact_id FROM contacts_seeing_thread(o.thread_id))
      ELSE o.person_id IN (SELECT staff_id FROM staff_seeing_thread(o.thread_id)) END) THEN RETURN 'thread'; END IF;
  -- Of a payment its payer is told, who reads money and is of the company that it is for.
  IF starts_with(o.kind, 'payment-') AND NOT (c.billing IS TRUE AND EXISTS (SELECT FROM payments p WHERE p.brand = o.brand
      AND p.reference = o.props ->> 'reference' AND p.contact_id = c.id AND p.company_id = c.primary_company_id)) THEN RETURN 'right'; END IF;
  IF o.kind = 'resource-published' THEN
    SELECT * INTO r FROM resources x WHERE x.id::text = o.props ->> 'id' AND x.brand = o.brand AND x.state = 'published';
    IF r.id IS NULL OR NOT (r.audience = 'everyone' OR EXISTS (SELECT FROM entitlements_of(o.person_id) e
        WHERE (r.audience = 'support' AND e.kind = 'support') OR (r.audience = 'entitled' AND e.product = r.product))) THEN RETURN 'right'; END IF;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Queues a mail that failed once more, for an administrator of its brand, who else never writes into the outbox. The row that repeats it has
-- a key of its own, so however often it is asked for, and by however many, it is sent once. The answer: `sent`; `again`, where it was; or
-- why not.
CREATE OR REPLACE FUNCTION send_mail_again(mail uuid, optional boolean) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  o outbox;
  why text;
BEGIN
  SELECT * INTO o FROM outbox x WHERE x.id = mail AND viewer_administers(x.brand) FOR UPDATE;
  IF o.id IS NULL THEN RETURN 'missing'; END IF;
  IF EXISTS (SELECT FROM outbox x WHERE x.dedupe_key = 'again:' || o.id) THEN RETURN 'again'; END IF;
  IF o.state = 'sent' AND o.outcome IN ('bounced', 'complained') THEN RETURN o.outcome; END IF;
  IF o.state <> 'dead' AND NOT (o.state = 'sent' AND o.outcome IS NOT DISTINCT FROM 'failed') THEN RETURN 'not-failed'; END IF;
  IF o.created_at < clock_timestamp() - interval '30 days' THEN RETURN 'old'; END IF;
  why := mail_hindered(o.id, optional);
  IF why IS NOT NULL THEN RETURN why; END IF;
  INSERT INTO outbox (id, brand, kind, to_address, to_name, reply_to, thread_id, person_kind, person_id, message_id, thread_references, props, dedupe_key)
    VALUES (gen_random_uuid(), o.brand, o.kind, o.to_address, o.to_name, o.reply_to, o.thread_id, o.person_kind, o.person_id, o.message_id,
      o.thread_references, o.props, 'again:' || o.id)
    ON CONFLICT (dedupe_key) DO NOTHING;
  RETURN CASE WHEN FOUND THEN 'sent' ELSE 'again' END;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION mail_hindered(uuid, boolean), send_mail_again(uuid, boolean) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION send_mail_again(uuid, boolean) TO "portal_staff";
