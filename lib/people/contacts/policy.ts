import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { contacts } from "@/db/schema";
import { CLIENT_FACING } from "@/db/schema/shared";
import type { Viewer } from "@/db/viewer";

interface OwnerColumns {
  readonly brand: PgColumn;
  /** Holds the contact's id. */
  readonly contactId: PgColumn;
}

/**
 * Rows of one contact: phones, addresses, relations. A client's are their own alone; staff who serve clients see those
 * of their brands. Never undefined.
 */
export function visibleContactRows(viewer: Viewer, columns: OwnerColumns): SQL {
  if (viewer.kind === "client") {
    return sql`(${and(eq(columns.contactId, viewer.contactId), eq(columns.brand, viewer.brand))})`;
  }
  if (viewer.brands.length === 0 || !viewer.roles.some((role) => CLIENT_FACING.some((one) => one === role))) {
    return sql`false`;
  }
  return inArray(columns.brand, [...viewer.brands]);
}

/** The contact itself, as visibleContactRows. */
export function visibleContacts(viewer: Viewer): SQL {
  return visibleContactRows(viewer, { brand: contacts.brand, contactId: contacts.id });
}
