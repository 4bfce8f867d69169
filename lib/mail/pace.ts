import { sql } from "drizzle-orm";
import { asSystem } from "@/db/viewer";
import { howItAnswers, isPaused, noteAnswer, type Provider } from "@/lib/gate/providers";
import { createSemaphore } from "@/lib/kit/semaphore";
import { log } from "@/lib/log";
import type { SendMail, SendOutcome } from "./resend";

export const MAIL_PROVIDER: Provider = { name: "mail", brand: null };

/** While the provider is slow, each process sends it one mail at a time, even if more of its job slots are free. */
const oneAtATime = createSemaphore(1, Number.POSITIVE_INFINITY);

/**
 * Waits until one mail may be sent, and returns a function to call when that is done. Null while the provider refuses:
 * then the job `mail.resume` tries it again from time to time.
 */
export async function enterProvider(now: Date): Promise<(() => void) | null> {
  const answering = await howItAnswers(MAIL_PROVIDER);
  if (isPaused(answering, now)) return null;
  return answering.state === "slow" ? oneAtATime.acquire() : () => {};
}

/** Sends a mail, and records how the provider answered. `clock`: system time in milliseconds. */
export async function sendAndNote(
  send: SendMail,
  message: Parameters<SendMail>[0],
  key: string,
  clock: () => number,
): Promise<SendOutcome> {
  const before = await howItAnswers(MAIL_PROVIDER);
  const begun = performance.now();
  const outcome = await send(message, key);
  const isItsFault = outcome.result === "retry" && !outcome.busy;
  const answer = isItsFault
    ? ({ kind: "failed", reason: outcome.reason } as const)
    : ({ kind: "answered", milliseconds: performance.now() - begun } as const);
  const after = await noteAnswer(MAIL_PROVIDER, answer, new Date(clock()));
  if (after.state !== before.state)
    log.warn({ provider: "mail", state: after.state }, "the mail provider's state changed");
  if (after.retryAt) await resumeAt(after.retryAt);
  if (before.state === "refusing" && after.state !== "refusing") await releaseAll();
  return outcome;
}

async function resumeAt(at: Date): Promise<void> {
  await asSystem("mail is tried again later", (db) =>
    db.execute(sql`select graphile_worker.add_job('mail.resume', '{}'::json, run_at := ${at.toISOString()}::timestamptz,
      job_key := 'mail.resume', max_attempts := 1)`),
  );
}

/**
 * The job `mail.resume`: while the provider refuses, it tries to send the oldest mail only, to see if that works again.
 */
export async function resumeMail(now: Date): Promise<void> {
  const answering = await howItAnswers(MAIL_PROVIDER);
  if (answering.state !== "refusing") return;
  if (isPaused(answering, now)) await resumeAt(answering.retryAt ?? now);
  else await giveJobs(1);
}

/** Called when the provider answers again: all waiting mails are sent now instead of at their next planned attempt. */
async function releaseAll(): Promise<void> {
  await giveJobs(null);
}

/**
 * Gives a job that runs now to waiting mails that no worker is sending, oldest first. `most`: how many; null for all.
 */
async function giveJobs(most: number | null): Promise<void> {
  await asSystem("mail that waits gets its job", (db) =>
    db.execute(sql`
      select graphile_worker.add_job('mail.send', json_build_object('id', w.id), job_key := 'mail:' || w.id, max_attempts := 25,
        priority := mail_priority(w.kind))
      from (select o.id, o.kind from outbox o where o.state in ('queued', 'sending')
        and not exists (select from graphile_worker.jobs j where j.key = 'mail:' || o.id and j.locked_at is not null)
        order by o.created_at limit ${most}) w`),
  );
}
