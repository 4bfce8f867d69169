import { and, asc, desc, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import { cases, requests, threadReads } from "@/db/schema";
import type { CaseStatus, CloseReason, RequestKind, RequestStatus, ThreadKind } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { businessInstant, formatInstant } from "@/lib/kit/time";
import { visibleCases, visibleRequests } from "@/lib/threads/policy";
import type { Reader } from "@/lib/threads/queries";
import { isUnread } from "@/lib/threads/requests/list/queries";
import { PAGE_SIZE, type ServiceCursor, type ServiceFilters, type ServiceTab } from "@/lib/threads/requests/schema";

interface Common {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly unread: boolean;
  readonly activeAt: string;
  readonly activeWhen: string;
  /** Null for the reader's own. */
  readonly byName: string | null;
}

/** A case or a request in the one list of both. */
export type ServiceRow = Common &
  (
    | { readonly thread: "case"; readonly status: CaseStatus; readonly closeReason: CloseReason | null }
    | { readonly thread: "request"; readonly status: RequestStatus; readonly kind: RequestKind }
  );

export interface ServiceList {
  readonly rows: readonly ServiceRow[];
  /** Position of the first and last row shown, from 1; both 0 in an empty list. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly previous: ServiceCursor | null;
  readonly next: ServiceCursor | null;
}

/** A message of somebody else in a case that came after the contact last read it. */
function isUnreadCase({ contactId }: ClientViewer): SQL {
  return sql`(not (${cases.lastAuthorKind} = 'contact' and ${cases.lastAuthorId} = ${contactId}::uuid) and not exists (
    select 1 from ${threadReads} where ${threadReads.threadId} = ${cases.id} and ${threadReads.readerKind} = 'contact'
      and ${threadReads.readerId} = ${contactId}::uuid and ${threadReads.readAt} >= ${cases.lastMessageAt}))`;
}

function casesWithin(viewer: ClientViewer, { tab, q }: ServiceFilters, ...more: (SQL | undefined)[]) {
  return and(
    visibleCases(viewer),
    tab === "closed" ? eq(cases.status, "closed") : ne(cases.status, "closed"),
    q === "" ? undefined : sql`${cases.id} = any (array(select search_cases(${q})))`,
    ...more,
  );
}

function requestsWithin(viewer: ClientViewer, { tab, q }: ServiceFilters, ...more: (SQL | undefined)[]) {
  return and(
    visibleRequests(viewer),
    tab === "closed" ? eq(requests.status, "closed") : ne(requests.status, "closed"),
    q === "" ? undefined : sql`${requests.id} = any (array(select search_requests(${q})))`,
    ...more,
  );
}

/** Rows beyond the cursor, in its direction; the list begins with what happened last. */
function beside(table: typeof cases | typeof requests, { side, at, id }: ServiceCursor): SQL {
  return sql`(${table.activeAt}, ${table.id}) ${sql.raw(side === "after" ? "<" : ">")} (${at}::timestamptz, ${id}::uuid)`;
}

/**
 * One page of everything that the reader asked for or may see: cases and requests by what happened last, with the count
 * of the whole filtered set. A cursor beyond the list shows the first page.
 */
export async function listServiceRequests(
  context: Context<ClientViewer>,
  filters: ServiceFilters,
  reader: Reader,
): Promise<ServiceList> {
  const { viewer, db } = context;
  const { cursor } = filters;
  const direction = cursor?.side === "before" ? asc : desc;
  // Each part is cut before they are put together, so that neither is read to its end.
  const ofCases = db
    .select({ id: cases.id, at: cases.activeAt, thread: sql<ThreadKind>`'case'`.as("thread") })
    .from(cases)
    .where(casesWithin(viewer, filters, cursor ? beside(cases, cursor) : undefined))
    .orderBy(direction(cases.activeAt), direction(cases.id))
    .limit(PAGE_SIZE + 1);
  const ofRequests = db
    .select({ id: requests.id, at: requests.activeAt, thread: sql<ThreadKind>`'request'`.as("thread") })
    .from(requests)
    .where(requestsWithin(viewer, filters, cursor ? beside(requests, cursor) : undefined))
    .orderBy(direction(requests.activeAt), direction(requests.id))
    .limit(PAGE_SIZE + 1);
  const stored = await unionAll(ofCases, ofRequests)
    .orderBy(direction(sql`2`), direction(sql`1`))
    .limit(PAGE_SIZE + 1);
  const more = stored.length > PAGE_SIZE;
  const places = stored.slice(0, PAGE_SIZE);
  if (cursor?.side === "before") places.reverse();
  if (cursor && (places.length === 0 || (cursor.side === "before" && !more))) {
    return listServiceRequests(context, { ...filters, cursor: null }, reader);
  }
  const { count, passed } = await countWithin(context, filters);
  const before = cursor?.side === "before" ? passed - places.length : passed;
  const place = (row: (typeof places)[number] | undefined, side: ServiceCursor["side"]): ServiceCursor | null =>
    row ? { side, at: row.at.toISOString(), id: row.id } : null;
  return {
    rows: await readRows(context, places, reader),
    from: places.length ? before + 1 : 0,
    to: before + places.length,
    count,
    previous: before > 0 ? place(places[0], "before") : null,
    next: cursor?.side === "before" || more ? place(places.at(-1), "after") : null,
  };
}

async function countWithin({ viewer, db }: Context<ClientViewer>, filters: ServiceFilters) {
  const { cursor } = filters;
  const passedOf = (table: typeof cases | typeof requests) =>
    (!cursor
      ? sql`0`
      : cursor.side === "after"
        ? sql`count(*) filter (where not ${beside(table, cursor)})`
        : sql`count(*) filter (where ${beside(table, cursor)})`
    ).mapWith(Number);
  const all = sql`count(*)`.mapWith(Number);
  const [inCases] = await db
    .select({ count: all, passed: passedOf(cases) })
    .from(cases)
    .where(casesWithin(viewer, filters));
  const [inRequests] = await db
    .select({ count: all, passed: passedOf(requests) })
    .from(requests)
    .where(requestsWithin(viewer, filters));
  return {
    count: (inCases?.count ?? 0) + (inRequests?.count ?? 0),
    passed: (inCases?.passed ?? 0) + (inRequests?.passed ?? 0),
  };
}

async function readRows(
  { viewer, db }: Context<ClientViewer>,
  places: readonly { readonly id: string }[],
  reader: Reader,
): Promise<ServiceRow[]> {
  if (places.length === 0) return [];
  const ids = places.map(({ id }) => id);
  const common = (row: { id: string; number: string; subject: string; activeAt: Date; unread: boolean }) => {
    const active = businessInstant(row.activeAt);
    const { id, number, subject, unread } = row;
    return { id, number, subject, unread, activeAt: active.toString(), activeWhen: formatInstant(active, reader.zone) };
  };
  const ofCases = await db
    .select({
      id: cases.id,
      number: cases.number,
      subject: cases.subject,
      status: cases.status,
      closeReason: cases.closeReason,
      activeAt: cases.activeAt,
      by: cases.filedBy,
      byName: cases.filedByName,
      unread: sql<boolean>`${isUnreadCase(viewer)}`,
    })
    .from(cases)
    .where(and(visibleCases(viewer), inArray(cases.id, ids)));
  const ofRequests = await db
    .select({
      id: requests.id,
      number: requests.number,
      subject: requests.subject,
      status: requests.status,
      kind: requests.kind,
      activeAt: requests.activeAt,
      by: requests.askedBy,
      byName: requests.askedByName,
      unread: sql<boolean>`${isUnread(viewer)}`,
    })
    .from(requests)
    .where(and(visibleRequests(viewer), inArray(requests.id, ids)));
  const byName = (row: { by: string; byName: string }) => (row.by === viewer.contactId ? null : row.byName);
  const rows: ServiceRow[] = [
    ...ofCases.map((row) => ({
      ...common(row),
      thread: "case" as const,
      status: row.status,
      closeReason: row.closeReason,
      byName: byName(row),
    })),
    ...ofRequests.map((row) => ({
      ...common(row),
      thread: "request" as const,
      status: row.status,
      kind: row.kind,
      byName: byName(row),
    })),
  ];
  const place = new Map(ids.map((id, index) => [id, index]));
  return rows.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

/** How many open and closed ones there are, whatever is searched for. */
export async function countServiceRequests({ viewer, db }: Context<ClientViewer>): Promise<Record<ServiceTab, number>> {
  const [inCases] = await db
    .select({
      open: sql`count(*) filter (where ${cases.status} <> 'closed')`.mapWith(Number),
      closed: sql`count(*) filter (where ${cases.status} = 'closed')`.mapWith(Number),
    })
    .from(cases)
    .where(visibleCases(viewer));
  const [inRequests] = await db
    .select({
      open: sql`count(*) filter (where ${requests.status} <> 'closed')`.mapWith(Number),
      closed: sql`count(*) filter (where ${requests.status} = 'closed')`.mapWith(Number),
    })
    .from(requests)
    .where(visibleRequests(viewer));
  return {
    open: (inCases?.open ?? 0) + (inRequests?.open ?? 0),
    closed: (inCases?.closed ?? 0) + (inRequests?.closed ?? 0),
  };
}
