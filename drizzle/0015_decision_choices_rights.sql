GRANT UPDATE (choices_digest) ON change_requests TO "portal_staff";
