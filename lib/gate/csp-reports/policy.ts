import { inArray, type SQL, sql } from "drizzle-orm";
import { cspReports } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

export function readsCspReports(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.includes("administrator");
}

/**
 * Condition for the reports of an administrator's brands; no rows for anybody else. Never undefined: that would mean
 * all.
 */
export function visibleCspReports(viewer: StaffViewer): SQL {
  return readsCspReports(viewer) ? inArray(cspReports.brand, [...viewer.brands]) : sql`false`;
}
