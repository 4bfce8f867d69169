import { eq, type SQL } from "drizzle-orm";
import { staff } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

/** The viewer's own row of staff. Never undefined. */
export function ownStaffRow({ staffId }: StaffViewer): SQL {
  return eq(staff.id, staffId);
}
