-- Administrators read decisions, and hand one back to the ERP by deleting it. Nobody inserts: triggers do.
GRANT SELECT, DELETE ON portal_decisions TO "portal_staff";
--> statement-breakpoint
-- An administrator hands a field of a contact back to the ERP by taking its name out of this list.
GRANT UPDATE (portal_fields) ON contacts TO "portal_staff";
--> statement-breakpoint
CREATE FUNCTION relation_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  decider uuid := nullif(current_setting('portal.staff_id', true), '')::uuid;
BEGIN
  IF decider IS NOT NULL THEN
    -- Contact or company are missing where their own deletion brought this one about.
    INSERT INTO portal_decisions (id, brand, kind, outcome, contact_id, company_id, decided_by, decided_at)
      SELECT gen_random_uuid(), c.brand, 'relation', CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'removed' END, c.id, k.id, decider, clock_timestamp()
      FROM contacts c, companies k WHERE c.id = coalesce(NEW.contact_id, OLD.contact_id) AND k.id = coalesce(NEW.company_id, OLD.company_id)
      ON CONFLICT (contact_id, company_id) WHERE kind = 'relation'
      DO UPDATE SET outcome = excluded.outcome, decided_by = excluded.decided_by, decided_at = excluded.decided_at;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER relation_decided AFTER INSERT OR DELETE ON contact_companies FOR EACH ROW EXECUTE FUNCTION relation_decided();
--> statement-breakpoint
CREATE FUNCTION team_member_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  decider uuid := nullif(current_setting('portal.staff_id', true), '')::uuid;
  member account_team_members;
BEGIN
  IF TG_OP = 'DELETE' THEN member := OLD; ELSE member := NEW; END IF;
  IF decider IS NOT NULL THEN
    INSERT INTO portal_decisions (id, brand, kind, outcome, company_id, external_id, email, role, name, decided_by, decided_at)
      SELECT gen_random_uuid(), member.brand, 'team_member', CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'removed' END, k.id, member.external_id,
        lower(member.email), member.role, member.name, decider, clock_timestamp()
      FROM companies k WHERE k.id = member.company_id
      ON CONFLICT (company_id, role, coalesce(email, name)) WHERE kind = 'team_member'
      DO UPDATE SET outcome = excluded.outcome, decided_by = excluded.decided_by, decided_at = excluded.decided_at, name = excluded.name,
        -- The ERP's key stays known when the portal adds, and removes again, whom it removed before.
        external_id = CASE WHEN excluded.external_id LIKE 'portal:%' THEN portal_decisions.external_id ELSE excluded.external_id END;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER team_member_decided AFTER INSERT OR DELETE ON account_team_members FOR EACH ROW EXECUTE FUNCTION team_member_decided();
--> statement-breakpoint
CREATE FUNCTION photo_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  decider uuid := nullif(current_setting('portal.staff_id', true), '')::uuid;
BEGIN
  IF decider IS NOT NULL THEN
    INSERT INTO portal_decisions (id, brand, kind, outcome, email, decided_by, decided_at)
      VALUES (gen_random_uuid(), coalesce(NEW.brand, OLD.brand), 'photo', CASE TG_OP WHEN 'INSERT' THEN 'added' ELSE 'removed' END,
        lower(coalesce(NEW.email, OLD.email)), decider, clock_timestamp())
      ON CONFLICT (brand, email) WHERE kind = 'photo'
      DO UPDATE SET outcome = excluded.outcome, decided_by = excluded.decided_by, decided_at = excluded.decided_at;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER photo_decided AFTER INSERT OR DELETE ON team_photos FOR EACH ROW EXECUTE FUNCTION photo_decided();
--> statement-breakpoint
-- A relation that is handed back to the ERP is the ERP's again, also if an administrator had made it.
CREATE FUNCTION relation_handed_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE contact_companies SET source = 'erp' WHERE contact_id = OLD.contact_id AND company_id = OLD.company_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER relation_handed_back AFTER DELETE ON portal_decisions FOR EACH ROW WHEN (OLD.kind = 'relation') EXECUTE FUNCTION relation_handed_back();
--> statement-breakpoint
REVOKE ALL ON FUNCTION relation_decided(), team_member_decided(), photo_decided(), relation_handed_back() FROM PUBLIC;
--> statement-breakpoint
-- Decisions that were made before they were stored. What is there tells what was added.
INSERT INTO portal_decisions (id, brand, kind, outcome, contact_id, company_id, decided_at)
  SELECT gen_random_uuid(), brand, 'relation', 'added', contact_id, company_id, created_at FROM contact_companies WHERE source = 'administrator';
--> statement-breakpoint
INSERT INTO portal_decisions (id, brand, kind, outcome, company_id, external_id, email, role, name, decided_at)
  SELECT gen_random_uuid(), brand, 'team_member', 'added', company_id, external_id, lower(email), role, name, created_at
  FROM account_team_members WHERE external_id LIKE 'portal:%' ON CONFLICT DO NOTHING;
--> statement-breakpoint
INSERT INTO portal_decisions (id, brand, kind, outcome, email, decided_by, decided_at)
  SELECT gen_random_uuid(), p.brand, 'photo', 'added', p.email, a.actor_id, a.at
  FROM team_photos p JOIN audit_events a ON a.entity = 'team_photo' AND a.entity_id = p.id::text AND a.action = 'team-photo.set'
  ON CONFLICT DO NOTHING;
