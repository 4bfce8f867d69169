import { inArray, type SQL, sql } from "drizzle-orm";
import { brands, homePageVersions } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

/** Whether the viewer may edit the home pages of the brands in their record. */
export function editsHomePage(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.some((role) => role === "marketing" || role === "administrator");
}

/** The versions of the home pages that the viewer may edit. Never undefined. */
export function visibleHomePageVersions(viewer: StaffViewer): SQL {
  return editsHomePage(viewer) ? inArray(homePageVersions.brand, [...viewer.brands]) : sql`false`;
}

/** The brands whose home page the viewer may edit. Never undefined. */
export function editedBrands(viewer: StaffViewer): SQL {
  return editsHomePage(viewer) ? inArray(brands.key, [...viewer.brands]) : sql`false`;
}
