-- Whether a process has looked into this file, as it says in its transaction (db/binding.ts). The setting is worth as much as its
-- HMAC.
CREATE FUNCTION is_looked_into(file text, digest text, name text) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  said text := current_setting('portal.looked_into', true);
  key text := substr(said, 66);
  inner_key bytea;
  outer_key bytea;
BEGIN
  SELECT inner_pad, outer_pad INTO inner_key, outer_key FROM public.viewer_keys WHERE id = key;
  IF NOT FOUND THEN RETURN false; END IF;
  RETURN substr(said, 1, 64) = encode(sha256(outer_key || sha256(inner_key ||
    convert_to('file|' || key || '|' || file || '|' || digest || '|' || name, 'UTF8'))), 'hex');
END
$$;
--> statement-breakpoint
-- A file that everybody who sees its message may open at once is taken from a viewer's transaction only where the portal has looked
-- into it. The owner of the table, whom row-level security does not restrict, writes what jobs found.
CREATE FUNCTION files_looked_into() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF row_security_active(TG_RELID) AND NOT is_looked_into(NEW.id, NEW.sha256, NEW.name) THEN
    RAISE EXCEPTION 'nobody has looked into this file' USING ERRCODE = 'check_violation', CONSTRAINT = 'files_looked_into';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- After the policies, so that a statement with another's account learns nothing here.
CREATE TRIGGER files_looked_into AFTER INSERT ON files FOR EACH ROW WHEN (NEW.scan = 'not_scanned') EXECUTE FUNCTION files_looked_into();
--> statement-breakpoint
REVOKE ALL ON FUNCTION is_looked_into(text, text, text), files_looked_into() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION is_looked_into(text, text, text) TO "portal_client", "portal_staff";
--> statement-breakpoint
-- Administrators read who edited what. Nobody writes it: triggers do.
GRANT SELECT ON edited_fields TO "portal_staff";
--> statement-breakpoint
CREATE FUNCTION note_edited(contact uuid, edited text[]) RETURNS void LANGUAGE sql SET search_path = public, pg_temp AS $$
  INSERT INTO edited_fields (brand, contact_id, field, editor_kind, editor_id, edited_at)
    SELECT c.brand, c.id, f, CASE WHEN who.staff IS NULL THEN 'contact' ELSE 'staff' END, coalesce(who.staff, who.contact), clock_timestamp()
    FROM contacts c, unnest(edited) f,
      (SELECT nullif(viewer_fact('staff_id'), '')::uuid AS staff, nullif(viewer_fact('contact_id'), '')::uuid AS contact) who
    WHERE c.id = note_edited.contact AND coalesce(who.staff, who.contact) IS NOT NULL
    ON CONFLICT (contact_id, field) DO UPDATE
    SET editor_kind = excluded.editor_kind, editor_id = excluded.editor_id, edited_at = excluded.edited_at
$$;
--> statement-breakpoint
-- The three functions that add a name to contacts.portal_fields, whole as they were last replaced, and with the row that says who
-- edited the field.
CREATE OR REPLACE FUNCTION contacts_edited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  edited text[] := '{}';
BEGIN
  IF nullif((SELECT viewer_fact('staff_id')), '') IS NULL AND nullif((SELECT viewer_fact('contact_id')), '') IS NULL THEN
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
  PERFORM note_edited(OLD.id, edited);
  IF NEW.email IS DISTINCT FROM OLD.email THEN
    UPDATE sessions SET ended_at = now() WHERE account_kind = 'contact' AND account_id = OLD.id AND ended_at IS NULL;
    UPDATE sign_in_tokens SET replaced_at = now() WHERE account_kind = 'contact' AND account_id = OLD.id AND used_at IS NULL AND replaced_at IS NULL;
    DELETE FROM known_devices WHERE account_kind = 'contact' AND account_id = OLD.id;
    DELETE FROM credentials WHERE account_kind = 'contact' AND account_id = OLD.id;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION contact_details_edited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  owner uuid := coalesce(NEW.contact_id, OLD.contact_id);
