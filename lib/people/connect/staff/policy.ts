import { inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { connectRequests, visitors } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

/** Whether the viewer sees who waits for an account, and decides about them. */
export function admitsVisitors(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.includes("administrator");
}

/** Visitors of the viewer's brands, for administrators. Never undefined. */
export function visibleVisitors(viewer: StaffViewer): SQL {
  return admitsVisitors(viewer) ? inArray(visitors.brand, [...viewer.brands]) : sql`false`;
}

/** Forms of Connect with Us on the viewer's brands, for administrators. Never undefined. */
export function visibleConnectRequests(viewer: StaffViewer): SQL {
  return admitsVisitors(viewer) ? inArray(connectRequests.brand, [...viewer.brands]) : sql`false`;
}

/**
 * Rows of staff, also of other brands and with closed accounts, for who may decide: who decided is named, and an
 * address that is a colleague's becomes no contact's. `id` is the id column of the row. Never undefined.
 */
export function visibleAdmitters(viewer: StaffViewer, id: PgColumn): SQL {
  return admitsVisitors(viewer) ? isNotNull(id) : sql`false`;
}
