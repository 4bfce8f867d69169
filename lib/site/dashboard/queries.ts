import { and, asc, sql } from "drizzle-orm";
import { inOneStatement } from "@/db/one-statement";
import { invoices } from "@/db/schema";
import type { ClientViewer, Context } from "@/db/viewer";
import { type Money, money } from "@/lib/kit/money";
import { addDays, type Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { type Ageing, ageingOf } from "@/lib/money/invoices/ageing/rules";
import { type CreditParts, readCreditParts } from "@/lib/money/invoices/credit/queries";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { withStatus } from "@/lib/money/invoices/queries";
import { MOST_INVOICES } from "@/lib/money/payments/checkout/rules";
import { listAccountTeam, type TeamMember } from "@/lib/people/account-team/queries";
import { listAgreements, type SupportTerm } from "@/lib/people/agreements/queries";
import { type SupportStanding, supportStanding } from "@/lib/people/agreements/rules";
import { readsMoney } from "@/lib/people/companies/policy";
import { findCompany } from "@/lib/people/companies/queries";
import { listDocumentsSince, readAttention } from "@/lib/site/attention/queries";
import { type Change, changesSince, latestFirst, type Waiting } from "@/lib/site/attention/rules";
import { caseAccessOf, listCaseCompanies } from "@/lib/threads/cases/queries";
import { findOpenChat } from "@/lib/threads/chats/queries";
import type { OpenChat } from "@/lib/threads/chats/types";

/** The amounts owed in one currency. */
export interface AccountBalance {
  readonly open: Money;
  readonly openCount: number;
  readonly overdue: Money;
  readonly overdueCount: number;
  /** Numbers of overdue invoices, the earliest due first: all of them, or more than one payment takes. */
  readonly overdueNumbers: readonly string[];
  /** Payments on their way, which do not lower the balance yet. */
  readonly processing: Money;
  /** The next day, today included, on which an invoice is due that payments on their way do not cover. */
  readonly nextDue: {
    readonly on: string;
    readonly amount: Money;
    readonly count: number;
    readonly number: string;
  } | null;
  /** All open amounts by days past due, including those with a payment on its way or in dispute. */
  readonly ageing: Ageing;
}

/** The part that only a contact with the right billing sees. */
export interface DashboardMoney {
  readonly balances: readonly AccountBalance[];
  readonly credit: CreditParts;
}

export interface Dashboard {
  readonly companyName: string | null;
  readonly support: SupportStanding;
  /** The company's support agreements, also those that are not in force. */
  readonly supportTerms: readonly SupportTerm[];
  readonly team: readonly TeamMember[];
  /** Null without the right billing; nothing about money is read then. */
  readonly money: DashboardMoney | null;
  /** What waits on the client. Without the right to cases or money none of them is in it. */
  readonly waiting: Waiting;
  /** What came since the last visit, with every unread answer, the latest first. */
  readonly changes: readonly Change[];
  /** The first day whose documents are among the changes. */
  readonly since: string;
  /** The contact may work with cases today. */
  readonly hasCases: boolean;
  /** The contact's chat that goes on; null without one, and without access to cases. */
  readonly chat: OpenChat | null;
}

const MOST_CHANGES = 12;
/** One more than one payment takes. */
const MOST_NUMBERS = MOST_INVOICES + 1;

interface Given {
  /** `YYYY-MM-DD` in the brand's zone. */
  readonly today: string;
  /** The day of the last visit, in the brand's zone; null for a first one. */
  readonly lastVisitOn: string | null;
  readonly local: Zoned;
}

/** The whole dashboard of a client from one snapshot. */
export async function readDashboard(
  context: Context<ClientViewer>,
  { today, lastVisitOn, local }: Given,
): Promise<Dashboard> {
  const { companyId } = context.viewer;
  const joined = inOneStatement(context);
  const since = changesSince(lastVisitOn, (days) => addDays(today, -days));
  const ofCompany = listAgreements(joined, companyId);
  const { agreements, company, companies, attention, documents, chat, ...read } = await together({
    companies: listCaseCompanies(context),
    // Read beside what says whether the contact may work with cases: without that, there are none to see.
    attention: readAttention(context, joined, { agreements: ofCompany, today, local }),
    documents: listDocumentsSince(joined, since, MOST_CHANGES),
    chat: findOpenChat(joined),
    agreements: ofCompany,
    company: findCompany(context, companyId),
    team: listAccountTeam(joined, companyId),
    money: readsMoney(context.viewer) ? readMoney(joined, today) : null,
  });
  const support = agreements.filter(({ kind }) => kind === "support");
  const isOpen = caseAccessOf(context.viewer, companies).kind === "open";
  return {
    ...read,
    ...{ since, hasCases: isOpen, chat: isOpen ? chat : null },
    waiting: attention.waiting,
    changes: latestFirst([...attention.unread, ...documents]).slice(0, MOST_CHANGES),
    companyName: company?.name ?? null,
    support: supportStanding(support, today),
    supportTerms: support,
  };
}

async function readMoney(context: Context, today: string): Promise<DashboardMoney> {
  return together({ balances: readBalances(context, today), credit: readCreditParts(context) });
}

/** Balances by currency; a currency without an open invoice has none. All sums come from the same rows. */
export async function readBalances({ viewer, db }: Context, today: string): Promise<AccountBalance[]> {
  const isOverdue = withStatus("overdue", today);
  const isUncovered = sql`${invoices.balanceMinor} > ${invoices.pendingMinor}`;
  const days = await db
    .select({
      currency: invoices.currency,
      dueOn: invoices.dueOn,
      minor: sql`sum(${invoices.balanceMinor})`.mapWith(Number),
      count: sql`count(*)`.mapWith(Number),
      overdueMinor: sql`coalesce(sum(${invoices.balanceMinor}) filter (where ${isOverdue}), 0)`.mapWith(Number),
      overdueCount: sql`count(*) filter (where ${isOverdue})`.mapWith(Number),
      overdueNumbers: sql<
        string[]
      >`coalesce((array_agg(${invoices.number} order by ${invoices.id}) filter (where ${isOverdue}))[1:${MOST_NUMBERS}], '{}')`,
      pendingMinor: sql`sum(${invoices.pendingMinor})`.mapWith(Number),
      uncoveredMinor: sql`coalesce(sum(${invoices.balanceMinor}) filter (where ${isUncovered}), 0)`.mapWith(Number),
      uncoveredCount: sql`count(*) filter (where ${isUncovered})`.mapWith(Number),
      uncoveredNumber: sql<string | null>`min(${invoices.number}) filter (where ${isUncovered})`,
    })
    .from(invoices)
    .where(and(visibleInvoices(viewer), withStatus("open", today)))
    .groupBy(invoices.currency, invoices.dueOn)
    .orderBy(asc(invoices.currency), asc(invoices.dueOn));
  return [...new Set(days.map(({ currency }) => currency))].map((currency) => {
    const own = days.filter((day) => day.currency === currency);
    const next = own.find((day) => day.dueOn >= today && day.uncoveredNumber !== null);
    const sum = (of: (day: (typeof own)[number]) => number) => own.reduce((total, day) => total + of(day), 0);
    return {
      open: money(
        sum((day) => day.minor),
        currency,
      ),
      openCount: sum((day) => day.count),
      overdue: money(
        sum((day) => day.overdueMinor),
        currency,
      ),
      overdueCount: sum((day) => day.overdueCount),
      overdueNumbers: own.flatMap((day) => day.overdueNumbers).slice(0, MOST_NUMBERS),
      processing: money(
        sum((day) => day.pendingMinor),
        currency,
      ),
      nextDue: next
        ? {
            on: next.dueOn,
            amount: money(next.uncoveredMinor, currency),
            count: next.uncoveredCount,
            number: next.uncoveredNumber ?? "",
          }
        : null,
      ageing: ageingOf(own, today, currency),
    };
  });
}
