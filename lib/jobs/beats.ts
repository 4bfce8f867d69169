import { sql } from "drizzle-orm";
import { asSystem } from "@/db/viewer";

/** A living lane reports at this interval. It counts as dead if it has not reported for DEAD_AFTER. */
export const BEAT_MS = 5_000;
const DEAD_AFTER = "15 seconds";
/**
 * If all workers lost the database together, none of them must take the others for dead. So a worker waits this long
 * for their reports before it frees jobs of others.
 */
const LISTEN_FIRST_MS = 10_000;

let listeningSince: number | null = null;
let heardAt = 0;

const keys = (ids: readonly string[]) => sql`array(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;

/**
 * Writes that these lanes are alive, with the database's clock. Frees the jobs of lanes that this process lost, and of
 * workers that have not reported for a while. `lanes`: names of lanes by the id with which the queue locks jobs.
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

/** Frees the jobs that these ids have locked, so that any worker can take them. Every task may safely run twice. */
export async function freeJobsOf(ids: readonly string[]): Promise<void> {
  await asSystem("jobs of a lane that ended are freed", async (db) => {
    await db.execute(sql`select graphile_worker.force_unlock_workers(${keys(ids)})`);
    await db.execute(sql`delete from worker_beats where id = any (${keys(ids)})`);
  });
}

/**
 * Frees the jobs of workers that have not reported for a while, and deletes their old reports. Returns the number of
 * workers.
 */
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
