-- Administrators write hours and days off; the policies say of which brands.
GRANT INSERT, DELETE ON brand_hours, brand_holidays TO "portal_staff";
--> statement-breakpoint
-- The days that databases were made with so far are days of holidays that come every year.
UPDATE brand_holidays SET
  rule = CASE name WHEN 'Thanksgiving' THEN 'Thanksgiving Day' WHEN 'Day after Thanksgiving' THEN 'Day after Thanksgiving Day' ELSE name END,
  name = CASE name WHEN 'Thanksgiving' THEN 'Thanksgiving Day' ELSE name END
  WHERE closes IS NULL AND name IN
    ('New Year''s Day', 'Memorial Day', 'Independence Day', 'Labor Day', 'Thanksgiving', 'Day after Thanksgiving', 'Christmas Day');
