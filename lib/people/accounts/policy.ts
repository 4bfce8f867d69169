import { inArray, isNotNull, type SQL, sql } from "drizzle-orm";
import { staff, staffBrands } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

/** May the viewer see accounts of staff, and change those that are of their brands alone? Administrators may. */
export function managesAccounts(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.includes("administrator");
}

/**
 * Rows of accounts of staff, also of other brands: what somebody did on the viewer's brands leads to their account, and
 * staff know all staff. Never undefined.
 */
export function visibleAccounts(viewer: StaffViewer): SQL {
  return managesAccounts(viewer) ? isNotNull(staff.id) : sql`false`;
}

/** Brands of accounts, among the viewer's own. Never undefined. */
export function visibleAccountBrands(viewer: StaffViewer): SQL {
  return managesAccounts(viewer) ? inArray(staffBrands.brand, [...viewer.brands]) : sql`false`;
}
