import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { asSystem } from "@/db/viewer";
import { runAlarmTask, sweepAlarms } from "@/lib/threads/alarms/tasks";
import { calledBy, createPlant, createRota, file, letPass, mailsOf, makeNight } from "./support";

const ROOT = path.resolve(import.meta.dirname, "../../../..");
const PATIENCE = { timeout: 60_000, interval: 50 };
const workers: ChildProcess[] = [];
beforeAll(() => makeNight());
afterAll(async () => {
  for (const worker of workers) await kill(worker);
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

it("many workers at the same moment tell each person once", async () => {
  const { marcus, ana, lead } = await createRota();
  const { filer } = await createPlant();
  const { id, alarm } = await file(filer);
  const together = () => Promise.all([...Array.from({ length: 6 }, () => runAlarmTask({ id: alarm })), sweepAlarms()]);
  await together();
  for (const _ of [1, 2]) {
    await letPass(alarm, 10);
    await together();
  }
  expect(await calledBy(alarm)).toEqual(["0 Marcus Bell", "1 Ana Ito", "2 Lea Holm"]);
  expect(await mailsOf(id)).toEqual([marcus.email, ana.email, lead.email]);
});

it("two workers, one of them killed between steps and in the middle of one, tell each person once and forget nobody", async () => {
  const { marcus, ana, lead } = await createRota();
  const { filer } = await createPlant();
  const [first] = [await startWorker(), await startWorker()];
  const filed: Awaited<ReturnType<typeof file>>[] = [];
  for (let index = 0; index < 8; index++) filed.push(await file(filer));
  const calls = async () => (await Promise.all(filed.map(({ alarm }) => calledBy(alarm)))).flat().length;
  await expect.poll(calls, PATIENCE).toBe(8);
  await kill(first);
  // Due at once, by the jobs that the alarms added themselves.
  for (const { alarm } of filed) await letPass(alarm, 10);
  await asSystem("test: time passes for the queue", (db) =>
    db.execute(sql`update graphile_worker._private_jobs set run_at = now() where key like 'alarm:%:1'`),
  );
  const third = await startWorker();
  await kill(third);
  await startWorker();
  await expect.poll(calls, PATIENCE).toBe(16);
  for (const { alarm } of filed) await letPass(alarm, 10);
  await asSystem("test: time passes for the queue", (db) =>
    db.execute(sql`update graphile_worker._private_jobs set run_at = now() where key like 'alarm:%:2'`),
  );
  await expect.poll(calls, PATIENCE).toBe(24);
  for (const { id, alarm } of filed) {
    expect(await calledBy(alarm)).toEqual(["0 Marcus Bell", "1 Ana Ito", "2 Lea Holm"]);
    expect(await mailsOf(id)).toEqual([marcus.email, ana.email, lead.email]);
  }
}, 180_000);
