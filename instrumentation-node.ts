import type { Instrumentation } from "next";
import { env } from "@/lib/env";
import { announceStorage } from "@/lib/files/storage/configured";
import { asked, noteFailure } from "@/lib/gate/door/asked";
import { openDoor } from "@/lib/gate/door/door";
import { prepareDrain } from "@/lib/gate/drain";
import { announceLimits } from "@/lib/gate/limits";
import { followClock } from "@/lib/kit/clock-file";
import { liveHub } from "@/lib/live/hub";
import { log, takeOverConsole } from "@/lib/log";

/**
 * Runs once in each server process, before the first request. Ends the process with a sentence where the environment is
 * incomplete.
 */
export async function start(): Promise<void> {
  try {
    env();
  } catch (error) {
    log.fatal(error instanceof Error ? error.message : "The environment could not be read.");
    process.exit(1);
  }
  if (process.env.NODE_ENV === "production") takeOverConsole();
  openDoor();
  announceLimits();
  announceStorage();
  prepareDrain();
  followClock(env().PORTAL_CLOCK_FILE);
  // Open event streams would keep the server from ending.
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void liveHub().shutDown());
}

/** Logs the cause under the digest, which the page shows as reference. The path only: a query may hold tokens. */
export function reportRequestError(...[error, request, context]: Parameters<Instrumentation.onRequestError>): void {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  const known = asked();
  if (known) known.reference = digest ?? null;
  noteFailure(error);
  log.error(
    { err: error, reference: digest, method: request.method, route: context.routePath, kind: context.routeType },
    "a request failed",
  );
}
