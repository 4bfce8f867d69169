import { and, desc, eq } from "drizzle-orm";
import { agreements } from "@/db/schema";
import type { AgreementKind } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { visibleAgreements } from "./policy";
import type { AgreementTerm } from "./rules";

/** A support agreement with its coverage. */
export interface SupportTerm extends AgreementTerm {
  readonly id: string;
  /** Key of its coverage. */
  readonly coverage: string;
}

/**
 * Support agreements of a company, the one that ends last first. Seats and value are not read: clients are told them on
 * request only, and the clients' database role has no right to these columns.
 */
export async function listSupportAgreements({ viewer, db }: Context, companyId: string | null): Promise<SupportTerm[]> {
  if (companyId === null) return [];
  return db
    .select({
      id: agreements.id,
      coverage: agreements.coverage,
      product: agreements.product,
      startsOn: agreements.startsOn,
      endsOn: agreements.endsOn,
      state: agreements.state,
    })
    .from(agreements)
    .where(and(visibleAgreements(viewer), eq(agreements.companyId, companyId), eq(agreements.kind, "support")))
    .orderBy(desc(agreements.endsOn), desc(agreements.id));
}

/** An agreement as clients see it: seats and value are told on request only. */
export interface Agreement extends SupportTerm {
  /** The coverage belongs to agreements of the kind `support` alone. */
  readonly kind: AgreementKind;
}

/** Every agreement of a company, the one that ends last first. */
export async function listAgreements({ viewer, db }: Context, companyId: string | null): Promise<Agreement[]> {
  if (companyId === null) return [];
  return db
    .select({
      id: agreements.id,
      kind: agreements.kind,
      coverage: agreements.coverage,
      product: agreements.product,
      startsOn: agreements.startsOn,
      endsOn: agreements.endsOn,
      state: agreements.state,
    })
    .from(agreements)
    .where(and(visibleAgreements(viewer), eq(agreements.companyId, companyId)))
    .orderBy(desc(agreements.endsOn), desc(agreements.id));
}
