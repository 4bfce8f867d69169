import { closePool } from "@/db/client";
import { env } from "@/lib/env";
import { startWorker } from "@/lib/jobs/worker";
import { followClock } from "@/lib/kit/clock-file";
import { log } from "@/lib/log";

const POOL_ENDS_MS = 500;

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

process.env.PORTAL_PROCESS ??= "portal-worker";

try {
  followClock(env().PORTAL_CLOCK_FILE);
} catch (error) {
  fail(error instanceof Error ? error.message : "The environment could not be read.");
}

const worker = await startWorker().catch((error: unknown) => {
  const { code, message } = error as { code?: unknown; message?: string };
  // A driver's error may have an empty message (where it tried several addresses), but always has a code.
  return fail(`The worker cannot start, the database of DATABASE_URL may be away: ${code ?? message}`);
});
console.log("The worker is ready: it sends mail and runs jobs.");

let stopping = false;
/** Stops the worker and ends the process. Jobs that still run were freed: another worker starts them again. */
function stop(code: number): void {
  if (stopping) return;
  stopping = true;
  void worker
    .stop()
    .then(() => Promise.race([closePool(), new Promise((resolve) => setTimeout(resolve, POOL_ENDS_MS))]))
    .then(
      () => process.exit(code),
      () => process.exit(1),
    );
}
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stop(0));
// The process ends, and its supervisor starts a new one, because this process cannot recover by itself.
void worker.broken.then(() => stop(1));
for (const fault of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(fault, (error) => {
    log.fatal({ err: error }, "the worker has a fault that nobody caught, it ends");
    stop(1);
  });
}
