import { closePool } from "@/db/client";
import { env } from "@/lib/env";
import { startWorker } from "@/lib/jobs/worker";

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

process.env.PORTAL_PROCESS ??= "portal-worker";

try {
  env();
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
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void worker
      .stop()
      .then(closePool)
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  });
}
