CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"invited_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "invitations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "merge_moves" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "merge_moves_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"merge_id" uuid NOT NULL,
	"what" text NOT NULL,
	"table_name" text NOT NULL,
	"column_name" text NOT NULL,
	"row_key" jsonb NOT NULL,
	"before" jsonb NOT NULL,
	"after" text,
	CONSTRAINT "merge_moves_what" CHECK ("merge_moves"."what" in ('moved', 'set'))
);
--> statement-breakpoint
ALTER TABLE "merge_moves" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "merges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"kind" text NOT NULL,
	"survivor_id" uuid NOT NULL,
	"merged_id" uuid NOT NULL,
	"people" uuid[] DEFAULT '{}' NOT NULL,
	"merged_by" uuid NOT NULL,
	"merged_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"undone_by" uuid,
	"undone_at" timestamp (3) with time zone,
	CONSTRAINT "merges_kind" CHECK ("merges"."kind" in ('contact', 'company')),
	CONSTRAINT "merges_two" CHECK ("merges"."survivor_id" <> "merges"."merged_id")
);
--> statement-breakpoint
ALTER TABLE "merges" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "companies" ADD COLUMN "portal_fields" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "companies" ADD COLUMN "merged_into" uuid;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "company_admin" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "contacts" ADD COLUMN "merged_into" uuid;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_staff_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merge_moves" ADD CONSTRAINT "merge_moves_merge_id_merges_id_fk" FOREIGN KEY ("merge_id") REFERENCES "public"."merges"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merges" ADD CONSTRAINT "merges_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merges" ADD CONSTRAINT "merges_merged_by_staff_id_fk" FOREIGN KEY ("merged_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merges" ADD CONSTRAINT "merges_undone_by_staff_id_fk" FOREIGN KEY ("undone_by") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "invitations_contact" ON "invitations" USING btree ("contact_id","created_at");--> statement-breakpoint
CREATE INDEX "merge_moves_merge" ON "merge_moves" USING btree ("merge_id","id");--> statement-breakpoint
CREATE INDEX "merges_survivor" ON "merges" USING btree ("survivor_id");--> statement-breakpoint
CREATE INDEX "merges_merged" ON "merges" USING btree ("merged_id");--> statement-breakpoint
ALTER TABLE "companies" ADD CONSTRAINT "companies_merged_into_companies_id_fk" FOREIGN KEY ("merged_into") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_merged_into_contacts_id_fk" FOREIGN KEY ("merged_into") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "companies_merged" ON "companies" USING btree ("merged_into") WHERE merged_into is not null;--> statement-breakpoint
CREATE INDEX "contacts_merged" ON "contacts" USING btree ("merged_into") WHERE merged_into is not null;--> statement-breakpoint
ALTER TABLE "companies" ADD CONSTRAINT "companies_merged_not_itself" CHECK ("companies"."merged_into" is distinct from "companies"."id");--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_merged_not_itself" CHECK ("contacts"."merged_into" is distinct from "contacts"."id");--> statement-breakpoint
CREATE POLICY "staff_updates" ON "companies" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[])) WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "invitations" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "merges" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));
--> statement-breakpoint
-- Whole as it was last replaced (0031), with one fact more at the end: whether the contact looks after the company's people.
CREATE OR REPLACE FUNCTION viewer_fact(name text) RETURNS text
  LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL SAFE COST 1 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  bound text := current_setting('portal.viewer', true);
  facts text;
  inner_key bytea;
  outer_key bytea;
BEGIN
  IF bound IS NULL OR bound = '' THEN RETURN NULL; END IF;
  facts := substr(bound, 66);
  SELECT inner_pad, outer_pad INTO inner_key, outer_key FROM public.viewer_keys WHERE id = split_part(facts, '|', 1);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the key that the viewer is bound by is not known here: run the migrations with the AUTH_SECRET of this process'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF encode(sha256(outer_key || sha256(inner_key || convert_to(facts, 'UTF8'))), 'hex') IS DISTINCT FROM substr(bound, 1, 64) THEN
    RAISE EXCEPTION 'the viewer is not bound' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN split_part(facts, '|', array_position(
    '{key,kind,clock_offset_ms,brand,contact_id,company_id,billing,pay,cases,requests,staff_id,brands,roles,company_admin}'::text[], name));
