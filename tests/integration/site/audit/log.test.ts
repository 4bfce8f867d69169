import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import StaffAuditPage from "@/app/staff/audit/page";
import { auditEvents, type contacts } from "@/db/schema";
import { STAFF_ROLES } from "@/db/schema/constants";
import { asSystem, runAsViewer, type StaffViewer } from "@/db/viewer";
import { auditAs } from "@/lib/gate/audit/record";
import { exportAudit, listAudit, listAuditWords, readHistory } from "@/lib/site/audit/queries";
import { type AuditFilters, parseAuditFilters } from "@/lib/site/audit/schema";
import { filedCase, member } from "@/tests/integration/threads/cases/staff/support";
import { seePage } from "@/tests/support/page";
import { createCompany, createContact, nobodysId, unique } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const LOCAL = { zone: "America/New_York" };
const ALL = "all";

let admin: StaffViewer;
let adminName: string;
let ana: typeof contacts.$inferSelect;
let filed: { id: string; number: string };
const gone = nobodysId();
const surname = unique("Ruiz").replaceAll("-", "");

const list = (viewer: StaffViewer, query: Record<string, string> = {}) =>
  runAsViewer(viewer, "read", (context) => listAudit(context, parseAuditFilters({ period: ALL, ...query }), LOCAL));
const exported = (viewer: StaffViewer, filters: AuditFilters) =>
  runAsViewer(viewer, "read", async (context) => {
    const rows = [];
    for await (const row of exportAudit(context, filters, LOCAL, 2)) rows.push(row.id);
    return rows;
  });

beforeAll(async () => {
  const administrator = await member(["administrator"], "Vera Holm", ["cimsoft"]);
  [admin, adminName] = [administrator.viewer, administrator.name];
  const company = await createCompany();
  ana = await createContact(company, { name: `Ana ${surname}` });
  const opened = await filedCase();
  filed = { id: opened.row.id, number: opened.row.number };
  await asSystem("test", async (db) => {
    const of = { brand: "cimsoft", entity: "contact", entityId: ana.id };
    await auditAs(
      db,
      { kind: "contact", id: ana.id },
      { ...of, action: "contact.phone-added", details: { kind: "work" } },
    );
    const details = { field: "name", before: "Ana R.", after: ana.name, password: "hunter2" };
    await auditAs(db, { kind: "staff", id: admin.staffId }, { ...of, action: "contact.changed", details });
    await auditAs(db, "visitor", { ...of, action: "sign-in.failed", details: { device: "Firefox on Linux" } });
    await auditAs(db, "system", { brand: "cimsoft", action: "case.closed", entity: "case", entityId: filed.id });
    await auditAs(db, "system", { brand: "cimsoft", action: "case.closed", entity: "case", entityId: gone });
    await auditAs(db, "system", { brand: "insource", action: "case.closed", entity: "case", entityId: gone });
    await db.insert(auditEvents).values({
      ...{
        brand: "cimsoft",
        actorKind: "contact",
        actorId: ana.id,
        action: "contact.old",
        at: new Date("2020-05-05T12:00Z"),
      },
    });
  });
});

