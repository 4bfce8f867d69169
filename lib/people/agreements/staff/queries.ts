import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { agreements, companies, coverageChanges } from "@/db/schema";
import type { AgreementKind, CoverageChange } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { type Money, money } from "@/lib/kit/money";
import { businessInstant, businessToday, formatInstant, type Zoned } from "@/lib/kit/time";
import { visibleCoverageChanges } from "@/lib/people/agreements/coverage/policy";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { agreementState } from "@/lib/people/agreements/rules";
import { readsMoney, visibleCompanies } from "@/lib/people/companies/policy";

/** A step in how an agreement came to its coverage. */
export interface CoverageStep {
  readonly id: string;
  readonly kind: CoverageChange;
  /** Keys of coverages. */
  readonly before: string;
  readonly after: string;
  /** In business time: `at` in ISO format, `when` as text in the viewer's zone. */
  readonly at: string;
  readonly when: string;
  /** Null for an import. */
  readonly by: string | null;
}

/** An agreement as staff see it. */
export interface StaffAgreementPage {
  readonly id: string;
  readonly brand: Brand;
  readonly externalId: string;
  readonly company: { readonly id: string; readonly name: string };
  readonly kind: AgreementKind;
  readonly product: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly state: ReturnType<typeof agreementState>;
  readonly seats: number | null;
  /** Null also for roles that do not read money. */
  readonly value: Money | null;
  /** Key of the coverage. */
  readonly coverage: string;
  /** The newest first, at most STEPS_SHOWN. */
  readonly history: readonly CoverageStep[];
}

const STEPS_SHOWN = 20;

/** An agreement of the viewer's brands; null for any other, and for a text that is no id. */
export async function findStaffAgreement(
  { viewer, db }: Context<StaffViewer>,
  id: string,
  brands: readonly Brand[],
  local: Zoned,
): Promise<StaffAgreementPage | null> {
  if (!z.guid().safeParse(id).success) return null;
  const [row] = await db
    .select({
      ...{ id: agreements.id, brand: agreements.brand, externalId: agreements.externalId, kind: agreements.kind },
      ...{ product: agreements.product, startsOn: agreements.startsOn, endsOn: agreements.endsOn },
      ...{ state: agreements.state, seats: agreements.seats, valueMinor: agreements.valueMinor },
      ...{ currency: agreements.currency, coverage: agreements.coverage },
      company: { id: companies.id, name: companies.name },
    })
    .from(agreements)
    .innerJoin(companies, and(visibleCompanies(viewer), eq(companies.id, agreements.companyId)))
    .where(and(visibleAgreements(viewer), eq(agreements.id, id)));
  const brand = row && brands.find(({ key }) => key === row.brand);
  if (!row || !brand) return null;
  const steps = await db
    .select()
    .from(coverageChanges)
    .where(and(visibleCoverageChanges(viewer), eq(coverageChanges.agreementId, row.id)))
    .orderBy(desc(coverageChanges.changedAt), desc(coverageChanges.id))
    .limit(STEPS_SHOWN);
  const { valueMinor, currency, ...facts } = row;
  return {
    ...facts,
    brand,
    state: agreementState(row, businessToday(brand.zone)),
    value: valueMinor !== null && currency && readsMoney(viewer) ? money(valueMinor, currency) : null,
    history: steps.map(({ id: step, kind, before, after, changedAt, changedByName }) => ({
      ...{ id: step, kind, before, after, by: changedByName },
      at: businessInstant(changedAt).toString(),
      when: formatInstant(businessInstant(changedAt), local.zone),
    })),
  };
}
