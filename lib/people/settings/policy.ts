import { eq, type SQL } from "drizzle-orm";
import { staff } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

/** A member of staff's own row. Never undefined. */
export function ownStaffRow({ staffId }: StaffViewer): SQL {
  return eq(staff.id, staffId);
}