describe("the audit log", () => {
  it("says who did what to which record, before and after, without secrets", async () => {
    const { rows } = await list(admin, { record: ana.id });
    expect(rows.map(({ actor, act }) => [actor, act])).toEqual([
      ["A visitor", "Sign in: failed"],
      [adminName, "Contact: changed"],
      [ana.name, "Contact: phone added"],
    ]);
    expect(rows[1]?.facts).toEqual([
      { label: "Name", before: "Ana R.", after: ana.name },
      { label: "Password", before: null, after: "(kept out)" },
    ]);
    expect(rows[1]?.record).toMatchObject({ label: `Contact ${ana.name}`, href: `/staff/contacts/${ana.id}` });
    expect(JSON.stringify(rows)).not.toContain("hunter2");
  });

  it("leads to the record, or says that it is gone", async () => {
    const { rows } = await list(admin, { act: "case.closed" });
    const of = (id: string) => rows.find(({ record }) => record?.id === id)?.record;
    expect(of(filed.id)).toMatchObject({ href: `/staff/cases/${filed.number}`, isGone: false });
    expect(of(gone)).toMatchObject({ href: null, isGone: true });
  });

  it.each([
    ["the person by name", () => ({ q: surname }), 3],
    ["the person by address", () => ({ q: ana.email }), 3],
    ["the person by id", () => ({ person: ana.id }), 2],
    ["the kind of act", () => ({ act: "contact.changed", record: ana.id }), 1],
    ["the kind of record", () => ({ kind: "contact", record: ana.id }), 3],
    ["a record by its number", () => ({ record: filed.number.toLowerCase() }), 1],
    ["a record by its address", () => ({ record: ana.email, by: "visitor" }), 1],
    ["another brand", () => ({ record: ana.id, brand: "insource" }), 0],
    ["a period", () => ({ period: "year", person: ana.id }), 1],
    ["a day in the viewer's zone", () => ({ from: "2020-05-05", until: "2020-05-05", person: ana.id }), 1],
    ["the day before", () => ({ until: "2020-05-04", person: ana.id }), 0],
  ] as const)("is narrowed to %s", async (what, query, least) => {
    const { rows, count } = await list(admin, query());
    if (what.startsWith("the person by ")) expect(rows.every(({ actorId }) => actorId === ana.id)).toBe(true);
    else expect(count).toBeGreaterThanOrEqual(least);
    if (least === 0) expect(count).toBe(0);
    expect(rows).toHaveLength(count);
  });

  it("is exported as filtered, all pages in order", async () => {
    const filters = parseAuditFilters({ period: ALL, brand: "cimsoft" });
    const rows = await exported(admin, filters);
    expect(rows.length).toBeGreaterThan(5);
    expect(new Set(rows).size).toBe(rows.length);
    const shown = await list(admin, { brand: "cimsoft" });
    expect(rows.slice(0, shown.rows.length)).toEqual(shown.rows.map(({ id }) => id));
  });

  it("knows the words that it has, for the filters", async () => {
    const { acts, kinds } = await runAsViewer(admin, "read", listAuditWords);
    expect(acts).toEqual(expect.arrayContaining(["case.closed", "contact.changed", "sign-in.failed"]));
    expect(acts).toEqual([...new Set(acts)].sort());
    expect(kinds).toEqual(expect.arrayContaining(["case", "contact"]));
  });

  it("is read in the order of an index", async () => {
    const plans = await asSystem("test", async (db) => {
      await db.execute(sql`set local enable_seqscan = off`);
      await db.execute(sql`set local enable_bitmapscan = off`);
      return Promise.all(
        [
          sql`true`,
          sql`actor_id = ${ana.id}`,
          sql`action = 'case.closed'`,
          sql`entity = 'case' and entity_id = ${gone}`,
        ].map(async (where) =>
          JSON.stringify(
            await db.execute(sql`explain select * from audit_events where ${where} order by at desc, id desc limit 51`),
          ),
        ),
      );
    });
    for (const plan of plans) {
      expect(plan).toContain("Index Scan");
      expect(plan).not.toContain("Sort");
    }
  });
});

describe("who may not read the audit log", () => {
  it.each(STAFF_ROLES.filter((role) => role !== "administrator"))("has the role %s", async (role) => {
    const other = await member([role]);
    expect((await list(other.viewer)).count).toBe(0);
    const history = await runAsViewer(other.viewer, "read", (context) =>
      readHistory(context, { kind: "contact", id: ana.id }),
    );
    expect(history).toBeNull();
    const seen = await seePage(StaffAuditPage, by(other.id), { searchParams: Promise.resolve({}) });
    expect(seen.status).toBe(403);
  });

  it("administers another brand, or none", async () => {
    const other = await member(["administrator"], "Other", ["insource"]);
    expect((await list(other.viewer, { record: ana.id })).count).toBe(0);
    expect((await list(other.viewer, { record: gone })).count).toBe(1);
    expect((await list({ ...other.viewer, brands: [] })).count).toBe(0);
  });

  it("is behind the second wall too", async () => {
    const other = await member(["support_agent"]);
    const rows = await runAsViewer(other.viewer, "read", ({ db }) => db.execute(sql`select 1 from audit_events`));
    expect(rows).toHaveLength(0);
  });

  it("is a client, or nobody", async () => {
    const props = { searchParams: Promise.resolve({}) };
    const client = await seePage(StaffAuditPage, { brand: "cimsoft", account: { kind: "contact", id: ana.id } }, props);
    expect(client.status).toBe(404);
    expect((await seePage(StaffAuditPage, { brand: "cimsoft" }, props)).status).toBe(307);
  });

  it("but an administrator sees the page", async () => {
    const seen = await seePage(StaffAuditPage, by(admin.staffId), {
      searchParams: Promise.resolve({ period: ALL, record: ana.id }),
    });
    if (seen.status !== 200) throw new Error(`answered ${seen.status}`);
    expect(seen.html).toContain("Contact: changed");
    expect(seen.html).toContain(`/staff/contacts/${ana.id}`);
  });
});

const by = (id: string) => ({ brand: "cimsoft", account: { kind: "staff", id } }) as const;
