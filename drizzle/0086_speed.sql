-- The sums of documents and payments move once a statement and not once a row: a batch of an import writes each document once, however
-- many allocations it has. They still move by differences, so two transactions may touch one document at a time. Rows are taken in the order
-- of their ids, and those whose sums stay are taken too, as before.
CREATE OR REPLACE FUNCTION apply_allocations(added allocations[], removed allocations[]) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  WITH moved AS MATERIALIZED (
    SELECT invoice_id, credit_note_id, state, amount_minor AS minor FROM unnest(added)
    UNION ALL SELECT invoice_id, credit_note_id, state, -amount_minor FROM unnest(removed)
  ), parts AS (
    SELECT invoice_id AS id, CASE WHEN state IN ('applied', 'disputed') THEN minor ELSE 0 END AS allocated,
      CASE WHEN state = 'pending' THEN minor ELSE 0 END AS pending, CASE WHEN state = 'disputed' THEN minor ELSE 0 END AS disputed,
      CASE WHEN state = 'refunded' THEN minor ELSE 0 END AS refunded
    FROM moved
    UNION ALL SELECT credit_note_id, minor, 0, 0, 0 FROM moved WHERE credit_note_id IS NOT NULL AND state IN ('applied', 'disputed')
  ), sums AS MATERIALIZED (
    SELECT id, sum(allocated)::bigint AS allocated, sum(pending)::bigint AS pending, sum(disputed)::bigint AS disputed,
      sum(refunded)::bigint AS refunded
    FROM parts GROUP BY id ORDER BY id
  )
  UPDATE invoices SET allocated_minor = allocated_minor + sums.allocated, pending_minor = pending_minor + sums.pending,
    disputed_minor = disputed_minor + sums.disputed, refunded_minor = refunded_minor + sums.refunded
  FROM sums WHERE invoices.id = sums.id;
  WITH sums AS MATERIALIZED (
    SELECT payment_id AS id, sum(minor)::bigint AS allocated FROM (
      SELECT payment_id, state, amount_minor AS minor FROM unnest(added)
      UNION ALL SELECT payment_id, state, -amount_minor FROM unnest(removed)
    ) moved
    WHERE payment_id IS NOT NULL AND state <> 'released' GROUP BY payment_id ORDER BY payment_id
  )
  UPDATE payments SET allocated_minor = allocated_minor + sums.allocated FROM sums WHERE payments.id = sums.id;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION allocations_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  added allocations[];
  removed allocations[];
BEGIN
  IF TG_OP IN ('UPDATE', 'INSERT') THEN added := array(SELECT changed FROM changed); END IF;
  IF TG_OP IN ('UPDATE', 'DELETE') THEN removed := array(SELECT was FROM was); END IF;
  IF cardinality(coalesce(added, removed)) > 0 THEN PERFORM apply_allocations(added, removed); END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER IF EXISTS allocations_changed ON allocations;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER allocations_inserted AFTER INSERT ON allocations REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION allocations_changed();
--> statement-breakpoint
CREATE OR REPLACE TRIGGER allocations_updated AFTER UPDATE ON allocations REFERENCING OLD TABLE AS was NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION allocations_changed();
--> statement-breakpoint
CREATE OR REPLACE TRIGGER allocations_deleted AFTER DELETE ON allocations REFERENCING OLD TABLE AS was
  FOR EACH STATEMENT EXECUTE FUNCTION allocations_changed();
--> statement-breakpoint
DROP FUNCTION IF EXISTS apply_allocation(allocations, integer);
--> statement-breakpoint
REVOKE ALL ON FUNCTION apply_allocations(allocations[], allocations[]) FROM PUBLIC;
--> statement-breakpoint
-- A new document has no lines yet, and a document that keeps its numbers keeps its words. Its lines are read where its numbers change.
CREATE OR REPLACE FUNCTION invoices_search_text() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.search_text := lower(concat_ws(' ', NEW.number, NEW.po_number));
  ELSIF (NEW.number, NEW.po_number) IS DISTINCT FROM (OLD.number, OLD.po_number) THEN
    NEW.search_text := lower(concat_ws(' ', NEW.number, NEW.po_number,
      (SELECT string_agg(description, ' ' ORDER BY line_number) FROM invoice_lines WHERE invoice_id = NEW.id)));
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE OR REPLACE TRIGGER invoices_search_text BEFORE INSERT OR UPDATE OF number, po_number ON invoices
  FOR EACH ROW EXECUTE FUNCTION invoices_search_text();
