import { inArray, lt } from "drizzle-orm";
import { mergeMoves, merges } from "@/db/schema";
import { asSystem } from "@/db/viewer";

const DAY_MS = 24 * 60 * 60 * 1000;
/** A merge can be undone for one day by the database's clock. The second day bears clocks that differ. */
const KEPT_DAYS = 2;

/**
 * The job `merges.forget`: deletes how rows were before merges that cannot be undone any more, because those rows hold
 * what people wrote and what companies owe. The merges themselves stay. `now`: system time.
 */
export async function forgetMoves(now: Date): Promise<void> {
  const longAgo = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
  await asSystem("rows before merges that cannot be undone any more are deleted", async (db) => {
    const past = db.select({ id: merges.id }).from(merges).where(lt(merges.mergedAt, longAgo));
    await db.delete(mergeMoves).where(inArray(mergeMoves.mergeId, past));
  });
}
