import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterEach, expect, inject, it } from "vitest";
import { runScript } from "../../support/command";
import { dropDatabase } from "../../support/drop-database";

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
  for (const name of made.splice(0)) await dropDatabase(sql, name);
  await sql.end();
});

const prepare = (url: string, over: Record<string, string> = {}) =>
  runScript("demo/database", [], {
    DATABASE_URL: url,
    PORTAL_DEMO: "1",
    PORTAL_ORIGINS: "cimsoft=http://cimsoft.localhost,insource=http://insource.localhost",
    ...over,
  });

/** What stands open and what is done, all with companies whose support agreement is in force. */
const CASES_BY_BRAND = `select c.brand, bool_or(c.status <> 'closed') as open, bool_or(c.status = 'closed') as closed,
    bool_and(exists (select from agreements a where a.company_id = c.company_id and a.kind = 'support' and a.state = 'active'
      and current_date between a.starts_on and a.ends_on)) as agreed
  from threads c where c.kind = 'case' group by c.brand order by c.brand`;
const TOLD = `select (select count(*)::int from outbox where state <> 'sent') as mails,
  (select count(*)::int from graphile_worker.jobs where task_identifier in ('thread.tell', 'mail.send', 'mail.inbound')) as jobs`;

it("the demo refuses a database with data of others and leaves it alone", async () => {
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

it("the demo fills an empty database, and started again on its own changes nothing but the sandbox's address", async () => {
  const url = await createDatabase();
  expect(await prepare(url, { SANDBOX_PORT: "4101", HOST: "127.0.0.1" })).toMatchObject({ code: 0 });
  const facts = () =>
    query(
      url,
      `select (select count(*)::int from invoices) as invoices, (select count(*)::int from cases) as cases,
        (select count(*)::int from messages) as messages, (select count(*)::int from credentials) as credentials,
        (select max(updated_at)::text from contacts) as touched`,
    );
  const portals = () => query(url, "select quotation_url, quotation_hosts from brands order by key");
  const before = await facts();
  expect(before[0]).toMatchObject({ invoices: expect.any(Number), credentials: 15 });
  expect(await query(url, CASES_BY_BRAND)).toEqual([
    { brand: "cimsoft", open: true, closed: true, agreed: true },
    { brand: "insource", open: true, closed: true, agreed: true },
  ]);
  // Cases and requests are the past: nobody is mailed about them, now or by a job that waits.
  expect(await query(url, TOLD)).toEqual([{ mails: 0, jobs: 0 }]);
  const first = { quotation_url: "http://127.0.0.1:4101/quotes/{number}", quotation_hosts: ["127.0.0.1:4101"] };
  expect(await portals()).toEqual([first, first]);

  expect(await prepare(url, { SANDBOX_PORT: "4102", HOST: "::1" })).toMatchObject({ code: 0 });
  expect(await facts()).toEqual(before);
  const second = { quotation_url: "http://[::1]:4102/quotes/{number}", quotation_hosts: ["[::1]:4102"] };
  expect(await portals()).toEqual([second, second]);

  // No estimate has an address of its own on a host that the demo leads to: all of them come to the sandbox.
  const own = await query<{ quote_url: string | null }>(url, "select quote_url from estimates");
  expect(own.some(({ quote_url }) => quote_url === null)).toBe(true);
  for (const { quote_url } of own) if (quote_url) expect(new URL(quote_url).host).toMatch(/^quotes\.\w+\.example$/);
}, 120_000);
