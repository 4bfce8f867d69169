import { and, asc, desc, sql } from "drizzle-orm";
import { inOneStatement } from "@/db/one-statement";
import { invoices } from "@/db/schema";
import type { ClientViewer, Context } from "@/db/viewer";
import { type Money, money } from "@/lib/kit/money";
import type { Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { type EndingEstimate, listEndingEstimates } from "@/lib/money/estimates/queries";
import { type Ageing, ageingOf } from "@/lib/money/invoices/ageing/rules";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { availableCredit, type InvoiceRow, invoiceRow, rowColumns, withStatus } from "@/lib/money/invoices/queries";
import {
  latestPayments,
  listPaymentsInProgress,
  type PaymentInProgress,
  type ReceivedPayment,
} from "@/lib/money/payments/queries";
import { listAccountTeam, type TeamMember } from "@/lib/people/account-team/queries";
import { type Agreement, listAgreements, type SupportTerm } from "@/lib/people/agreements/queries";
import { byRenewal, type RenewalWindow, type SupportStanding, supportStanding } from "@/lib/people/agreements/rules";
import { readsMoney } from "@/lib/people/companies/policy";
import { findCompany } from "@/lib/people/companies/queries";
import { type CaseRow, listWaitingAndUnread } from "@/lib/threads/cases/list/queries";
import { caseAccessOf, listCaseCompanies } from "@/lib/threads/cases/queries";
import { findOpenChat } from "@/lib/threads/chats/queries";
import type { OpenChat } from "@/lib/threads/chats/types";
import { listOpenRequests, type RequestLine } from "@/lib/threads/requests/list/queries";

/** The amounts owed in one currency. */
export interface AccountBalance {
  readonly open: Money;
  readonly openCount: number;
  readonly overdue: Money;
  readonly overdueCount: number;
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
  readonly credit: readonly Money[];
  readonly overdue: readonly InvoiceRow[];
  readonly endingEstimates: readonly EndingEstimate[];
  readonly paymentsInProgress: readonly PaymentInProgress[];
  readonly latestInvoices: readonly InvoiceRow[];
  readonly latestPayments: readonly ReceivedPayment[];
}

/** Those of the contact's visible cases that need the contact's attention. */
export interface DashboardCases {
  readonly waiting: readonly CaseRow[];
  /** Cases that were answered since the contact last read them and that are not among the waiting ones. */
  readonly unread: readonly CaseRow[];
}

export interface Dashboard {
  readonly companyName: string | null;
  readonly support: SupportStanding;
  /** The company's support agreements, also those that are not in force. */
  readonly supportTerms: readonly SupportTerm[];
  /** Agreements that end within 90 days and are not renewed, the earliest end first. */
  readonly ending: readonly { readonly agreement: Agreement; readonly window: RenewalWindow }[];
  /** Requests that are not closed, those that wait for the contact first. */
  readonly requests: readonly RequestLine[];
  readonly team: readonly TeamMember[];
  /** Null without the right billing; nothing about money is read then. */
  readonly money: DashboardMoney | null;
  /** Null for a contact who may not work with cases today. */
  readonly cases: DashboardCases | null;
  /** The contact's chat that goes on; null without one, and without access to cases. */
  readonly chat: OpenChat | null;
}

const SHORT_LIST = 5;

/** The whole dashboard of a client from one snapshot. `today` is `YYYY-MM-DD` in the brand's zone. */
export async function readDashboard(context: Context<ClientViewer>, today: string, local: Zoned): Promise<Dashboard> {
  const { companyId } = context.viewer;
  const joined = inOneStatement(context);
  const { agreements, company, companies, cases, chat, ...read } = await together({
    companies: listCaseCompanies(context),
    // Read beside what says whether the contact may work with cases: without that, there are none to see.
    cases: listWaitingAndUnread(context, local, SHORT_LIST),
    chat: findOpenChat(context),
    agreements: listAgreements(joined, companyId),
    company: findCompany(context, companyId),
    requests: listOpenRequests(joined, local, SHORT_LIST),
    team: listAccountTeam(joined, companyId),
    money: readsMoney(context.viewer) ? readMoney(joined, today) : null,
  });
  const support = agreements.filter(({ kind }) => kind === "support");
  return {
    ...read,
    ...(caseAccessOf(context.viewer, companies).kind === "open" ? { cases, chat } : { cases: null, chat: null }),
    companyName: company?.name ?? null,
    support: supportStanding(support, today),
    supportTerms: support,
    ending: byRenewal(agreements, today).soon.filter(({ window }) => window !== "ended"),
  };
}

async function readMoney(context: Context, today: string): Promise<DashboardMoney> {
  const { viewer, db } = context;
  const overdue = db
    .select(rowColumns)
    .from(invoices)
    .where(and(visibleInvoices(viewer), withStatus("overdue", today)))
    .orderBy(asc(invoices.dueOn), asc(invoices.id))
    .limit(SHORT_LIST);
  const latest = db
    .select(rowColumns)
    .from(invoices)
    .where(visibleInvoices(viewer))
    .orderBy(desc(invoices.issuedOn), desc(invoices.id))
    .limit(SHORT_LIST);
  return together({
    balances: readBalances(context, today),
    credit: availableCredit(context),
    overdue: overdue.then((rows) => rows.map((row) => invoiceRow(row, today))),
    endingEstimates: listEndingEstimates(context, today),
    paymentsInProgress: listPaymentsInProgress(context, SHORT_LIST),
    latestInvoices: latest.then((rows) => rows.map((row) => invoiceRow(row, today))),
    latestPayments: latestPayments(context, SHORT_LIST),
  });
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
