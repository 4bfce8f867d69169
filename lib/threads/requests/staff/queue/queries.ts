import { and, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { threads } from "@/db/schema";
import type { RequestKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import type { ListPage } from "@/lib/kit/lists/page";
import type { Zoned } from "@/lib/kit/time";
import { CLOCK, isLate, isOpen, readThreadIds, THREAD_ORDERS, type ThreadOrder } from "@/lib/threads/list/queries";
import { visibleThreads } from "@/lib/threads/policy";
import { decidesChanges } from "@/lib/threads/requests/staff/policy";
import type { ThreadCursor } from "@/lib/threads/schema";
import {
  counted,
  isUnowned as hasNoOwner,
  ofOwner,
  ownedBy,
  type QueueCounts,
  type QueuedThread,
  type QueueOwner,
  queueCounts,
  queued,
  readQueueRows,
} from "@/lib/threads/staff/queue/queries";
import { sleeping } from "@/lib/threads/staff/snoozes/queries";
import type { StaffRequestFilters, StaffRequestSort } from "./schema";

export interface StaffRequestRow extends QueuedThread<"request"> {
  readonly kind: RequestKind;
  readonly askedBy: string;
  /** The contact who asked. */
  readonly askerId: string;
  readonly owner:
    | (QueueOwner & {
        /** Name of the colleague in whose place the owner answers. */
        readonly standsInFor: string | null;
        /** The owner is away today, and the viewer stands in. */
        readonly isMineToday: boolean;
      })
    | null;
}

export type StaffRequestList = ListPage<StaffRequestRow, ThreadCursor>;

/** Ids of the owners of open requests who are away today and for whom the viewer stands in. */
export async function listAwayForMe({ viewer, db }: Context<StaffViewer>): Promise<string[]> {
  const rows = z.array(z.object({ owner_id: z.string() })).parse([
    ...(await db.execute(
      sql`select o.owner_id from (select distinct ${threads.ownerId} as owner_id from ${threads}
        where ${visibleThreads(viewer, "request")} and ${isOpen} and ${threads.ownerId} is not null) o
        cross join lateral staff_cover(o.owner_id) c where c.stand_in = ${viewer.staffId}::uuid`,
    )),
  ]);
  return rows.map((row) => row.owner_id);
}

/**
 * Requests without an owner that wait for the viewer: changes of details wait for administrators only, all others for
 * everybody who works requests.
 */
export const isUnownedRequest = (viewer: StaffViewer): SQL =>
  decidesChanges(viewer) ? hasNoOwner : sql`(${hasNoOwner} and ${threads.topic} <> 'change')`;

function whose(viewer: StaffViewer, owner: string, away: readonly string[]): SQL {
  if (owner === "nobody") return isUnownedRequest(viewer);
  return owner === "away" ? ownedBy(away) : ofOwner(viewer, owner);
}

function orderOf(sort: StaffRequestSort, viewer: StaffViewer, away: readonly string[]): ThreadOrder {
  if (sort === "latest") return THREAD_ORDERS.latest;
  if (sort === "asked") return THREAD_ORDERS.oldest;
  const mine = sql`(${isUnownedRequest(viewer)} or ${ownedBy([viewer.staffId, ...away])})`;
  return {
    // The viewer's own requests and those without an owner come first, then those of others, then closed ones. Of each,
    // requests that are owed an answer come first, the earliest due at the top.
    rank: sql`case when ${threads.status} = 'closed' then 4 else
      case when ${mine} then 0 else 2 end + case when ${threads.answerDueAt} is null then 1 else 0 end end`,
    at: CLOCK,
    descending: false,
  };
}

/**
 * One page of the queue with the count of the whole filtered set, both from one snapshot. A cursor beyond the list
 * shows the first page. The answer clocks need the calendars of `brands`.
 */
export async function listStaffRequests(
  context: Context<StaffViewer>,
  filters: StaffRequestFilters,
  brands: readonly Brand[],
  local: Zoned,
): Promise<StaffRequestList> {
  const { viewer } = context;
  const { kind, owner, sort, cursor } = filters;
  const away = await listAwayForMe(context);
  const page = await readThreadIds(context, {
    isSearch: filters.q !== "",
    ...{ kind: "request", sort, cursor, order: orderOf(sort, viewer, away) },
    where: queued(
      viewer,
      "request",
      filters,
      kind ? eq(threads.topic, kind) : undefined,
      owner ? whose(viewer, owner, away) : undefined,
    ),
  });
  const rows = await readQueueRows(context, "request", {
    ...{ ids: page.rows, brands, local },
    targetKeyOf: ({ topic }) => topic ?? "message",
  });
  return {
    ...page,
    rows: rows.map(
      ({ shown, thread, owner: who }): StaffRequestRow => ({
        ...shown,
        kind: thread.topic ?? "message",
        askedBy: thread.openedByName,
        askerId: thread.openedBy,
        owner: who && { ...who, isMineToday: shown.status !== "closed" && away.includes(who.id) },
      }),
    ),
  };
}

export interface StaffRequestCounts extends QueueCounts {
  /** Open requests of colleagues who are away today and for whom the viewer stands in. */
  readonly standingIn: number;
  /** Open requests that the viewer owns and whose answer is late. */
  readonly mineLate: number;
}

/** Counts of the open requests in all of the viewer's brands. */
export async function countStaffRequests(context: Context<StaffViewer>): Promise<StaffRequestCounts> {
  return countRequestsBeside(context, await listAwayForMe(context));
}

/** The same, where it is known for whom the viewer stands in: ids of listAwayForMe. */
export async function countRequestsBeside(
  context: Context<StaffViewer>,
  away: readonly string[],
): Promise<StaffRequestCounts> {
  const { viewer, db } = context;
  const asleep = sleeping(context);
  const { columns, up } = queueCounts(viewer, asleep, isUnownedRequest(viewer));
  const [row] = await db
    .with(asleep)
    .select({
      ...columns,
      standingIn: counted(and(up, ownedBy(away))),
      mineLate: counted(and(ownedBy([viewer.staffId]), isLate)),
    })
    .from(threads)
    .where(and(visibleThreads(viewer, "request"), isOpen));
  return row ?? { open: 0, unassigned: 0, late: 0, mine: 0, standingIn: 0, unread: 0, snoozed: 0, mineLate: 0 };
}
