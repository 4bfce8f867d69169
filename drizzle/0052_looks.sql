CREATE TABLE "client_views" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"company_id" uuid,
	"contact_name" text NOT NULL,
	"staff_id" uuid NOT NULL,
	"staff_name" text NOT NULL,
	"roles" text[] NOT NULL,
	"session_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "client_views_reason" CHECK (length("client_views"."reason") between 1 and 500)
);
--> statement-breakpoint
ALTER TABLE "client_views" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "colleague_acts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"by_id" uuid NOT NULL,
	"by_name" text NOT NULL,
	"act" text NOT NULL,
	"contact_id" uuid,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"billing" boolean DEFAULT false NOT NULL,
	"pay" boolean DEFAULT false NOT NULL,
	"cases_scope" text DEFAULT 'none' NOT NULL,
	"requests_scope" text DEFAULT 'none' NOT NULL,
	"company_admin" boolean DEFAULT false NOT NULL,
	"number" text,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "colleague_acts_act" CHECK ("colleague_acts"."act" in ('invited', 'removed', 'asked')),
	CONSTRAINT "colleague_acts_contact" CHECK (("colleague_acts"."contact_id" is null) = ("colleague_acts"."act" = 'asked')),
	CONSTRAINT "colleague_acts_number" CHECK (("colleague_acts"."number" is not null) = ("colleague_acts"."act" = 'asked')),
	CONSTRAINT "colleague_acts_email_lower" CHECK ("colleague_acts"."email" = lower("colleague_acts"."email")),
	CONSTRAINT "colleague_acts_pay_needs_billing" CHECK (not "colleague_acts"."pay" or "colleague_acts"."billing"),
	CONSTRAINT "colleague_acts_cases_scope" CHECK ("colleague_acts"."cases_scope" in ('none', 'own', 'company')),
	CONSTRAINT "colleague_acts_requests_scope" CHECK ("colleague_acts"."requests_scope" in ('none', 'own', 'company'))
);
--> statement-breakpoint
ALTER TABLE "colleague_acts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "looks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"staff_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"day" date NOT NULL,
	"staff_name" text NOT NULL,
	"roles" text[] NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "looks_once" UNIQUE("company_id","day","staff_id","kind"),
	CONSTRAINT "looks_kind" CHECK ("looks"."kind" in ('money', 'cases', 'requests', 'contacts'))
);
--> statement-breakpoint
ALTER TABLE "looks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "client_views" ADD CONSTRAINT "client_views_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_views" ADD CONSTRAINT "client_views_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_views" ADD CONSTRAINT "client_views_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_views" ADD CONSTRAINT "client_views_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "colleague_acts" ADD CONSTRAINT "colleague_acts_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "colleague_acts" ADD CONSTRAINT "colleague_acts_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "looks" ADD CONSTRAINT "looks_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "looks" ADD CONSTRAINT "looks_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "looks" ADD CONSTRAINT "looks_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "client_views_open" ON "client_views" USING btree ("session_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "client_views_contact" ON "client_views" USING btree ("contact_id","started_at");--> statement-breakpoint
CREATE INDEX "client_views_company" ON "client_views" USING btree ("company_id","started_at");--> statement-breakpoint
CREATE INDEX "client_views_staff" ON "client_views" USING btree ("staff_id");--> statement-breakpoint
CREATE INDEX "colleague_acts_company" ON "colleague_acts" USING btree ("company_id","at");--> statement-breakpoint
CREATE INDEX "looks_staff" ON "looks" USING btree ("staff_id");--> statement-breakpoint
CREATE POLICY "client_reads" ON "client_views" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(viewer_fact('brand'), '')) and (contact_id = (select nullif(viewer_fact('contact_id'), '')::uuid) or (company_id = (select nullif(viewer_fact('company_id'), '')::uuid) and (select viewer_fact('company_admin') = 'yes'))));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "client_views" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "client_views" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]) and staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "gate_rows" ON "client_views" AS PERMISSIVE FOR ALL TO "portal_gate" USING ((select is_gate())) WITH CHECK ((select is_gate()));--> statement-breakpoint
CREATE POLICY "client_reads" ON "colleague_acts" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(viewer_fact('brand'), '')) and by_id = (select nullif(viewer_fact('contact_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "colleague_acts" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (brand = (select nullif(viewer_fact('brand'), '')) and by_id = (select nullif(viewer_fact('contact_id'), '')::uuid) and company_id = (select nullif(viewer_fact('company_id'), '')::uuid));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "colleague_acts" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "looks" AS PERMISSIVE FOR SELECT TO "portal_client" USING (company_id = (select nullif(viewer_fact('company_id'), '')::uuid) and brand = (select nullif(viewer_fact('brand'), '')) and case kind when 'money' then (select viewer_fact('billing') = 'yes')
  when 'cases' then (select viewer_fact('cases') = 'company')
  when 'requests' then (select nullif(viewer_fact('requests'), '')) = 'company'
  else (select viewer_fact('company_admin') = 'yes') end);--> statement-breakpoint
CREATE POLICY "staff_reads" ON "looks" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "looks" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and staff_id = (select nullif(viewer_fact('staff_id'), '')::uuid));
--> statement-breakpoint
-- Who of the firm looked at a company, and what company administrators do with their colleagues' access.
GRANT SELECT ON looks TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT INSERT (id, brand, company_id, staff_id, kind) ON looks TO "portal_staff";
--> statement-breakpoint
-- The database says who looked as what and when: a writer says only whose data of which kind it was.
CREATE OR REPLACE FUNCTION looks_before() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT s.name, s.roles INTO NEW.staff_name, NEW.roles FROM staff s WHERE s.id = NEW.staff_id;
  SELECT business_today(b.zone) INTO NEW.day FROM companies c JOIN brands b ON b.key = c.brand WHERE c.id = NEW.company_id AND c.brand = NEW.brand;
  IF NEW.day IS NULL THEN
    RAISE EXCEPTION 'a look and its company differ' USING ERRCODE = 'check_violation', CONSTRAINT = 'looks_same_owner';
  END IF;
  NEW.at := now();
  RETURN NEW;
END $$;
--> statement-breakpoint
DROP TRIGGER IF EXISTS looks_before ON looks;
--> statement-breakpoint
CREATE TRIGGER looks_before BEFORE INSERT ON looks FOR EACH ROW EXECUTE FUNCTION looks_before();
--> statement-breakpoint
GRANT SELECT, INSERT ON colleague_acts TO "portal_client";
--> statement-breakpoint
GRANT SELECT ON colleague_acts TO "portal_staff";
--> statement-breakpoint
-- The row of the company administrator who asks, as it is now and not as the session began; null for anybody else.
CREATE OR REPLACE FUNCTION acting_company_admin() RETURNS contacts LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c FROM contacts c
  WHERE c.id = nullif(viewer_fact('contact_id'), '')::uuid AND c.brand = nullif(viewer_fact('brand'), '')
    AND c.primary_company_id = nullif(viewer_fact('company_id'), '')::uuid
    AND c.company_admin AND c.closed_at IS NULL AND viewer_fact('kind') = 'client'
$$;
--> statement-breakpoint
-- The colleagues of a company administrator: open contacts whose primary company is theirs. Nobody else gets a row.
CREATE OR REPLACE FUNCTION company_colleagues() RETURNS TABLE (id uuid, name text, email text, job_title text, billing boolean, pay boolean,
  cases_scope text, requests_scope text, company_admin boolean, has_signed_in boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.name, c.email, c.job_title, c.billing, c.pay, c.cases_scope, c.requests_scope, c.company_admin,
    EXISTS (SELECT FROM credentials k WHERE k.account_kind = 'contact' AND k.account_id = c.id)
  FROM contacts c, acting_company_admin() own
  WHERE own.id IS NOT NULL AND c.primary_company_id = own.primary_company_id AND c.brand = own.brand AND c.closed_at IS NULL
$$;
--> statement-breakpoint
-- Whether portal support has to look at an invitation: the address is of no confirmed domain of the company, or somebody's already. One
-- answer for both, so that nobody learns who has an account elsewhere.
CREATE OR REPLACE FUNCTION invitation_waits(address text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (
    SELECT FROM acting_company_admin() own JOIN companies co ON co.id = own.primary_company_id
    WHERE split_part(address, '@', 2) = ANY (co.mail_domains)
      AND NOT EXISTS (SELECT FROM contacts c WHERE c.brand = own.brand AND c.email = address)
      AND NOT EXISTS (SELECT FROM new_sign_in_addresses n WHERE n.brand = own.brand AND n.address = invitation_waits.address
        AND n.confirmed_at IS NULL AND n.ended_at IS NULL)
      AND NOT EXISTS (SELECT FROM staff s WHERE s.email = address))
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION scope_rank(scope text) RETURNS integer LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT array_position(ARRAY['none', 'own', 'company'], scope)
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION colleague_acts_before() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  own contacts;
  other contacts;
BEGIN
  -- Deeds in one company wait for each other: of two who remove each other, the second one finds that they may not.
  PERFORM pg_advisory_xact_lock(hashtextextended('colleagues ' || NEW.company_id, 0));
  SELECT c.* INTO own FROM contacts c
    WHERE c.id = NEW.by_id AND c.brand = NEW.brand AND c.primary_company_id = NEW.company_id AND c.company_admin AND c.closed_at IS NULL
    FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no administrator of the company' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'colleague_acts_admin';
  END IF;
  NEW.by_name := own.name;
  NEW.at := now();
  IF NEW.act = 'invited' THEN
    IF (NEW.billing AND NOT own.billing) OR (NEW.pay AND NOT own.pay) OR scope_rank(NEW.cases_scope) > scope_rank(own.cases_scope)
      OR scope_rank(NEW.requests_scope) > scope_rank(own.requests_scope) THEN
      RAISE EXCEPTION 'more than the own rights' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'colleague_acts_rights';
    END IF;
    -- As whoever makes or changes an account with this address, so that it is never a client's and a colleague's at once.
    PERFORM pg_advisory_xact_lock(hashtextextended('sign-in-address:' || NEW.email, 0));
    -- For the owner's login, which has no viewer, the domain alone is checked.
    IF NOT EXISTS (SELECT FROM companies co WHERE co.id = NEW.company_id AND split_part(NEW.email, '@', 2) = ANY (co.mail_domains))
      OR EXISTS (SELECT FROM staff s WHERE s.email = NEW.email) THEN
      RAISE EXCEPTION 'no address of a confirmed domain' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'colleague_acts_domain';
    END IF;
    INSERT INTO contacts (id, brand, email, name, primary_company_id, billing, pay, cases_scope, requests_scope, company_admin)
      VALUES (NEW.contact_id, NEW.brand, NEW.email, NEW.name, NEW.company_id, NEW.billing, NEW.pay, NEW.cases_scope, NEW.requests_scope, NEW.company_admin);
    PERFORM graphile_worker.add_job('auth.reset', json_build_object('email', NEW.email, 'brand', NEW.brand, 'tokenId', NEW.id),
      job_key := 'reset:' || NEW.id, max_attempts := 25);
  ELSIF NEW.act = 'removed' THEN
    SELECT c.* INTO other FROM contacts c
      WHERE c.id = NEW.contact_id AND c.brand = NEW.brand AND c.primary_company_id = NEW.company_id AND c.closed_at IS NULL AND c.id <> NEW.by_id
      FOR UPDATE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'no colleague' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'colleague_acts_colleague';
    END IF;
    NEW.email := other.email;
    NEW.name := other.name;
    -- The trigger contacts_edited notes the decision and ends sessions, links and streams.
    UPDATE contacts SET closed_at = now() WHERE id = other.id;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION colleague_acts_after() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('colleagues.tell', json_build_object('id', NEW.id), job_key := 'colleagues:' || NEW.id, max_attempts := 25);
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER IF EXISTS colleague_acts_before ON colleague_acts;
--> statement-breakpoint
CREATE TRIGGER colleague_acts_before BEFORE INSERT ON colleague_acts FOR EACH ROW EXECUTE FUNCTION colleague_acts_before();
--> statement-breakpoint
DROP TRIGGER IF EXISTS colleague_acts_after ON colleague_acts;
--> statement-breakpoint
CREATE TRIGGER colleague_acts_after AFTER INSERT ON colleague_acts FOR EACH ROW EXECUTE FUNCTION colleague_acts_after();
--> statement-breakpoint
-- Of a look as a client sees it, viewers read all but the session. The gate ends it, and writes nothing else of it.
GRANT SELECT (id, brand, contact_id, company_id, contact_name, staff_id, staff_name, roles, reason, started_at, ends_at, ended_at)
  ON client_views TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT INSERT (id, brand, contact_id, staff_id, session_id, reason) ON client_views TO "portal_staff";
--> statement-breakpoint
GRANT SELECT ON client_views TO "portal_gate";
--> statement-breakpoint
GRANT UPDATE (ended_at) ON client_views TO "portal_gate";
--> statement-breakpoint
CREATE OR REPLACE FUNCTION client_views_before() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT c.name, c.primary_company_id INTO NEW.contact_name, NEW.company_id FROM contacts c
    WHERE c.id = NEW.contact_id AND c.brand = NEW.brand AND c.closed_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no open contact of the brand' USING ERRCODE = 'check_violation', CONSTRAINT = 'client_views_contact';
  END IF;
  SELECT s.name, s.roles INTO NEW.staff_name, NEW.roles FROM staff s
    JOIN staff_brands b ON b.staff_id = s.id AND b.brand = NEW.brand
    JOIN sessions e ON e.id = NEW.session_id AND e.account_kind = 'staff' AND e.account_id = s.id AND e.ended_at IS NULL
    WHERE s.id = NEW.staff_id AND s.closed_at IS NULL AND s.roles @> array['administrator'];
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no administrator of the brand with this session' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'client_views_staff';
  END IF;
  -- One at a time in a session: the earlier one ends.
  UPDATE client_views SET ended_at = now() WHERE session_id = NEW.session_id AND ended_at IS NULL;
  NEW.started_at := now();
  NEW.ends_at := now() + interval '15 minutes';
  NEW.ended_at := NULL;
  RETURN NEW;
END $$;
--> statement-breakpoint
DROP TRIGGER IF EXISTS client_views_before ON client_views;
--> statement-breakpoint
CREATE TRIGGER client_views_before BEFORE INSERT ON client_views FOR EACH ROW EXECUTE FUNCTION client_views_before();
--> statement-breakpoint
REVOKE ALL ON FUNCTION looks_before(), acting_company_admin(), company_colleagues(), invitation_waits(text), scope_rank(text),
  colleague_acts_before(), colleague_acts_after(), client_views_before() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION company_colleagues(), invitation_waits(text) TO "portal_client";
