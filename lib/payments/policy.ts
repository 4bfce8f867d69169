import type { SQL } from "drizzle-orm";
import { allocations, payments } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { visibleMoneyRows } from "@/lib/companies/policy";

/** Payments of the primary company, with the right billing; staff who read money, by brand. Never undefined. */
export function visiblePayments(viewer: Viewer): SQL {
  return visibleMoneyRows(viewer, payments);
}

/** What was laid against invoices: as visiblePayments. Never undefined. */
export function visibleAllocations(viewer: Viewer): SQL {
  return visibleMoneyRows(viewer, allocations);
}
