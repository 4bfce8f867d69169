import { inArray, type SQL, sql } from "drizzle-orm";
import { brandHolidays, brandHours } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

/** Whether the viewer may edit hours and days off of the brands in their record. */
export function editsHours(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.includes("administrator");
}

/** The weekly hours that the viewer may edit. Never undefined. */
export function editedHours(viewer: StaffViewer): SQL {
  return editsHours(viewer) ? inArray(brandHours.brand, [...viewer.brands]) : sql`false`;
}

/** The days off that the viewer may edit. Never undefined. */
export function editedDaysOff(viewer: StaffViewer): SQL {
  return editsHours(viewer) ? inArray(brandHolidays.brand, [...viewer.brands]) : sql`false`;
}
