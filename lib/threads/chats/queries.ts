import { and, asc, desc, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { chats, messages, threads } from "@/db/schema";
import type { ClientViewer, Context } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { businessInstant, businessNow, instantWords, systemNow, type Zoned } from "@/lib/kit/time";
import {
  type ClientThread,
  findNumber,
  readClientThread,
  type ThreadRecord,
  threadColumns,
} from "@/lib/threads/life/queries";
import { isUnread } from "@/lib/threads/list/queries";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";
import { LONG_WAIT_MS, standingOf, waitWords } from "./rules";
import type { ChatState, OpenChat, OtherSide } from "./types";

/** Columns that only chats have. */
const special = {
  product: chats.product,
  queuedAt: chats.queuedAt,
  isBack: chats.isBack,
  takenAt: chats.takenAt,
  outcome: chats.outcome,
  caseId: chats.caseId,
  helpers: chats.helpers,
};

export const chatColumns = { ...threadColumns, ...special };
export type ChatRecord = ThreadRecord<"chat"> & Pick<typeof chats.$inferSelect, keyof typeof special>;

/** A chat that the viewer sees; null for any other. */
export async function findChatRecord({ viewer, db }: Context, which: SQL | undefined): Promise<ChatRecord | null> {
  const [row] = await db
    .select(chatColumns)
    .from(threads)
    .innerJoin(chats, eq(chats.id, threads.id))
    .where(and(visibleThreads(viewer, "chat"), which));
  return (row as ChatRecord | undefined) ?? null;
}

const desks = z.array(z.object({ is_staffed: z.boolean(), wait_seconds: z.number().nullable() }));

/** Whether an agent of the brand takes chats now, and how long chats usually wait there. */
export async function readDeskState({ db }: Context, brand: string): Promise<Pick<ChatState, "isStaffed" | "wait">> {
  const [desk] = desks.parse([...(await db.execute(sql`select is_staffed, wait_seconds from chat_desk(${brand})`))]);
  return { isStaffed: desk?.is_staffed ?? false, wait: waitWords(desk?.wait_seconds ?? null) };
}

const places = z.array(z.object({ place: z.number().nullable() }));

async function readPlace({ viewer, db }: Context, id: string): Promise<number | null> {
  if (viewer.kind === "staff") return null;
  const [row] = places.parse([...(await db.execute(sql`select chat_place(${id}::uuid) as place`))]);
  return row?.place ?? null;
}

const sides = z.array(
  z.object({
    person_name: z.string().nullable(),
    photo_id: z.string().nullable(),
    is_here: z.boolean(),
    received_at: z.coerce.date().nullable(),
    read_at: z.coerce.date().nullable(),
  }),
);

async function readOtherSide({ db }: Context, id: string): Promise<OtherSide | null> {
  const [row] = sides.parse([
    ...(await db.execute(
      sql`select person_name, photo_id, is_here, received_at, read_at from chat_other_side(${id}::uuid)`,
    )),
  ]);
  if (!row?.person_name) return null;
  const at = (instant: Date | null) => instant && businessInstant(instant).toString();
  return {
    ...{ name: row.person_name, photo: row.photo_id, isHere: row.is_here },
    ...{ receivedAt: at(row.received_at), readAt: at(row.read_at) },
  };
}

/** How a chat, which the caller has read with visibleThreads, stands now. */
export async function readChatState(context: Context, row: ChatRecord, brand: Brand, local: Zoned): Promise<ChatState> {
  const isQueued = row.status === "new";
  const standing = isQueued
    ? standingOf({
        ...{ calendar: brand.chatCalendar, since: businessInstant(row.queuedAt), now: businessNow() },
        // Who asks is there.
        isHere: true,
      })
    : null;
  return {
    ...{ number: row.number, status: row.status, outcome: row.outcome },
    caseNumber: row.caseId && (await findNumber(context, "case", row.caseId)),
    place: isQueued ? await readPlace(context, row.id) : null,
    ...(isQueued ? await readDeskState(context, brand.key) : { isStaffed: true, wait: null }),
    isLong: isQueued && systemNow().epochMilliseconds - row.queuedAt.getTime() > LONG_WAIT_MS,
    offeredUntil: standing?.kind === "offered" ? instantWords(standing.until, local.zone).hour : null,
    other: await readOtherSide(context, row.id),
    isUnread: await hasUnread(context, row.id),
    newestId: await readNewest(context, row.id),
  };
}

/** Is the newest message of the chat unread by the viewer? False for a chat that they may not see. */
export async function hasUnread({ viewer, db }: Context, id: string): Promise<boolean> {
  const [row] = await db
    .select({ isUnread: sql<boolean>`${isUnread(viewer)}` })
    .from(threads)
    .where(and(visibleThreads(viewer, "chat"), eq(threads.id, id)));
  return row?.isUnread ?? false;
}

async function readNewest({ viewer, db }: Context, id: string): Promise<string | null> {
  const [newest] = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(ofVisibleThreads(viewer, messages.threadId, "chat"), eq(messages.threadId, id)))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(1);
  return newest?.id ?? null;
}

export interface ChatDetail extends ClientThread<"chat"> {
  readonly product: string;
  readonly state: ChatState;
}

/** A chat as its client's page shows it; null for whatever the viewer may not see. */
export async function findChat(
  context: Context<ClientViewer>,
  { brand, number }: { readonly brand: Brand; readonly number: string },
  local: Zoned,
): Promise<ChatDetail | null> {
  const row = await findChatRecord(context, and(eq(threads.brand, brand.key), eq(threads.number, number)));
  const shown = row && (await readClientThread(context, row, brand, local));
  if (!row || !shown) return null;
  return { ...shown, product: row.product, state: await readChatState(context, row, brand, local) };
}

/** The viewer's chat in the queue or with an agent; a contact has one at most. */
export async function findOpenChat({ viewer, db }: Context<ClientViewer>): Promise<OpenChat | null> {
  const [row] = await db
    .select({
      ...{ id: threads.id, number: threads.number, subject: threads.subject, status: threads.status },
      isUnread: sql<boolean>`${isUnread(viewer)}`,
    })
    .from(threads)
    .where(and(visibleThreads(viewer, "chat"), ne(threads.status, "closed")))
    .limit(1);
  return row ? { ...row, isTalking: row.status === "in_progress" } : null;
}

/** Number of the chat that became the case of this number, for those who see both. */
export async function findChatOfCase({ viewer, db }: Context, caseNumber: string): Promise<string | null> {
  const found = db
    .select({ id: threads.id })
    .from(threads)
    .where(and(visibleThreads(viewer, "case"), eq(threads.number, caseNumber)));
  const [row] = await db
    .select({ number: threads.number })
    .from(threads)
    .innerJoin(chats, eq(chats.id, threads.id))
    .where(and(visibleThreads(viewer, "chat"), inArray(chats.caseId, found)))
    .orderBy(asc(threads.id))
    .limit(1);
  return row?.number ?? null;
}
