import { and, eq, sql } from "drizzle-orm";
import { inboundMails } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { ofVisibleThreads } from "@/lib/threads/policy";

/**
 * Puts away mail of a thread that nobody vouches for, unread by clients; false where that was done before. The caller
 * holds the lock of what the thread is about. Throws AppError NOT_FOUND for mail of another thread.
 */
export async function dismissUnverified(
  { viewer, db }: Context<StaffViewer>,
  threadId: string,
  mailId: string,
): Promise<boolean> {
  const ofThread = and(
    ofVisibleThreads(viewer, inboundMails.threadId),
    eq(inboundMails.threadId, threadId),
    eq(inboundMails.id, mailId),
  );
  const [mail] = await db.select({ state: inboundMails.state }).from(inboundMails).where(ofThread);
  if (!mail) throw new AppError("NOT_FOUND", "There is no such mail.");
  if (mail.state !== "unverified") return false;
  await db
    .update(inboundMails)
    .set({ state: "dropped", handledAt: sql`clock_timestamp()` })
    .where(and(ofThread, eq(inboundMails.state, "unverified")));
  return true;
}
