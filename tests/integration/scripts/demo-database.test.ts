import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterEach, expect, inject, it } from "vitest";
import { runScript } from "../../support/command";

const made: string[] = [];
const admin = () => postgres(inject("adminUrl"), { max: 1, onnotice: () => {} });

async function createDatabase(): Promise<string> {
  const name = `demo_${randomBytes(6).toString("hex")}`;
  const sql = admin();
  await sql.unsafe(`create database ${name}`);
  await sql.end();
  made.push(name);
  const url = new URL(inject("adminUrl"));
  url.pathname = `/${name}`;
  return url.href;
}

async function query<T>(url: string, statement: string): Promise<T[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return (await sql.unsafe(statement)) as unknown as T[];
  } finally {
    await sql.end();
  }
}

afterEach(async () => {
  const sql = admin();
  for (const name of made.splice(0)) await sql.unsafe(`drop database if exists ${name} with (force)`);
  await sql.end();
});

const prepare = (url: string) =>
  runScript("demo-database", [], {
    DATABASE_URL: url,
    PORTAL_DEMO: "1",
    PORTAL_ORIGINS: "cimsoft=http://cimsoft.localhost,insource=http://insource.localhost",
  });

it("leaves a database with anything of anybody's else alone, and says so", async () => {
  const url = await createDatabase();
  await query(url, "create table invoices (id int primary key); insert into invoices values (1)");
  const { code, err } = await prepare(url);
  expect(code).toBe(1);
  expect(err).toContain("neither empty nor made by the demo, so nothing was touched");
  expect(
    await query(url, "select nspname from pg_namespace where nspname in ('portal_demo', 'graphile_worker', 'drizzle')"),
  ).toEqual([]);
  expect(await query(url, "select id from invoices")).toEqual([{ id: 1 }]);
});

it("fills an empty database, goes on in its own and changes nothing there the second time", async () => {
  const url = await createDatabase();
  expect(await prepare(url)).toMatchObject({ code: 0 });
  const facts = () =>
    query(
      url,
      "select (select count(*)::int from invoices) as invoices, (select count(*)::int from credentials) as credentials, (select max(updated_at)::text from contacts) as touched",
    );
  const before = await facts();
  expect(before[0]).toMatchObject({ invoices: expect.any(Number), credentials: 10 });
  expect(await prepare(url)).toMatchObject({ code: 0 });
  expect(await facts()).toEqual(before);
}, 120_000);
