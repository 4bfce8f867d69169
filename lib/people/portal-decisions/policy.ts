import { and, inArray, isNotNull, notLike, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { companies, contacts, editedFields, portalDecisions } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleContacts } from "@/lib/people/contacts/policy";
import { ERASED } from "@/lib/people/person-data/rules";

/** Whether the viewer may see what imports must not change, and hand it back to the ERP. */
export function handsBack(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.includes("administrator");
}

/** Portal decisions of the viewer's brands, for administrators. Never undefined. */
export function visiblePortalDecisions(viewer: StaffViewer): SQL {
  return handsBack(viewer) ? inArray(portalDecisions.brand, [...viewer.brands]) : sql`false`;
}

/** Who edited which field of contacts of the viewer's brands, for administrators. Never undefined. */
export function visibleEditedFields(viewer: StaffViewer): SQL {
  return handsBack(viewer) ? inArray(editedFields.brand, [...viewer.brands]) : sql`false`;
}

/**
 * Contacts whose fields the viewer may hand back to the ERP: not those who were erased, or the next import would write
 * the person anew. Never undefined.
 */
export function handedBackContacts(viewer: StaffViewer): SQL {
  const own = and(
    visibleContacts(viewer),
    inArray(contacts.brand, [...viewer.brands]),
    notLike(contacts.email, `%${ERASED}`),
  );
  return (handsBack(viewer) && own) || sql`false`;
}

/** Companies whose fields the viewer may hand back to the ERP. Never undefined. */
export function handedBackCompanies(viewer: StaffViewer): SQL {
  return (
    (handsBack(viewer) && and(visibleCompanies(viewer), inArray(companies.brand, [...viewer.brands]))) || sql`false`
  );
}

/**
 * Rows of staff who may be named as those who decided, also of other brands and with closed accounts. `id` is the id
 * column of the row. Never undefined.
 */
export function visibleDeciders(viewer: StaffViewer, id: PgColumn): SQL {
  return handsBack(viewer) ? isNotNull(id) : sql`false`;
}
