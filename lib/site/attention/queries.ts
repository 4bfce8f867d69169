import { and, desc, eq, gte, inArray, isNull } from "drizzle-orm";
import { estimates, invoices, payments } from "@/db/schema";
import type { ClientViewer, Context } from "@/db/viewer";
import { hasCases } from "@/lib/gate/rights";
import { money } from "@/lib/kit/money";
import type { Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { visibleEstimates } from "@/lib/money/estimates/policy";
import { countEndingEstimates, listEndingEstimates } from "@/lib/money/estimates/queries";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { countOverdue, listOverdue } from "@/lib/money/invoices/queries";
import { signedMoney } from "@/lib/money/invoices/rules";
import { visiblePayments } from "@/lib/money/payments/policy";
import { countOwnStarted, listOwnStarted } from "@/lib/money/payments/queries";
import { MONEY_STATES } from "@/lib/money/payments/rules";
import type { Agreement } from "@/lib/people/agreements/queries";
import { listAgreements } from "@/lib/people/agreements/queries";
import { readsMoney } from "@/lib/people/companies/policy";
import { countCases, listWaitingAndUnread } from "@/lib/threads/cases/list/queries";
import { countUnreadChats, listUnreadChats } from "@/lib/threads/chats/list/queries";
import { findOpenChat } from "@/lib/threads/chats/queries";
import type { OpenChat } from "@/lib/threads/chats/types";
import { countRequests, listRenewalsAsked, listWaitingAndUnreadRequests } from "@/lib/threads/requests/list/queries";
import { type Badges, type Change, latestFirst, renewalsWaiting, type Waiting, type WaitingRow } from "./rules";

/** Each kind is listed up to this many; the counts say how many there are. */
const MOST_OF_A_KIND = 6;

/**
 * What the rail counts, for every page of a client. `joined` is a context of inOneStatement, for the small reads.
 * `today` is `YYYY-MM-DD` in the brand's zone.
 */
export async function readBadges(
  context: Context<ClientViewer>,
  joined: Context<ClientViewer>,
  today: string,
): Promise<{ badges: Badges; chat: OpenChat | null }> {
  const { viewer } = context;
  const works = hasCases(viewer);
  const reads = readsMoney(viewer);
  const { cases, requests, chat, chats, overdue, begun, estimates, agreements, asked } = await together({
    cases: works ? countCases(context).then(({ calling }) => calling) : 0,
    requests: countRequests(context).then(({ calling }) => calling),
    chat: works ? findOpenChat(joined) : null,
    chats: works ? countUnreadChats(context) : 0,
    overdue: reads ? countOverdue(joined, today) : 0,
    begun: reads ? countOwnStarted(joined) : 0,
    estimates: reads ? countEndingEstimates(joined, today) : 0,
    agreements: listAgreements(joined, viewer.companyId),
    asked: listRenewalsAsked(joined),
  });
  return {
    chat,
    badges: {
      invoices: overdue + begun,
      cases,
      chats,
      accountTeam: requests + renewalsWaiting(agreements, asked, today).length,
      estimates,
    },
  };
}

/** What waits on the client, and the unread answers that do not. */
export interface Attention {
  readonly waiting: Waiting;
  readonly unread: readonly Change[];
}

/** The rows behind the badges. Without the right to money nothing about it is read. */
export async function readAttention(
  context: Context<ClientViewer>,
  joined: Context<ClientViewer>,
  given: { readonly agreements: Promise<readonly Agreement[]>; readonly today: string; readonly local: Zoned },
): Promise<Attention> {
  const { viewer } = context;
  const { today, local } = given;
  const reads = readsMoney(viewer);
  const works = hasCases(viewer);
  const none = { waiting: [], unread: [] };
  const found = await together({
    cases: works ? listWaitingAndUnread(context, local, MOST_OF_A_KIND) : none,
    caseCount: works ? countCases(context).then(({ waiting }) => waiting) : 0,
    requests: listWaitingAndUnreadRequests(joined, local, MOST_OF_A_KIND),
    requestCount: countRequests(context).then(({ waiting }) => waiting),
    chats: works ? listUnreadChats(joined, local, MOST_OF_A_KIND) : [],
    payments: reads ? listOwnStarted(joined, MOST_OF_A_KIND) : [],
    paymentCount: reads ? countOwnStarted(joined) : 0,
    estimates: reads ? listEndingEstimates(joined, today) : [],
    overdue: reads ? listOverdue(joined, today, MOST_OF_A_KIND) : [],
    overdueCount: reads ? countOverdue(joined, today) : 0,
    agreements: given.agreements,
    asked: listRenewalsAsked(joined),
  });
  const renewals = renewalsWaiting(found.agreements, found.asked, today);
  const rows: WaitingRow[] = [
    ...found.cases.waiting.map((row) => ({ kind: "case" as const, row })),
    ...found.requests.waiting.map((row) => ({ kind: "request" as const, row })),
    ...found.payments.map((row) => ({ kind: "payment" as const, row })),
    ...found.estimates.map((row) => ({ kind: "estimate" as const, row })),
    ...renewals.map(({ agreement, window }) => ({ kind: "agreement" as const, row: agreement, window })),
    ...found.overdue.map((row) => ({ kind: "invoice" as const, row })),
  ];
  return {
    waiting: {
      rows,
      counts: {
        case: found.caseCount,
        request: found.requestCount,
        payment: found.paymentCount,
        estimate: found.estimates.length,
        agreement: renewals.length,
        invoice: found.overdueCount,
      },
    },
    unread: [
      ...found.cases.unread.map((row) => ({ kind: "case" as const, at: row.activeAt, row })),
      ...found.requests.unread.map((row) => ({ kind: "request" as const, at: row.activeAt, row })),
      ...found.chats.map((row) => ({ kind: "chat" as const, at: row.activeAt, row })),
    ],
  };
}

/**
 * Documents and money that came on `since` (`YYYY-MM-DD`, in the brand's zone) or later, the latest first, at most
 * `limit`. Nothing without the right to money.
 */
export async function listDocumentsSince(
  { viewer, db }: Context<ClientViewer>,
  since: string,
  limit: number,
): Promise<readonly Change[]> {
  if (!readsMoney(viewer)) return [];
  const found = await together({
    invoices: db
      .select({
        kind: invoices.kind,
        name: invoices.number,
        minor: invoices.totalMinor,
        currency: invoices.currency,
        on: invoices.issuedOn,
      })
      .from(invoices)
      .where(and(visibleInvoices(viewer), gte(invoices.issuedOn, since), isNull(invoices.voidedOn)))
      .orderBy(desc(invoices.issuedOn), desc(invoices.id))
      .limit(limit),
    payments: db
      .select({
        id: payments.id,
        reference: payments.reference,
        externalId: payments.externalId,
        source: payments.source,
        minor: payments.amountMinor,
        currency: payments.currency,
        on: payments.receivedOn,
      })
      .from(payments)
      .where(and(visiblePayments(viewer), inArray(payments.state, [...MONEY_STATES]), gte(payments.receivedOn, since)))
      .orderBy(desc(payments.receivedOn), desc(payments.id))
      .limit(limit),
    estimates: db
      .select({
        name: estimates.number,
        title: estimates.title,
        minor: estimates.totalMinor,
        currency: estimates.currency,
        on: estimates.issuedOn,
      })
      .from(estimates)
      .where(and(visibleEstimates(viewer), gte(estimates.issuedOn, since), eq(estimates.state, "open")))
      .orderBy(desc(estimates.issuedOn), desc(estimates.id))
      .limit(limit),
  });
  const changes = [
    ...found.invoices.map(({ kind, name, minor, currency, on }) => ({
      ...{ kind, at: on },
      row: { name, title: null, amount: signedMoney(kind, minor, currency), on, hasPage: true },
    })),
    ...found.payments.map(({ reference, externalId, source, minor, currency, on }) => ({
      ...{ kind: "payment" as const, at: on },
      row: {
        ...{ name: reference ?? externalId ?? "", title: null, amount: money(minor, currency), on },
        hasPage: source === "portal" && reference !== null,
      },
    })),
    ...found.estimates.map(({ name, title, minor, currency, on }) => ({
      ...{ kind: "estimate" as const, at: on },
      row: { name, title, amount: money(minor, currency), on, hasPage: true },
    })),
  ];
  return latestFirst(changes).slice(0, limit);
}
