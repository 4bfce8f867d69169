-- Viewers read all but the hash of the link. What an administrator may say of a new one, its policy says.
GRANT SELECT (id, brand, contact_id, address, source, created_at, expires_at, confirmed_at, ended_at) ON new_sign_in_addresses TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT INSERT ON new_sign_in_addresses TO "portal_staff";
--> statement-breakpoint
-- A newer one ends the one that was open. What nobody confirmed in time stands in nobody's way.
CREATE FUNCTION new_sign_in_addresses_before() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE new_sign_in_addresses SET ended_at = now()
    WHERE brand = NEW.brand AND confirmed_at IS NULL AND ended_at IS NULL
    AND (contact_id = NEW.contact_id OR (address = NEW.address AND expires_at <= now()));
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER new_sign_in_addresses_before BEFORE INSERT ON new_sign_in_addresses
  FOR EACH ROW EXECUTE FUNCTION new_sign_in_addresses_before();
--> statement-breakpoint
-- After the policies have let it through, so that nobody else learns whose an address is.
CREATE FUNCTION new_sign_in_addresses_after() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
  END IF;
  PERFORM graphile_worker.add_job('auth.new-address', json_build_object('id', NEW.id), job_key := 'new-address:' || NEW.id, max_attempts := 25);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER new_sign_in_addresses_after AFTER INSERT ON new_sign_in_addresses
  FOR EACH ROW EXECUTE FUNCTION new_sign_in_addresses_after();
--> statement-breakpoint
-- Nobody of the staff writes a contact's address any more: it changes when the new one is confirmed.
REVOKE UPDATE (email) ON contacts FROM "portal_staff";
