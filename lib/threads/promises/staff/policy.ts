import { type SQL, sql } from "drizzle-orm";
import { staff } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

/** Staff whose names the viewer reads beside figures: every colleague, as everywhere on the staff side. Never undefined. */
export function visibleAnswerers(viewer: StaffViewer): SQL {
  return viewer.brands.length > 0 ? sql`${staff.id} is not null` : sql`false`;
}
