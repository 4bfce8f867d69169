import { inArray, type SQL, sql } from "drizzle-orm";
import { cspReports } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

export function readsCspReports(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.includes("administrator");
}

/** Reports of an administrator's brands; nothing for anybody else. Never undefined. */
export function visibleCspReports(viewer: StaffViewer): SQL {
  return readsCspReports(viewer) ? inArray(cspReports.brand, [...viewer.brands]) : sql`false`;
}
