ALTER TABLE "outbox" ADD COLUMN "outcome" text;--> statement-breakpoint
CREATE INDEX "outbox_outcome" ON "outbox" USING btree ("outcome","created_at","id") WHERE outcome <> 'delivered';--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_outcome" CHECK ("outbox"."outcome" in ('delivered', 'failed', 'bounced', 'complained'));--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "account_team_members" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_updates" ON "staff" AS PERMISSIVE FOR UPDATE TO "portal_staff" USING (id = (select nullif(current_setting('portal.staff_id', true), '')::uuid)) WITH CHECK (id = (select nullif(current_setting('portal.staff_id', true), '')::uuid));--> statement-breakpoint
-- An administrator takes somebody off a team whom a client asked to leave it.
GRANT DELETE ON account_team_members TO "portal_staff";
--> statement-breakpoint
GRANT UPDATE (time_zone) ON staff TO "portal_staff";
--> statement-breakpoint
-- Who stands in is named to the clients of the brands where they work, and nobody else: the one who is away may work for more.
CREATE OR REPLACE FUNCTION team_cover() RETURNS TABLE (member_id uuid, away_until date, stand_in_name text, stand_in_email text, stand_in_phone text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.id, c.away_until, s.name, s.email, s.phone
  FROM account_team_members m CROSS JOIN LATERAL staff_cover(m.staff_id) c
  LEFT JOIN staff s ON s.id = c.stand_in AND EXISTS (SELECT FROM staff_brands b WHERE b.staff_id = s.id AND b.brand = m.brand)
  WHERE m.company_id = nullif(current_setting('portal.company_id', true), '')::uuid
    AND m.brand = nullif(current_setting('portal.brand', true), '')
$$;
--> statement-breakpoint
-- What became of a mail stands in its own row, the worst that was told, in whatever order it came: its log is filtered by that.
CREATE FUNCTION mail_outcome(kinds text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN 'complained' = ANY (kinds) THEN 'complained' WHEN 'bounced' = ANY (kinds) THEN 'bounced'
    WHEN 'failed' = ANY (kinds) THEN 'failed' WHEN 'delivered' = ANY (kinds) THEN 'delivered' END
$$;
--> statement-breakpoint
-- Told before the mail's own row knows the provider's id, an event is found when it does. The lock lets neither miss the other.
CREATE FUNCTION mail_events_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('mail ' || NEW.provider_id, 0));
  UPDATE outbox SET outcome = mail_outcome(array[outcome, NEW.kind]) WHERE provider_id = NEW.provider_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER mail_events_told AFTER INSERT ON mail_events FOR EACH ROW EXECUTE FUNCTION mail_events_told();
--> statement-breakpoint
CREATE FUNCTION outbox_handed_over() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('mail ' || NEW.provider_id, 0));
  NEW.outcome := mail_outcome(array(SELECT kind FROM mail_events WHERE provider_id = NEW.provider_id));
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER outbox_handed_over BEFORE UPDATE OF provider_id ON outbox FOR EACH ROW
  WHEN (NEW.provider_id IS NOT NULL AND NEW.provider_id IS DISTINCT FROM OLD.provider_id) EXECUTE FUNCTION outbox_handed_over();
--> statement-breakpoint
REVOKE ALL ON FUNCTION mail_outcome(text[]), mail_events_told(), outbox_handed_over() FROM PUBLIC;
--> statement-breakpoint
UPDATE outbox SET outcome = (SELECT mail_outcome(array_agg(e.kind)) FROM mail_events e WHERE e.provider_id = outbox.provider_id)
  WHERE provider_id IS NOT NULL;
