import { and, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { contacts, merges } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";
import { visibleContacts } from "@/lib/people/contacts/policy";

/** May the viewer edit contacts and companies of their brands? Administrators may. */
export function editsPeople(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.includes("administrator");
}

/** Contacts whom the viewer may edit: of their brands, and not merged into another one. Never undefined. */
export function changeableContacts(viewer: StaffViewer): SQL {
  const which = and(visibleContacts(viewer), inArray(contacts.brand, [...viewer.brands]), isNull(contacts.mergedInto));
  return (editsPeople(viewer) && which) || sql`false`;
}

/** Merges of the viewer's brands, for administrators. Never undefined. */
export function visibleMerges(viewer: StaffViewer): SQL {
  return editsPeople(viewer) ? inArray(merges.brand, [...viewer.brands]) : sql`false`;
}
