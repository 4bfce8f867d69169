import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { inboundMails, mailFiles } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { log } from "@/lib/log";

/** A mail that could not be handled for this long needs a person. The provider keeps mails for longer. */
const GIVEN_UP_MS = 3 * 24 * 60 * 60_000;
/** How long a job that ran out of attempts is left alone. */
const REST_MS = 60 * 60_000;

const NEVER_CAME = "The mail service did not hand it over for three days.";

/**
 * Gives a job to every received mail that waits without one, to every mail whose files are not fetched yet, and new
 * attempts to `thread.tell` jobs that ran out of them. That happens if the database, the provider or the worker was down
 * for long. A mail or file is given up after three days. Returns how many mails and jobs were given new attempts. `now`:
 * system time.
 */
export async function sweepInbound(now: Date): Promise<number> {
  const before = new Date(now.getTime() - GIVEN_UP_MS);
  const rested = new Date(now.getTime() - REST_MS).toISOString();
  return asSystem("mail sweep looks for received mail and messages without a job", async (db) => {
    const lost = await db
      .update(inboundMails)
      .set({ state: "failed", note: "Given up after three days.", handledAt: sql`clock_timestamp()` })
      .where(and(eq(inboundMails.state, "received"), lt(inboundMails.receivedAt, before)))
      .returning({ id: inboundMails.id });
    for (const { id } of lost)
      log.error({ mail: id }, "a received mail was given up: the provider did not hand it over");
    const mails = await db.execute(sql`
      select graphile_worker.add_job('mail.inbound', json_build_object('id', m.id), job_key := 'inbound:' || m.id, max_attempts := 12)
      from inbound_mails m
      where m.state = 'received' and m.received_at < ${now.toISOString()}::timestamptz - interval '1 minute'
        and not exists (
          select from graphile_worker.jobs j where j.key = 'inbound:' || m.id
            and (j.locked_at is not null or j.attempts < j.max_attempts or j.updated_at > ${rested}::timestamptz)
        )`);
    await db
      .update(mailFiles)
      .set({ leftOut: NEVER_CAME })
      .where(
        and(
          isNull(mailFiles.fileId),
          isNull(mailFiles.leftOut),
          sql`exists (select from ${inboundMails} where ${eq(inboundMails.id, mailFiles.mailId)} and ${lt(inboundMails.receivedAt, before)})`,
        ),
      );
    const files = await db.execute(sql`
      select graphile_worker.add_job('mail.files', json_build_object('id', f.mail_id), queue_name := 'mail-files', job_key := 'mail-files:' || f.mail_id, max_attempts := 12)
      from (select distinct mail_id from mail_files where file_id is null and left_out is null) f
      where not exists (
        select from graphile_worker.jobs j where j.key = 'mail-files:' || f.mail_id
          and (j.locked_at is not null or j.attempts < j.max_attempts or j.updated_at > ${rested}::timestamptz)
      )`);
    const told = await db.execute<{ id: string }>(sql`
      select r.id from (
        select array_agg(j.id) as ids from graphile_worker.jobs j
        where j.task_identifier = 'thread.tell' and j.locked_at is null and j.attempts >= j.max_attempts
          and j.updated_at < ${rested}::timestamptz and j.created_at > ${before.toISOString()}::timestamptz
      ) dead, lateral graphile_worker.reschedule_jobs(dead.ids, run_at := now(), attempts := 0) r
      where dead.ids is not null`);
    return mails.length + files.length + told.length;
  });
}
