import { createHash, timingSafeEqual } from "node:crypto";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { pool } from "@/db/client";
import { PROVIDER_STATES } from "@/db/schema/constants";
import { asGate } from "@/db/viewer";
import { env } from "@/lib/env";
import { systemNow } from "@/lib/kit/time";
import { within } from "@/lib/kit/within";
import { log } from "@/lib/log";

/** Longer than a healthy database ever takes for `select 1`, shorter than a load balancer waits. */
const PATIENCE_MS = 2_000;
/** A worker records every five seconds, for each of its lanes, that it is alive. */
const DEAD_AFTER_SECONDS = 20;

export interface Health {
  readonly status: "ok" | "unavailable";
  readonly database: "ok" | "unavailable";
  readonly time: string;
}

/** Asks the database whether it answers. Never throws: an unreachable database is also a result. */
export async function checkHealth(): Promise<Health> {
  const time = systemNow().toString();
  const told = await inTime(() => pool().db.execute(sql`select 1`));
  const state = told ? "ok" : "unavailable";
  return { status: state, database: state, time };
}

const seconds = z
  .number()
  .transform((value) => Math.max(0, Math.round(value)))
  .nullable();

const runningSchema = z.object({
  /** For each lane, the seconds since any worker last recorded that it is alive. */
  lanes: z.record(z.string(), seconds),
  jobsWaiting: z.number(),
  oldestJobSeconds: seconds,
  mailsWaiting: z.number(),
  oldestMailSeconds: seconds,
  reconciledAt: z.string().nullable(),
  providers: z.record(z.string(), z.enum(PROVIDER_STATES)),
});

/** The state of the portal's work: only counts and times, nothing about a person. */
export type Running = z.infer<typeof runningSchema> & { readonly worker: "ok" | "unavailable" };

/**
 * `lanes`: those that must each have a worker. Null if the database does not answer in time: a lock in the database
 * must not make a process that serves pages look dead. Null too if the answer cannot be read, as while the database is
 * of another version than the process; the log says so. Never throws.
 */
export async function readRunning(lanes: readonly string[]): Promise<Running | null> {
  const rows = await inTime(() =>
    asGate("how the portal's work goes", (db) =>
      db.execute<{ running: string }>(sql`select running_health()::text as running`),
    ),
  );
  if (!rows) return null;
  const { data: running, error } = runningSchema.safeParse(JSON.parse(rows[0]?.running ?? "null"));
  if (!running) {
    log.error({ err: error }, "the state of the portal's work cannot be read");
    return null;
  }
  const isAlive = lanes.every((lane) => (running.lanes[lane] ?? Number.POSITIVE_INFINITY) < DEAD_AFTER_SECONDS);
  return { ...running, worker: isAlive ? "ok" : "unavailable" };
}

/**
 * Does the request carry HEALTH_TOKEN? Nobody else reads the figures: if a mail begins to wait when somebody asks for a
 * password, the figures would reveal that the address has an account.
 */
export function mayReadFigures(request: Request): boolean {
  const { HEALTH_TOKEN: token } = env();
  if (!token) return false;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(request.headers.get("authorization") ?? ""), digest(`Bearer ${token}`));
}

/** The answer of the database; null if it does not come in time or the database cannot be asked. */
async function inTime<T>(ask: () => PromiseLike<T>): Promise<T | null> {
  const asked = (async () => ask())().catch(() => null);
  return (await within(PATIENCE_MS, asked)) ? asked : null;
}
