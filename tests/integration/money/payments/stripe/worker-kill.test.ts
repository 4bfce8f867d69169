import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { count, eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { payments, stripeEvents } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { atCheckout, ledgerOf, mailsAbout, type Stripe, startStripe } from "./support";

const ROOT = path.resolve(import.meta.dirname, "../../../../..");
const PATIENCE = { timeout: 90_000, interval: 25 };

let stripe: Stripe;
const workers: ChildProcess[] = [];
beforeAll(async () => {
  stripe = await startStripe();
});
afterAll(async () => {
  for (const worker of workers) await kill(worker);
  await stripe.close();
});

/** The worker as operators run it. */
async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(process.execPath, ["--import", "tsx", "scripts/worker.ts"], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_POOL_MAX: "4" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  workers.push(worker);
  await new Promise<void>((resolve, reject) => {
    worker.stdout?.on("data", (chunk: Buffer) => chunk.toString().includes("ready") && resolve());
    worker.once("close", (code) => reject(new Error(`the worker ended with ${code}`)));
  });
  return worker;
}

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const closed = once(worker, "close");
  worker.kill("SIGKILL");
  await closed;
}

const settledOf = (ids: string[]) =>
  asSystem("test look", async (db) => {
    const rows = await db.select({ state: payments.state }).from(payments).where(inArray(payments.id, ids));
    return rows.filter(({ state }) => state === "succeeded").length;
  });

const waitingEvents = () =>
  asSystem("test look", async (db) => {
    const [row] = await db.select({ waiting: count() }).from(stripeEvents).where(eq(stripeEvents.state, "received"));
    return row?.waiting ?? 0;
  });

it("a worker that is killed again and again in the middle of twenty payments settles each of them once", async () => {
  const started = [];
  for (let index = 0; index < 20; index++) started.push(await atCheckout({ totals: [4_000, 6_000] }));
  const ids = started.map(({ id }) => id);
  for (const { sessionId } of started) stripe.payByCard(sessionId);
  await stripe.delivered();

  for (const enough of [3, 9]) {
    const worker = await startWorker();
    await expect.poll(() => settledOf(ids), PATIENCE).toBeGreaterThanOrEqual(enough);
    await kill(worker);
    expect(await waitingEvents()).toBeGreaterThan(0);
    // A job that was locked just now is nobody's only after a while: the dead one's are made older than that.
    await asSystem("test lets time pass", async (db) => {
      await db.execute(sql`update worker_beats set beat_at = beat_at - interval '1 minute'`);
      await db.execute(
        sql`update graphile_worker._private_jobs set locked_at = locked_at - interval '1 minute' where locked_at is not null`,
      );
    });
  }

  await startWorker();
  await expect.poll(() => settledOf(ids), PATIENCE).toBe(20);
  await expect.poll(waitingEvents, PATIENCE).toBe(0);
  for (const payment of started) {
    expect(await ledgerOf(payment)).toMatchObject({
      state: "succeeded",
      credit: 0,
      parts: ["applied 4000", "applied 6000"],
      balances: [{ balance: 0 }, { balance: 0 }],
    });
    expect(await mailsAbout(payment.id)).toEqual(["payment-receipt"]);
  }
}, 300_000);