--> statement-breakpoint
-- What was removed, and which fields were changed, is in the approved changes and in the audit log, in words. An import may have brought
-- back what was removed: it is newer than its removal and goes again. Where a name fits several companies, each of them counts that the
-- contact is not related to: a decision too many is in the report of every import, one too few would open cases unnoticed.
DO $$
DECLARE
  d record;
  k record;
  m record;
  gone integer;
BEGIN
  FOR d IN
    SELECT c.contact_id, c.brand, c.field, c.applied, c.decided_at, c.decided_by, t.company_id
      FROM change_requests c JOIN threads t ON t.id = c.request_id WHERE c.state = 'approved' AND c.applied IS NOT NULL
    UNION ALL
    SELECT c.id, c.brand, a.details ->> 'field', a.details ->> 'after', a.at, a.actor_id, t.company_id
      FROM audit_events a JOIN contacts c ON c.id::text = a.entity_id LEFT JOIN threads t ON t.number = a.details ->> 'request' AND t.brand = c.brand
      WHERE a.action = 'contact.changed' AND a.entity = 'contact' AND a.details ->> 'after' IS NOT NULL
    ORDER BY 5
  LOOP
    IF d.field IN ('name', 'email', 'company', 'rights', 'support') THEN
      UPDATE contacts SET portal_fields = array(SELECT DISTINCT f FROM unnest(portal_fields || CASE d.field WHEN 'support' THEN 'rights' ELSE d.field END) f ORDER BY f)
        WHERE id = d.contact_id;
    ELSIF d.field = 'relations' AND d.applied LIKE 'Removed: %' THEN
      FOR k IN
        SELECT co.id, r.source, r.created_at FROM companies co LEFT JOIN contact_companies r ON r.company_id = co.id AND r.contact_id = d.contact_id
        WHERE co.brand = d.brand AND co.name = substr(d.applied, length('Removed: ') + 1)
      LOOP
        CONTINUE WHEN k.source = 'administrator' OR k.created_at <= d.decided_at;
        DELETE FROM contact_companies WHERE contact_id = d.contact_id AND company_id = k.id;
        GET DIAGNOSTICS gone = ROW_COUNT;
        INSERT INTO portal_decisions (id, brand, kind, outcome, contact_id, company_id, decided_by, decided_at)
          VALUES (gen_random_uuid(), d.brand, 'relation', 'removed', d.contact_id, k.id, d.decided_by, d.decided_at)
          ON CONFLICT (contact_id, company_id) WHERE kind = 'relation' DO UPDATE SET decided_at = excluded.decided_at, decided_by = excluded.decided_by;
        IF gone > 0 THEN
          INSERT INTO audit_events (id, brand, actor_kind, action, entity, entity_id, details)
            VALUES (gen_random_uuid(), d.brand, 'system', 'portal-decision.restored', 'contact', d.contact_id::text,
              jsonb_build_object('kind', 'relation', 'outcome', 'removed', 'company', k.id));
        END IF;
      END LOOP;
    ELSIF d.field = 'account_team' AND d.applied ~ '^Removed: .*, [a-z ]+$' AND d.company_id IS NOT NULL THEN
      SELECT substring(d.applied FROM '^Removed: (.*), [a-z ]+$') AS name, replace(substring(d.applied FROM ', ([a-z ]+)$'), ' ', '_') AS role INTO m;
      -- Somebody of this name and role who was there before the removal, and still is, is not the one who was removed.
      CONTINUE WHEN m.role NOT IN ('account_manager', 'subscription_manager', 'support', 'sales_engineer') OR EXISTS (
        SELECT FROM account_team_members a WHERE a.company_id = d.company_id AND a.name = m.name AND a.role = m.role
          AND (a.created_at <= d.decided_at OR a.external_id LIKE 'portal:%'));
      -- Both sources tell of the same removal; the first of them had the row that an import brought back.
      CONTINUE WHEN EXISTS (SELECT FROM portal_decisions p WHERE p.kind = 'team_member' AND p.outcome = 'removed' AND p.company_id = d.company_id
        AND p.name = m.name AND p.role = m.role);
      INSERT INTO portal_decisions (id, brand, kind, outcome, company_id, external_id, email, role, name, decided_by, decided_at)
        SELECT gen_random_uuid(), d.brand, 'team_member', 'removed', d.company_id, max(a.external_id), max(lower(a.email)), m.role, m.name, d.decided_by, d.decided_at
        FROM account_team_members a WHERE a.company_id = d.company_id AND a.name = m.name AND a.role = m.role
        ON CONFLICT DO NOTHING;
      DELETE FROM account_team_members a WHERE a.company_id = d.company_id AND a.name = m.name AND a.role = m.role;
      GET DIAGNOSTICS gone = ROW_COUNT;
      IF gone > 0 THEN
        INSERT INTO audit_events (id, brand, actor_kind, action, entity, entity_id, details)
          VALUES (gen_random_uuid(), d.brand, 'system', 'portal-decision.restored', 'company', d.company_id::text,
            jsonb_build_object('kind', 'team_member', 'outcome', 'removed', 'role', m.role));
      END IF;
    END IF;
  END LOOP;
END $$;
