import { and, eq } from "drizzle-orm";
import { estimates } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { visibleEstimates } from "@/lib/money/estimates/policy";
import { type EstimateDocument, findEstimate } from "@/lib/money/estimates/queries";

/** An estimate with what staff need to know beside it: whose it is. */
export interface StaffEstimate {
  readonly brand: string;
  readonly companyId: string;
  readonly estimate: EstimateDocument;
}

/**
 * An estimate by its id, because numbers are unique within a brand only; null for one that the viewer may not see.
 * `todayOf`: the day in a brand's zone.
 */
export async function findStaffEstimate(
  context: Context<StaffViewer>,
  id: string,
  todayOf: (brand: string) => Promise<string>,
): Promise<StaffEstimate | null> {
  const { viewer, db } = context;
  const [key] = await db
    .select({ brand: estimates.brand, number: estimates.number, companyId: estimates.companyId })
    .from(estimates)
    .where(and(visibleEstimates(viewer), eq(estimates.id, id)));
  if (!key) return null;
  const estimate = await findEstimate(context, key, await todayOf(key.brand));
  return estimate && { brand: key.brand, companyId: key.companyId, estimate };
}
