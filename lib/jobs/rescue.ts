import { sql } from "drizzle-orm";
import { asSystem } from "@/db/viewer";

/** Longer than any task takes: each ends by its own timeouts. The queue itself would wait four hours. */
const HELD_TOO_LONG_MS = 2 * 60_000;

/** Frees the jobs of workers that died with them. Tasks bear running twice. `now`: system time. */
export async function rescueJobs(now: Date): Promise<void> {
  const before = new Date(now.getTime() - HELD_TOO_LONG_MS);
  await asSystem("job rescue frees jobs of dead workers", (db) =>
    db.execute(sql`
      select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
      from graphile_worker.jobs where locked_at < ${before.toISOString()}::timestamptz having count(*) > 0`),
  );
}
