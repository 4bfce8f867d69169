CREATE INDEX "notices_resource" ON "notices" USING btree ("path") WHERE kind = 'resource-published';--> statement-breakpoint
-- A notice leads to its resource: of one that is no longer out, or is for fewer people than before, none stays in a bell.
CREATE FUNCTION resources_gone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM notices WHERE kind = 'resource-published' AND path = '/resources/' || NEW.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER resources_gone AFTER UPDATE OF state, audience, product ON resources FOR EACH ROW
  WHEN (NEW.state NOT IN ('published', 'scheduled') OR (NEW.audience <> 'everyone' AND (NEW.audience, NEW.product) IS DISTINCT FROM (OLD.audience, OLD.product)))
  EXECUTE FUNCTION resources_gone();
--> statement-breakpoint
REVOKE ALL ON FUNCTION resources_gone() FROM PUBLIC;
