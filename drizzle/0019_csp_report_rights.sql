GRANT SELECT ON csp_reports TO "portal_staff";
