import type { SQL } from "drizzle-orm";
import { estimateLines, estimates } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { visibleMoneyRows } from "@/lib/people/companies/policy";

/**
 * The estimates that a viewer may see: of the primary company, for a client with the right billing; of their brands,
 * for staff who may read money. Never undefined.
 */
export function visibleEstimates(viewer: Viewer): SQL {
  return visibleMoneyRows(viewer, estimates);
}

/** Lines of the estimates that visibleEstimates shows. Never undefined. */
export function visibleEstimateLines(viewer: Viewer): SQL {
  return visibleMoneyRows(viewer, estimateLines);
}
