import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { StaffViewer } from "@/db/viewer";
import { worksRequests } from "@/lib/gate/rights";

/** May the viewer decide changes of what only administrators may edit? */
export function decidesChanges(viewer: StaffViewer): boolean {
  return worksRequests(viewer) && viewer.roles.includes("administrator");
}

/** Rows of the brand `key` that an administrator's decision may write. Never undefined. */
export function changeableRows(viewer: StaffViewer, brand: PgColumn, key: string): SQL {
  return (decidesChanges(viewer) && and(inArray(brand, [...viewer.brands]), eq(brand, key))) || sql`false`;
}
