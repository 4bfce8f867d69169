-- Lists are ordered by severity and chosen by product: with both beside the rest of the thread, no list reads a second table and asks
-- twice who may see it.
ALTER TABLE "threads" ADD COLUMN "severity" text;
--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "product" text;
--> statement-breakpoint
UPDATE threads t SET severity = c.severity, product = c.product FROM cases c WHERE c.id = t.id;
--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_about" CHECK (("threads"."kind" = 'case') = ("threads"."severity" is not null) and ("threads"."severity" is null) = ("threads"."product" is null));
--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_severity" CHECK ("threads"."severity" in ('production_stopped', 'impaired', 'question'));
--> statement-breakpoint
-- What an agent sets.
GRANT UPDATE (severity, product) ON threads TO "portal_staff";
--> statement-breakpoint
DROP TRIGGER cases_product ON cases;
--> statement-breakpoint
-- A case is found by the product that it was filed for, and by the one that it turned out to be about.
CREATE OR REPLACE FUNCTION cases_product() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE threads SET search = search || product_words(product, NEW.product_version) WHERE id = NEW.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER cases_product AFTER INSERT OR UPDATE OF product_version ON cases FOR EACH ROW EXECUTE FUNCTION cases_product();
--> statement-breakpoint
CREATE FUNCTION threads_product() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.search := NEW.search || product_words(NEW.product, NULL);
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER threads_product BEFORE UPDATE OF product ON threads FOR EACH ROW WHEN (NEW.product IS DISTINCT FROM OLD.product)
  EXECUTE FUNCTION threads_product();
--> statement-breakpoint
REVOKE ALL ON FUNCTION threads_product() FROM PUBLIC;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION thread_search(thread threads) RETURNS tsvector LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  found_by tsvector := thread_head(thread);
  said text;
BEGIN
  found_by := found_by || coalesce((SELECT product_words(thread.product, c.product_version) FROM cases c WHERE c.id = thread.id), '')
    || coalesce((SELECT product_words(string_agg(e.before, ' '), NULL) FROM thread_events e WHERE e.thread_id = thread.id AND e.kind = 'product'), '');
  FOR said IN SELECT m.body FROM messages m WHERE m.thread_id = thread.id ORDER BY m.created_at, m.id LOOP
    EXIT WHEN pg_column_size(found_by) >= 200000;
    BEGIN
      found_by := found_by || strip(to_tsvector('english', left(said, 100000)));
    EXCEPTION WHEN program_limit_exceeded THEN EXIT;
    END;
  END LOOP;
  RETURN found_by;
END $$;
--> statement-breakpoint
ALTER TABLE "cases" DROP CONSTRAINT "cases_severity";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "product";
--> statement-breakpoint
ALTER TABLE "cases" DROP COLUMN "severity";
