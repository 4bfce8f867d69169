import { and, eq } from "drizzle-orm";
import { threads } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import type { ListPage } from "@/lib/kit/lists/page";
import type { Zoned } from "@/lib/kit/time";
import { findNamedDeed, type NamedDeed } from "@/lib/people/bulk-deeds/queries";
import { isOpen, matching, readThreadIds, THREAD_ORDERS } from "@/lib/threads/list/queries";
import { visibleThreads } from "@/lib/threads/policy";
import type { ThreadCursor } from "@/lib/threads/schema";
import { counted, ofOwner, type QueuedThread, type QueueOwner, readQueueRows } from "@/lib/threads/staff/queue/queries";
import type { StaffChatFilters } from "./schema";

export interface StaffChatRow extends QueuedThread<"chat"> {
  /** The contact who began it. */
  readonly client: { readonly id: string; readonly name: string };
  readonly agent: QueueOwner | null;
}

type StaffChatList = ListPage<StaffChatRow, ThreadCursor>;

/**
 * One page of chats, also of those that have ended, with the count of all that the filters match. A cursor beyond the list
 * shows the first page.
 */
export async function listStaffChats(
  context: Context<StaffViewer>,
  { q, status, brand, agent, sort, cursor }: StaffChatFilters,
  brands: readonly Brand[],
  local: Zoned,
): Promise<StaffChatList> {
  const page = await readThreadIds(context, {
    ...{ kind: "chat", sort, cursor, order: THREAD_ORDERS[sort], isSearch: q !== "" },
    where: and(
      status ? eq(threads.status, status) : undefined,
      brand ? eq(threads.brand, brand) : undefined,
      agent ? ofOwner(context.viewer, agent) : undefined,
      matching(q, ["chat"]),
    ),
  });
  const rows = await readQueueRows(context, "chat", { ids: page.rows, brands, local, targetKeyOf: () => "" });
  return {
    ...page,
    rows: rows.map(({ shown, thread, owner }) => ({
      ...shown,
      client: { id: thread.openedBy, name: thread.openedByName },
      agent: owner,
    })),
  };
}

export interface StaffChatCounts {
  readonly waiting: number;
  readonly mine: number;
}

/** How many chats wait, and in how many the viewer talks. */
export async function countStaffChats({ viewer, db }: Context<StaffViewer>): Promise<StaffChatCounts> {
  const [row] = await db
    .select({
      waiting: counted(eq(threads.status, "new")),
      mine: counted(and(eq(threads.status, "in_progress"), ofOwner(viewer, "me"))),
    })
    .from(threads)
    .where(and(visibleThreads(viewer, "chat"), isOpen));
  return row ?? { waiting: 0, mine: 0 };
}

/** Does the viewer talk in this chat? */
export async function isOwnTalk({ viewer, db }: Context<StaffViewer>, number: string): Promise<boolean> {
  const rows = await db
    .select({ id: threads.id })
    .from(threads)
    .where(
      and(
        visibleThreads(viewer, "chat"),
        eq(threads.number, number),
        eq(threads.status, "in_progress"),
        ofOwner(viewer, "me"),
      ),
    );
  return rows.length > 0;
}

/** One of the viewer's own deeds on chats; null for any other id, and without one. */
export const findChatDeed = (context: Context<StaffViewer>, id: string | null): Promise<NamedDeed | null> =>
  findNamedDeed(context, "chat", id, async (numbers) => numbers.map((number) => ({ id: number, name: number })));
