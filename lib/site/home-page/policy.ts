import { inArray, type SQL, sql } from "drizzle-orm";
import { brands } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";
import { editsContent } from "@/lib/site/versions/policy";

/** Whether the viewer may edit the home pages of the brands in their record. */
export function editsHomePage(viewer: StaffViewer): boolean {
  return editsContent(viewer);
}

/** The brands whose home page the viewer may edit. Never undefined. */
export function editedBrands(viewer: StaffViewer): SQL {
  return editsHomePage(viewer) ? inArray(brands.key, [...viewer.brands]) : sql`false`;
}
