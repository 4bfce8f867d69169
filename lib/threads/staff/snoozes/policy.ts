import { inArray, type SQL } from "drizzle-orm";
import { threadSnoozes } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";
import { ofVisibleThreads } from "@/lib/threads/policy";

/** Which threads that the viewer may see are snoozed, and by whom. Never undefined. */
export function visibleSnoozes(viewer: StaffViewer): SQL {
  return ofVisibleThreads(viewer, threadSnoozes.threadId);
}

/**
 * The same by brand alone, for conditions about threads that are restricted themselves: the planner then reads the few
 * snoozed threads once, and not all that the viewer may see. Never undefined.
 */
export function visibleSnoozesOfBrands(viewer: StaffViewer): SQL {
  return inArray(threadSnoozes.brand, [...viewer.brands]);
}
