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
 * Rows that belong to a contact: phones, addresses, relations. Clients see only their own; client-facing staff see
 * those of their brands. Never undefined.
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

/** Rows of contacts themselves, visible as visibleContactRows says. */
export function visibleContacts(viewer: Viewer): SQL {
  return visibleContactRows(viewer, { brand: contacts.brand, contactId: contacts.id });
}
