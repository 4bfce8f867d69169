-- Whole mails are read, never written, by viewers.
GRANT SELECT ON whole_mails TO "portal_client", "portal_staff";
--> statement-breakpoint
-- Joining and dismissing.
GRANT UPDATE (created_message_id, handled_by_name) ON inbound_mails TO "portal_staff";
--> statement-breakpoint
GRANT UPDATE (daily) ON mail_preferences TO "portal_client", "portal_staff";
