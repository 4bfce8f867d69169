import { inArray, type SQL, sql } from "drizzle-orm";
import { brands, homePageVersions } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

/** May edit what marketing writes on the home pages of the brands in their record. */
export function editsHomePage(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.some((role) => role === "marketing" || role === "administrator");
}

/** Versions of the home pages that the viewer edits. Never undefined. */
export function visibleHomePageVersions(viewer: StaffViewer): SQL {
  return editsHomePage(viewer) ? inArray(homePageVersions.brand, [...viewer.brands]) : sql`false`;
}

/** Brands whose home page the viewer edits. Never undefined. */
export function editedBrands(viewer: StaffViewer): SQL {
  return editsHomePage(viewer) ? inArray(brands.key, [...viewer.brands]) : sql`false`;
}
