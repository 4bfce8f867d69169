import { and, eq, ne, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import { threads } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { isOpen, THREAD_ORDERS } from "@/lib/threads/list/queries";
import { visibleThreads } from "@/lib/threads/policy";
import { isFollowed } from "@/lib/threads/staff/follows/queries";
import { isSnoozed, readSnooze, type Snooze } from "@/lib/threads/staff/snoozes/queries";

/** Numbers of the threads before and after one in the queue; null at its ends. */
export interface QueueNeighbors {
  readonly before: string | null;
  readonly after: string | null;
}

export interface Around {
  readonly neighbors: QueueNeighbors;
  readonly isFollowing: boolean;
  readonly snooze: Snooze;
}

/**
 * What stands around a thread on its page: those beside it in the queue, whether the viewer follows it, and whether it sleeps. For a
 * context that joins its reads (inOneStatement).
 */
export function readAround(
  joined: Context<StaffViewer>,
  kind: ThreadKind,
  { id, ownerId }: { readonly id: string; readonly ownerId: string | null },
  local: Zoned,
): Promise<Around> {
  const isMine = ownerId === joined.viewer.staffId;
  return together({
    neighbors: findNeighbors(joined, kind, { id, isMine }),
    isFollowing: isFollowed(joined, id),
    snooze: readSnooze(joined, id, local),
  });
}

const { rank, at } = THREAD_ORDERS.clock;
const PLACE = sql`(${rank}, ${at}, ${threads.id})`;

/**
 * Of the open threads of a kind by answer clock, those beside the thread: of the viewer's own, where it is theirs. Beside
 * a closed thread they are those with which its place would be between.
 */
async function findNeighbors(
  { viewer, db }: Context<StaffViewer>,
  kind: ThreadKind,
  { id, isMine }: { readonly id: string; readonly isMine: boolean },
): Promise<QueueNeighbors> {
  const here = sql`(select ${rank}, ${at}, ${threads.id} from ${threads} where ${and(visibleThreads(viewer, kind), eq(threads.id, id))})`;
  const beside = (side: "before" | "after", where: SQL, direction: SQL) =>
    db
      .select({ side: sql<"before" | "after">`${sql.raw(`'${side}'::text`)}`.as("side"), number: threads.number })
      .from(threads)
      .where(
        and(
          visibleThreads(viewer, kind),
          isOpen,
          sql`not ${isSnoozed(viewer)}`,
          ne(threads.id, id),
          isMine ? eq(threads.ownerId, viewer.staffId) : undefined,
          where,
        ),
      )
      .orderBy(sql`${rank} ${direction}`, sql`${at} ${direction}`, sql`${threads.id} ${direction}`)
      .limit(1);
  const rows = await unionAll(
    beside("before", sql`${PLACE} < ${here}`, sql`desc`),
    beside("after", sql`${PLACE} > ${here}`, sql`asc`),
  );
  const numberOf = (wanted: "before" | "after") => rows.find(({ side }) => side === wanted)?.number ?? null;
  return { before: numberOf("before"), after: numberOf("after") };
}
