CREATE INDEX "mail_events_kind" ON "mail_events" USING btree ("kind","provider_id") WHERE kind <> 'delivered';--> statement-breakpoint
CREATE POLICY "staff_deletes" ON "account_team_members" AS PERMISSIVE FOR DELETE TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
-- An administrator takes somebody off a team whom a client asked to leave it.
GRANT DELETE ON account_team_members TO "portal_staff";
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
-- Ids of mails of which the provider has told one of these, for the filters of the mail log: the events' own policy would be asked for each of
-- 200,000. The ids alone say nothing; whose mail it is, the mail's own policy decides.
CREATE FUNCTION mails_told(kinds text[]) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT DISTINCT e.provider_id FROM mail_events e WHERE e.kind = ANY (kinds)
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION mails_told(text[]) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION mails_told(text[]) TO "portal_staff";
