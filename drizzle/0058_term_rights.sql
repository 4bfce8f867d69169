-- Administrators decide about the last day of an agreement; the policy says of which brands.
GRANT UPDATE (ends_on) ON agreements TO "portal_staff";
--> statement-breakpoint
-- What staff set is decided in the portal, also where the ERP says the same.
CREATE FUNCTION term_set() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  decider uuid := nullif((SELECT viewer_fact('staff_id')), '')::uuid;
BEGIN
  IF decider IS NULL THEN RETURN NULL; END IF;
  INSERT INTO portal_decisions (id, brand, kind, outcome, company_id, agreement_id, decided_by, decided_at)
    VALUES (gen_random_uuid(), NEW.brand, 'term', 'set', NEW.company_id, NEW.id, decider, clock_timestamp())
    ON CONFLICT (agreement_id) WHERE kind = 'term'
    DO UPDATE SET decided_by = excluded.decided_by, decided_at = excluded.decided_at;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER term_set AFTER UPDATE OF ends_on ON agreements FOR EACH ROW EXECUTE FUNCTION term_set();
--> statement-breakpoint
REVOKE ALL ON FUNCTION term_set() FROM PUBLIC;
