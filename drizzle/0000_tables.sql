CREATE TABLE "credentials" (
	"account_kind" text NOT NULL,
	"account_id" uuid NOT NULL,
	"password_hash" text NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "credentials_account_kind_account_id_pk" PRIMARY KEY("account_kind","account_id"),
	CONSTRAINT "credentials_kind" CHECK ("credentials"."account_kind" in ('contact', 'staff'))
);
--> statement-breakpoint
ALTER TABLE "credentials" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "known_devices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_kind" text NOT NULL,
	"account_id" uuid NOT NULL,
	"device_hash" text NOT NULL,
	"last_sign_in_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "known_devices_once" UNIQUE("account_kind","account_id","device_hash"),
	CONSTRAINT "known_devices_kind" CHECK ("known_devices"."account_kind" in ('contact', 'staff'))
);
--> statement-breakpoint
ALTER TABLE "known_devices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"hits" integer NOT NULL,
	"reset_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "rate_limits" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"account_kind" text NOT NULL,
	"account_id" uuid NOT NULL,
	"brand" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"user_agent" text,
	CONSTRAINT "sessions_token" UNIQUE("token_hash"),
	CONSTRAINT "sessions_kind" CHECK ("sessions"."account_kind" in ('contact', 'staff'))
);
--> statement-breakpoint
ALTER TABLE "sessions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "sign_in_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"account_kind" text NOT NULL,
	"account_id" uuid NOT NULL,
	"brand" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"replaced_at" timestamp (3) with time zone,
	CONSTRAINT "sign_in_tokens_hash" UNIQUE("token_hash"),
	CONSTRAINT "sign_in_tokens_kind" CHECK ("sign_in_tokens"."account_kind" in ('contact', 'staff'))
);
--> statement-breakpoint
ALTER TABLE "sign_in_tokens" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "agreements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"kind" text NOT NULL,
	"product" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"seats" integer,
	"value_minor" bigint,
	"currency" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "agreements_external" UNIQUE("brand","external_id"),
	CONSTRAINT "agreements_kind" CHECK ("agreements"."kind" in ('support', 'subscription', 'contract')),
	CONSTRAINT "agreements_state" CHECK ("agreements"."state" in ('active', 'cancelled')),
	CONSTRAINT "agreements_term" CHECK ("agreements"."starts_on" <= "agreements"."ends_on")
);
--> statement-breakpoint
ALTER TABLE "agreements" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "brand_holidays" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"day" date NOT NULL,
	"name" text NOT NULL,
	"closes" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "brand_holidays_once" UNIQUE("brand","day")
);
--> statement-breakpoint
ALTER TABLE "brand_holidays" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "brand_hours" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"kind" text NOT NULL,
	"weekday" integer NOT NULL,
	"opens" text NOT NULL,
	"closes" text NOT NULL,
	CONSTRAINT "brand_hours_once" UNIQUE("brand","kind","weekday","opens"),
	CONSTRAINT "brand_hours_kind" CHECK ("brand_hours"."kind" in ('chat', 'portal_support')),
	CONSTRAINT "brand_hours_weekday" CHECK ("brand_hours"."weekday" between 1 and 7),
	CONSTRAINT "brand_hours_times" CHECK ("brand_hours"."opens" ~ '^[0-2][0-9]:[0-5][0-9]$' and "brand_hours"."closes" ~ '^[0-2][0-9]:[0-5][0-9]$' and "brand_hours"."opens" < "brand_hours"."closes")
);
--> statement-breakpoint
ALTER TABLE "brand_hours" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "brands" (
	"key" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"short_name" text NOT NULL,
	"origin" text NOT NULL,
	"hosts" text[] DEFAULT '{}' NOT NULL,
	"zone" text NOT NULL,
	"currency" text NOT NULL,
	"reset_sender" text NOT NULL,
	"support_mailbox" text NOT NULL,
	"company_access" text NOT NULL,
	"theme" jsonb NOT NULL,
	"home" jsonb NOT NULL,
	"remit_to" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "brands_origin_unique" UNIQUE("origin"),
	CONSTRAINT "brands_key_shape" CHECK ("brands"."key" ~ '^[a-z][a-z0-9-]{1,30}$'),
	CONSTRAINT "brands_company_access" CHECK ("brands"."company_access" in ('primary', 'primary_and_related'))
);
--> statement-breakpoint
ALTER TABLE "brands" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "companies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"external_id" text NOT NULL,
	"name" text NOT NULL,
	"mail_domains" text[] DEFAULT '{}' NOT NULL,
	"phone" text,
	"address_lines" text[] DEFAULT '{}' NOT NULL,
	"city" text,
	"region" text,
	"postal_code" text,
	"country" text,
	"closed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "companies_external" UNIQUE("brand","external_id")
);
--> statement-breakpoint
ALTER TABLE "companies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "contact_addresses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"line1" text NOT NULL,
	"line2" text,
	"city" text,
	"region" text,
	"postal_code" text,
	"country" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contact_addresses_once" UNIQUE("contact_id","kind"),
	CONSTRAINT "contact_addresses_kind" CHECK ("contact_addresses"."kind" in ('office', 'billing', 'shipping', 'other'))
);
--> statement-breakpoint
ALTER TABLE "contact_addresses" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "contact_companies" (
	"brand" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"company_id" uuid NOT NULL,
	"source" text DEFAULT 'erp' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contact_companies_contact_id_company_id_pk" PRIMARY KEY("contact_id","company_id"),
	CONSTRAINT "contact_companies_source" CHECK ("contact_companies"."source" in ('erp', 'administrator'))
);
--> statement-breakpoint
ALTER TABLE "contact_companies" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "contact_phones" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"number" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contact_phones_once" UNIQUE("contact_id","kind","number"),
	CONSTRAINT "contact_phones_kind" CHECK ("contact_phones"."kind" in ('work', 'mobile', 'fax', 'other'))
);
--> statement-breakpoint
ALTER TABLE "contact_phones" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"external_id" text,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"job_title" text,
	"time_zone" text,
	"primary_company_id" uuid,
	"billing" boolean DEFAULT false NOT NULL,
	"pay" boolean DEFAULT false NOT NULL,
	"cases_scope" text DEFAULT 'none' NOT NULL,
	"requests_scope" text DEFAULT 'own' NOT NULL,
	"portal_fields" text[] DEFAULT '{}' NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contacts_email" UNIQUE("brand","email"),
	CONSTRAINT "contacts_external" UNIQUE("brand","external_id"),
	CONSTRAINT "contacts_email_lower" CHECK ("contacts"."email" = lower("contacts"."email")),
	CONSTRAINT "contacts_pay_needs_billing" CHECK (not "contacts"."pay" or "contacts"."billing"),
	CONSTRAINT "contacts_cases_scope" CHECK ("contacts"."cases_scope" in ('none', 'own', 'company')),
	CONSTRAINT "contacts_requests_scope" CHECK ("contacts"."requests_scope" in ('none', 'own', 'company'))
);
--> statement-breakpoint
ALTER TABLE "contacts" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "estimates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"number" text NOT NULL,
	"title" text NOT NULL,
	"currency" text NOT NULL,
	"total_minor" bigint NOT NULL,
	"issued_on" date NOT NULL,
	"expires_on" date NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"quote_url" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "estimates_external" UNIQUE("brand","external_id"),
	CONSTRAINT "estimates_number" UNIQUE("brand","number"),
	CONSTRAINT "estimates_state" CHECK ("estimates"."state" in ('open', 'accepted', 'declined', 'withdrawn')),
	CONSTRAINT "estimates_total" CHECK ("estimates"."total_minor" >= 0)
);
--> statement-breakpoint
ALTER TABLE "estimates" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "invoice_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"invoice_id" uuid NOT NULL,
	"line_number" integer NOT NULL,
	"description" text NOT NULL,
	"quantity" numeric(14, 4) NOT NULL,
	"unit_price_minor" bigint NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "invoice_lines_number" UNIQUE("invoice_id","line_number")
);
--> statement-breakpoint
ALTER TABLE "invoice_lines" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "invoices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"number" text NOT NULL,
	"kind" text DEFAULT 'invoice' NOT NULL,
	"currency" text NOT NULL,
	"issued_on" date NOT NULL,
	"due_on" date NOT NULL,
	"po_number" text,
	"terms" text,
	"memo" text,
	"subtotal_minor" bigint NOT NULL,
	"tax_minor" bigint DEFAULT 0 NOT NULL,
	"total_minor" bigint NOT NULL,
	"allocated_minor" bigint DEFAULT 0 NOT NULL,
	"pending_minor" bigint DEFAULT 0 NOT NULL,
	"disputed_minor" bigint DEFAULT 0 NOT NULL,
	"refunded_minor" bigint DEFAULT 0 NOT NULL,
	"balance_minor" bigint GENERATED ALWAYS AS (case when voided_on is null then total_minor - allocated_minor else 0 end) STORED NOT NULL,
	"voided_on" date,
	"search_text" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invoices_external" UNIQUE("brand","external_id"),
	CONSTRAINT "invoices_number" UNIQUE("brand","number"),
	CONSTRAINT "invoices_kind" CHECK ("invoices"."kind" in ('invoice', 'credit_note')),
	CONSTRAINT "invoices_total" CHECK ("invoices"."total_minor" = "invoices"."subtotal_minor" + "invoices"."tax_minor" and "invoices"."total_minor" >= 0),
	CONSTRAINT "invoices_not_overpaid" CHECK ("invoices"."allocated_minor" between 0 and "invoices"."total_minor"),
	CONSTRAINT "invoices_currency" CHECK ("invoices"."currency" ~ '^[A-Z]{3}$')
);
--> statement-breakpoint
ALTER TABLE "invoices" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"action" text NOT NULL,
	"entity" text,
	"entity_id" text,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "audit_events_actor" CHECK ("audit_events"."actor_kind" in ('contact', 'staff', 'system', 'visitor'))
);
--> statement-breakpoint
ALTER TABLE "audit_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "connect_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"name" text NOT NULL,
	"company" text NOT NULL,
	"email" text NOT NULL,
	"phone" text,
	"need" text,
	"state" text DEFAULT 'waiting' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connect_requests_state" CHECK ("connect_requests"."state" in ('waiting', 'approved', 'declined'))
);
--> statement-breakpoint
ALTER TABLE "connect_requests" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "deployment" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deployment" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "import_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"file" text NOT NULL,
	"brand_keys" text[] NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"dry_run" boolean NOT NULL,
	"report" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "import_runs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"kind" text NOT NULL,
	"to_address" text NOT NULL,
	"to_name" text,
	"reply_to" text,
	"props" jsonb NOT NULL,
	"dedupe_key" text NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"leased_until" timestamp (3) with time zone,
	"last_error" text,
	"provider_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "outbox_dedupe" UNIQUE("dedupe_key"),
	CONSTRAINT "outbox_state" CHECK ("outbox"."state" in ('queued', 'sending', 'sent', 'dead'))
);
--> statement-breakpoint
ALTER TABLE "outbox" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "allocations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"payment_id" uuid,
	"credit_note_id" uuid,
	"invoice_id" uuid NOT NULL,
	"amount_minor" bigint NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "allocations_amount" CHECK ("allocations"."amount_minor" > 0),
	CONSTRAINT "allocations_state" CHECK ("allocations"."state" in ('pending', 'applied', 'disputed', 'refunded', 'released')),
	CONSTRAINT "allocations_one_source" CHECK (num_nonnulls("allocations"."payment_id", "allocations"."credit_note_id") = 1)
);
--> statement-breakpoint
ALTER TABLE "allocations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "payments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"source" text NOT NULL,
	"external_id" text,
	"reference" text,
	"method" text NOT NULL,
	"state" text NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"allocated_minor" bigint DEFAULT 0 NOT NULL,
	"unallocated_minor" bigint GENERATED ALWAYS AS (amount_minor - allocated_minor) STORED NOT NULL,
	"received_on" date NOT NULL,
	"contact_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payments_external" UNIQUE("brand","external_id"),
	CONSTRAINT "payments_reference" UNIQUE("reference"),
	CONSTRAINT "payments_source" CHECK ("payments"."source" in ('portal', 'erp')),
	CONSTRAINT "payments_method" CHECK ("payments"."method" in ('card', 'bank_debit', 'check', 'wire', 'ach', 'other')),
	CONSTRAINT "payments_state" CHECK ("payments"."state" in ('started', 'processing', 'succeeded', 'failed', 'cancelled', 'refunded', 'partly_refunded', 'disputed')),
	CONSTRAINT "payments_amount" CHECK ("payments"."amount_minor" > 0),
	CONSTRAINT "payments_not_over_allocated" CHECK ("payments"."allocated_minor" between 0 and "payments"."amount_minor"),
	CONSTRAINT "payments_known_by" CHECK ("payments"."external_id" is not null or "payments"."reference" is not null)
);
--> statement-breakpoint
ALTER TABLE "payments" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "account_team_members" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand" text NOT NULL,
	"company_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"staff_id" uuid,
	"role" text NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"phone" text,
	"working_hours" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "account_team_external" UNIQUE("brand","external_id"),
	CONSTRAINT "account_team_role" CHECK ("account_team_members"."role" in ('account_manager', 'subscription_manager', 'support', 'sales_engineer'))
);
--> statement-breakpoint
ALTER TABLE "account_team_members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"job_title" text,
	"phone" text,
	"time_zone" text DEFAULT 'America/New_York' NOT NULL,
	"roles" text[] NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staff_email" UNIQUE("email"),
	CONSTRAINT "staff_email_lower" CHECK ("staff"."email" = lower("staff"."email")),
	CONSTRAINT "staff_roles" CHECK (cardinality("staff"."roles") > 0 and "staff"."roles" <@ array['account_manager', 'subscription_manager', 'support_agent', 'administrator', 'marketing']::text[])
);
--> statement-breakpoint
ALTER TABLE "staff" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "staff_brands" (
	"staff_id" uuid NOT NULL,
	"brand" text NOT NULL,
	CONSTRAINT "staff_brands_staff_id_brand_pk" PRIMARY KEY("staff_id","brand")
);
--> statement-breakpoint
ALTER TABLE "staff_brands" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "brand_holidays" ADD CONSTRAINT "brand_holidays_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "brand_hours" ADD CONSTRAINT "brand_hours_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "companies" ADD CONSTRAINT "companies_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_addresses" ADD CONSTRAINT "contact_addresses_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_addresses" ADD CONSTRAINT "contact_addresses_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_companies" ADD CONSTRAINT "contact_companies_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_companies" ADD CONSTRAINT "contact_companies_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_companies" ADD CONSTRAINT "contact_companies_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_phones" ADD CONSTRAINT "contact_phones_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_phones" ADD CONSTRAINT "contact_phones_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_primary_company_id_companies_id_fk" FOREIGN KEY ("primary_company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "estimates" ADD CONSTRAINT "estimates_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "estimates" ADD CONSTRAINT "estimates_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_lines" ADD CONSTRAINT "invoice_lines_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_lines" ADD CONSTRAINT "invoice_lines_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_lines" ADD CONSTRAINT "invoice_lines_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoices"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connect_requests" ADD CONSTRAINT "connect_requests_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_credit_note_id_invoices_id_fk" FOREIGN KEY ("credit_note_id") REFERENCES "public"."invoices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_team_members" ADD CONSTRAINT "account_team_members_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_team_members" ADD CONSTRAINT "account_team_members_company_id_companies_id_fk" FOREIGN KEY ("company_id") REFERENCES "public"."companies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_team_members" ADD CONSTRAINT "account_team_members_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_brands" ADD CONSTRAINT "staff_brands_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_brands" ADD CONSTRAINT "staff_brands_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sessions_account" ON "sessions" USING btree ("account_kind","account_id");--> statement-breakpoint
CREATE INDEX "sign_in_tokens_account" ON "sign_in_tokens" USING btree ("account_kind","account_id");--> statement-breakpoint
CREATE INDEX "agreements_company" ON "agreements" USING btree ("company_id","ends_on");--> statement-breakpoint
CREATE INDEX "brand_holidays_day" ON "brand_holidays" USING btree ("brand","day");--> statement-breakpoint
CREATE INDEX "companies_name" ON "companies" USING btree ("brand","name","id");--> statement-breakpoint
CREATE INDEX "contacts_company" ON "contacts" USING btree ("primary_company_id");--> statement-breakpoint
CREATE INDEX "estimates_company" ON "estimates" USING btree ("company_id","expires_on","id");--> statement-breakpoint
CREATE INDEX "invoices_by_due" ON "invoices" USING btree ("company_id","due_on","id");--> statement-breakpoint
CREATE INDEX "invoices_by_issued" ON "invoices" USING btree ("company_id","issued_on","id");--> statement-breakpoint
CREATE INDEX "invoices_by_total" ON "invoices" USING btree ("company_id","total_minor","id");--> statement-breakpoint
CREATE INDEX "invoices_open" ON "invoices" USING btree ("company_id","due_on","id") WHERE balance_minor > 0 and kind = 'invoice';--> statement-breakpoint
CREATE INDEX "invoices_sums" ON "invoices" USING btree ("company_id","brand","currency","kind","total_minor","balance_minor","voided_on");--> statement-breakpoint
CREATE INDEX "invoices_search" ON "invoices" USING gin (search_text gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "audit_events_entity" ON "audit_events" USING btree ("entity","entity_id");--> statement-breakpoint
CREATE INDEX "audit_events_at" ON "audit_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "connect_requests_brand" ON "connect_requests" USING btree ("brand","created_at");--> statement-breakpoint
CREATE INDEX "outbox_brand" ON "outbox" USING btree ("brand","created_at");--> statement-breakpoint
CREATE INDEX "allocations_invoice" ON "allocations" USING btree ("invoice_id");--> statement-breakpoint
CREATE INDEX "allocations_payment" ON "allocations" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "allocations_credit_note" ON "allocations" USING btree ("credit_note_id");--> statement-breakpoint
CREATE INDEX "payments_company" ON "payments" USING btree ("company_id","received_on","id");--> statement-breakpoint
CREATE INDEX "account_team_company" ON "account_team_members" USING btree ("company_id");--> statement-breakpoint
CREATE POLICY "client_reads" ON "agreements" AS PERMISSIVE FOR SELECT TO "portal_client" USING (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "agreements" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "brand_holidays" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "brand_holidays" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "brand_hours" AS PERMISSIVE FOR SELECT TO "portal_client" USING (brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "brand_hours" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "brands" AS PERMISSIVE FOR SELECT TO "portal_client" USING (key = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "brands" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("key" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "companies" AS PERMISSIVE FOR SELECT TO "portal_client" USING (id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "companies" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "contact_addresses" AS PERMISSIVE FOR SELECT TO "portal_client" USING (contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "contact_addresses" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "contact_companies" AS PERMISSIVE FOR SELECT TO "portal_client" USING (contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "contact_companies" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "contact_phones" AS PERMISSIVE FOR SELECT TO "portal_client" USING (contact_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "contact_phones" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "contacts" AS PERMISSIVE FOR SELECT TO "portal_client" USING (id = (select nullif(current_setting('portal.contact_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "contacts" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "estimates" AS PERMISSIVE FOR SELECT TO "portal_client" USING (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')) and (select current_setting('portal.billing', true) = 'yes'));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "estimates" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "invoice_lines" AS PERMISSIVE FOR SELECT TO "portal_client" USING (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')) and (select current_setting('portal.billing', true) = 'yes'));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "invoice_lines" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "invoices" AS PERMISSIVE FOR SELECT TO "portal_client" USING (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')) and (select current_setting('portal.billing', true) = 'yes'));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "invoices" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "audit_events" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and actor_kind = 'contact' and actor_id = (select nullif(current_setting('portal.contact_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "audit_events" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and actor_kind = 'staff' and actor_id = (select nullif(current_setting('portal.staff_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "audit_events" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "connect_requests" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "import_runs" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand_keys" <@ (select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[] and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_inserts" ON "outbox" AS PERMISSIVE FOR INSERT TO "portal_client" WITH CHECK (brand = (select nullif(current_setting('portal.brand', true), '')) and state = 'queued' and attempts = 0 and sent_at is null and kind not in ('password-reset', 'first-sign-in'));--> statement-breakpoint
CREATE POLICY "staff_inserts" ON "outbox" AS PERMISSIVE FOR INSERT TO "portal_staff" WITH CHECK ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and state = 'queued' and attempts = 0 and sent_at is null and kind not in ('password-reset', 'first-sign-in'));--> statement-breakpoint
CREATE POLICY "client_reads" ON "allocations" AS PERMISSIVE FOR SELECT TO "portal_client" USING (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')) and (select current_setting('portal.billing', true) = 'yes'));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "allocations" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "payments" AS PERMISSIVE FOR SELECT TO "portal_client" USING (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')) and (select current_setting('portal.billing', true) = 'yes'));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "payments" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "client_reads" ON "account_team_members" AS PERMISSIVE FOR SELECT TO "portal_client" USING (company_id = (select nullif(current_setting('portal.company_id', true), '')::uuid) and brand = (select nullif(current_setting('portal.brand', true), '')));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "account_team_members" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]) and (select string_to_array(nullif(current_setting('portal.roles', true), ''), ',') && array['account_manager', 'subscription_manager', 'support_agent', 'administrator']::text[]));--> statement-breakpoint
CREATE POLICY "staff_reads" ON "staff" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ((select nullif(current_setting('portal.staff_id', true), '')::uuid) is not null);--> statement-breakpoint
CREATE POLICY "staff_reads" ON "staff_brands" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(current_setting('portal.brands', true), ''), ','))::text[]));