/**
 * Names that `contacts.portal_fields` may hold: fields that a person has edited in the portal. Code that lets a person
 * edit one of these adds its name in the same transaction. Imports do not change those fields from then on.
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
