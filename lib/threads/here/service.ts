import { and, eq, sql } from "drizzle-orm";
import { threads } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { LIVE_CHANNEL } from "@/lib/live/queries";
import { visibleThreads, worksThreads } from "@/lib/threads/policy";
import type { Doing } from "./schema";

/**
 * Tells colleagues who have the thread open what the viewer does with it. Nothing is stored: a browser says it again
 * while it is there. Only ids are passed on; whether a colleague hears of it is decided for each, and no client ever
 * does. False for a thread that the viewer may not see, and for writing where they may only read.
 */
export async function tellHere({ viewer, db }: Context<StaffViewer>, threadId: string, doing: Doing): Promise<boolean> {
  const [thread] = await db
    .select({ id: threads.id, kind: threads.kind })
    .from(threads)
    .where(and(visibleThreads(viewer), eq(threads.id, threadId)));
  if (!thread || (doing === "writes" && !worksThreads(viewer, thread.kind))) return false;
  await db.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${`here:${thread.id}:staff:${viewer.staffId}:${doing}`})`);
  return true;
}
