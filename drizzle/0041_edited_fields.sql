CREATE TABLE "edited_fields" (
	"brand" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"field" text NOT NULL,
	"editor_kind" text NOT NULL,
	"editor_id" uuid NOT NULL,
	"edited_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "edited_fields_contact_id_field_pk" PRIMARY KEY("contact_id","field"),
	CONSTRAINT "edited_fields_field" CHECK ("edited_fields"."field" in ('name', 'email', 'job_title', 'time_zone', 'company', 'rights', 'phones', 'addresses', 'closed')),
	CONSTRAINT "edited_fields_editor" CHECK ("edited_fields"."editor_kind" in ('contact', 'staff'))
);
--> statement-breakpoint
ALTER TABLE "edited_fields" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "edited_fields" ADD CONSTRAINT "edited_fields_brand_brands_key_fk" FOREIGN KEY ("brand") REFERENCES "public"."brands"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "edited_fields" ADD CONSTRAINT "edited_fields_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE POLICY "staff_reads" ON "edited_fields" AS PERMISSIVE FOR SELECT TO "portal_staff" USING ("brand" = any ((select string_to_array(nullif(viewer_fact('brands'), ''), ','))::text[]) and (select string_to_array(nullif(viewer_fact('roles'), ''), ',') && array['administrator']::text[]));