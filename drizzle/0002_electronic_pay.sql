CREATE TABLE "payment_checkouts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"state" text DEFAULT 'preparing' NOT NULL,
	"return_origin" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"session_id" text,
	"url" text,
	"payment_intent_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payment_checkouts_session" UNIQUE("session_id"),
	CONSTRAINT "payment_checkouts_intent" UNIQUE("payment_intent_id"),
	CONSTRAINT "payment_checkouts_number" UNIQUE("payment_id","number"),
	CONSTRAINT "payment_checkouts_state" CHECK ("payment_checkouts"."state" in ('preparing', 'open', 'processing', 'succeeded', 'failed', 'expired')),
	CONSTRAINT "payment_checkouts_number_from_one" CHECK ("payment_checkouts"."number" >= 1)
);
--> statement-breakpoint
ALTER TABLE "payment_checkouts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "payment_refunds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"stripe_id" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"refunded_on" date NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payment_refunds_stripe" UNIQUE("brand","stripe_id"),
	CONSTRAINT "payment_refunds_kind" CHECK ("payment_refunds"."kind" in ('refund', 'chargeback')),
	CONSTRAINT "payment_refunds_amount" CHECK ("payment_refunds"."amount_minor" > 0)
);
--> statement-breakpoint
ALTER TABLE "payment_refunds" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "stripe_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"object_type" text,
	"object_id" text,
	"livemode" boolean NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	"state" text DEFAULT 'received' NOT NULL,
	"note" text,
	"payment_id" uuid,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"handled_at" timestamp (3) with time zone,
	CONSTRAINT "stripe_events_event" UNIQUE("brand","event_id"),
	CONSTRAINT "stripe_events_state" CHECK ("stripe_events"."state" in ('received', 'applied', 'ignored', 'failed'))
);
--> statement-breakpoint
ALTER TABLE "stripe_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "allocations" DROP CONSTRAINT "allocations_state";--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "returned_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" drop column "unallocated_minor";--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "unallocated_minor" bigint GENERATED ALWAYS AS (amount_minor - allocated_minor - returned_minor) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "part_payments" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "min_part_payment_minor" bigint;--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "quotation_url" text;--> statement-breakpoint
ALTER TABLE "brands" ADD COLUMN "quotation_hosts" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "allocations" ADD COLUMN "applied_on" date;--> statement-breakpoint
ALTER TABLE "allocations" ADD COLUMN "refunded_on" date;--> statement-breakpoint
ALTER TABLE "allocations" ADD COLUMN "applied_by" uuid;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "contact_name" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "po_number" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "failure_code" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "dispute_state" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "expected_on" date;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "succeeded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "observation" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "observed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "payment_checkouts" ADD CONSTRAINT "payment_checkouts_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_checkouts" ADD CONSTRAINT "payment_checkouts_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_checkouts" ADD CONSTRAINT "payment_checkouts_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_checkouts" ADD CONSTRAINT "payment_checkouts_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_refunds" ADD CONSTRAINT "payment_refunds_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_refunds" ADD CONSTRAINT "payment_refunds_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_refunds" ADD CONSTRAINT "payment_refunds_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stripe_events" ADD CONSTRAINT "stripe_events_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stripe_events" ADD CONSTRAINT "stripe_events_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payment_checkouts_unknown" ON "payment_checkouts" USING btree ("brand","created_at") WHERE session_id is null;--> statement-breakpoint
CREATE INDEX "payment_refunds_payment" ON "payment_refunds" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "payment_refunds_company" ON "payment_refunds" USING btree ("company_id","refunded_on");--> statement-breakpoint
CREATE INDEX "stripe_events_newest" ON "stripe_events" USING btree ("brand","id");--> statement-breakpoint
CREATE INDEX "stripe_events_payment" ON "stripe_events" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "stripe_events_waiting" ON "stripe_events" USING btree ("received_at") WHERE state = 'received';--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_applied_by_contacts_id_fk" FOREIGN KEY ("applied_by") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "allocations_one_plan" ON "allocations" USING btree ("invoice_id") WHERE state = 'planned';--> statement-breakpoint
CREATE INDEX "payments_unsettled" ON "payments" USING btree ("brand","id") WHERE state in ('started', 'processing');--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_state" CHECK ("allocations"."state" in ('planned', 'pending', 'applied', 'disputed', 'refunded', 'released'));--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_dispute_state" CHECK ("payments"."dispute_state" in ('open', 'won', 'lost'));--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_not_over_returned" CHECK ("payments"."returned_minor" >= 0 and "payments"."allocated_minor" + "payments"."returned_minor" <= "payments"."amount_minor");--> statement-breakpoint
CREATE POLICY "client_locks" ON "invoices" AS PERMISSIVE FOR UPDATE TO "portal_client" USING (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')) and (select current_setting('portal.pay', true) = 'yes' and current_setting('portal.billing', true) = 'yes')) WITH CHECK (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')) and (select current_setting('portal.pay', true) = 'yes' and current_setting('portal.billing', true) = 'yes'));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "allocations" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')) and (select current_setting('portal.pay', true) = 'yes' and current_setting('portal.billing', true) = 'yes') and credit_note_id is null and refunded_on is null and (
        (state = 'planned' and applied_by is null and applied_on is null and exists (
          select 1 from payments where payments.id = payment_id and payments.state = 'started' and payments.contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid)))
        or (state = 'applied' and applied_by = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and exists (
          select 1 from payments where payments.id = payment_id and payments.state in ('succeeded', 'partly_refunded')))));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "payments" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')) and (select current_setting('portal.pay', true) = 'yes' and current_setting('portal.billing', true) = 'yes') and source = 'portal' and state = 'started' and contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and reference is not null
        and external_id is null and allocated_minor = 0 and returned_minor = 0 and dispute_state is null and succeeded_at is null and observation = 0);--> statement-breakpoint
CREATE POLICY "client_locks" ON "payments" AS PERMISSIVE FOR UPDATE TO "portal_client" USING (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')) and (select current_setting('portal.pay', true) = 'yes' and current_setting('portal.billing', true) = 'yes')) WITH CHECK (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')) and (select current_setting('portal.pay', true) = 'yes' and current_setting('portal.billing', true) = 'yes'));--> statement-breakpoint
CREATE POLICY "client_reads" ON "payment_checkouts" AS PERMISSIVE FOR SELECT TO "portal_client" USING (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')) and (select current_setting('portal.billing', true) = 'yes') and contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "payment_checkouts" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')) and (select current_setting('portal.pay', true) = 'yes' and current_setting('portal.billing', true) = 'yes') and contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and number = 1 and state = 'preparing' and session_id is null and url is null
        and payment_intent_id is null and exists (
          select 1 from payments where payments.id = payment_id and payments.state = 'started' and payments.contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid)));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "payment_checkouts" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "payment_refunds" AS PERMISSIVE FOR SELECT TO "portal_client" USING (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')) and (select current_setting('portal.billing', true) = 'yes'));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "payment_refunds" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "stripe_events" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]));