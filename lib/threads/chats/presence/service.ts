import { and, eq, sql } from "drizzle-orm";
import { chatPresences, messages, threads } from "@/db/schema";
import type { Context } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { personOf } from "@/lib/gate/viewers";
import type { Zoned } from "@/lib/kit/time";
import { LIVE_CHANNEL } from "@/lib/live/queries";
import { findChatRecord, hasUnread, readChatState } from "@/lib/threads/chats/queries";
import { GONE_MS } from "@/lib/threads/chats/rules";
import type { Here } from "@/lib/threads/chats/schema";
import type { ChatState } from "@/lib/threads/chats/types";
import { ofVisibleThreads } from "@/lib/threads/policy";
import { markRead } from "@/lib/threads/service";

/**
 * Records that the viewer has the chat open, which messages their browser has received, and whether they look at it; and
 * returns how the chat stands. The other side's browser is told to look again where something has changed for it. Null
 * for a chat that the viewer may not see. `brands`: those of the deployment.
 */
export async function beHere(
  context: Context,
  id: string,
  { newest, isRead }: Here,
  brands: readonly Brand[],
  local: Zoned,
): Promise<ChatState | null> {
  const { viewer, db } = context;
  const row = await findChatRecord(context, eq(threads.id, id));
  const brand = brands.find(({ key }) => key === row?.brand);
  if (!row || !brand) return null;
  // Who looks at a chat that has ended is nothing that the other side is told.
  if (row.status === "closed") {
    if (isRead && (await hasUnread(context, id))) await markRead(context, id);
    return readChatState(context, row, brand, local);
  }
  const { kind, id: person } = personOf(viewer);
  const [before] = await db
    .select({
      receivedAt: chatPresences.receivedAt,
      isRecent: sql<boolean>`${chatPresences.seenAt} > clock_timestamp() - ${GONE_MS} * interval '1 millisecond'`,
    })
    .from(chatPresences)
    .where(
      and(
        ofVisibleThreads(viewer, chatPresences.threadId, "chat"),
        eq(chatPresences.threadId, id),
        eq(chatPresences.personKind, kind),
        eq(chatPresences.personId, person),
      ),
    );
  const receivedAt = newest ? await timeOf(context, id, newest) : null;
  await db
    .insert(chatPresences)
    .values({ brand: row.brand, threadId: id, personKind: kind, personId: person, receivedAt })
    .onConflictDoUpdate({
      target: [chatPresences.threadId, chatPresences.personKind, chatPresences.personId],
      set: {
        seenAt: sql`clock_timestamp()`,
        receivedAt: sql`greatest(${chatPresences.receivedAt}, excluded.received_at)`,
      },
    });
  const isNews = receivedAt !== null && receivedAt > (before?.receivedAt ?? 0);
  const reads = isRead && (await hasUnread(context, id));
  if (reads) await markRead(context, id);
  if (!before?.isRecent || isNews || reads) {
    await db.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${`presence:${id}:${kind}:${person}`})`);
  }
  return readChatState(context, row, brand, local);
}

/** When a message of the chat was written; null for any other id. */
async function timeOf({ viewer, db }: Context, threadId: string, messageId: string): Promise<Date | null> {
  const [message] = await db
    .select({ createdAt: messages.createdAt })
    .from(messages)
    .where(
      and(
        ofVisibleThreads(viewer, messages.threadId, "chat"),
        eq(messages.threadId, threadId),
        eq(messages.id, messageId),
      ),
    );
  return message?.createdAt ?? null;
}
