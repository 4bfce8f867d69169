import { and, eq, sql } from "drizzle-orm";
import { threads } from "@/db/schema";
import { runAsViewer, type Viewer } from "@/db/viewer";
import { personOf } from "@/lib/gate/viewers";
import { systemNow } from "@/lib/kit/time";
import { LIVE_CHANNEL } from "@/lib/live/queries";
import { visibleThreads, writesIn } from "@/lib/threads/policy";

/**
 * Browsers report every three seconds that somebody types; what comes sooner than this after the last report is not
 * passed on.
 */
const EVERY_MS = 2_000;
const MAX_REMEMBERED = 10_000;

const shared = globalThis as typeof globalThis & { portalTyping?: Map<string, number> };

/**
 * Tells the readers of a thread that the viewer is writing in it. False for a thread in which the viewer may not write:
 * to them it does not exist. Only the person's id is passed on. Whether a reader hears of it, and which name they see,
 * is decided for each reader.
 */
export async function tellTyping(viewer: Viewer, threadId: string): Promise<boolean> {
  const { kind, id: person } = personOf(viewer);
  return runAsViewer(viewer, "write", async ({ db }) => {
    const [thread] = await db
      .select({ id: threads.id, kind: threads.kind })
      .from(threads)
      .where(and(visibleThreads(viewer), eq(threads.id, threadId)));
    if (!thread || !writesIn(viewer, thread.kind)) return false;
    if (isDue(`${thread.id}:${person}`)) {
      await db.execute(sql`select pg_notify(${LIVE_CHANNEL}, ${`typing:${thread.id}:${kind}:${person}`})`);
    }
    return true;
  });
}

function isDue(key: string): boolean {
  shared.portalTyping ??= new Map();
  const told = shared.portalTyping;
  const now = systemNow().epochMilliseconds;
  if (now - (told.get(key) ?? 0) < EVERY_MS) return false;
  // The entry is deleted first and so moves to the end: a Map keeps the order of insertion, with the oldest entry
  // first.
  told.delete(key);
  told.set(key, now);
  const [oldest] = told.keys();
  if (told.size > MAX_REMEMBERED && oldest !== undefined) told.delete(oldest);
  return true;
}
