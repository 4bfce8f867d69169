import { and, desc, eq } from "drizzle-orm";
import { agreements } from "@/db/schema";
import type { AgreementKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { type Money, money } from "@/lib/kit/money";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import type { AgreementTerm } from "@/lib/people/agreements/rules";

/** An agreement as staff see it, with seats and value. */
export interface StaffAgreement extends AgreementTerm {
  readonly id: string;
  /** The ERP's key. */
  readonly externalId: string;
  readonly kind: AgreementKind;
  readonly seats: number | null;
  readonly value: Money | null;
}

/** Every agreement of a company, the one that ends last first; at most `limit`. */
export async function listCompanyAgreements(
  { viewer, db }: Context<StaffViewer>,
  companyId: string,
  limit: number,
): Promise<StaffAgreement[]> {
  const rows = await db
    .select({
      id: agreements.id,
      externalId: agreements.externalId,
      kind: agreements.kind,
      product: agreements.product,
      startsOn: agreements.startsOn,
      endsOn: agreements.endsOn,
      state: agreements.state,
      seats: agreements.seats,
      valueMinor: agreements.valueMinor,
      currency: agreements.currency,
    })
    .from(agreements)
    .where(and(visibleAgreements(viewer), eq(agreements.companyId, companyId)))
    .orderBy(desc(agreements.endsOn), desc(agreements.id))
    .limit(limit);
  return rows.map(({ valueMinor, currency, ...row }) => ({
    ...row,
    value: valueMinor !== null && currency ? money(valueMinor, currency) : null,
  }));
}
