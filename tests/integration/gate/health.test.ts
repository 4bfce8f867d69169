import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GET } from "@/app/api/health/route";
import { closePool } from "@/db/client";
import { type EmbeddedDatabase, startEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { passableFolder } from "@/tests/support/temporary";
import { webUrlOf } from "@/tests/support/web-url";

/* A server of its own, because this test takes it away. */
let dir: string;
let database: EmbeddedDatabase;
const { DATABASE_URL: before, DATABASE_WEB_URL: webBefore } = process.env;

const start = (port?: number) => startEmbedded({ dir, fast: true, port, log: () => {} });
const health = async () => {
  const response = await GET(new Request("http://anything.example/api/health"), { params: Promise.resolve({}) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

beforeAll(async () => {
  // Not below the home of whoever runs this: the database's own user must reach it.
  dir = path.join(passableFolder(), "postgres");
  database = await start();
  process.env.DATABASE_WEB_URL = webUrlOf(database.url);
  await migrateDatabase(database.url);
  process.env.DATABASE_URL = database.url;
});

afterAll(async () => {
  await closePool();
  await database.stop();
  Object.assign(process.env, { DATABASE_URL: before, DATABASE_WEB_URL: webBefore });
});

it("the health address answers 200 with the database, 503 without, and 200 again by itself", async () => {
  expect(await health()).toMatchObject({ status: 200, body: { status: "ok", database: "ok" } });
  const port = Number(new URL(database.url).port);
  await database.stop();
  expect(await health()).toMatchObject({ status: 503, body: { database: "unavailable" } });
  database = await start(port);
  await expect.poll(async () => (await health()).status, { timeout: 20_000 }).toBe(200);
});
