import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { knownDevices, rateLimits, sessions, workerBeats } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { freeJobsOfTheDead } from "@/lib/jobs/beats";
import { cleanLimits } from "@/lib/jobs/clean-limits";
import { startWorker } from "@/lib/jobs/worker";
import { nobodysId, unique } from "@/tests/support/world";
import { enqueueChanged, HOUR, newAddress, outboxRow, startMail } from "./support";

let mail: Awaited<ReturnType<typeof startMail>>;
let worker: Awaited<ReturnType<typeof startWorker>>;
const PATIENCE = { timeout: 20_000, interval: 50 };

beforeAll(async () => {
  mail = await startMail();
  vi.stubEnv("RESEND_API_KEY", "re_test");
  vi.stubEnv("RESEND_BASE_URL", mail.url);
  worker = await startWorker();
});
afterAll(async () => {
  await worker.stop();
  await mail.close();
});

it("the worker sends mail that a transaction enqueued, and tries again by itself when that fails", async () => {
  const to = newAddress();
  mail.fault("error-500");
  const id = await enqueueChanged(to);
  await expect.poll(async () => (await outboxRow(id))?.state, PATIENCE).toBe("sent");
  expect(mail.inbox(to)).toHaveLength(1);
  expect(await outboxRow(id)).toMatchObject({ attempts: 2 });
});

it("the worker goes on after every one of its database connections was cut", async () => {
  await asSystem("test cuts the others", (db) =>
    db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and usename = session_user`),
  );
  const to = newAddress();
  // The pool of this test lost its connections as well: the first tries may fail.
  const dedupeKey = unique("event");
  await expect.poll(() => enqueueChanged(to, { dedupeKey }).catch(() => null), PATIENCE).not.toBeNull();
  await expect.poll(() => mail.inbox(to).length, PATIENCE).toBe(1);
});

it("the worker frees the jobs of a worker that died, and leaves those of a living one", async () => {
  const lockedBy = async (key: string) => {
    const rows = await asSystem("test look", (db) =>
      db.execute<{ locked_by: string | null }>(sql`select locked_by from graphile_worker.jobs where key = ${key}`),
    );
    return rows[0]?.locked_by;
  };
  const key = unique("job");
  const beatAt = (secondsAgo: number) =>
    asSystem("test world", (db) =>
      db
        .insert(workerBeats)
        .values({ id: key, lane: "test", beatAt: new Date(Date.now() - secondsAgo * 1_000) })
        .onConflictDoUpdate({ target: workerBeats.id, set: { beatAt: new Date(Date.now() - secondsAgo * 1_000) } }),
    );
  await asSystem("test world", async (db) => {
    await db.execute(sql`select graphile_worker.add_job('test.nobody', '{}'::json, job_key := ${key})`);
    await db.execute(
      sql`update graphile_worker._private_jobs set locked_by = ${key}, locked_at = now() - interval '10 minutes' where key = ${key}`,
    );
  });
  // However long its job takes.
  await beatAt(2);
  await freeJobsOfTheDead();
  expect(await lockedBy(key)).toBe(key);
  await beatAt(20);
  await freeJobsOfTheDead();
  expect(await lockedBy(key)).toBeNull();
});

it("the worker deletes jobs and rows that ended long ago and nothing else", async () => {
  const old = unique("old");
  const fresh = unique("fresh");
  const at = (hours: number) => new Date(Date.now() + hours * HOUR);
  const session = (tokenHash: string, expiresAt: Date) => ({
    tokenHash,
    accountKind: "contact" as const,
    accountId: nobodysId(),
    brand: "cimsoft",
    createdAt: at(-1000),
    lastSeenAt: at(-1000),
    expiresAt,
  });
  await asSystem("test world", async (db) => {
    await db.insert(rateLimits).values([
      { key: old, hits: 1, resetAt: at(-25) },
      { key: fresh, hits: 1, resetAt: at(-23) },
    ]);
    await db.insert(sessions).values([session(old, at(-31 * 24)), session(fresh, at(-29 * 24))]);
    const device = (deviceHash: string, lastSignInAt: Date) => ({
      accountKind: "contact" as const,
      accountId: nobodysId(),
      deviceHash,
      lastSignInAt,
    });
    await db.insert(knownDevices).values([device(old, at(-401 * 24)), device(fresh, at(-399 * 24))]);
  });
  await cleanLimits(new Date());
  const left = await asSystem("test look", async (db) => ({
    limits: (await db.select({ key: rateLimits.key }).from(rateLimits)).map((row) => row.key),
    sessions: (await db.select({ key: sessions.tokenHash }).from(sessions)).map((row) => row.key),
    devices: (await db.select({ key: knownDevices.deviceHash }).from(knownDevices)).map((row) => row.key),
  }));
  expect(left.limits).toContain(fresh);
  expect(left.limits).not.toContain(old);
  expect(left.sessions).toContain(fresh);
  expect(left.sessions).not.toContain(old);
  expect(left.devices).toContain(fresh);
  expect(left.devices).not.toContain(old);
});
