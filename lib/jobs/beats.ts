import { sql } from "drizzle-orm";
import { asSystem } from "@/db/viewer";

/** How often a living lane says so, and after how long without a word it counts as dead. */
export const BEAT_MS = 5_000;
const DEAD_AFTER = "15 seconds";
/** A worker that lost the database together with the others must not take them for dead: it listens so long first. */
const LISTEN_FIRST_MS = 10_000;

let listeningSince: number | null = null;
let heardAt = 0;

const keys = (ids: readonly string[]) => sql`array(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;

/**
 * Writes that these lanes live, by the database's clock, and frees the jobs of those that were lost in this process and
 * of those that have not been heard of. `lanes`: names by the id that the queue locks jobs by.
 */
export async function beat(lanes: ReadonlyMap<string, string>, lost: readonly string[]): Promise<void> {
  await asSystem("a worker says that it lives", (db) =>
    db.execute(sql`
      insert into worker_beats (id, lane) select key, value from jsonb_each_text(${JSON.stringify(Object.fromEntries(lanes))}::jsonb)
      on conflict (id) do update set beat_at = clock_timestamp()`),
  );
  const now = performance.now();
  if (listeningSince === null || now - heardAt > 2 * BEAT_MS) listeningSince = now;
  heardAt = now;
  if (lost.length > 0) await freeJobsOf(lost);
  if (now - listeningSince >= LISTEN_FIRST_MS) await freeJobsOfTheDead();
}

/** Gives the jobs of these ids to whoever comes first. Tasks bear running twice. */
export async function freeJobsOf(ids: readonly string[]): Promise<void> {
  await asSystem("jobs of a lane that ended are freed", async (db) => {
    await db.execute(sql`select graphile_worker.force_unlock_workers(${keys(ids)})`);
    await db.execute(sql`delete from worker_beats where id = any (${keys(ids)})`);
  });
}

/** Frees the jobs of workers that have not been heard of for a while, and forgets them. Answers how many workers. */
export async function freeJobsOfTheDead(): Promise<number> {
  return asSystem("job rescue frees jobs of dead workers", async (db) => {
    const dead = await db.execute<{ id: string }>(sql`
      select distinct j.locked_by as id from graphile_worker.jobs j
      where j.locked_at < clock_timestamp() - ${DEAD_AFTER}::interval
        and not exists (select from worker_beats b where b.id = j.locked_by and b.beat_at > clock_timestamp() - ${DEAD_AFTER}::interval)`);
    const ids = dead.map(({ id }) => id);
    if (ids.length > 0) await db.execute(sql`select graphile_worker.force_unlock_workers(${keys(ids)})`);
    await db.execute(sql`delete from worker_beats where beat_at < clock_timestamp() - interval '1 hour'`);
    return ids.length;
  });
}
