import { and, eq, or, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import { threadReads, threads } from "@/db/schema";
import { THREAD_KINDS, type ThreadKind } from "@/db/schema/constants";
import type { ClientViewer, Context, Viewer } from "@/db/viewer";
import { personOf } from "@/lib/gate/viewers";
import { listTime } from "@/lib/kit/list-time";
import {
  type Counts,
  countsBeside,
  type KeysetOrder,
  type ListPage,
  readKeysetPage,
  type Slice,
  sliceBeside,
} from "@/lib/kit/lists/page";
import type { Zoned } from "@/lib/kit/time";
import { ownReads, visibleThreads } from "@/lib/threads/policy";
import { PAGE_SIZE, type ThreadCursor } from "@/lib/threads/schema";

/* What all lists of threads share, for every kind, for clients and for staff. */

export const isOpen = sql`${threads.status} <> 'closed'`;
/** The thread waits on the client, whoever of the company answers. */
export const waitsOnClient = sql`(${threads.status} = 'waiting_on_you')`;
/** Of an open thread: its answer is late. In system time, as answerDueAt is. */
export const isPastDue = sql`(${threads.answerDueAt} < clock_timestamp())`;
export const isLate = sql`(${isOpen} and ${isPastDue})`;

/**
 * Is the newest message of the thread unread by the viewer? For staff only a client's message counts, for a contact
 * anybody's but their own.
 */
export function isUnread(viewer: Viewer): SQL {
  const isClient = viewer.kind === "client";
  const me = personOf(viewer);
  const isTheirs = isClient
    ? sql`not (${threads.lastAuthorKind} = 'contact' and ${threads.lastAuthorId} = ${me.id}::uuid)`
    : sql`${threads.lastAuthorKind} = 'contact'`;
  return sql`(${isTheirs} and not exists (
    select 1 from ${threadReads} where ${threadReads.threadId} = ${threads.id} and ${ownReads(viewer)}
      and ${threadReads.readAt} >= ${threads.lastMessageAt}))`;
}

/** Threads of these kinds whose text, names or number match the search. An empty search matches every thread. */
export function matching(q: string, kinds: readonly ThreadKind[] = THREAD_KINDS): SQL | undefined {
  if (q === "") return undefined;
  const found = kinds.map((kind) => sql`select search_threads(${q}, ${kind})`);
  return sql`${threads.id} = any (array(${sql.join(found, sql` union all `)}))`;
}

/** How a list is ordered: a small rank, then an instant, then the id, all in one direction. */
export interface ThreadOrder {
  /** Null: the same for all threads. */
  readonly rank: SQL | null;
  readonly at: SQL;
  readonly descending: boolean;
}

const ACTIVITY = sql`${threads.activeAt}`;
const OPENED = sql`${threads.createdAt}`;
/**
 * The instant of the order by answer clock: when the answer is due, or the latest activity of a thread in which none is
 * owed. No `coalesce`, which PostgreSQL does not know to keep secrets: below a policy it would not look for a place in
 * this order by an index.
 */
export const CLOCK = sql`case when ${threads.answerDueAt} is null then ${threads.activeAt} else ${threads.answerDueAt} end`;

/** The orders that lists share. */
export const THREAD_ORDERS = {
  latest: { rank: null, at: ACTIVITY, descending: true },
  oldest: { rank: null, at: OPENED, descending: false },
  newest: { rank: null, at: OPENED, descending: true },
  /** Threads that wait on the client first, then all others; of each, the latest activity first. */
  waiting: {
    rank: sql`case when ${waitsOnClient} then 1 else 0 end`,
    at: ACTIVITY,
    descending: true,
  },
  clock: { rank: sql`case when ${threads.answerDueAt} is null then 1 else 0 end`, at: CLOCK, descending: false },
} as const satisfies Record<string, ThreadOrder>;

interface ThreadsAsked {
  readonly kind: ThreadKind;
  readonly where: SQL | undefined;
  readonly order: ThreadOrder;
  /** The word for the order in the address. */
  readonly sort: string;
  readonly cursor: ThreadCursor | null;
  /** `where` has a search in it. */
  readonly isSearch: boolean;
  /** See readKeysetPage. What a search finds is counted in any case. */
  readonly counted?: number;
}

/**
 * One page of ids in the order, with the count of all threads that the viewer may see and that match `where`. A cursor
 * beyond the list shows the first page.
 */
export async function readThreadIds(context: Context, asked: ThreadsAsked): Promise<ListPage<string, ThreadCursor>> {
  const { sort, cursor, isSearch, counted } = asked;
  const { page } = await readKeysetPage({
    ...{ size: PAGE_SIZE, cursor },
    ...(isSearch ? readTogether(context, asked) : { ...readApart(context, asked), ...(counted ? { counted } : {}) }),
    place: ({ id, rank, at }, side) => ({ side, sort, rank, at: at.toISOString(), id }),
  });
  return { ...page, rows: page.rows.map(({ id }) => id) };
}

/** Aliased, so that a query around this one can name them. */
const placed = ({ rank, at }: ThreadOrder) => ({
  id: threads.id,
  rank: sql`${rank ?? sql`0`}`.mapWith(Number).as("rank"),
  at: sql`${at}`.mapWith(threads.activeAt).as("at"),
});

/**
 * Reads rows and count in two statements, so that the rows of a page can be read by an index of the order. Each brand of a
 * member of staff is read by itself, because an index gives the rows of one brand in order but not those of several.
 */
function readApart({ viewer, db }: Context, { kind, where, order, counted }: ThreadsAsked) {
  const keyset: KeysetOrder<ThreadCursor> = {
    keys: { rank: order.rank && [order.rank, "int"], at: [order.at, "timestamptz"], id: [threads.id, "uuid"] },
    descending: order.descending,
  };
  const seen = (brand: string | undefined) =>
    and(visibleThreads(viewer.kind === "staff" && brand ? { ...viewer, brands: [brand] } : viewer, kind), where);
  const read = (brand: string | undefined, slice: Slice) =>
    db
      .select(placed(order))
      .from(threads)
      .where(and(seen(brand), slice.where))
      .orderBy(...slice.orderBy)
      .limit(slice.limit);
  const [brand, ...others] = viewer.kind === "staff" ? viewer.brands : [];
  const rows = async (slice: Slice) => {
    const [second, ...rest] = others.map((other) => read(other, slice));
    if (!second) return read(brand, slice);
    const way = sql.raw(slice.descending ? "desc" : "asc");
    return unionAll(read(brand, slice), second, ...rest)
      .orderBy(sql`rank ${way}`, sql`at ${way}`, sql`id ${way}`)
      .limit(slice.limit);
  };
  const countFirst = (of: string | undefined, most: number, cursor: ThreadCursor | null) => {
    const { orderBy, limit } = sliceBeside(keyset, null, most + 1);
    const first = db
      .select(placed(order))
      .from(threads)
      .where(seen(of))
      .orderBy(...orderBy)
      .limit(limit)
      .as("first");
    const ofFirst: KeysetOrder<ThreadCursor> = {
      keys: { rank: order.rank && [first.rank, "int"], at: [first.at, "timestamptz"], id: [first.id, "uuid"] },
      descending: order.descending,
    };
    return db.select(countsBeside(ofFirst, cursor)).from(first);
  };
  const totals = async (counts: Counts, cursor: ThreadCursor | null) => {
    if (!counted) return db.select(counts).from(threads).where(seen(undefined));
    const [second, ...rest] = others.map((other) => countFirst(other, counted, cursor));
    return second ? unionAll(countFirst(brand, counted, cursor), second, ...rest) : countFirst(brand, counted, cursor);
  };
  return { order: keyset, rows, totals };
}

/** Reads rows and counts in one statement, so that the search, which is what costs, runs once. */
function readTogether({ viewer, db }: Context, { kind, where, order }: ThreadsAsked) {
  const found = db.$with("found").as(
    db
      .select(placed(order))
      .from(threads)
      .where(and(visibleThreads(viewer, kind), where)),
  );
  const keyset: KeysetOrder<ThreadCursor> = {
    keys: { rank: order.rank && [found.rank, "int"], at: [found.at, "timestamptz"], id: [found.id, "uuid"] },
    descending: order.descending,
  };
  let totals: Promise<{ readonly count: number; readonly passed: number }>;
  return {
    order: keyset,
    rows: (slice: Slice, cursor: ThreadCursor | null) => {
      const counts = countsBeside(keyset, cursor);
      const ofAll = (count: SQL<number>) => sql`(select ${count} from ${found})`.mapWith(Number);
      const read = db
        .with(found)
        .select({
          ...{ id: found.id, rank: found.rank, at: found.at },
          ...{ count: ofAll(counts.count), passed: cursor ? ofAll(counts.passed) : counts.passed },
        })
        .from(found)
        .where(slice.where)
        .orderBy(...slice.orderBy)
        .limit(slice.limit)
        .execute();
      totals = read.then(([row]) => row ?? { count: 0, passed: 0 });
      return read;
    },
    // The totals that come with the rows asked last: for a cursor beyond the list, the first page is read after it.
    totals: async () => [await totals],
  };
}

/** What every list shows of a thread. */
export interface ListedThread {
  readonly number: string;
  readonly subject: string;
  /** For a client as isNews decides, for staff as isUnread does. */
  readonly unread: boolean;
  readonly activeAt: string;
  readonly activeWhen: string;
  /** The same, short. */
  readonly activeShort: string;
}

/** The latest activity of a thread, for machines and as the viewer reads it. */
export function activity({ activeAt }: { readonly activeAt: Date }, { zone }: Zoned) {
  const { at, full, short } = listTime(activeAt, zone);
  return { activeAt: at, activeWhen: full, activeShort: short };
}

/** Sorts rows into the order of the ids by which they were read. */
export function inOrderOf<Row extends { readonly id: string }>(ids: readonly string[], rows: readonly Row[]): Row[] {
  const place = new Map(ids.map((id, index) => [id, index]));
  return [...rows].sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

/** Counts of the threads of a kind that a client sees. */
export interface ThreadCounts {
  readonly open: number;
  readonly closed: number;
  /** Threads that wait on the client. */
  readonly waiting: number;
  /** Unread threads among those that the viewer is expected to read. */
  readonly unread: number;
  /** Threads that wait on the client or are unread: each once. */
  readonly calling: number;
}

const NONE: ThreadCounts = { open: 0, closed: 0, waiting: 0, unread: 0, calling: 0 };

/** The threads that a contact is expected to read, which alone count as unread: by kind. */
const EXPECTED: Readonly<Record<ThreadKind, (viewer: ClientViewer) => SQL | undefined>> = {
  // A contact who may see all cases of a company is not expected to read them all.
  case: takesPart,
  // Nor all of a company's requests.
  request: ({ contactId }) => eq(threads.openedBy, contactId),
  chat: ({ contactId }) => eq(threads.openedBy, contactId),
};

/**
 * Is the thread unread by a client who is expected to read it? The one meaning of "unread" for clients: of the dot in
 * lists, of counts and of the dashboard.
 */
export function isNews(viewer: ClientViewer, ...kinds: readonly ThreadKind[]): SQL {
  const isExpected = or(...kinds.map((kind) => and(eq(threads.kind, kind), EXPECTED[kind](viewer))));
  return sql`(${and(kinds.length === 0 ? sql`false` : isExpected, isUnread(viewer))})`;
}

/** Threads that a contact opened or takes part in. */
export function takesPart({ contactId }: ClientViewer): SQL | undefined {
  return or(eq(threads.openedBy, contactId), sql`${threads.id} in (select thread_id from threads_taken_part())`);
}

/**
 * Counts the threads of a kind that a client sees. All kinds are counted by one statement, which is sent once where a
 * render asks for several.
 */
export async function countThreads({ viewer, db }: Context<ClientViewer>, kind: ThreadKind): Promise<ThreadCounts> {
  const number = (which: SQL | undefined) => sql`count(*) filter (where ${which})`.mapWith(Number);
  const ofKind = (each: ThreadKind) =>
    db
      .select({
        kind: sql<ThreadKind>`${sql.raw(`'${each}'::text`)}`.as("kind"),
        open: number(isOpen),
        closed: number(eq(threads.status, "closed")),
        waiting: number(waitsOnClient),
        unread: number(isNews(viewer, each)),
        calling: number(or(waitsOnClient, isNews(viewer, each))),
      })
      .from(threads)
      .where(visibleThreads(viewer, each));
  const rows = await unionAll(ofKind("case"), ofKind("request"), ofKind("chat"));
  const { kind: _kind, ...counts } = rows.find((row) => row.kind === kind) ?? { ...NONE, kind };
  return counts;
}
