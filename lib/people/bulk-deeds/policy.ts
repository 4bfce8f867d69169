import { eq, type SQL } from "drizzle-orm";
import { bulkDeeds } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

/** The viewer's own deeds. Never undefined. */
export function visibleBulkDeeds(viewer: StaffViewer): SQL {
  return eq(bulkDeeds.staffId, viewer.staffId);
}