END
$$;
--> statement-breakpoint
-- What administrators edit. Rows are those of their brands: policies say so.
GRANT UPDATE (name, job_title, company_admin, closed_at) ON contacts TO "portal_staff";
--> statement-breakpoint
GRANT UPDATE (name, mail_domains, phone, address_lines, city, region, postal_code, country, portal_fields, updated_at) ON companies TO "portal_staff";
--> statement-breakpoint
GRANT SELECT ON merges, invitations TO "portal_staff";
--> statement-breakpoint
-- Whole as it was last replaced (0042): also job title, the right to look after the company's people, and closing, which ends all
-- access at once. The trigger of sessions ends their streams; reply addresses ask at each mail who sees the thread.
CREATE OR REPLACE FUNCTION contacts_edited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  edited text[] := '{}';
BEGIN
  IF nullif((SELECT viewer_fact('staff_id')), '') IS NULL AND nullif((SELECT viewer_fact('contact_id')), '') IS NULL THEN
    RETURN NEW;
  END IF;
  IF NEW.name IS DISTINCT FROM OLD.name THEN edited := edited || 'name'::text; END IF;
  IF NEW.email IS DISTINCT FROM OLD.email THEN edited := edited || 'email'::text; END IF;
  -- Whoever looked after the people of one company was not chosen by another.
  IF NEW.primary_company_id IS DISTINCT FROM OLD.primary_company_id AND OLD.company_admin THEN NEW.company_admin := false; END IF;
  IF NEW.job_title IS DISTINCT FROM OLD.job_title THEN edited := edited || 'job_title'::text; END IF;
  IF NEW.time_zone IS DISTINCT FROM OLD.time_zone THEN edited := edited || 'time_zone'::text; END IF;
  IF NEW.primary_company_id IS DISTINCT FROM OLD.primary_company_id THEN edited := edited || 'company'::text; END IF;
  IF (NEW.billing, NEW.pay, NEW.cases_scope, NEW.requests_scope, NEW.company_admin)
    IS DISTINCT FROM (OLD.billing, OLD.pay, OLD.cases_scope, OLD.requests_scope, OLD.company_admin) THEN
    edited := edited || 'rights'::text;
  END IF;
  IF (NEW.closed_at IS NULL) <> (OLD.closed_at IS NULL) THEN edited := edited || 'closed'::text; END IF;
  NEW.portal_fields := array(SELECT DISTINCT f FROM unnest(NEW.portal_fields || edited) f ORDER BY f);
  NEW.updated_at := now();
  PERFORM note_edited(OLD.id, edited);
  IF NEW.email IS DISTINCT FROM OLD.email OR (NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL) THEN
    UPDATE sessions SET ended_at = now() WHERE account_kind = 'contact' AND account_id = OLD.id AND ended_at IS NULL;
    UPDATE sign_in_tokens SET replaced_at = now() WHERE account_kind = 'contact' AND account_id = OLD.id AND used_at IS NULL AND replaced_at IS NULL;
    DELETE FROM known_devices WHERE account_kind = 'contact' AND account_id = OLD.id;
  END IF;
  IF NEW.email IS DISTINCT FROM OLD.email THEN
    DELETE FROM credentials WHERE account_kind = 'contact' AND account_id = OLD.id;
  ELSIF NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL THEN
    UPDATE new_sign_in_addresses SET ended_at = now() WHERE contact_id = OLD.id AND confirmed_at IS NULL AND ended_at IS NULL;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- What staff edit of a company stands against the ERP until it is handed back. Imports have no viewer and name no field.
