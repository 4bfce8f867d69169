import type { StaffViewer } from "@/db/viewer";

/** May the viewer export and erase what the portal holds on contacts of their brands? Administrators may. */
export function managesPersonData(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.includes("administrator");
}
