CREATE TABLE "connect_confirmations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"visitor_id" uuid NOT NULL,
	"email" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "connect_confirmations_token" UNIQUE("token_hash")
);
--> statement-breakpoint
ALTER TABLE "connect_confirmations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "visitors" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"email" text NOT NULL,
	"mailbox" text NOT NULL,
	"name" text NOT NULL,
	"company" text NOT NULL,
	"phone" text,
	"source" text DEFAULT 'connect' NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"wrote_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"confirmed_at" timestamp (3) with time zone,
	"decided_at" timestamp (3) with time zone,
	"decided_by" uuid,
	"sentence" text,
	"contact_id" uuid,
	"choices_digest" text,
	"told_late_at" timestamp (3) with time zone,
	CONSTRAINT "visitors_email_lower" CHECK ("visitors"."email" = lower("visitors"."email") and "visitors"."mailbox" = lower("visitors"."mailbox")),
	CONSTRAINT "visitors_source" CHECK ("visitors"."source" in ('connect')),
	CONSTRAINT "visitors_state" CHECK ("visitors"."state" in ('waiting', 'approved', 'declined', 'blocked')),
	CONSTRAINT "visitors_decided" CHECK ("visitors"."state" = 'waiting' or num_nonnulls("visitors"."decided_at", "visitors"."decided_by") = 2)
);
--> statement-breakpoint
ALTER TABLE "visitors" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "connect_requests" ADD COLUMN "visitor_id" uuid;--> statement-breakpoint
ALTER TABLE "connect_confirmations" ADD CONSTRAINT "connect_confirmations_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connect_confirmations" ADD CONSTRAINT "connect_confirmations_visitor_id_visitors_id_fk" FOREIGN KEY ("visitor_id") REFERENCES "public"."visitors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visitors" ADD CONSTRAINT "visitors_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visitors" ADD CONSTRAINT "visitors_decided_by_staff_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visitors" ADD CONSTRAINT "visitors_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "connect_confirmations_visitor" ON "connect_confirmations" USING btree ("visitor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "visitors_waiting" ON "visitors" USING btree ("brand","email") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "visitors_mailbox" ON "visitors" USING btree ("brand","mailbox");--> statement-breakpoint
CREATE INDEX "visitors_list" ON "visitors" USING btree ("brand","state","created_at","id");--> statement-breakpoint
CREATE INDEX "visitors_contact" ON "visitors" USING btree ("contact_id");--> statement-breakpoint
ALTER TABLE "connect_requests" ADD CONSTRAINT "connect_requests_visitor_id_visitors_id_fk" FOREIGN KEY ("visitor_id") REFERENCES "public"."visitors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contacts_domain" ON "contacts" USING btree ("brand",split_part(email, '@', 2));--> statement-breakpoint
CREATE INDEX "contacts_same_name" ON "contacts" USING btree ("brand",lower(name));--> statement-breakpoint
CREATE INDEX "connect_requests_visitor" ON "connect_requests" USING btree ("visitor_id");--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "companies" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]) and starts_with(external_id, 'portal:') and closed_at is null);--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "contacts" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]) and external_id is null and closed_at is null and not demo and exists (select 1 from companies c where c.id = primary_company_id and c.brand = contacts.brand));--> statement-breakpoint
CREATE POLICY "gate_rows" ON "connect_confirmations" AS PERMISSIVE FOR ALL TO "portal_gate" USING ((select is_gate())) WITH CHECK ((select is_gate()));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "visitors" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_updates" ON "visitors" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[])) WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "gate_rows" ON "visitors" AS PERMISSIVE FOR ALL TO "portal_gate" USING ((select is_gate())) WITH CHECK ((select is_gate()));
--> statement-breakpoint
-- Administrators read who waits and decide. What a visitor wrote and whether the address was confirmed they cannot change.
GRANT SELECT ON visitors TO "portal_staff";
--> statement-breakpoint
GRANT UPDATE (state, decided_at, decided_by, sentence, contact_id, choices_digest) ON visitors TO "portal_staff";
--> statement-breakpoint
-- The policies say what an administrator may make: nothing of the ERP's, and nobody who could sign in as a demo account.
GRANT INSERT ON companies, contacts TO "portal_staff";
--> statement-breakpoint
-- A link is followed without a session: it finds its row, is used once, and confirms the visitor.
GRANT SELECT, UPDATE (used_at) ON connect_confirmations TO "portal_gate";
--> statement-breakpoint
GRANT SELECT (id, brand, state, confirmed_at), UPDATE (confirmed_at) ON visitors TO "portal_gate";
--> statement-breakpoint
-- Who the address belongs to is looked up by the job, so that the answer to the form and its time are the same for everybody.
CREATE FUNCTION enqueue_connect(request uuid, mails boolean) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('connect.received', json_build_object('id', request, 'mails', mails),
    job_key := 'connect:' || request, max_attempts := 25)
  WHERE is_gate();