BEGIN
  IF nullif((SELECT viewer_fact('contact_id')), '') IS NOT NULL THEN
    UPDATE contacts SET portal_fields = portal_fields || TG_ARGV[0] WHERE id = owner AND NOT portal_fields @> array[TG_ARGV[0]];
    PERFORM note_edited(owner, array[TG_ARGV[0]]);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION new_sign_in_addresses_after() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM contacts WHERE id = NEW.contact_id AND brand = NEW.brand) THEN
    RAISE EXCEPTION 'the contact is not of this brand' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'new_sign_in_addresses_brand';
  END IF;
  IF EXISTS (SELECT FROM staff WHERE email = NEW.address) THEN
    RAISE EXCEPTION 'the address is a member of staff''s' USING ERRCODE = 'unique_violation', CONSTRAINT = 'new_sign_in_addresses_staff';
  END IF;
  IF EXISTS (SELECT FROM contacts WHERE brand = NEW.brand AND email = NEW.address) THEN
    RAISE EXCEPTION 'the address is a contact''s' USING ERRCODE = 'unique_violation', CONSTRAINT = 'new_sign_in_addresses_contact';
  END IF;
  -- What an administrator decided stands against the ERP from now on, not from its confirmation.
  IF NEW.source = 'administrator' THEN
    UPDATE contacts SET portal_fields = portal_fields || 'email'::text WHERE id = NEW.contact_id AND NOT portal_fields @> array['email'];
    PERFORM note_edited(NEW.contact_id, '{email}');
  END IF;
  PERFORM graphile_worker.add_job('auth.new-address', json_build_object('id', NEW.id), job_key := 'new-address:' || NEW.id, max_attempts := 25);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- What is handed back to the ERP is no longer edited by anybody.
CREATE FUNCTION contacts_handed_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM edited_fields WHERE contact_id = NEW.id AND field <> ALL (NEW.portal_fields);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER contacts_handed_back AFTER UPDATE ON contacts FOR EACH ROW WHEN (NOT NEW.portal_fields @> OLD.portal_fields)
  EXECUTE FUNCTION contacts_handed_back();
--> statement-breakpoint
REVOKE ALL ON FUNCTION note_edited(uuid, text[]), contacts_handed_back() FROM PUBLIC;
--> statement-breakpoint
-- Fields that were edited before this was stored: approved changes and the audit log tell of most of them.
INSERT INTO edited_fields (brand, contact_id, field, editor_kind, editor_id, edited_at)
  SELECT DISTINCT ON (c.id, e.field) c.brand, c.id, e.field, e.editor_kind, e.editor_id, e.edited_at
  FROM contacts c JOIN (
    SELECT r.contact_id::text AS contact, CASE r.field WHEN 'support' THEN 'rights' ELSE r.field END AS field, 'staff' AS editor_kind,
      r.decided_by AS editor_id, r.decided_at AS edited_at
    FROM change_requests r WHERE r.state = 'approved' AND r.applied IS NOT NULL
    UNION ALL
    SELECT a.entity_id, CASE
        WHEN a.action = 'contact.changed' THEN CASE a.details ->> 'field' WHEN 'support' THEN 'rights' ELSE a.details ->> 'field' END
        WHEN a.action = 'contact.address-approved' THEN 'email'
        WHEN a.action = 'contact.time-zone-changed' THEN 'time_zone'
        WHEN a.action IN ('contact.phone-added', 'contact.phone-changed', 'contact.phone-removed') THEN 'phones'
        WHEN a.action IN ('contact.address-added', 'contact.address-changed', 'contact.address-removed') THEN 'addresses' END,
      a.actor_kind, a.actor_id, a.at
    FROM audit_events a WHERE a.entity = 'contact' AND a.action LIKE 'contact.%' AND a.actor_kind IN ('contact', 'staff')
  ) e ON e.contact = c.id::text
  WHERE e.field = ANY (c.portal_fields) AND e.editor_id IS NOT NULL
  ORDER BY c.id, e.field, e.edited_at DESC;
