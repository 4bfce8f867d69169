import { and, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import { estimates, invoices, requests, threadReads } from "@/db/schema";
import type { RequestKind, RequestStatus } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { businessInstant, formatInstant, systemNow } from "@/lib/kit/time";
import { visibleEstimates } from "@/lib/money/estimates/policy";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { visibleRequests } from "@/lib/threads/policy";
import type { Reader } from "@/lib/threads/queries";

/** A request in a client's list. */
export interface RequestLine {
  readonly number: string;
  readonly subject: string;
  readonly kind: RequestKind;
  readonly status: RequestStatus;
  /** `Answer expected by Nov 24, 2026, 11:40 a.m. Eastern`; null while none is owed. */
  readonly expected: string | null;
  /** That moment has passed. */
  readonly late: boolean;
  /** Somebody else has written since the reader last looked. */
  readonly unread: boolean;
  readonly activeAt: string;
  readonly activeWhen: string;
  /** Null for the reader's own. */
  readonly askedByName: string | null;
}

/** A message of somebody else that came after the contact last read the thread. */
export function isUnread({ contactId }: ClientViewer): SQL {
  return sql`(not (${requests.lastAuthorKind} = 'contact' and ${requests.lastAuthorId} = ${contactId}::uuid) and not exists (
    select 1 from ${threadReads} where ${threadReads.threadId} = ${requests.id} and ${threadReads.readerKind} = 'contact'
      and ${threadReads.readerId} = ${contactId}::uuid and ${threadReads.readAt} >= ${requests.lastMessageAt}))`;
}

async function readLines(
  { viewer, db }: Context<ClientViewer>,
  where: SQL | undefined,
  reader: Reader,
  limit: number,
): Promise<RequestLine[]> {
  const rows = await db
    .select({
      number: requests.number,
      subject: requests.subject,
      kind: requests.kind,
      status: requests.status,
      answerDueAt: requests.answerDueAt,
      activeAt: requests.activeAt,
      askedBy: requests.askedBy,
      askedByName: requests.askedByName,
      unread: sql<boolean>`${isUnread(viewer)}`,
    })
    .from(requests)
    .where(and(visibleRequests(viewer), where))
    // What waits on the client first; what is closed last.
    .orderBy(
      sql`case ${requests.status} when 'waiting_on_you' then 0 when 'closed' then 2 else 1 end`,
      sql`${requests.activeAt} desc, ${requests.id} desc`,
    )
    .limit(limit);
  const now = systemNow().epochMilliseconds;
  return rows.map(({ answerDueAt, activeAt, askedBy, askedByName, ...row }): RequestLine => {
    const active = businessInstant(activeAt);
    return {
      ...row,
      expected: answerDueAt && `Answer expected by ${formatInstant(businessInstant(answerDueAt), reader.zone)}`,
      late: answerDueAt !== null && answerDueAt.getTime() < now,
      activeAt: active.toString(),
      activeWhen: formatInstant(active, reader.zone),
      askedByName: askedBy === viewer.contactId ? null : askedByName,
    };
  });
}

/** Requests that are not closed, those that wait on the client first, then by the last thing that a client sees. */
export async function listOpenRequests(
  context: Context<ClientViewer>,
  reader: Reader,
  limit: number,
): Promise<RequestLine[]> {
  return readLines(context, ne(requests.status, "closed"), reader, limit);
}

/** Documents by their numbers as printed. */
export type RequestsAbout =
  | { readonly invoiceId: string }
  | { readonly estimateId: string }
  | { readonly agreementId: string }
  | { readonly invoiceNumber: string }
  | { readonly estimateNumber: string };

/** Requests about one paper that the reader may see, closed ones last; the twenty newest. */
export async function requestsAbout(
  context: Context<ClientViewer>,
  about: RequestsAbout,
  reader: Reader,
): Promise<RequestLine[]> {
  return readLines(context, isAbout(context, about), reader, 20);
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

export interface RequestCounts {
  readonly open: number;
  readonly closed: number;
  readonly waiting: number;
  readonly unread: number;
}

/**
 * How many requests the reader sees. `unread` are those they asked themselves: who may see all of a company's requests
 * is not asked to read them all.
 */
export async function countRequests({ viewer, db }: Context<ClientViewer>): Promise<RequestCounts> {
  const [row] = await db
    .select({
      open: sql`count(*) filter (where ${requests.status} <> 'closed')`.mapWith(Number),
      closed: sql`count(*) filter (where ${requests.status} = 'closed')`.mapWith(Number),
      waiting: sql`count(*) filter (where ${requests.status} = 'waiting_on_you')`.mapWith(Number),
      unread:
        sql`count(*) filter (where ${requests.askedBy} = ${viewer.contactId}::uuid and ${isUnread(viewer)})`.mapWith(
          Number,
        ),
    })
    .from(requests)
    .where(visibleRequests(viewer));
  return row ?? { open: 0, closed: 0, waiting: 0, unread: 0 };
}
