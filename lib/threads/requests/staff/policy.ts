import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { StaffViewer } from "@/db/viewer";
import { worksRequests } from "@/lib/gate/rights";

/** Decides changes of what administrators alone may edit. */
export function decidesChanges(viewer: StaffViewer): boolean {
  return worksRequests(viewer) && viewer.roles.includes("administrator");
}

/** Rows of one brand that an administrator's decision writes. Never undefined. */
export function changeableRows(viewer: StaffViewer, brand: PgColumn, key: string): SQL {
  return (decidesChanges(viewer) && and(inArray(brand, [...viewer.brands]), eq(brand, key))) || sql`false`;
}
