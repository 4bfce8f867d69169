-- Rights of the viewers on what Electronic Pay brought, and what the database itself keeps true of it.
GRANT SELECT ON payment_refunds TO "portal_client", "portal_staff";
--> statement-breakpoint
GRANT SELECT ON payment_checkouts TO "portal_client";
--> statement-breakpoint
-- The address of a session is a way to pay: staff read everything of a try but that.
GRANT SELECT (id, brand, company_id, contact_id, payment_id, number, state, return_origin, expires_at, session_id, payment_intent_id,
  created_at, updated_at) ON payment_checkouts TO "portal_staff";
--> statement-breakpoint
GRANT SELECT ON stripe_events TO "portal_staff";
--> statement-breakpoint
GRANT INSERT ON payments, allocations, payment_checkouts TO "portal_client";
--> statement-breakpoint
-- FOR UPDATE asks for the right to UPDATE one column; the policies say of which rows.
GRANT UPDATE (updated_at) ON invoices, payments TO "portal_client";
--> statement-breakpoint
-- Numbers the looks at Stripe: of two, the one that began later is the newer.
CREATE SEQUENCE payment_observations;
