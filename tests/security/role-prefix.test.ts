import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { closePool, pool } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { invoices } from "@/db/schema";
import { runAsViewer, type Viewer } from "@/db/viewer";
import { dropDatabase } from "@/tests/support/drop-database";
import { webUrlOf } from "@/tests/support/web-url";
import {
  clientViewer,
  createCompany,
  createContact,
  createInvoice,
  createStaff,
  staffViewer,
} from "@/tests/support/world";

/*
 * Roles belong to a database cluster, so a second deployment on it has roles of another prefix. The process of this test
 * file has such a prefix, and a database of its own migrated under it; the usual roles are in the clone that every test
 * file gets.
 */
const PREFIX = `p${randomBytes(4).toString("hex")}`;
const ROLES = ["client", "gate", "none", "staff", "web"].map((name) => `${PREFIX}_${name}`);
const name = `t_${PREFIX}`;
const usualUrl = process.env.DATABASE_URL ?? "";
const url = new URL(inject("adminUrl"));
url.pathname = `/${name}`;
const admin = postgres(inject("adminUrl"), { max: 1, onnotice: () => {} });
const owner = postgres(url.href, { max: 1, onnotice: () => {} });

beforeAll(async () => {
  await admin.unsafe(`create database ${name}`);
  process.env.PORTAL_ROLE_PREFIX = PREFIX;
  Object.assign(process.env, { DATABASE_URL: url.href, DATABASE_WEB_URL: webUrlOf(url.href) });
  await migrateDatabase(url.href);
  // A second start finds the roles, and nothing left to do.
  await migrateDatabase(url.href);
});

afterAll(async () => {
  await closePool();
  await owner.end();
  await dropDatabase(admin, name);
  for (const role of ROLES) await admin.unsafe(`drop role "${role}"`);
  await admin.end();
});

/** Role and invoices of a viewer whose query names no condition: what the second wall alone lets through. */
const seenBy = (viewer: Viewer) =>
  runAsViewer(viewer, "read", async ({ db }) => {
    const [row] = await db.execute<{ role: string }>("select current_user as role");
    const found = await db.select({ id: invoices.id }).from(invoices);
    return { role: row?.role, ids: found.map(({ id }) => id) };
  });

it("PORTAL_ROLE_PREFIX names the roles and the login of the web process, and a database migrated under it knows no other", async () => {
  const made = await admin`select rolname from pg_roles where rolname like ${`${PREFIX}%`} order by rolname`;
  expect(made.map(({ rolname }) => rolname)).toEqual(ROLES);
  const named = await owner`
    select distinct role from (
      select unnest(roles)::text as role from pg_policies where schemaname = 'public'
      union all
      select grantee from information_schema.role_table_grants where table_schema = 'public' and grantee <> current_user
      union all
      select grantee from information_schema.column_privileges where table_schema = 'public' and grantee <> current_user
      union all
      select grantee from information_schema.routine_privileges where specific_schema = 'public' and grantee <> current_user
    ) every_place where role <> 'PUBLIC' order by role`;
  // The role without any right and the login have none of their own.
  expect(named.map(({ role }) => role)).toEqual([`${PREFIX}_client`, `${PREFIX}_gate`, `${PREFIX}_staff`]);
});

it("under PORTAL_ROLE_PREFIX every policy of the usual deployment is in force, on the same tables for the same commands", async () => {
  const usual = postgres(usualUrl, { max: 1, onnotice: () => {} });
  try {
    const rows = (sql: postgres.Sql, prefix: string) => sql`
      select p.tablename, p.policyname, p.cmd, p.qual, p.with_check, replace(p.roles::text, ${prefix}, '') as roles,
        c.relrowsecurity as enabled
      from pg_policies p join pg_class c on c.oid = format('public.%I', p.tablename)::regclass
      where p.schemaname = 'public' order by 1, 2`;
    const [there, here] = [await rows(usual, "portal"), await rows(owner, PREFIX)];
    expect(here.length).toBeGreaterThan(50);
    expect([...here]).toEqual([...there]);
    expect(here.filter(({ enabled }) => !enabled)).toEqual([]);
  } finally {
    await usual.end();
  }
});

it("a viewer under PORTAL_ROLE_PREFIX runs in its role, and reads own invoices alone with the first wall left out", async () => {
  const [home, neighbour] = [await createCompany(), await createCompany()];
  const own = await createInvoice(home);
  await createInvoice(neighbour);
  const contact = await createContact(home, { billing: true });
  expect(await seenBy(clientViewer(contact))).toEqual({ role: `${PREFIX}_client`, ids: [own.id] });
  const outsider = await createContact(home, { billing: false });
  expect((await seenBy(clientViewer(outsider))).ids).toEqual([]);
  const manager = await createStaff(["account_manager"], { brands: ["insource"] });
  expect(await seenBy(staffViewer(manager, ["insource"]))).toEqual({ role: `${PREFIX}_staff`, ids: [] });
});

it("a query outside a viewer's transaction fails under PORTAL_ROLE_PREFIX too", async () => {
  const asked = pool().db.select({ id: invoices.id }).from(invoices);
  await expect(asked).rejects.toMatchObject({ cause: { code: "42501" } });
});
