import { type CronItem, type Job, parseCronItems, type Task, type TaskList } from "graphile-worker";
import { cleanFiles } from "@/lib/files/clean";
import { runScanTask } from "@/lib/files/scan";
import { ScannerUnavailable } from "@/lib/files/scanner/unavailable";
import { runResetTask } from "@/lib/gate/auth/reset-link";
import { systemNow } from "@/lib/kit/time";
import { cleanLiveEvents } from "@/lib/live/service";
import { describeError, log } from "@/lib/log";
import { runInboundTask } from "@/lib/mail/inbound/receive";
import { MailNotFetched } from "@/lib/mail/inbound/resend";
import { sweepInbound } from "@/lib/mail/inbound/sweep";
import { MailNotSentYet, runSendTask } from "@/lib/mail/send";
import { sweepOutbox } from "@/lib/mail/sweep";
import { renderMail } from "@/lib/mail/templates/render";
import { runCompareTask } from "@/lib/money/payments/stripe/compare";
import { runEventTask } from "@/lib/money/payments/stripe/event";
import { StripeRefusal, StripeUnreachable } from "@/lib/money/payments/stripe/faults";
import { runReconcileTask } from "@/lib/money/payments/stripe/reconcile";
import { cleanLimits } from "./clean-limits";
import { answerByMail } from "./mail-answers";
import { runReindexTask } from "./reindex";
import { rescueJobs } from "./rescue";
import { runTellTask } from "./tell";

const now = () => new Date(systemNow().epochMilliseconds);

/**
 * The queue keeps and logs the message of whatever a task throws, and a database error's message holds parameters.
 * So the cause is logged here in its safe form, and the queue gets its name alone.
 */
function safely(name: string, run: (payload: unknown, job: Job) => Promise<unknown>): Task {
  return async (payload, helpers) => {
    try {
      await run(payload, helpers.job);
    } catch (error) {
      if (error instanceof MailNotSentYet) {
        log.warn({ task: name, job: helpers.job.id, reason: error.message }, "a mail waits for its next try");
        throw error;
      }
      if (error instanceof MailNotFetched) {
        log.warn(
          { task: name, job: helpers.job.id, reason: error.message },
          "a received mail is asked for again later",
        );
        throw error;
      }
      if (error instanceof StripeUnreachable || error instanceof StripeRefusal) {
        log.warn({ task: name, job: helpers.job.id, reason: error.message }, "Stripe is asked again later");
        throw error;
      }
      if (error instanceof ScannerUnavailable) {
        log.warn({ task: name, job: helpers.job.id, reason: error.message }, "a file waits for the scanner");
        throw error;
      }
      log.error({ task: name, job: helpers.job.id, attempt: helpers.job.attempts, err: error }, "a job failed");
      throw new Error(`${name} failed: ${describeError(error).name ?? "unknown"}`);
    }
  };
}

/** Every task that the worker runs, by the name that jobs are added under. */
export const taskList: TaskList = {
  "mail.send": safely("mail.send", (payload) => runSendTask(payload, { render: renderMail })),
  "mail.sweep": safely("mail.sweep", () => sweepOutbox(now())),
  "mail.inbound": safely("mail.inbound", (payload, job) =>
    runInboundTask(payload, { answer: answerByMail, lastTry: job.attempts >= job.max_attempts }),
  ),
  "mail.sweep-inbound": safely("mail.sweep-inbound", () => sweepInbound(now())),
  "threads.reindex": safely("threads.reindex", (payload) => runReindexTask(payload)),
  "thread.tell": safely("thread.tell", (payload) => runTellTask(payload)),
  "auth.reset": safely("auth.reset", (payload) => runResetTask(payload)),
  "stripe.event": safely("stripe.event", (payload, job) =>
    runEventTask(payload, { lastTry: job.attempts >= job.max_attempts }),
  ),
  "stripe.reconcile": safely("stripe.reconcile", () => runReconcileTask(now())),
  "stripe.compare": safely("stripe.compare", () => runCompareTask(now())),
  "files.scan": safely("files.scan", (payload) => runScanTask(payload)),
  "files.clean": safely("files.clean", () => cleanFiles(now())),
  "live.clean": safely("live.clean", () => cleanLiveEvents(now())),
  "limits.clean": safely("limits.clean", () => cleanLimits(now())),
  "jobs.rescue": safely("jobs.rescue", () => rescueJobs(now())),
};

/** One job at a time of each, however long the worker was away. */
const regularly = (task: string, match: string, maxAttempts: number): CronItem => ({
  task,
  match,
  options: { jobKey: task, maxAttempts },
});

/** What runs by the clock, in UTC. Not a crontab text: that takes no dots in names. */
export const cronItems = parseCronItems([
  // Every minute: the next run is the second try.
  regularly("mail.sweep", "* * * * *", 1),
  regularly("mail.sweep-inbound", "* * * * *", 1),
  regularly("jobs.rescue", "* * * * *", 1),
  regularly("stripe.reconcile", "* * * * *", 1),
  regularly("stripe.compare", "47 4 * * *", 5),
  regularly("files.clean", "23 * * * *", 3),
  regularly("live.clean", "37 * * * *", 3),
  regularly("limits.clean", "17 3 * * *", 5),
]);

/** Also run when a worker starts: what the last one left behind need not wait a minute. */
export const TASKS_AT_START = ["jobs.rescue", "mail.sweep", "stripe.reconcile"] as const;
