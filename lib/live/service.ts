import { lt } from "drizzle-orm";
import { liveEvents } from "@/db/schema";
import { asSystem } from "@/db/viewer";

const KEPT_MS = 24 * 60 * 60 * 1000;

/** Deletes events older than a day. A browser that was away for longer reloads its data. `now`: system time. */
export async function cleanLiveEvents(now: Date): Promise<void> {
  await asSystem("cleaning of live events", (db) =>
    db.delete(liveEvents).where(lt(liveEvents.createdAt, new Date(now.getTime() - KEPT_MS))),
  );
}
