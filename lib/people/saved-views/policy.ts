import { eq, type SQL } from "drizzle-orm";
import { savedViews } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";

/** The viewer's own views. Never undefined. */
export function visibleSavedViews(viewer: StaffViewer): SQL {
  return eq(savedViews.staffId, viewer.staffId);
}
