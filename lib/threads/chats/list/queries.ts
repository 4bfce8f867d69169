import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { chats, threads } from "@/db/schema";
import type { ChatOutcome, ChatStatus } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { type KeysetOrder, type ListPage, readKeysetPage } from "@/lib/kit/lists/page";
import type { Zoned } from "@/lib/kit/time";
import { activity, countThreads, isNews, type ListedThread, matching } from "@/lib/threads/list/queries";
import { visibleThreads } from "@/lib/threads/policy";
import { PAGE_SIZE } from "@/lib/threads/schema";
import type { ChatCursor, ChatFilters } from "./schema";

export interface ChatRow extends ListedThread {
  readonly product: string;
  readonly status: ChatStatus;
  readonly outcome: ChatOutcome | null;
  /** Number of the case that it became, for those who see that case. */
  readonly caseNumber: string | null;
}

/** The latest activity first. */
const ORDER: KeysetOrder<ChatCursor> = {
  keys: { at: [threads.activeAt, "timestamptz"], id: [threads.id, "uuid"] },
  descending: true,
};

/** One page of the viewer's chats with the count of all that match. A cursor beyond the list shows the first page. */
export async function listChats(
  context: Context<ClientViewer>,
  { q, cursor }: ChatFilters,
  local: Zoned,
): Promise<ListPage<ChatRow, ChatCursor>> {
  const { viewer, db } = context;
  const found = and(visibleThreads(viewer, "chat"), matching(q, ["chat"]));
  const { page } = await readKeysetPage({
    ...{ size: PAGE_SIZE, order: ORDER, cursor },
    rows: ({ where, orderBy, limit }) =>
      selectRows(context, and(found, where))
        .orderBy(...orderBy)
        .limit(limit),
    totals: (counts) => db.select(counts).from(threads).where(found),
    place: ({ id, activeAt }, side) => ({ side, at: activeAt.toISOString(), id }),
  });
  return { ...page, rows: await rowsOf(context, page.rows, local) };
}

/** How many chats the viewer has had and has. */
export const countChats = (context: Context<ClientViewer>): Promise<number> =>
  countThreads(context, "chat").then(({ open, closed }) => open + closed);

/** How many of them are unread, those that have ended included. */
export const countUnreadChats = (context: Context<ClientViewer>): Promise<number> =>
  countThreads(context, "chat").then(({ unread }) => unread);

/** The viewer's unread chats, those that have ended included; the latest activity first, at most `limit`. */
export async function listUnreadChats(
  { viewer, db }: Context<ClientViewer>,
  local: Zoned,
  limit: number,
): Promise<ListedThread[]> {
  const rows = await db
    .select({ number: threads.number, subject: threads.subject, activeAt: threads.activeAt })
    .from(threads)
    .where(and(visibleThreads(viewer, "chat"), isNews(viewer, "chat")))
    .orderBy(desc(threads.activeAt), desc(threads.id))
    .limit(limit);
  return rows.map(({ activeAt, ...row }) => ({ ...row, unread: true, ...activity({ activeAt }, local) }));
}

/** How many past chats the page of chat shows; the list has them all. */
const PAST_SHOWN = 10;

/** The latest of the viewer's chats that have ended. */
export async function listPastChats(context: Context<ClientViewer>, local: Zoned): Promise<ChatRow[]> {
  const stored = await selectRows(context, eq(threads.status, "closed"))
    .orderBy(desc(threads.activeAt), desc(threads.id))
    .limit(PAST_SHOWN);
  return rowsOf(context, stored, local);
}

const selectRows = ({ viewer, db }: Context<ClientViewer>, which: SQL | undefined) =>
  db
    .select({
      ...{ id: threads.id, number: threads.number, subject: threads.subject, activeAt: threads.activeAt },
      ...{ status: threads.status, outcome: chats.outcome, product: chats.product, caseId: chats.caseId },
      unread: sql<boolean>`${isNews(viewer, "chat")}`,
    })
    .from(threads)
    .innerJoin(chats, eq(chats.id, threads.id))
    .where(and(visibleThreads(viewer, "chat"), which));

type Stored = Awaited<ReturnType<typeof selectRows>>[number];

async function rowsOf(context: Context, stored: readonly Stored[], local: Zoned): Promise<ChatRow[]> {
  const ids = stored.flatMap(({ caseId }) => caseId ?? []);
  const numbers = ids.length > 0 ? await caseNumbers(context, inArray(threads.id, ids)) : new Map<string, string>();
  return stored.map(({ id: _, caseId, activeAt, status, ...row }) => ({
    ...{ ...row, ...activity({ activeAt }, local) },
    status: status as ChatStatus,
    caseNumber: (caseId && numbers.get(caseId)) ?? null,
  }));
}

async function caseNumbers({ viewer, db }: Context, which: SQL): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: threads.id, number: threads.number })
    .from(threads)
    .where(and(visibleThreads(viewer, "case"), which));
  return new Map(rows.map(({ id, number }) => [id, number]));
}