CREATE OR REPLACE FUNCTION companies_edited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  edited text[] := '{}';
BEGIN
  IF nullif((SELECT viewer_fact('staff_id')), '') IS NULL THEN RETURN NEW; END IF;
  IF NEW.name IS DISTINCT FROM OLD.name THEN edited := edited || 'name'::text; END IF;
  IF NEW.mail_domains IS DISTINCT FROM OLD.mail_domains THEN edited := edited || 'mail_domains'::text; END IF;
  IF NEW.phone IS DISTINCT FROM OLD.phone THEN edited := edited || 'phone'::text; END IF;
  IF (NEW.address_lines, NEW.city, NEW.region, NEW.postal_code, NEW.country)
    IS DISTINCT FROM (OLD.address_lines, OLD.city, OLD.region, OLD.postal_code, OLD.country) THEN
    edited := edited || 'address'::text;
  END IF;
  NEW.portal_fields := array(SELECT DISTINCT f FROM unnest(NEW.portal_fields || edited) f ORDER BY f);
  NEW.updated_at := now();
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER companies_edited BEFORE UPDATE ON companies FOR EACH ROW EXECUTE FUNCTION companies_edited();
--> statement-breakpoint
REVOKE ALL ON FUNCTION companies_edited() FROM PUBLIC;
--> statement-breakpoint
-- Is the viewer an administrator of this brand? Null facts are no.
CREATE OR REPLACE FUNCTION viewer_administers(of_brand text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(of_brand = ANY (string_to_array(nullif((SELECT viewer_fact('brands')), ''), ','))
    AND 'administrator' = ANY (string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',')), false)
