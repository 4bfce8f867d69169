import type { Job, Task } from "graphile-worker";
import { RetryLater } from "@/lib/errors";
import { describeError, log } from "@/lib/log";

/**
 * The queue keeps and logs the message of whatever a task throws, and the message of a database error contains
 * parameters. So the cause is logged here in a safe form, and the queue gets only its name. A RetryLater is passed on
 * as it is.
 */
export function safely(name: string, run: (payload: unknown, job: Job) => Promise<unknown>): Task {
  return async (payload, { job }) => {
    try {
      await run(payload, job);
    } catch (error) {
      if (error instanceof RetryLater) {
        log.warn({ task: name, job: job.id, reason: error.message }, error.words);
        throw error;
      }
      log.error({ task: name, job: job.id, attempt: job.attempts, err: error }, "a job failed");
      throw new Error(`${name} failed: ${describeError(error).name ?? "unknown"}`);
    }
  };
}
