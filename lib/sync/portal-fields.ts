/**
 * Names that `contacts.portal_fields` may hold: what is the portal's since a person edited it there. Whoever lets a
 * person edit one of these adds its name in the same transaction; imports leave those fields alone from then on.
 */
export const PORTAL_FIELDS = [
  "name",
  "email",
  "job_title",
  "time_zone",
  "company",
  "rights",
  "phones",
  "addresses",
  "closed",
] as const;
export type PortalField = (typeof PORTAL_FIELDS)[number];
