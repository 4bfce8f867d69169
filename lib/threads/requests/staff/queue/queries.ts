import { and, asc, desc, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { companies, requests, requestTargets, staff, threadReads } from "@/db/schema";
import type { RequestKind, RequestStatus } from "@/db/schema/constants";
import { REQUEST_TARGETS } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { businessInstant, businessNow, formatInstant } from "@/lib/kit/time";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { type AnswerClock, answerClock } from "@/lib/threads/answer-clock/rules";
import { visibleRequests } from "@/lib/threads/policy";
import type { Reader } from "@/lib/threads/queries";
import { requestColumns } from "@/lib/threads/requests/record/queries";
import { PAGE_SIZE } from "@/lib/threads/requests/schema";
import { decidesChanges } from "@/lib/threads/requests/staff/policy";
import type { RequestCursor, StaffRequestFilters, StaffRequestSort } from "./schema";

export interface StaffRequestRow {
  readonly id: string;
  readonly number: string;
  readonly kind: RequestKind;
  readonly subject: string;
  readonly brand: string;
  readonly company: { readonly id: string; readonly name: string };
  readonly askedBy: string;
  readonly status: RequestStatus;
  readonly owner: {
    readonly id: string;
    readonly name: string;
    readonly isMe: boolean;
    /** In whose place the owner answers. */
    readonly standsInFor: string | null;
    /** The owner is away today, and the reader stands in. */
    readonly isMineToday: boolean;
  } | null;
  /** Null: the firm owes no answer. */
  readonly clock: AnswerClock | null;
  /** A client has written since the reader last looked. */
  readonly unread: boolean;
  readonly activeAt: string;
  readonly activeWhen: string;
}

export interface StaffRequestList {
  readonly rows: readonly StaffRequestRow[];
  /** Position of the first and last row shown, from 1; both 0 in an empty list. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly previous: RequestCursor | null;
  readonly next: RequestCursor | null;
}

/** By system time, as the column is. */
const isLate = sql`(${requests.status} <> 'closed' and ${requests.answerDueAt} < clock_timestamp())`;
const isOpen = ne(requests.status, "closed");

function isUnread({ staffId }: StaffViewer): SQL {
  return sql`(${requests.lastAuthorKind} = 'contact' and not exists (
    select 1 from ${threadReads} where ${threadReads.threadId} = ${requests.id} and ${threadReads.readerKind} = 'staff'
      and ${threadReads.readerId} = ${staffId}::uuid and ${threadReads.readAt} >= ${requests.lastMessageAt}))`;
}

/** Owners of open requests who are away today, and in whose place the viewer answers. */
async function listAwayForMe({ viewer, db }: Context<StaffViewer>): Promise<string[]> {
  const rows = z.array(z.object({ owner_id: z.string() })).parse([
    ...(await db.execute(
      sql`select o.owner_id from (select distinct ${requests.ownerId} as owner_id from ${requests}
        where ${visibleRequests(viewer)} and ${isOpen} and ${requests.ownerId} is not null) o
        cross join lateral staff_cover(o.owner_id) c where c.stand_in = ${viewer.staffId}::uuid`,
    )),
  ]);
  return rows.map((row) => row.owner_id);
}

const ownedBy = (ids: readonly string[]): SQL => (ids.length ? inArray(requests.ownerId, [...ids]) : sql`false`);

/** Changes of details wait for administrators; everything else that nobody has, for anybody. */
const isUnowned = (viewer: StaffViewer): SQL =>
  decidesChanges(viewer)
    ? sql`${requests.ownerId} is null`
    : sql`(${requests.ownerId} is null and ${requests.kind} <> 'change')`;

function ofOwner(viewer: StaffViewer, owner: string, away: readonly string[]): SQL {
  if (owner === "nobody") return isUnowned(viewer);
  if (owner === "away") return ownedBy(away);
  return eq(requests.ownerId, owner === "me" ? viewer.staffId : owner);
}

function filtered(viewer: StaffViewer, filters: StaffRequestFilters, away: readonly string[]): SQL | undefined {
  // A search looks for a request, wherever it stands.
  const everything = filters.q !== "" && filters.status === null;
  return and(
    filters.status ? eq(requests.status, filters.status) : everything ? undefined : isOpen,
    filters.kind ? eq(requests.kind, filters.kind) : undefined,
    filters.late ? isLate : undefined,
    filters.brand ? eq(requests.brand, filters.brand) : undefined,
    filters.owner ? ofOwner(viewer, filters.owner, away) : undefined,
    filters.company ? eq(requests.companyId, filters.company) : undefined,
    filters.q === "" ? undefined : sql`${requests.id} = any (array(select search_requests(${filters.q})))`,
  );
}

/** A small rank, then an instant, then the id, all in one direction. */
interface Order {
  readonly rank: SQL;
  readonly at: SQL;
  readonly descending: boolean;
}

function orderOf(sort: StaffRequestSort, viewer: StaffViewer, away: readonly string[]): Order {
  // With the cast: a bare number in ORDER BY would be the place of a column.
  const same = sql`0::int`;
  if (sort === "latest") return { rank: same, at: sql`${requests.activeAt}`, descending: true };
  if (sort === "asked") return { rank: same, at: sql`${requests.createdAt}`, descending: false };
  const mine = sql`(${isUnowned(viewer)} or ${ownedBy([viewer.staffId, ...away])})`;
  return {
    // Mine and what nobody has, then the others'; of each what is owed first, the longest overdue at the top.
    rank: sql`case when ${requests.status} = 'closed' then 4 else
      case when ${mine} then 0 else 2 end + case when ${requests.answerDueAt} is null then 1 else 0 end end`,
    at: sql`coalesce(${requests.answerDueAt}, ${requests.activeAt})`,
    descending: false,
  };
}

function beside({ rank, at, descending }: Order, cursor: RequestCursor): SQL {
  const greater = (cursor.side === "after") !== descending;
  return sql`(${rank}, ${at}, ${requests.id}) ${sql.raw(greater ? ">" : "<")} (${cursor.rank}::int, ${cursor.at}::timestamptz, ${cursor.id}::uuid)`;
}

/**
 * One page of the queue with the count of the whole filtered set: one snapshot. A cursor beyond the list shows the first
 * page. `brands`: with the calendars of the clocks.
 */
export async function listStaffRequests(
  context: Context<StaffViewer>,
  filters: StaffRequestFilters,
  brands: readonly Brand[],
  reader: Reader,
): Promise<StaffRequestList> {
  const { viewer, db } = context;
  const away = await listAwayForMe(context);
  const order = orderOf(filters.sort, viewer, away);
  const { cursor } = filters;
  const within = (...more: (SQL | undefined)[]) =>
    and(visibleRequests(viewer), filtered(viewer, filters, away), ...more);
  const direction = order.descending !== (cursor?.side === "before") ? desc : asc;
  const stored = await db
    .select({
      id: requests.id,
      rank: sql`${order.rank}`.mapWith(Number),
      at: sql`${order.at}`.mapWith(requests.activeAt),
    })
    .from(requests)
    .where(within(cursor ? beside(order, cursor) : undefined))
    .orderBy(direction(order.rank), direction(order.at), direction(requests.id))
    .limit(PAGE_SIZE + 1);
  const more = stored.length > PAGE_SIZE;
  const rows = stored.slice(0, PAGE_SIZE);
  if (cursor?.side === "before") rows.reverse();
  if (cursor && (rows.length === 0 || (cursor.side === "before" && !more))) {
    return listStaffRequests(context, { ...filters, cursor: null }, brands, reader);
  }
  const passed = !cursor
    ? sql`0`
    : cursor.side === "after"
      ? sql`count(*) filter (where not ${beside(order, cursor)})`
      : sql`count(*) filter (where ${beside(order, cursor)})`;
  const [sum] = await db
    .select({ count: sql`count(*)`.mapWith(Number), passed: passed.mapWith(Number) })
    .from(requests)
    .where(within());
  const count = sum?.count ?? 0;
  const before = cursor?.side === "before" ? (sum?.passed ?? 0) - rows.length : (sum?.passed ?? 0);
  const place = (row: (typeof rows)[number] | undefined, side: RequestCursor["side"]): RequestCursor | null =>
    row ? { side, sort: filters.sort, rank: row.rank, at: row.at.toISOString(), id: row.id } : null;
  return {
    rows: await readRows(
      context,
      rows.map(({ id }) => id),
      away,
      brands,
      reader,
    ),
    from: rows.length ? before + 1 : 0,
    to: before + rows.length,
    count,
    previous: before > 0 ? place(rows[0], "before") : null,
    next: cursor?.side === "before" || more ? place(rows.at(-1), "after") : null,
  };
}

const absent = alias(staff, "absent");

async function readRows(
  context: Context<StaffViewer>,
  ids: readonly string[],
  away: readonly string[],
  brands: readonly Brand[],
  reader: Reader,
): Promise<StaffRequestRow[]> {
  if (ids.length === 0) return [];
  const { viewer, db } = context;
  const stored = await db
    .select({
      row: requestColumns,
      companyName: companies.name,
      ownerName: staff.name,
      absentName: absent.name,
      unread: sql<boolean>`${isUnread(viewer)}`,
    })
    .from(requests)
    .innerJoin(companies, and(eq(companies.id, requests.companyId), visibleCompanies(viewer)))
    .leftJoin(staff, eq(staff.id, requests.ownerId))
    .leftJoin(absent, eq(absent.id, requests.standsInFor))
    .where(and(visibleRequests(viewer), inArray(requests.id, [...ids])));
  const clockOf = await requestClocks(context, brands, reader);
  const rows = stored.map(({ row, companyName, ownerName, absentName, unread }): StaffRequestRow => {
    const active = businessInstant(row.activeAt);
    return {
      id: row.id,
      number: row.number,
      kind: row.kind,
      subject: row.subject,
      brand: row.brand,
      company: { id: row.companyId, name: companyName },
      askedBy: row.askedByName,
      status: row.status,
      owner: row.ownerId
        ? {
            id: row.ownerId,
            name: ownerName ?? "",
            isMe: row.ownerId === viewer.staffId,
            standsInFor: absentName,
            isMineToday: row.status !== "closed" && away.includes(row.ownerId),
          }
        : null,
      clock: clockOf(row),
      unread,
      activeAt: active.toString(),
      activeWhen: formatInstant(active, reader.zone),
    };
  });
  const place = new Map(ids.map((id, index) => [id, index]));
  return rows.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

type Owing = Pick<typeof requests.$inferSelect, "brand" | "kind" | "answerDueAt">;

/** Answers the clock of a request, in portal-support hours of its brand; null where nothing is owed. */
export async function requestClocks(
  { db }: Context<StaffViewer>,
  brands: readonly Brand[],
  reader: Reader,
): Promise<(row: Owing) => AnswerClock | null> {
  const targets = await db.select().from(requestTargets);
  const now = businessNow();
  return ({ brand: key, kind, answerDueAt }) => {
    const calendar = brands.find((brand) => brand.key === key)?.supportCalendar;
    if (!answerDueAt || !calendar) return null;
    const own = targets.find((target) => target.brand === key && target.kind === kind);
    const due = businessInstant(Temporal.Instant.fromEpochMilliseconds(answerDueAt.getTime()));
    return answerClock({ calendar, due, now, target: own?.minutes ?? REQUEST_TARGETS[kind], zone: reader.zone });
  };
}

export interface StaffRequestCounts {
  readonly open: number;
  readonly unassigned: number;
  readonly late: number;
  readonly mine: number;
  /** Of colleagues who are away today and in whose place the reader answers. */
  readonly standingIn: number;
  /** Of mine, those in which a client has written since the reader last looked. */
  readonly unread: number;
  /** Of mine, those whose answer is overdue. */
  readonly mineLate: number;
}

/** The reader's open requests in numbers: of all their brands. */
export async function countStaffRequests(context: Context<StaffViewer>): Promise<StaffRequestCounts> {
  const { viewer, db } = context;
  const mine = eq(requests.ownerId, viewer.staffId);
  const away = await listAwayForMe(context);
  const number = (condition: SQL | undefined) => sql`count(*) filter (where ${condition})`.mapWith(Number);
  const [row] = await db
    .select({
      open: sql`count(*)`.mapWith(Number),
      unassigned: number(isUnowned(viewer)),
      late: number(isLate),
      mine: number(mine),
      standingIn: number(ownedBy(away)),
      unread: number(and(mine, isUnread(viewer))),
      mineLate: number(and(mine, isLate)),
    })
    .from(requests)
    .where(and(visibleRequests(viewer), isOpen));
  return row ?? { open: 0, unassigned: 0, late: 0, mine: 0, standingIn: 0, unread: 0, mineLate: 0 };
}
