import { inArray, type SQL, sql } from "drizzle-orm";
import { contentLinks, contentPictures, contentVersions } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

/** Whether the viewer writes what the brands in their record say. */
export function editsContent(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.some((role) => role === "marketing" || role === "administrator");
}

/** The versions that the viewer may read and add to, drafts among them. Never undefined. */
export function visibleContentVersions(viewer: StaffViewer): SQL {
  return editsContent(viewer) ? inArray(contentVersions.brand, [...viewer.brands]) : sql`false`;
}

/** What was found behind the links of those versions. Never undefined. */
export function visibleContentLinks(viewer: StaffViewer): SQL {
  return editsContent(viewer) ? inArray(contentLinks.brand, [...viewer.brands]) : sql`false`;
}

/** The pictures that editors of the viewer's brands have sent. Never undefined. */
export function visibleContentPictures(viewer: StaffViewer): SQL {
  return editsContent(viewer) ? inArray(contentPictures.brand, [...viewer.brands]) : sql`false`;
}
