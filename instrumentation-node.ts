import type { Instrumentation } from "next";
import { env } from "@/lib/env";
import { announceStorage } from "@/lib/files/storage/configured";
import { announceLimits } from "@/lib/gate/limits";
import { liveHub } from "@/lib/live/hub";
import { log } from "@/lib/log";

/**
 * Runs once in each server process, before the first request. Ends the process with a sentence where the environment is
 * incomplete.
 */
export async function start(): Promise<void> {
  try {
    if (!env().DATABASE_WEB_URL) {
      throw new Error(
        "The environment is not complete:\n  DATABASE_WEB_URL: is the address by a login that owns nothing, which `npm run migrate` makes (docs/operations.md)",
      );
    }
  } catch (error) {
    log.fatal(error instanceof Error ? error.message : "The environment could not be read.");
    process.exit(1);
  }
  announceLimits();
  announceStorage();
  // Open event streams would keep the server from ending.
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void liveHub().shutDown());
}

/** Logs the cause under the digest, which the page shows as reference. The path only: a query may hold tokens. */
export function reportRequestError(...[error, request, context]: Parameters<Instrumentation.onRequestError>): void {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  log.error(
    { err: error, reference: digest, method: request.method, route: context.routePath, kind: context.routeType },
    "a request failed",
  );
}
