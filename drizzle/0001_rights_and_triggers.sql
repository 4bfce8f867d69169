-- Rights of the viewers' roles, and what the database itself keeps true. Roles are made by db/migrate.ts before this runs.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
--> statement-breakpoint
-- Servers before 15 gave everybody CREATE here; the definer functions below look names up in this schema.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
--> statement-breakpoint
DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$;
--> statement-breakpoint
ALTER TABLE rate_limits SET UNLOGGED;
--> statement-breakpoint
GRANT SELECT ON brands, brand_hours, brand_holidays, companies, contacts, contact_companies, contact_phones, contact_addresses,
  account_team_members, invoices, invoice_lines, payments, allocations, estimates TO "portal_client";
--> statement-breakpoint
-- Seats and value of an agreement come to a client on request only.
GRANT SELECT (id, brand, company_id, external_id, kind, product, starts_on, ends_on, state, created_at, updated_at) ON agreements TO "portal_client";
--> statement-breakpoint
GRANT SELECT ON brands, brand_hours, brand_holidays, companies, contacts, contact_companies, contact_phones, contact_addresses, staff,
  staff_brands, account_team_members, agreements, invoices, invoice_lines, payments, allocations, estimates, audit_events,
  connect_requests, import_runs TO "portal_staff";
--> statement-breakpoint
GRANT INSERT ON outbox, audit_events TO "portal_client", "portal_staff";
--> statement-breakpoint
-- Sums of a document and of a payment, moved by differences: safe when two transactions touch one invoice at a time.
CREATE FUNCTION apply_allocation(part allocations, direction integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  amount bigint := part.amount_minor * direction;
  lowers boolean := part.state IN ('applied', 'disputed');
BEGIN
  UPDATE invoices SET
    allocated_minor = allocated_minor + CASE WHEN lowers THEN amount ELSE 0 END,
    pending_minor = pending_minor + CASE WHEN part.state = 'pending' THEN amount ELSE 0 END,
    disputed_minor = disputed_minor + CASE WHEN part.state = 'disputed' THEN amount ELSE 0 END,
    refunded_minor = refunded_minor + CASE WHEN part.state = 'refunded' THEN amount ELSE 0 END
  WHERE id = part.invoice_id;
  IF part.credit_note_id IS NOT NULL AND lowers THEN
    UPDATE invoices SET allocated_minor = allocated_minor + amount WHERE id = part.credit_note_id;
  END IF;
  IF part.payment_id IS NOT NULL AND part.state <> 'released' THEN
    UPDATE payments SET allocated_minor = allocated_minor + amount WHERE id = part.payment_id;
  END IF;
END $$;
--> statement-breakpoint
CREATE FUNCTION allocations_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP IN ('UPDATE', 'DELETE') THEN PERFORM apply_allocation(OLD, -1); END IF;
  IF TG_OP IN ('UPDATE', 'INSERT') THEN PERFORM apply_allocation(NEW, 1); END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER allocations_changed AFTER INSERT OR UPDATE OR DELETE ON allocations
  FOR EACH ROW EXECUTE FUNCTION allocations_changed();
--> statement-breakpoint
-- An allocation stays within one brand, one company and one currency, and lies on an invoice.
CREATE FUNCTION allocations_check() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  target invoices%ROWTYPE;
  source_brand text;
  source_company uuid;
  source_currency text;
BEGIN
  SELECT * INTO target FROM invoices WHERE id = NEW.invoice_id;
  IF NEW.payment_id IS NOT NULL THEN
    SELECT brand, company_id, currency INTO source_brand, source_company, source_currency FROM payments WHERE id = NEW.payment_id;
  ELSE
    SELECT brand, company_id, currency INTO source_brand, source_company, source_currency FROM invoices
      WHERE id = NEW.credit_note_id AND kind = 'credit_note';
  END IF;
  IF target.kind <> 'invoice'
     OR (target.brand, target.company_id, target.currency) IS DISTINCT FROM (source_brand, source_company, source_currency)
     OR (target.brand, target.company_id) IS DISTINCT FROM (NEW.brand, NEW.company_id) THEN
    RAISE EXCEPTION 'allocation crosses company, brand, currency or kind' USING ERRCODE = 'check_violation', CONSTRAINT = 'allocations_same_owner';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER allocations_check BEFORE INSERT OR UPDATE ON allocations FOR EACH ROW EXECUTE FUNCTION allocations_check();
--> statement-breakpoint
CREATE FUNCTION invoices_search_text() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.search_text := lower(concat_ws(' ', NEW.number, NEW.po_number,
    (SELECT string_agg(description, ' ' ORDER BY line_number) FROM invoice_lines WHERE invoice_id = NEW.id)));
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER invoices_search_text BEFORE INSERT OR UPDATE OF number, po_number, search_text ON invoices
  FOR EACH ROW EXECUTE FUNCTION invoices_search_text();
--> statement-breakpoint
CREATE FUNCTION invoice_lines_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE invoices SET search_text = '' WHERE id IN (SELECT DISTINCT invoice_id FROM changed);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER invoice_lines_inserted AFTER INSERT ON invoice_lines REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION invoice_lines_changed();
--> statement-breakpoint
CREATE TRIGGER invoice_lines_updated AFTER UPDATE ON invoice_lines REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION invoice_lines_changed();
--> statement-breakpoint
CREATE TRIGGER invoice_lines_deleted AFTER DELETE ON invoice_lines REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION invoice_lines_changed();
--> statement-breakpoint
-- Search looks past the policies (trigram operators are not leakproof), so it applies the viewer's own ids itself.
CREATE FUNCTION search_invoices(patterns text[]) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT id FROM invoices
  WHERE company_id = nullif(current_setting('portal.company_id', true), '')::uuid
    AND brand = nullif(current_setting('portal.brand', true), '')
    AND current_setting('portal.billing', true) = 'yes'
    AND search_text LIKE ALL (patterns)
  UNION ALL
  SELECT id FROM invoices
  WHERE brand = ANY (string_to_array(nullif(current_setting('portal.brands', true), ''), ','))
    AND string_to_array(nullif(current_setting('portal.roles', true), ''), ',')
      && array['account_manager', 'subscription_manager', 'administrator']::text[]
    AND search_text LIKE ALL (patterns)
$$;
--> statement-breakpoint
-- The outbox row is the record; its job leaves in the same transaction.
CREATE FUNCTION outbox_enqueue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('mail.send', json_build_object('id', NEW.id), job_key := 'mail:' || NEW.id, max_attempts := 25);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER outbox_enqueue AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION outbox_enqueue();
--> statement-breakpoint
REVOKE ALL ON FUNCTION apply_allocation(allocations, integer), allocations_changed(), allocations_check(), invoices_search_text(),
  invoice_lines_changed(), search_invoices(text[]), outbox_enqueue() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_invoices(text[]) TO "portal_client", "portal_staff";
