import type { Job, Task } from "graphile-worker";
import { RetryLater } from "@/lib/errors";
import { describeError, log } from "@/lib/log";

/**
 * The queue keeps and logs the message of whatever a task throws, and a database error's message holds parameters.
 * So the cause is logged here in its safe form, and the queue gets its name alone; what is only to be tried again says
 * so itself, as a RetryLater.
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
