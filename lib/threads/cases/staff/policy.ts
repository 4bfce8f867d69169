import { and, arrayOverlaps, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { staff, staffBrands } from "@/db/schema";
import { CASE_WORKERS } from "@/db/schema/shared";
import type { StaffViewer } from "@/db/viewer";
import { readsCases } from "@/lib/gate/rights";

/** Rows that stand beside a case (its people, texts to answer with): by role and brand. Never undefined. */
export function besideCases(viewer: StaffViewer, brand: PgColumn): SQL {
  return readsCases(viewer) ? inArray(brand, [...viewer.brands]) : sql`false`;
}

/** Staff rows of those who work cases today, joined with their brands. Never undefined. */
export function visibleAgents(viewer: StaffViewer): SQL {
  return (
    and(
      besideCases(viewer, staffBrands.brand),
      isNull(staff.closedAt),
      arrayOverlaps(staff.roles, [...CASE_WORKERS]),
    ) ?? sql`false`
  );
}

/** Names of colleagues, those of other brands and of the past too: they stand in what was done. Never undefined. */
export function visibleColleagues(viewer: StaffViewer): SQL {
  return readsCases(viewer) ? sql`true` : sql`false`;
}
