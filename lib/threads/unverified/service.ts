import { and, eq, sql } from "drizzle-orm";
import { inboundMails } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { ofVisibleThreads } from "@/lib/threads/policy";

/**
 * Dismisses an unverified mail of a thread, which clients never get to read; false where that was done before. The
 * caller holds the thread's lock. Throws AppError NOT_FOUND for a mail of another thread.
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
