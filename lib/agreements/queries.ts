import { and, desc, eq } from "drizzle-orm";
import { agreements } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { visibleAgreements } from "./policy";
import type { AgreementTerm } from "./rules";

/**
 * Support agreements of a company, the one that ends last first. Seats and value are not among the columns: a client
 * gets those on request only, and the client's role has no right to read them.
 */
export async function listSupportAgreements(
  { viewer, db }: Context,
  companyId: string | null,
): Promise<AgreementTerm[]> {
  if (companyId === null) return [];
  return db
    .select({
      product: agreements.product,
      startsOn: agreements.startsOn,
      endsOn: agreements.endsOn,
      state: agreements.state,
    })
    .from(agreements)
    .where(and(visibleAgreements(viewer), eq(agreements.companyId, companyId), eq(agreements.kind, "support")))
    .orderBy(desc(agreements.endsOn), desc(agreements.id));
}
