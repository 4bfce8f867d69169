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
import type { StaffRequestFilters, StaffRequestSort } from "./schema";

export interface StaffRequestRow extends QueuedThread<"request"> {
  readonly kind: RequestKind;
  readonly askedBy: string;
  readonly owner:
    | (QueueOwner & {
        /** In whose place the owner answers. */
        readonly standsInFor: string | null;
        /** The owner is away today, and the viewer stands in. */
        readonly isMineToday: boolean;
      })
    | null;
}

export type StaffRequestList = ListPage<StaffRequestRow, ThreadCursor>;

/** Owners of open requests who are away today, and in whose place the viewer answers. */
async function listAwayForMe({ viewer, db }: Context<StaffViewer>): Promise<string[]> {
  const rows = z.array(z.object({ owner_id: z.string() })).parse([
    ...(await db.execute(
      sql`select o.owner_id from (select distinct ${threads.ownerId} as owner_id from ${threads}
        where ${visibleThreads(viewer, "request")} and ${isOpen} and ${threads.ownerId} is not null) o
        cross join lateral staff_cover(o.owner_id) c where c.stand_in = ${viewer.staffId}::uuid`,
    )),
  ]);
  return rows.map((row) => row.owner_id);
}

/** Changes of details wait for administrators; everything else that nobody has, for anybody. */
const isUnowned = (viewer: StaffViewer): SQL =>
  decidesChanges(viewer) ? hasNoOwner : sql`(${hasNoOwner} and ${threads.topic} <> 'change')`;

function whose(viewer: StaffViewer, owner: string, away: readonly string[]): SQL {
  if (owner === "nobody") return isUnowned(viewer);
  return owner === "away" ? ownedBy(away) : ofOwner(viewer, owner);
}

function orderOf(sort: StaffRequestSort, viewer: StaffViewer, away: readonly string[]): ThreadOrder {
  if (sort === "latest") return THREAD_ORDERS.latest;
  if (sort === "asked") return THREAD_ORDERS.oldest;
  const mine = sql`(${isUnowned(viewer)} or ${ownedBy([viewer.staffId, ...away])})`;
  return {
    // Mine and what nobody has, then the others'; of each what is owed first, the longest overdue at the top.
    rank: sql`case when ${threads.status} = 'closed' then 4 else
      case when ${mine} then 0 else 2 end + case when ${threads.answerDueAt} is null then 1 else 0 end end`,
    at: CLOCK,
    descending: false,
  };
}

/**
 * One page of the queue with the count of the whole filtered set: one snapshot. A cursor beyond the list shows the first
 * page. `brands`: with the calendars of the clocks.
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
        owner: who && { ...who, isMineToday: shown.status !== "closed" && away.includes(who.id) },
      }),
    ),
  };
}

export interface StaffRequestCounts extends QueueCounts {
  /** Of colleagues who are away today and in whose place the viewer answers. */
  readonly standingIn: number;
  /** Of mine, those whose answer is overdue. */
  readonly mineLate: number;
}

/** The viewer's open requests in numbers: of all their brands. */
export async function countStaffRequests(context: Context<StaffViewer>): Promise<StaffRequestCounts> {
  const { viewer, db } = context;
  const away = await listAwayForMe(context);
  const [row] = await db
    .select({
      ...queueCounts(viewer, isUnowned(viewer)),
      standingIn: counted(ownedBy(away)),
      mineLate: counted(and(ownedBy([viewer.staffId]), isLate)),
    })
    .from(threads)
    .where(and(visibleThreads(viewer, "request"), isOpen));
  return row ?? { open: 0, unassigned: 0, late: 0, mine: 0, standingIn: 0, unread: 0, mineLate: 0 };
}
