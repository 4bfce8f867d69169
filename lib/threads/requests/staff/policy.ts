import { and, arrayOverlaps, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { staff, staffBrands } from "@/db/schema";
import { REQUEST_WORKERS } from "@/db/schema/shared";
import type { StaffViewer } from "@/db/viewer";
import { worksRequests } from "@/lib/gate/rights";

/** Rows that stand beside a request (its people, texts to answer with): by role and brand. Never undefined. */
export function besideRequests(viewer: StaffViewer, brand: PgColumn): SQL {
  return worksRequests(viewer) ? inArray(brand, [...viewer.brands]) : sql`false`;
}

/** Staff rows of those who work requests today, joined with their brands. Never undefined. */
export function visibleWorkers(viewer: StaffViewer): SQL {
  return (
    and(
      besideRequests(viewer, staffBrands.brand),
      isNull(staff.closedAt),
      arrayOverlaps(staff.roles, [...REQUEST_WORKERS]),
    ) ?? sql`false`
  );
}

/** Names of colleagues, those of other brands and of the past too: they stand in what was done. Never undefined. */
export function visibleColleagues(viewer: StaffViewer): SQL {
  return worksRequests(viewer) ? sql`true` : sql`false`;
}

/** Decides changes of what administrators alone may edit. */
export function decidesChanges(viewer: StaffViewer): boolean {
  return worksRequests(viewer) && viewer.roles.includes("administrator");
}

/** Rows of one brand that an administrator's decision writes. Never undefined. */
export function changeableRows(viewer: StaffViewer, brand: PgColumn, key: string): SQL {
  return (decidesChanges(viewer) && and(inArray(brand, [...viewer.brands]), eq(brand, key))) || sql`false`;
}
