import path from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET } from "@/app/api/health/route";
import { GET as GET_WORKER } from "@/app/api/health/worker/route";
import { closePool } from "@/db/client";
import { type EmbeddedDatabase, startEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { brands, deployment, outbox, providers, workerBeats } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { LANE_NAMES } from "@/lib/jobs/lanes";
import { passableFolder } from "@/tests/support/temporary";
import { webUrlOf } from "@/tests/support/web-url";

/* A server of its own, because this test takes it away. */
let dir: string;
let database: EmbeddedDatabase;
const { DATABASE_URL: before, DATABASE_WEB_URL: webBefore } = process.env;

const start = (port?: number) => startEmbedded({ dir, fast: true, port, log: () => {} });
const TOKEN = "a-token-of-the-monitor-and-nobody-else";
const health = async (get = GET, authorization = `Bearer ${TOKEN}`) => {
  const request = new Request("http://anything.example/api/health", { headers: { authorization } });
  const response = await get(request, { params: Promise.resolve({}) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

beforeAll(async () => {
  // Not below the home of whoever runs this: the database's own user must reach it.
  dir = path.join(passableFolder(), "postgres");
  database = await start();
  process.env.DATABASE_WEB_URL = webUrlOf(database.url);
  await migrateDatabase(database.url);
  process.env.DATABASE_URL = database.url;
  process.env.HEALTH_TOKEN = TOKEN;
});

afterAll(async () => {
  await closePool();
  await database.stop();
  Object.assign(process.env, { DATABASE_URL: before, DATABASE_WEB_URL: webBefore });
  delete process.env.HEALTH_TOKEN;
});

it("the health address answers 200 with the database, 503 without, and 200 again by itself", async () => {
  expect(await health()).toMatchObject({ status: 200, body: { status: "ok", database: "ok" } });
  const port = Number(new URL(database.url).port);
  await database.stop();
  expect(await health()).toMatchObject({ status: 503, body: { database: "unavailable" } });
  database = await start(port);
  await expect.poll(async () => (await health()).status, { timeout: 20_000 }).toBe(200);
});

describe("the health address of the worker", () => {
  const beatAt = (lane: string, secondsAgo: number) =>
    asSystem("test world", (db) =>
      db
        .insert(workerBeats)
        .values({ id: lane, lane, beatAt: new Date(Date.now() - secondsAgo * 1_000) })
        .onConflictDoUpdate({ target: workerBeats.id, set: { beatAt: new Date(Date.now() - secondsAgo * 1_000) } }),
    );

  it("answers 503 where no worker ever was, 200 while each lane has one, and 503 when one of them is dead", async () => {
    expect(await health(GET_WORKER)).toMatchObject({ status: 503, body: { worker: "unavailable" } });
    for (const lane of LANE_NAMES) await beatAt(lane, 3);
    expect(await health(GET_WORKER)).toMatchObject({ status: 200, body: { worker: "ok" } });
    await beatAt("payments", 60);
    expect(await health(GET_WORKER)).toMatchObject({ status: 503, body: { worker: "unavailable" } });
    // Pages go on without it.
    expect(await health()).toMatchObject({ status: 200, body: { status: "ok", worker: "unavailable" } });
  });

  it("tells what waits and since when, the last reconciliation and how the providers answer, and nothing of anybody", async () => {
    const minuteAgo = new Date(Date.now() - 60_000);
    await asSystem("test world", async (db) => {
      const [brand] = await db.select().from(brands);
      await db.insert(outbox).values({
        ...{ brand: brand?.key ?? "", kind: "x", toAddress: "anna@client.example", props: {}, dedupeKey: "x" },
        createdAt: minuteAgo,
      });
      await db.insert(deployment).values({ key: "reconciled_at", value: minuteAgo.toISOString() });
      await db.insert(providers).values([
        { name: "mail", state: "refusing", lastError: "500" },
        { name: `stripe:${brand?.key}`, brand: brand?.key, state: "ok" },
      ]);
      await db.execute(
        sql`select graphile_worker.add_job('test.nobody', '{}'::json, run_at := now() - interval '90 seconds')`,
      );
    });
    const { body } = await health(GET_WORKER);
    expect(body).toMatchObject({
      mailsWaiting: 1,
      reconciledAt: minuteAgo.toISOString(),
      providers: { mail: "refusing", stripe: "ok" },
    });
    expect(body.oldestMailSeconds).toBeGreaterThanOrEqual(60);
    expect(body.oldestJobSeconds).toBeGreaterThanOrEqual(90);
    expect(body.jobsWaiting).toBeGreaterThanOrEqual(1);
    expect(JSON.stringify(body)).not.toMatch(/client\.example|500/);
  });

  it.each(["", "Bearer ", "Bearer wrong", TOKEN])(
    "tells no figure to a request with the authorization %j",
    async (given) => {
      expect(Object.keys((await health(GET_WORKER, given)).body)).toEqual(["worker"]);
      expect(Object.keys((await health(GET, given)).body).sort()).toEqual(["database", "status", "time"]);
    },
  );
});

it("figures that cannot be read, as of a database of another version, leave pages well and say that nobody knows of a worker", async () => {
  await asSystem("test of another version", (db) =>
    db.execute(sql`create or replace function running_health() returns json language sql stable security definer
      set search_path = public, pg_temp as $$ select '{"lanes": {"mail": "yesterday"}}'::json $$`),
  );
  expect(await health()).toMatchObject({ status: 200, body: { status: "ok" } });
  expect(await health(GET_WORKER)).toEqual({ status: 503, body: { worker: "unavailable" } });
});
