CREATE TABLE "new_sign_in_addresses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"address" text NOT NULL,
	"source" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone DEFAULT now() + interval '3 days' NOT NULL,
	"token_hash" text,
	"confirmed_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "new_sign_in_addresses_token" UNIQUE("token_hash"),
	CONSTRAINT "new_sign_in_addresses_lower" CHECK ("new_sign_in_addresses"."address" = lower("new_sign_in_addresses"."address")),
	CONSTRAINT "new_sign_in_addresses_source" CHECK ("new_sign_in_addresses"."source" in ('administrator', 'import'))
);
--> statement-breakpoint
ALTER TABLE "new_sign_in_addresses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "new_sign_in_addresses" ADD CONSTRAINT "new_sign_in_addresses_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "new_sign_in_addresses" ADD CONSTRAINT "new_sign_in_addresses_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "new_sign_in_addresses_open" ON "new_sign_in_addresses" USING btree ("contact_id") WHERE confirmed_at is null and ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "new_sign_in_addresses_address" ON "new_sign_in_addresses" USING btree ("brand","address") WHERE confirmed_at is null and ended_at is null;--> statement-breakpoint
CREATE INDEX "new_sign_in_addresses_contact" ON "new_sign_in_addresses" USING btree ("contact_id");--> statement-breakpoint
-- Of somebody whom two approvals put on one team at once, the first row stays.
UPDATE requests r SET member_id = (SELECT min(kept.id::text)::uuid FROM account_team_members kept
    WHERE (kept.company_id, kept.staff_id, kept.role) = (doubled.company_id, doubled.staff_id, doubled.role)
      AND kept.external_id like 'portal:%')
  FROM account_team_members doubled
  WHERE doubled.external_id like 'portal:%' AND r.member_id = doubled.id;--> statement-breakpoint
DELETE FROM account_team_members doubled USING account_team_members kept
  WHERE (kept.company_id, kept.staff_id, kept.role) = (doubled.company_id, doubled.staff_id, doubled.role)
    AND kept.external_id like 'portal:%' AND doubled.external_id like 'portal:%' AND kept.id < doubled.id;--> statement-breakpoint
CREATE UNIQUE INDEX "account_team_once" ON "account_team_members" USING btree ("company_id","staff_id","role") WHERE external_id like 'portal:%';--> statement-breakpoint
CREATE POLICY "client_reads" ON "new_sign_in_addresses" AS PERMISSIVE FOR SELECT TO "portal_client" USING (contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "new_sign_in_addresses" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "new_sign_in_addresses" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]) and source = 'administrator' and token_hash is null and confirmed_at is null and ended_at is null and expires_at <= now() + interval '3 days 1 second');--> statement-breakpoint
ALTER POLICY "client_inserts" ON "outbox" TO portal_client WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and state = 'queued' and attempts = 0 and sent_at is null and thread_id is null and person_id is null and kind not in ('password-reset', 'first-sign-in', 'sign-in-address-confirm'));--> statement-breakpoint
ALTER POLICY "staff_inserts" ON "outbox" TO portal_staff WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and state = 'queued' and attempts = 0 and sent_at is null and thread_id is null and person_id is null and kind not in ('password-reset', 'first-sign-in', 'sign-in-address-confirm'));