import { and, asc, desc, gt, gte, sql } from "drizzle-orm";
import { invoices } from "@/db/schema";
import type { ClientViewer, Context } from "@/db/viewer";
import { type Money, money } from "@/lib/kit/money";
import type { Zoned } from "@/lib/kit/time";
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
import { openNow } from "@/lib/money/statements/ageing/queries";
import { listAccountTeam, type TeamMember } from "@/lib/people/account-team/queries";
import { type Agreement, listAgreements } from "@/lib/people/agreements/queries";
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
  const access = caseAccessOf(context.viewer, await listCaseCompanies(context));
  const agreements = await listAgreements(context, companyId);
  const support = agreements.filter(({ kind }) => kind === "support");
  return {
    companyName: (await findCompany(context, companyId))?.name ?? null,
    support: supportStanding(support, today),
    ending: byRenewal(agreements, today).soon.filter(({ window }) => window !== "ended"),
    requests: await listOpenRequests(context, local, SHORT_LIST),
    team: await listAccountTeam(context, companyId),
    money: readsMoney(context.viewer) ? await readMoney(context, today) : null,
    cases: access.kind === "open" ? await listWaitingAndUnread(context, local, SHORT_LIST) : null,
    chat: access.kind === "open" ? await findOpenChat(context) : null,
  };
}

async function readMoney(context: Context, today: string): Promise<DashboardMoney> {
  const { viewer, db } = context;
  const overdue = await db
    .select(rowColumns)
    .from(invoices)
    .where(and(visibleInvoices(viewer), withStatus("overdue", today)))
    .orderBy(asc(invoices.dueOn), asc(invoices.id))
    .limit(SHORT_LIST);
  const latest = await db
    .select(rowColumns)
    .from(invoices)
    .where(visibleInvoices(viewer))
    .orderBy(desc(invoices.issuedOn), desc(invoices.id))
    .limit(SHORT_LIST);
  return {
    balances: await readBalances(context, today),
    credit: await availableCredit(context),
    overdue: overdue.map((row) => invoiceRow(row, today)),
    endingEstimates: await listEndingEstimates(context, today),
    paymentsInProgress: await listPaymentsInProgress(context, SHORT_LIST),
    latestInvoices: latest.map((row) => invoiceRow(row, today)),
    latestPayments: await latestPayments(context, SHORT_LIST),
  };
}

/** Balances by currency; a currency without an open invoice has none. */
export async function readBalances(context: Context, today: string): Promise<AccountBalance[]> {
  const { viewer, db } = context;
  const open = and(visibleInvoices(viewer), withStatus("open", today));
  const sums = await db
    .select({
      currency: invoices.currency,
      open: sql`sum(${invoices.balanceMinor})`.mapWith(Number),
      openCount: sql`count(*)`.mapWith(Number),
      overdue: sql`coalesce(sum(${invoices.balanceMinor}) filter (where ${withStatus("overdue", today)}), 0)`.mapWith(
        Number,
      ),
      overdueCount: sql`count(*) filter (where ${withStatus("overdue", today)})`.mapWith(Number),
      processing: sql`sum(${invoices.pendingMinor})`.mapWith(Number),
    })
    .from(invoices)
    .where(open)
    .groupBy(invoices.currency)
    .orderBy(asc(invoices.currency));
  const upcoming = await db
    .selectDistinctOn([invoices.currency], {
      currency: invoices.currency,
      on: invoices.dueOn,
      minor: sql`sum(${invoices.balanceMinor})`.mapWith(Number),
      count: sql`count(*)`.mapWith(Number),
      number: sql<string>`min(${invoices.number})`,
    })
    .from(invoices)
    .where(and(open, gte(invoices.dueOn, today), gt(invoices.balanceMinor, invoices.pendingMinor)))
    .groupBy(invoices.currency, invoices.dueOn)
    .orderBy(asc(invoices.currency), asc(invoices.dueOn));
  const byDueDay = await openNow(context, today);
  return sums.map(({ currency, openCount, overdueCount, ...minor }) => {
    const next = upcoming.find((row) => row.currency === currency);
    return {
      open: money(minor.open, currency),
      openCount,
      overdue: money(minor.overdue, currency),
      overdueCount,
      processing: money(minor.processing, currency),
      nextDue: next
        ? { on: next.on, amount: money(next.minor, currency), count: next.count, number: next.number }
        : null,
      ageing: ageingOf(byDueDay.get(currency) ?? [], today, currency),
    };
  });
}
