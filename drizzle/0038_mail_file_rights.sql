-- Files of waiting mails are listed and kept by the system. Who joins a mail moves them to its message, and who dismisses it
-- deletes them.
GRANT SELECT, DELETE ON mail_files TO "portal_staff";
