import { sql } from "drizzle-orm";
import { asSystem } from "@/db/viewer";

/**
 * Gives a job to every mail that waits without one, because mail was off when its job ran or the job was lost. Returns
 * how many. `now`: system time; a row of the last minute is skipped, because its own transaction added a job.
 */
export async function sweepOutbox(now: Date): Promise<number> {
  return asSystem("mail sweep looks for rows without a job", async (db) => {
    const added = await db.execute(sql`
      select graphile_worker.add_job('mail.send', json_build_object('id', o.id), job_key := 'mail:' || o.id, max_attempts := 25,
        priority := mail_priority(o.kind))
      from outbox o
      where o.state in ('queued', 'sending')
        and coalesce(o.leased_until, o.created_at + interval '1 minute') < ${now.toISOString()}::timestamptz
        and not exists (
          select from graphile_worker.jobs j where j.key = 'mail:' || o.id and (j.locked_at is not null or j.attempts < j.max_attempts)
        )`);
    return added.length;
  });
}
