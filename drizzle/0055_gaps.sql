CREATE POLICY "staff_inserts" ON "contact_phones" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]) and exists (select 1 from contacts c where c.id = contact_id and c.brand = contact_phones.brand));
--> statement-breakpoint
-- Administrators alone, as the policy says: the number of somebody whom they approve.
GRANT INSERT ON contact_phones TO "portal_staff";
