import { and, desc, eq } from "drizzle-orm";
import { agreements, coverageChanges } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { brandByKey } from "@/lib/gate/brand/load";
import { decidedAgreements, decidesAgreements } from "@/lib/people/agreements/policy";
import { visibleCoverageChanges } from "./policy";
import type { SetCoverageInput } from "./schema";

/**
 * Decides about the coverage of a support agreement. The database records that it was decided, also where the coverage
 * stays the same: from then on imports leave it alone until it is handed back. What was promised before stays as it is.
 * The same form sent twice decides once. Throws AppError FORBIDDEN for a viewer who is no administrator, NOT_FOUND for an
 * agreement of another brand or of another kind, INVALID for a coverage that the brand does not have, CONFLICT where it
 * is no longer the coverage that the form was made from.
 */
export async function setCoverage(context: Context<StaffViewer>, input: SetCoverageInput): Promise<void> {
  const { viewer, db } = context;
  if (!decidesAgreements(viewer)) throw new AppError("FORBIDDEN", "Only administrators decide about coverage.");
  const which = and(decidedAgreements(viewer), eq(agreements.id, input.agreement), eq(agreements.kind, "support"));
  const [row] = await db
    .select({ brand: agreements.brand, coverage: agreements.coverage })
    .from(agreements)
    .where(which)
    .for("update");
  if (!row) throw new AppError("NOT_FOUND", "There is no such support agreement.");
  const { coverages } = await brandByKey(row.brand);
  if (!coverages.some(({ key }) => key === input.coverage)) {
    throw new AppError("INVALID", "Choose a coverage.", { field: "coverage" });
  }
  if (row.coverage === input.coverage && (await isDecided(context, input.agreement))) return;
  if (row.coverage !== input.seen && row.coverage !== input.coverage) {
    throw new AppError("CONFLICT", "The coverage has changed meanwhile. Reload the page to see it.");
  }
  await db.update(agreements).set({ coverage: input.coverage }).where(which);
  await audit(context, {
    brand: row.brand,
    action: "agreement.coverage-decided",
    entity: "agreement",
    entityId: input.agreement,
    details: { from: row.coverage, to: input.coverage },
  });
}

/** Does the coverage stand as an administrator decided it? */
async function isDecided({ viewer, db }: Context<StaffViewer>, agreement: string): Promise<boolean> {
  const [last] = await db
    .select({ kind: coverageChanges.kind })
    .from(coverageChanges)
    .where(and(visibleCoverageChanges(viewer), eq(coverageChanges.agreementId, agreement)))
    .orderBy(desc(coverageChanges.changedAt), desc(coverageChanges.id))
    .limit(1);
  return last?.kind === "decided";
}
