import { and, eq } from "drizzle-orm";
import { agreements, coverageChanges, portalDecisions } from "@/db/schema";
import { asSystem } from "@/db/viewer";

/** What is stored about the coverage of an agreement: its key, whether it was decided in the portal, and its history. */
export async function storedCoverage(id: string) {
  return asSystem("test looks", async (db) => {
    const [row] = await db.select({ coverage: agreements.coverage }).from(agreements).where(eq(agreements.id, id));
    const decisions = await db
      .select()
      .from(portalDecisions)
      .where(and(eq(portalDecisions.kind, "coverage"), eq(portalDecisions.agreementId, id)));
    const history = await db
      .select()
      .from(coverageChanges)
      .where(eq(coverageChanges.agreementId, id))
      .orderBy(coverageChanges.changedAt);
    return { coverage: row?.coverage, decision: decisions[0], history };
  });
}
