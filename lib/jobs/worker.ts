import { Logger, type Runner, run } from "graphile-worker";
import { env } from "@/lib/env";
import { describeError, log } from "@/lib/log";
import { configuredSender } from "@/lib/mail/resend";
import { cronItems, TASKS_AT_START, taskList } from "./tasks";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** What the queue itself says goes to our log. Failed jobs are logged by their task, in a form without parameters. */
const queueLogger = new Logger((scope) => (level, message, meta) => {
  if (meta?.failure) return;
  const method = level === "error" ? "error" : level === "warning" ? "warn" : "debug";
  log[method]({ queue: scope.label, job: scope.jobId }, message);
});

async function startRunner(): Promise<Runner> {
  const { DATABASE_URL: connectionString } = env();
  if (!connectionString) throw new Error("DATABASE_URL is not set: jobs run by the owner's login");
  const runner = await run({
    connectionString,
    maxPoolSize: 8,
    noHandleSignals: true,
    preset: {
      worker: {
        concurrentJobs: 4,
        pollInterval: 2_000,
        // Outcomes are written in batches, the batch being whatever ends at once: only then does the queue handle a
        // database that goes away between a job and its outcome. Without, that is an unhandled rejection: the process ends.
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
    taskList,
    parsedCronItems: cronItems,
    logger: queueLogger,
  });
  // The runner may end at any moment from here on; whoever waits on it hears of it, and nobody else needs to.
  runner.promise.catch(() => {});
  try {
    for (const task of TASKS_AT_START) await runner.addJob(task, {}, { jobKey: task, maxAttempts: 1 });
    return runner;
  } catch (error) {
    await runner.stop().catch(() => {});
    throw error;
  }
}

/**
 * Starts this process's worker. Throws when the database cannot be reached at the start; later it outlives the
 * database: whenever the queue gives up, it is started anew, with pauses of up to 15 seconds.
 * `stop` lets jobs that run come to their end.
 */
export async function startWorker(): Promise<{ stop(): Promise<void> }> {
  if (!configuredSender()) {
    log.warn("mail is off: RESEND_API_KEY is not set, so mails wait in the outbox");
  }
  if (!env().INBOUND_MAIL_DOMAIN) {
    log.warn("replies by mail are off: INBOUND_MAIL_DOMAIN is not set, so mails cannot be answered");
  }
  let runner: Runner | null = await startRunner();
  const stopping = new AbortController();

  const watch = async () => {
    let pause = FIRST_PAUSE_MS;
    while (!stopping.signal.aborted) {
      if (runner) {
        await runner.promise.catch(() => {});
        runner = null;
        if (stopping.signal.aborted) return;
        log.warn("the job queue stopped, it is started again");
      }
      await pauseFor(pause, stopping.signal);
      if (stopping.signal.aborted) return;
      try {
        runner = await startRunner();
        pause = FIRST_PAUSE_MS;
        log.info("the job queue is back");
      } catch (error) {
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        log.warn({ cause: describeError(error).name }, "the job queue could not be started, the database may be away");
      }
    }
  };
  const watching = watch();

  return {
    async stop() {
      stopping.abort();
      await runner?.stop().catch(() => {});
      await watching;
    },
  };
}

function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
