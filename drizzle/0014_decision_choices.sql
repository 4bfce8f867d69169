ALTER TABLE "change_requests" ADD COLUMN "choices_digest" text;--> statement-breakpoint
ALTER POLICY "client_inserts" ON "change_requests" TO portal_client WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and state = 'waiting' and applied is null and decided_by_name is null
        and choices_digest is null
        and (wanted_rights is null) = (field not in ('rights', 'support')) and exists (select 1 from requests where requests.id = request_id));