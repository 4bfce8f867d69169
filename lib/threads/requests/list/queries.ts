import { and, eq, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import { estimates, invoices, requests, threads } from "@/db/schema";
import type { RequestKind, RequestStatus } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import type { Zoned } from "@/lib/kit/time";
import { businessInstant, formatInstant, systemNow } from "@/lib/kit/time";
import { visibleEstimates } from "@/lib/money/estimates/policy";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import {
  activity,
  countThreads,
  isNews,
  isOpen,
  type ListedThread,
  type ThreadCounts,
  waitsOnClient,
} from "@/lib/threads/list/queries";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";

/** A request in a client's list. */
export interface RequestLine extends ListedThread {
  readonly kind: RequestKind;
  readonly status: RequestStatus;
  /** `Answer expected by Nov 24, 2026, 11:40 a.m. Eastern`; null while none is owed. */
  readonly expected: string | null;
  /** The moment in `expected` has passed. */
  readonly late: boolean;
  /** Who asked; null for the viewer's own requests. */
  readonly askedByName: string | null;
}

async function readLines(
  { viewer, db }: Context<ClientViewer>,
  where: SQL | undefined,
  local: Zoned,
  limit: number,
): Promise<RequestLine[]> {
  const rows = await db
    .select({
      number: threads.number,
      subject: threads.subject,
      topic: threads.topic,
      status: threads.status,
      answerDueAt: threads.answerDueAt,
      activeAt: threads.activeAt,
      openedBy: threads.openedBy,
      openedByName: threads.openedByName,
      unread: sql<boolean>`${isNews(viewer, "request")}`,
    })
    .from(threads)
    .where(and(visibleThreads(viewer, "request"), where))
    // Requests that wait on the client first, closed ones last.
    .orderBy(
      sql`case when ${waitsOnClient} then 0 when ${threads.status} = 'closed' then 2 else 1 end`,
      sql`${threads.activeAt} desc, ${threads.id} desc`,
    )
    .limit(limit);
  const now = systemNow().epochMilliseconds;
  return rows.map(({ topic, answerDueAt, activeAt, openedBy, openedByName, ...row }): RequestLine => {
    return {
      ...row,
      kind: topic ?? "message",
      expected: answerDueAt && `Answer expected by ${formatInstant(businessInstant(answerDueAt), local.zone)}`,
      late: answerDueAt !== null && answerDueAt.getTime() < now,
      ...activity({ activeAt }, local),
      askedByName: openedBy === viewer.contactId ? null : openedByName,
    };
  });
}

/**
 * Requests that are not closed: those that wait on the client first, then all others; of each, the latest activity
 * first.
 */
export async function listOpenRequests(
  context: Context<ClientViewer>,
  local: Zoned,
  limit: number,
): Promise<RequestLine[]> {
  return readLines(context, isOpen, local, limit);
}

/**
 * Requests that wait on the client, and unread ones among the others that the viewer asked; the latest activity first,
 * at most `limit`.
 */
export async function listWaitingAndUnreadRequests(
  context: Context<ClientViewer>,
  local: Zoned,
  limit: number,
): Promise<{ waiting: RequestLine[]; unread: RequestLine[] }> {
  const rows = await readLines(context, or(waitsOnClient, isNews(context.viewer, "request")), local, limit * 2);
  const waits = ({ status }: RequestLine) => status === "waiting_on_you";
  return {
    waiting: rows.filter(waits).slice(0, limit),
    unread: rows.filter((row) => !waits(row)).slice(0, limit),
  };
}

/** An open request about the renewal of an agreement. */
export interface RenewalAsked {
  readonly agreementId: string;
  readonly number: string;
}

/** Open requests about renewals that the viewer sees, the latest first: such an agreement waits on us. */
export async function listRenewalsAsked({ viewer, db }: Context<ClientViewer>): Promise<RenewalAsked[]> {
  const rows = await db
    .select({ agreementId: requests.agreementId, number: threads.number })
    .from(requests)
    .innerJoin(threads, eq(threads.id, requests.id))
    .where(
      and(
        ofVisibleThreads(viewer, requests.id, "request"),
        visibleThreads(viewer, "request"),
        isOpen,
        eq(threads.topic, "renewal"),
        isNotNull(requests.agreementId),
      ),
    )
    .orderBy(sql`${threads.activeAt} desc, ${threads.id} desc`)
    .limit(200);
  return rows.flatMap(({ agreementId, number }) => (agreementId === null ? [] : { agreementId, number }));
}

/** What a request can be about: ids, and numbers of documents as printed. */
export type RequestsAbout =
  | { readonly invoiceId: string }
  | { readonly estimateId: string }
  | { readonly agreementId: string }
  | { readonly invoiceNumber: string }
  | { readonly estimateNumber: string };

/**
 * Requests about one document or agreement that the viewer may see, at most twenty: those that wait on the client
 * first, closed ones last; of each, the latest activity first.
 */
export async function requestsAbout(
  context: Context<ClientViewer>,
  about: RequestsAbout,
  local: Zoned,
): Promise<RequestLine[]> {
  const { viewer, db } = context;
  const found = db
    .select({ id: requests.id })
    .from(requests)
    .where(and(ofVisibleThreads(viewer, requests.id, "request"), isAbout(context, about)));
  return readLines(context, inArray(threads.id, found), local, 20);
}

function isAbout({ viewer, db }: Context<ClientViewer>, about: RequestsAbout): SQL {
  if ("invoiceId" in about) return eq(requests.invoiceId, about.invoiceId);
  if ("estimateId" in about) return eq(requests.estimateId, about.estimateId);
  if ("agreementId" in about) return eq(requests.agreementId, about.agreementId);
  if ("invoiceNumber" in about) {
    return inArray(
      requests.invoiceId,
      db
        .select({ id: invoices.id })
        .from(invoices)
        .where(and(visibleInvoices(viewer), eq(invoices.number, about.invoiceNumber))),
    );
  }
  return inArray(
    requests.estimateId,
    db
      .select({ id: estimates.id })
      .from(estimates)
      .where(and(visibleEstimates(viewer), eq(estimates.number, about.estimateNumber))),
  );
}

/**
 * Counts of the requests that the viewer sees. `unread` counts only requests that they asked themselves, because a
 * contact who may see all of a company's requests is not expected to read them all.
 */
export const countRequests = (context: Context<ClientViewer>): Promise<ThreadCounts> =>
  countThreads(context, "request");