--> statement-breakpoint
-- Only imports write lines, one import at a time, so nobody else's lines of the same document are missed.
CREATE OR REPLACE FUNCTION invoice_lines_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  WITH words AS MATERIALIZED (
    SELECT i.id, lower(concat_ws(' ', i.number, i.po_number,
      (SELECT string_agg(description, ' ' ORDER BY line_number) FROM invoice_lines WHERE invoice_id = i.id))) AS now
    FROM invoices i WHERE i.id IN (SELECT DISTINCT invoice_id FROM changed)
  )
  UPDATE invoices SET search_text = words.now FROM words WHERE invoices.id = words.id AND invoices.search_text <> words.now;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- A customer's own number of an order, however it is written.
CREATE INDEX IF NOT EXISTS invoices_plain_po ON invoices USING gin (plain_number(po_number) gin_trgm_ops);
--> statement-breakpoint
DROP FUNCTION IF EXISTS search_invoices(text[], integer);
--> statement-breakpoint
-- A document is found if its words are like every pattern. Of a word that is a number of letters and digits, the pattern only says that its
-- parts stand in their order. Its place in `texts` and `numbers` has the word as typed and without signs, of which the document must hold one:
-- each has an index, where the pattern's parts are often too short for one.
CREATE OR REPLACE FUNCTION search_invoices(patterns text[], most integer DEFAULT NULL, texts text[] DEFAULT NULL, numbers text[] DEFAULT NULL)
  RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  company uuid := nullif((SELECT viewer_fact('company_id')), '')::uuid;
  company_brand text := nullif((SELECT viewer_fact('brand')), '');
  roles text[] := string_to_array(nullif((SELECT viewer_fact('roles')), ''), ',');
  brands text[] := string_to_array(nullif((SELECT viewer_fact('brands')), ''), ',');
BEGIN
  IF company IS NOT NULL AND (SELECT viewer_fact('billing')) = 'yes' THEN
    RETURN QUERY SELECT i.id FROM invoices i
      WHERE i.company_id = company AND i.brand = company_brand
        AND i.search_text LIKE patterns[1] AND (patterns[2] IS NULL OR i.search_text LIKE patterns[2])
        AND (patterns[3] IS NULL OR i.search_text LIKE patterns[3]) AND i.search_text LIKE ALL (patterns[4:])
        AND (texts[1] IS NULL OR i.search_text LIKE texts[1] OR plain_number(i.number) LIKE numbers[1] OR plain_number(i.po_number) LIKE numbers[1])
        AND (texts[2] IS NULL OR i.search_text LIKE texts[2] OR plain_number(i.number) LIKE numbers[2] OR plain_number(i.po_number) LIKE numbers[2])
        AND (coalesce(cardinality(texts), 0) < 3 OR NOT EXISTS (SELECT FROM unnest(texts[3:], numbers[3:]) w (text, number)
          WHERE NOT coalesce(w.text IS NULL OR i.search_text LIKE w.text OR plain_number(i.number) LIKE w.number
            OR plain_number(i.po_number) LIKE w.number, false)))
      LIMIT most;
  END IF;
  IF roles && array['account_manager', 'subscription_manager', 'administrator']::text[] THEN
    RETURN QUERY SELECT i.id FROM invoices i
      WHERE i.brand = ANY (brands)
        AND i.search_text LIKE patterns[1] AND (patterns[2] IS NULL OR i.search_text LIKE patterns[2])
        AND (patterns[3] IS NULL OR i.search_text LIKE patterns[3]) AND i.search_text LIKE ALL (patterns[4:])
        AND (texts[1] IS NULL OR i.search_text LIKE texts[1] OR plain_number(i.number) LIKE numbers[1] OR plain_number(i.po_number) LIKE numbers[1])
        AND (texts[2] IS NULL OR i.search_text LIKE texts[2] OR plain_number(i.number) LIKE numbers[2] OR plain_number(i.po_number) LIKE numbers[2])
        AND (coalesce(cardinality(texts), 0) < 3 OR NOT EXISTS (SELECT FROM unnest(texts[3:], numbers[3:]) w (text, number)
          WHERE NOT coalesce(w.text IS NULL OR i.search_text LIKE w.text OR plain_number(i.number) LIKE w.number
            OR plain_number(i.po_number) LIKE w.number, false)))
      LIMIT most;
  END IF;
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION search_invoices(text[], integer, text[], text[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_invoices(text[], integer, text[], text[]) TO "portal_client", "portal_staff";
