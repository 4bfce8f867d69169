import { and, asc, desc, eq, sql } from "drizzle-orm";
import { agreements, companies, contacts, invoices, threads } from "@/db/schema";
import type { AgreementKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { readsCases } from "@/lib/gate/rights";
import { type Money, money } from "@/lib/kit/money";
import type { Zoned } from "@/lib/kit/time";
import { businessToday } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { withStatus } from "@/lib/money/invoices/queries";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { agreementState } from "@/lib/people/agreements/rules";
import { readsMoney, visibleCompanies } from "@/lib/people/companies/policy";
import type { RequestRecord } from "@/lib/threads/requests/record/queries";
import { besideThreads } from "@/lib/threads/staff/policy";
import {
  type CompanyFacts,
  type ContactFacts,
  companyFacts,
  contactFacts,
  othersOf,
} from "@/lib/threads/staff/queries";
import { listRecent, type RecentThread } from "@/lib/threads/staff/recent/queries";

/** An agreement with its seats and value, which clients are told on request only. */
export interface StaffAgreement {
  readonly id: string;
  readonly kind: AgreementKind;
  readonly product: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly state: ReturnType<typeof agreementState>;
  readonly seats: number | null;
  readonly value: Money | null;
}

/** What a company owes in one currency. */
export interface CompanyBalance {
  readonly open: Money;
  readonly openCount: number;
  readonly overdue: Money;
}

/** What the staff page of a request shows of its company. */
export interface RequestCompanyFacts extends CompanyFacts {
  /** The latest end first; at most MOST_AGREEMENTS. */
  readonly agreements: readonly StaffAgreement[];
  readonly hasMoreAgreements: boolean;
  /** Null for roles that do not read money; empty where nothing is open. */
  readonly balances: readonly CompanyBalance[] | null;
  readonly recentRequests: readonly RecentThread<"request">[];
  /** Null for roles that do not read cases. */
  readonly recentCases: readonly RecentThread<"case">[] | null;
}

export interface RequestContactFacts extends ContactFacts {
  readonly recentRequests: readonly RecentThread<"request">[];
  readonly recentCases: readonly RecentThread<"case">[] | null;
}

const MOST_AGREEMENTS = 8;

type Asked = Pick<RequestRecord, "id" | "companyId" | "openedBy">;

/** Null for a company that the viewer may not see. */
export async function readRequestCompany(
  context: Context<StaffViewer>,
  row: Asked,
  brand: Brand,
  local: Zoned,
): Promise<RequestCompanyFacts | null> {
  const { viewer, db } = context;
  const [company] = await db
    .select({
      id: companies.id,
      name: companies.name,
      phone: companies.phone,
      city: companies.city,
      region: companies.region,
    })
    .from(companies)
    .where(and(visibleCompanies(viewer), eq(companies.id, row.companyId)));
  if (!company) return null;
  const today = businessToday(brand.zone);
  const { facts, agreements, ...beside } = await together({
    facts: companyFacts(context, company),
    agreements: listStaffAgreements(context, company.id, today, MOST_AGREEMENTS + 1),
    balances: listCompanyBalances(context, company.id, today),
    recentRequests: listRecent(context, "request", othersOf(row).company, local),
    recentCases: readsCases(viewer) ? listRecent(context, "case", eq(threads.companyId, company.id), local) : null,
  });
  return {
    ...facts,
    ...beside,
    agreements: agreements.slice(0, MOST_AGREEMENTS),
    hasMoreAgreements: agreements.length > MOST_AGREEMENTS,
  };
}

async function listStaffAgreements(
  { viewer, db }: Context<StaffViewer>,
  companyId: string,
  today: string,
  limit: number,
): Promise<StaffAgreement[]> {
  const rows = await db
    .select({
      id: agreements.id,
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
    state: agreementState(row, today),
    value: valueMinor !== null && currency ? money(valueMinor, currency) : null,
  }));
}

/**
 * Sums by currency of what the list of invoices calls open and overdue on `today`. Null for a viewer who does not read
 * money.
 */
export async function listCompanyBalances(
  { viewer, db }: Context<StaffViewer>,
  companyId: string,
  today: string,
): Promise<CompanyBalance[] | null> {
  if (!readsMoney(viewer)) return null;
  const rows = await db
    .select({
      currency: invoices.currency,
      open: sql`sum(${invoices.balanceMinor})`.mapWith(Number),
      openCount: sql`count(*)`.mapWith(Number),
      overdue: sql`coalesce(sum(${invoices.balanceMinor}) filter (where ${withStatus("overdue", today)}), 0)`.mapWith(
        Number,
      ),
    })
    .from(invoices)
    .where(and(visibleInvoices(viewer), eq(invoices.companyId, companyId), withStatus("open", today)))
    .groupBy(invoices.currency)
    .orderBy(asc(invoices.currency));
  return rows.map(({ currency, open, openCount, overdue }) => ({
    open: money(open, currency),
    openCount,
    overdue: money(overdue, currency),
  }));
}

/**
 * The contact who asked, how to reach them, and their latest threads; null where the viewer may not see the contact.
 */
export async function readRequestContact(
  context: Context<StaffViewer>,
  row: Asked,
  brand: Brand,
  local: Zoned,
): Promise<RequestContactFacts | null> {
  const { viewer, db } = context;
  const [contact] = await db
    .select({
      id: contacts.id,
      name: contacts.name,
      email: contacts.email,
      jobTitle: contacts.jobTitle,
      timeZone: contacts.timeZone,
      closedAt: contacts.closedAt,
    })
    .from(contacts)
    .where(and(besideThreads(viewer, "request", contacts.brand), eq(contacts.id, row.openedBy)));
  if (!contact) return null;
  const { facts, ...recent } = await together({
    facts: contactFacts(context, "request", contact, brand),
    recentRequests: listRecent(context, "request", othersOf(row).contact, local),
    recentCases: readsCases(viewer) ? listRecent(context, "case", eq(threads.openedBy, contact.id), local) : null,
  });
  return { ...facts, ...recent };
}