$$;
--> statement-breakpoint
-- What administrators may know of accounts: whether one has a password, how many sessions run, and when its owner was last mailed a
-- link or is about to be. Nothing of the secrets.
CREATE OR REPLACE FUNCTION contact_accounts(contact_ids uuid[]) RETURNS TABLE (contact_id uuid, has_password boolean, sessions integer, invited_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id,
    EXISTS (SELECT FROM credentials k WHERE k.account_kind = 'contact' AND k.account_id = c.id),
    (SELECT count(*)::int FROM sessions s WHERE s.account_kind = 'contact' AND s.account_id = c.id AND s.ended_at IS NULL AND s.expires_at > now()),
    greatest((SELECT max(m) FROM sign_in_tokens t, unnest(t.mailed_at) m WHERE t.account_kind = 'contact' AND t.account_id = c.id),
      (SELECT max(i.created_at) FROM invitations i WHERE i.contact_id = c.id))
  FROM contacts c WHERE c.id = ANY (contact_ids) AND viewer_administers(c.brand)
$$;
--> statement-breakpoint
-- Mails a contact the link of the first sign-in, once for each token, which is the id of the request. `used`: the token belongs to
-- somebody else's invitation. `no`: the contact may not be invited.
CREATE OR REPLACE FUNCTION invite_contact(contact uuid, token uuid) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c contacts;
BEGIN
  SELECT * INTO c FROM contacts x WHERE x.id = contact AND x.closed_at IS NULL AND x.merged_into IS NULL AND viewer_administers(x.brand);
  IF c.id IS NULL THEN RETURN 'no'; END IF;
  INSERT INTO invitations (id, brand, contact_id, invited_by) VALUES (token, c.brand, c.id, nullif(viewer_fact('staff_id'), '')::uuid)
    ON CONFLICT (id) DO NOTHING;
  IF NOT FOUND THEN
    RETURN CASE WHEN EXISTS (SELECT FROM invitations i WHERE i.id = token AND i.contact_id = contact) THEN 'again' ELSE 'used' END;
  END IF;
  PERFORM graphile_worker.add_job('auth.reset', json_build_object('email', c.email, 'brand', c.brand, 'tokenId', token),
    job_key := 'invite:' || token, max_attempts := 25);
  RETURN 'sent';
END $$;
--> statement-breakpoint
-- Every column that names a contact or a company, in the order in which a merge changes them: what an allocation belongs to must have
-- moved before it, and people come last, so that no chat is taken for one that nobody sees. Columns with a foreign key are found in the
-- catalogue, so that a new table is merged without being named here. `kind_column` says whether the id is a contact's.
-- Left as they are: access (it ends), relations and contact details (the survivor keeps their own), mail (it went to the merged address),
-- reply addresses (they end), and what only records the past.
CREATE OR REPLACE FUNCTION merge_columns(of_kind text) RETURNS TABLE (table_name text, column_name text, kind_column text)
  LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT t, c, k FROM (
    SELECT r.relname::text AS t, a.attname::text AS c, NULL::text AS k
    FROM pg_constraint f
    JOIN pg_class r ON r.oid = f.conrelid AND r.relnamespace = 'public'::regnamespace
    JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
    WHERE f.contype = 'f' AND array_length(f.conkey, 1) = 1
      AND f.confrelid = CASE of_kind WHEN 'contact' THEN 'public.contacts'::regclass ELSE 'public.companies'::regclass END
    UNION
    SELECT v.t, v.c, v.k FROM (VALUES
      ('messages', 'author_id', 'author_kind'),
      ('threads', 'last_author_id', 'last_author_kind'),
      ('thread_events', 'actor_id', 'actor_kind'),
      ('thread_events', 'subject_id', NULL),
      ('thread_participants', 'contact_id', NULL),
      ('thread_reads', 'reader_id', 'reader_kind'),
      ('files', 'uploader_id', 'uploader_kind'),
      ('whole_mails', 'author_id', 'author_kind'),
      ('notices', 'person_id', 'person_kind')
    ) v(t, c, k) WHERE of_kind = 'contact'
  ) every_column
  WHERE NOT (of_kind = 'contact' AND t IN ('contact_companies', 'contact_phones', 'contact_addresses', 'edited_fields', 'new_sign_in_addresses', 'portal_decisions'))
  ORDER BY CASE t WHEN 'threads' THEN 1 WHEN 'invoices' THEN 2 WHEN 'payments' THEN 3 WHEN 'contacts' THEN 8 WHEN 'allocations' THEN 9 ELSE 5 END, t, c
$$;
--> statement-breakpoint
-- A row as it is compared before a merge is undone: without what jobs compute again.
CREATE OR REPLACE FUNCTION merge_digest(whole jsonb) RETURNS text LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT md5((whole - array['search', 'updated_at'])::text)
$$;
--> statement-breakpoint
-- `t.id = (m.row_key ->> 'id')::uuid`, for each column of the primary key.
CREATE OR REPLACE FUNCTION merge_key_match(of_table text) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT string_agg(format('t.%I = (m.row_key ->> %L)::%s', a.attname, a.attname, format_type(a.atttypid, a.atttypmod)), ' AND ')
  FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
  WHERE i.indrelid = of_table::regclass AND i.indisprimary
$$;
--> statement-breakpoint
-- `jsonb_build_object('id', t.id)`
CREATE OR REPLACE FUNCTION merge_key_of(of_table text) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT 'jsonb_build_object(' || string_agg(format('%L, t.%I', a.attname, a.attname), ', ') || ')'
  FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
  WHERE i.indrelid = of_table::regclass AND i.indisprimary
$$;
--> statement-breakpoint
-- How many rows of each table name this contact or company in a column that a merge changes.
CREATE OR REPLACE FUNCTION merge_counts(of_kind text, record uuid) RETURNS TABLE (table_name text, rows integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m record;
  n integer;
BEGIN
  IF NOT EXISTS (SELECT FROM contacts c WHERE of_kind = 'contact' AND c.id = record AND viewer_administers(c.brand)
    UNION ALL SELECT FROM companies c WHERE of_kind = 'company' AND c.id = record AND viewer_administers(c.brand)) THEN
    RETURN;
  END IF;
  FOR m IN SELECT c.table_name AS t, string_agg(format('(%I = $1%s)', c.column_name,
      CASE WHEN c.kind_column IS NULL THEN '' ELSE format(' AND %I = ''contact''', c.kind_column) END), ' OR ') AS which
    FROM merge_columns(of_kind) c GROUP BY 1 ORDER BY 1
  LOOP
    EXECUTE format('SELECT count(*)::int FROM %I WHERE %s', m.t, m.which) INTO n USING record;
    IF n > 0 THEN
      table_name := m.t; rows := n;
      RETURN NEXT;
    END IF;
  END LOOP;
END $$;
--> statement-breakpoint
-- Who sees something new once these two companies are one, and what: by the rights of each and by what there is. Whoever belongs to the
-- merged one sees the survivor's name, so each of them is named.
CREATE OR REPLACE FUNCTION merge_gains(survivor uuid, merged uuid) RETURNS TABLE (contact_id uuid, name text, email text, company_id uuid, sees text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH pair AS (
    SELECT s.id AS one, m.id AS other, s.brand FROM companies s, companies m
    WHERE ((s.id = merge_gains.survivor AND m.id = merge_gains.merged) OR (s.id = merge_gains.merged AND m.id = merge_gains.survivor))
      AND s.brand = m.brand AND viewer_administers(s.brand)
  ), has AS (
    SELECT p.one, p.other, p.brand,
      EXISTS (SELECT FROM invoices i WHERE i.company_id = p.other) OR EXISTS (SELECT FROM payments y WHERE y.company_id = p.other)
        OR EXISTS (SELECT FROM estimates e WHERE e.company_id = p.other) AS money,
      EXISTS (SELECT FROM agreements a WHERE a.company_id = p.other) AS agreements,
      EXISTS (SELECT FROM account_team_members a WHERE a.company_id = p.other) AS team,
      EXISTS (SELECT FROM contacts c WHERE c.primary_company_id = p.other AND c.closed_at IS NULL) AS colleagues,
      EXISTS (SELECT FROM threads t WHERE t.company_id = p.other AND t.kind = 'case') AS cases,
      EXISTS (SELECT FROM threads t WHERE t.company_id = p.other AND t.kind = 'request') AS requests
    FROM pair p
  ), own AS (
    SELECT c.id, c.name, c.email, c.primary_company_id AS company, array_remove(array[
        CASE WHEN h.one = merge_gains.merged THEN 'company' END,
        CASE WHEN h.money AND c.billing THEN 'money' END,
        CASE WHEN h.agreements THEN 'agreements' END,
        CASE WHEN h.team THEN 'team' END,
        CASE WHEN h.colleagues AND c.company_admin THEN 'colleagues' END,
        CASE WHEN h.cases AND c.cases_scope = 'company' THEN 'cases' END,
        CASE WHEN h.requests AND c.requests_scope = 'company' THEN 'requests' END], NULL) AS sees
    FROM has h JOIN contacts c ON c.primary_company_id = h.one AND c.brand = h.brand AND c.closed_at IS NULL
  ), related AS (
    SELECT c.id, c.name, c.email, h.one AS company, array['cases'] AS sees
    FROM has h
    JOIN brands b ON b.key = h.brand AND b.company_access = 'primary_and_related'
    JOIN contact_companies r ON r.company_id = h.one
    JOIN contacts c ON c.id = r.contact_id AND c.brand = h.brand AND c.closed_at IS NULL
    WHERE h.cases AND c.cases_scope = 'company' AND c.primary_company_id IS DISTINCT FROM h.one AND c.primary_company_id IS DISTINCT FROM h.other
      AND NOT EXISTS (SELECT FROM contact_companies o WHERE o.contact_id = c.id AND o.company_id = h.other)
  )
  SELECT g.id, g.name, g.email, g.company, g.sees FROM (SELECT * FROM own UNION ALL SELECT * FROM related) g
  WHERE cardinality(g.sees) > 0 ORDER BY lower(g.name), g.id
$$;
--> statement-breakpoint
-- Merges two records of one brand: every row that names the merged one names the survivor, as far as a rule of the table lets two of
-- them stand beside each other; what it does not let stays with the merged record, which is closed and kept. Access of a merged contact
-- ends. Called by an administrator of the brand alone; a second call with the same id does nothing.
CREATE OR REPLACE FUNCTION merge_records(merge uuid, of_kind text, survivor uuid, merged uuid, named uuid[]) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  who uuid := nullif(viewer_fact('staff_id'), '')::uuid;
  bound text := current_setting('portal.viewer', true);
  records text := CASE of_kind WHEN 'contact' THEN 'contacts' WHEN 'company' THEN 'companies' END;
  of_brand text;
  found_both integer;
  m record;
  r record;
  which text;
BEGIN
  IF EXISTS (SELECT FROM merges x WHERE x.id = merge_records.merge) THEN
    RETURN false;
  END IF;
  EXECUTE format('SELECT count(*), max(brand) FROM (SELECT t.brand FROM %I t WHERE t.id IN ($1, $2) AND t.merged_into IS NULL ORDER BY t.id FOR UPDATE) two
    HAVING count(*) = 2 AND min(brand) = max(brand)', records) INTO found_both, of_brand USING survivor, merged;
  IF found_both IS DISTINCT FROM 2 OR survivor = merged OR NOT viewer_administers(of_brand) THEN
    RAISE EXCEPTION 'these two cannot be merged' USING ERRCODE = 'check_violation', CONSTRAINT = 'merges_mergeable';
  END IF;
  IF of_kind = 'company' AND EXISTS (SELECT FROM merge_gains(survivor, merged) g WHERE NOT g.contact_id = ANY (named)) THEN
    RAISE EXCEPTION 'somebody would see something new whom the preview did not name' USING ERRCODE = 'check_violation', CONSTRAINT = 'merges_people';
  END IF;
  INSERT INTO merges (id, brand, kind, survivor_id, merged_id, people, merged_by, merged_at)
    VALUES (merge, of_brand, of_kind, survivor, merged, CASE of_kind WHEN 'company' THEN named ELSE '{}' END, who, clock_timestamp());
  -- A look through the merged contact's eyes must not go on through the survivor's.
  UPDATE client_views SET ended_at = now() WHERE of_kind = 'contact' AND contact_id = merged AND ended_at IS NULL;
  -- Triggers that note what a viewer decides must not take the rows that move for decisions of their own.
  PERFORM set_config('portal.viewer', '', true);
  FOR m IN SELECT c.* FROM merge_columns(of_kind) c LOOP
    which := format('t.%I = $2%s', m.column_name, CASE WHEN m.kind_column IS NULL THEN '' ELSE format(' AND t.%I = ''contact''', m.kind_column) END);
    BEGIN
      EXECUTE format('INSERT INTO merge_moves (merge_id, what, table_name, column_name, row_key, before)
        SELECT $3, ''moved'', %L, %L, %s || CASE WHEN %s ? %L THEN jsonb_build_object(%L, $1) ELSE ''{}'' END, to_jsonb(t) FROM %I t WHERE %s',
        m.table_name, m.column_name, merge_key_of(m.table_name), merge_key_of(m.table_name), m.column_name, m.column_name, m.table_name, which)
        USING survivor, merged, merge;
      EXECUTE format('UPDATE %I t SET %I = $1 WHERE %s', m.table_name, m.column_name, which) USING survivor, merged;
    EXCEPTION WHEN unique_violation THEN
      -- An open chat cannot stay with somebody who no longer reaches it.
      IF m.table_name = 'threads' THEN RAISE; END IF;
      FOR r IN EXECUTE format('SELECT t.ctid AS place, %s AS key, to_jsonb(t) AS whole FROM %I t WHERE %s', merge_key_of(m.table_name), m.table_name, which)
        USING survivor, merged
      LOOP
        BEGIN
          EXECUTE format('UPDATE %I t SET %I = $1 WHERE t.ctid = $2', m.table_name, m.column_name) USING survivor, r.place;
          INSERT INTO merge_moves (merge_id, what, table_name, column_name, row_key, before) VALUES (merge, 'moved', m.table_name, m.column_name,
            r.key || CASE WHEN r.key ? m.column_name THEN jsonb_build_object(m.column_name, survivor) ELSE '{}' END, r.whole);
        EXCEPTION WHEN unique_violation THEN NULL;
        END;
      END LOOP;
    END;
  END LOOP;
  EXECUTE format('INSERT INTO merge_moves (merge_id, what, table_name, column_name, row_key, before)
    SELECT $1, ''set'', %L, ''merged_into'', jsonb_build_object(''id'', t.id), to_jsonb(t) FROM %I t WHERE t.id = $2', records, records) USING merge, merged;
  EXECUTE format('UPDATE %I SET merged_into = $1, closed_at = coalesce(closed_at, now()), updated_at = now() WHERE id = $2', records) USING survivor, merged;
  IF of_kind = 'contact' THEN
    UPDATE sessions SET ended_at = now() WHERE account_kind = 'contact' AND account_id = merged AND ended_at IS NULL;
    UPDATE sign_in_tokens SET replaced_at = now() WHERE account_kind = 'contact' AND account_id = merged AND used_at IS NULL AND replaced_at IS NULL;
    DELETE FROM known_devices WHERE account_kind = 'contact' AND account_id = merged;
    UPDATE new_sign_in_addresses SET ended_at = now() WHERE contact_id = merged AND confirmed_at IS NULL AND ended_at IS NULL;
  ELSE
    PERFORM graphile_worker.add_job('threads.reindex', json_build_object('company', survivor), job_key := 'reindex:' || survivor, max_attempts := 25);
  END IF;
  -- What is read and seen every day is no change that stands in the way of undoing.
  FOR m IN SELECT DISTINCT x.table_name FROM merge_moves x WHERE x.merge_id = merge AND x.table_name NOT IN ('thread_reads', 'notices', 'client_views', 'looks', 'resource_uses') LOOP
    EXECUTE format('UPDATE merge_moves m SET after = merge_digest(to_jsonb(t)) FROM %I t WHERE m.merge_id = $1 AND m.table_name = %L AND %s',
      m.table_name, m.table_name, merge_key_match(m.table_name)) USING merge;
  END LOOP;
  PERFORM set_config('portal.viewer', bound, true);
  RETURN true;
END $$;
--> statement-breakpoint
-- Undoes a merge of the last day, exactly: each row that moved names the merged record again. Does nothing but tell where rows have
-- changed since, or where people who moved have made something new for the survivor. An empty answer: it is undone.
CREATE OR REPLACE FUNCTION undo_merge(merge uuid) RETURNS TABLE (changed_table text, label text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  who uuid := nullif(viewer_fact('staff_id'), '')::uuid;
  bound text := current_setting('portal.viewer', true);
  x merges;
  m record;
  n integer := 0;
BEGIN
  SELECT * INTO x FROM merges y WHERE y.id = merge FOR UPDATE;
  IF x.id IS NULL OR NOT viewer_administers(x.brand) THEN
    RAISE EXCEPTION 'there is no such merge' USING ERRCODE = 'check_violation', CONSTRAINT = 'merges_mergeable';
  END IF;
  IF x.undone_at IS NOT NULL THEN RETURN; END IF;
  IF x.merged_at <= clock_timestamp() - interval '1 day' THEN
    RAISE EXCEPTION 'the merge is older than a day' USING ERRCODE = 'check_violation', CONSTRAINT = 'merges_day';
  END IF;
  FOR m IN SELECT DISTINCT v.table_name FROM merge_moves v WHERE v.merge_id = merge AND v.after IS NOT NULL ORDER BY 1 LOOP
    FOR label IN EXECUTE format('SELECT DISTINCT coalesce(m.before ->> ''number'', m.before ->> ''name'', m.before ->> ''reference'', m.before ->> ''product'')
      FROM merge_moves m LEFT JOIN %I t ON %s WHERE m.merge_id = $1 AND m.table_name = %L AND m.after IS DISTINCT FROM merge_digest(to_jsonb(t)) LIMIT 20',
      m.table_name, merge_key_match(m.table_name), m.table_name) USING merge
    LOOP
      changed_table := m.table_name;
      n := n + 1;
      RETURN NEXT;
    END LOOP;
  END LOOP;
  IF x.kind = 'company' THEN
    FOR changed_table, label IN
      SELECT 'threads', t.number FROM threads t
        WHERE t.company_id = x.survivor_id AND t.created_at >= x.merged_at
          AND t.opened_by IN (SELECT (v.row_key ->> 'id')::uuid FROM merge_moves v WHERE v.merge_id = merge AND v.table_name = 'contacts')
      UNION ALL
      SELECT 'payments', p.reference FROM payments p
        WHERE p.company_id = x.survivor_id AND p.created_at >= x.merged_at
          AND p.contact_id IN (SELECT (v.row_key ->> 'id')::uuid FROM merge_moves v WHERE v.merge_id = merge AND v.table_name = 'contacts')
      LIMIT 20
    LOOP
      n := n + 1;
      RETURN NEXT;
    END LOOP;
  END IF;
  IF n > 0 THEN RETURN; END IF;
  PERFORM set_config('portal.viewer', '', true);
  FOR m IN SELECT v.table_name, v.column_name, min(v.id) AS place FROM merge_moves v WHERE v.merge_id = merge AND v.what = 'moved' GROUP BY 1, 2 ORDER BY 3 LOOP
    EXECUTE format('UPDATE %I t SET %I = $2 FROM merge_moves m WHERE m.merge_id = $1 AND m.what = ''moved'' AND m.table_name = %L AND m.column_name = %L
      AND t.%I = $3 AND %s', m.table_name, m.column_name, m.table_name, m.column_name, m.column_name, merge_key_match(m.table_name))
      USING merge, x.merged_id, x.survivor_id;
  END LOOP;
  EXECUTE format('UPDATE %I t SET merged_into = NULL, closed_at = (m.before ->> ''closed_at'')::timestamptz, updated_at = now()
    FROM merge_moves m WHERE m.merge_id = $1 AND m.what = ''set'' AND t.id = $2', CASE x.kind WHEN 'contact' THEN 'contacts' ELSE 'companies' END)
    USING merge, x.merged_id;
  UPDATE merges SET undone_by = who, undone_at = clock_timestamp() WHERE id = merge;
  IF x.kind = 'company' THEN
    PERFORM graphile_worker.add_job('threads.reindex', json_build_object('company', c), job_key := 'reindex:' || c, max_attempts := 25)
      FROM unnest(array[x.survivor_id, x.merged_id]) c;
  END IF;
  PERFORM set_config('portal.viewer', bound, true);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION viewer_administers(text), contact_accounts(uuid[]), invite_contact(uuid, uuid), merge_columns(text), merge_digest(jsonb),
  merge_key_match(text), merge_key_of(text), merge_counts(text, uuid), merge_gains(uuid, uuid), merge_records(uuid, text, uuid, uuid, uuid[]),
  undo_merge(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION contact_accounts(uuid[]), invite_contact(uuid, uuid), merge_counts(text, uuid), merge_gains(uuid, uuid),
  merge_records(uuid, text, uuid, uuid, uuid[]), undo_merge(uuid) TO "portal_staff";
