import type { SQL } from "drizzle-orm";
import { estimates } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { visibleMoneyRows } from "@/lib/people/companies/policy";

/** Estimates of the primary company, with the right billing; staff who read money, by brand. Never undefined. */
export function visibleEstimates(viewer: Viewer): SQL {
  return visibleMoneyRows(viewer, estimates);
}