END
$$;
--> statement-breakpoint
-- An approval or a refusal is told by a job: nobody of the staff writes into the outbox.
CREATE FUNCTION visitors_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('connect.decided', json_build_object('id', NEW.id), job_key := 'visitor:' || NEW.id, max_attempts := 25);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER visitors_decided AFTER UPDATE ON visitors FOR EACH ROW
  WHEN (OLD.state = 'waiting' AND NEW.state IN ('approved', 'declined')) EXECUTE FUNCTION visitors_decided();
--> statement-breakpoint
-- Who decided the fields of a contact that was made in the portal, as contacts_edited() notes it of a change.
CREATE FUNCTION contacts_made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM note_edited(NEW.id, NEW.portal_fields);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER contacts_made AFTER INSERT ON contacts FOR EACH ROW WHEN (cardinality(NEW.portal_fields) > 0) EXECUTE FUNCTION contacts_made();
--> statement-breakpoint
-- Contacts that may be the same person as somebody who waits, or a colleague: the same mailbox, the same name, and where the domain
-- is a firm's, the same domain. Applies the viewer's roles and brands itself, because the indexes cannot be used under a policy.
CREATE FUNCTION contacts_near(visitor uuid, by_domain boolean) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH who AS MATERIALIZED (
    SELECT v.brand, v.mailbox, v.email, lower(v.name) AS name, split_part(v.mailbox, '@', 2) AS domain FROM visitors v
    WHERE v.id = visitor
      AND v.brand = ANY (string_to_array(nullif(viewer_fact('brands'), ''), ','))
      AND 'administrator' = ANY (string_to_array(nullif(viewer_fact('roles'), ''), ','))
  )
  (SELECT c.id FROM who JOIN contacts c ON c.brand = who.brand AND split_part(c.email, '@', 2) = who.domain
    WHERE c.email = who.email OR regexp_replace(c.email, '\+[^@]*@', '@') = who.mailbox LIMIT 10)
  UNION
  (SELECT c.id FROM who JOIN contacts c ON c.brand = who.brand AND lower(c.name) = who.name ORDER BY c.closed_at NULLS FIRST, c.id LIMIT 10)
  UNION
  (SELECT c.id FROM who JOIN contacts c ON c.brand = who.brand AND split_part(c.email, '@', 2) = who.domain
    WHERE by_domain ORDER BY c.closed_at NULLS FIRST, c.id LIMIT 200)
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION enqueue_connect(uuid, boolean), visitors_decided(), contacts_made(), contacts_near(uuid, boolean) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION enqueue_connect(uuid, boolean) TO "portal_gate";
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION contacts_near(uuid, boolean) TO "portal_staff";
--> statement-breakpoint
-- Forms of before: their writers wait too, unless they have an account by now. None of these addresses is confirmed.
INSERT INTO visitors (id, brand, email, mailbox, name, company, phone, created_at, wrote_at)
  SELECT gen_random_uuid(), f.brand, f.email, regexp_replace(f.email, '\+[^@]*@', '@'), f.name, f.company, f.phone, f.first_at, f.created_at
  FROM (SELECT DISTINCT ON (r.brand, lower(r.email)) r.brand, lower(r.email) AS email, r.name, r.company, r.phone, r.created_at,
      min(r.created_at) OVER (PARTITION BY r.brand, lower(r.email)) AS first_at
    FROM connect_requests r WHERE r.state = 'waiting' AND r.visitor_id IS NULL ORDER BY r.brand, lower(r.email), r.created_at DESC) f
  WHERE NOT EXISTS (SELECT FROM contacts c WHERE c.brand = f.brand AND c.email = f.email)
    AND NOT EXISTS (SELECT FROM staff s WHERE s.email = f.email)
  ON CONFLICT DO NOTHING;
--> statement-breakpoint
UPDATE connect_requests r SET visitor_id = v.id FROM visitors v
  WHERE r.visitor_id IS NULL AND v.brand = r.brand AND v.email = lower(r.email) AND v.state = 'waiting';
