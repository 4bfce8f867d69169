import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import { closePool } from "@/db/client";
import { startEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";

export type Log = (line: string) => void;

/** Measures one kind of work and prints it. */
export type Measure = (name: string, work: () => Promise<unknown>) => Promise<void>;

const WARM_UP = 10;
const RUNS = 200;
/** Time after which a measurement stops repeating. */
const ENOUGH_MS = 8_000;

/** Prints each time as ratio to the first: milliseconds depend on the machine, ratios on the program. */
export function startMeasuring(log: Log): Measure {
  let base: number | null = null;
  return async (name, work) => {
    const { median, p95 } = await timed(work);
    base ??= median;
    log(`${name.padEnd(62)} median ${median.toFixed(2)} ms  p95 ${p95.toFixed(2)} ms  ×${(median / base).toFixed(2)}`);
  };
}

/** Milliseconds. */
export interface Timed {
  readonly median: number;
  readonly p95: number;
  readonly times: readonly number[];
}

/** Measures one kind of work, warm. */
export async function timed(work: () => Promise<unknown>): Promise<Timed> {
  await timesOf(work, WARM_UP);
  const times = await timesOf(work, RUNS);
  return { median: share(times, 0.5), p95: share(times, 0.95), times };
}

/** The time that this share of all stays under. */
export function share(times: readonly number[], part: number): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length * part)] ?? 0;
}

async function timesOf(work: () => Promise<unknown>, runs: number): Promise<number[]> {
  const times: number[] = [];
  const began = performance.now();
  while (times.length < runs && performance.now() - began < ENOUGH_MS) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times;
}

/** Runs `work` on a migrated database of its own, which is dropped afterwards. */
export async function withBenchDatabase(log: Log, work: () => Promise<void>): Promise<void> {
  const dir = path.resolve(import.meta.dirname, "../../.data/bench");
  await rm(dir, { recursive: true, force: true });
  const database = await startEmbedded({ dir, fast: true, log });
  process.env.DATABASE_URL = database.url;
  // Viewers are bound by it.
  process.env.AUTH_SECRET ??= randomBytes(32).toString("hex");
  try {
    log("Migrating …");
    await migrateDatabase(database.url);
    await work();
  } finally {
    await closePool();
    await database.stop();
    await rm(dir, { recursive: true, force: true });
  }
}
