import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { looks, staff } from "@/db/schema";
import { LOOK_KINDS, type LookKind } from "@/db/schema/constants";
import { asSystem, runAsViewer } from "@/db/viewer";
import { listLooks } from "@/lib/people/looks/queries";
import { recordLooks } from "@/lib/people/looks/service";
import { clientViewer, createCompany, createContact, createStaff, staffViewer } from "@/tests/support/world";

/* Who of the firm looked at a company: what is recorded, who reads it, and that nobody can change it. */

const look = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test looks", work);
const rowsOf = (company: { id: string }) =>
  look((db) => db.select().from(looks).where(eq(looks.companyId, company.id)));

async function looked(kinds: readonly LookKind[] = LOOK_KINDS) {
  const company = await createCompany();
  const member = await createStaff(["account_manager", "administrator"], { name: "Kim Duarte" });
  const viewer = staffViewer(member);
  await recordLooks(viewer, { brand: company.brand, companyId: company.id }, kinds);
  return { company, member, viewer };
}

describe("a look", () => {
  it("is recorded once per person, company, kind and day, in the capacity of that moment", async () => {
    const { company, member, viewer } = await looked(["money", "cases"]);
    await look((db) =>
      db
        .update(staff)
        .set({ roles: ["support_agent"], name: "Kim D." })
        .where(eq(staff.id, member.id)),
    );
    await recordLooks(viewer, { brand: company.brand, companyId: company.id }, ["money", "contacts"]);
    const rows = await rowsOf(company);
    expect(rows.map(({ kind, roles, staffName }) => [kind, roles, staffName]).sort()).toEqual([
      ["cases", ["account_manager", "administrator"], "Kim Duarte"],
      ["contacts", ["support_agent"], "Kim D."],
      ["money", ["account_manager", "administrator"], "Kim Duarte"],
    ]);
  });

  it("takes who, as what and when from the database, not from its writer", async () => {
    const { company, viewer } = await looked(["money"]);
    const other = await createStaff(["support_agent"]);
    const insert = (text: ReturnType<typeof sql>) => runAsViewer(viewer, "write", ({ db }) => db.execute(text));
    await expect(
      insert(
        sql`insert into looks (id, brand, company_id, staff_id, kind) values (gen_random_uuid(), 'cimsoft', ${company.id}, ${other.id}, 'cases')`,
      ),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
    await expect(
      insert(
        sql`insert into looks (id, brand, company_id, staff_id, kind, day) values (gen_random_uuid(), 'cimsoft', ${company.id}, ${viewer.staffId}, 'cases', '2020-01-01')`,
      ),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
    await expect(
      insert(
        sql`insert into looks (id, brand, company_id, staff_id, kind) values (gen_random_uuid(), 'insource', ${company.id}, ${viewer.staffId}, 'cases')`,
      ),
    ).rejects.toMatchObject({ cause: { code: "23514" } });
    expect(await rowsOf(company)).toHaveLength(1);
  });

  it("that cannot be recorded fails, so that its page shows nothing", async () => {
    const { company, viewer } = await looked([]);
    const elsewhere = { ...viewer, brands: ["insource"] };
    await expect(recordLooks(elsewhere, { brand: "cimsoft", companyId: company.id }, ["money"])).rejects.toThrow();
    expect(await rowsOf(company)).toHaveLength(0);
  });

  it("stays: no role of a viewer or of the gate may change or delete one", async () => {
    const { company, viewer } = await looked();
    const client = clientViewer(await createContact(company, { casesScope: "company" }));
    for (const who of [viewer, client]) {
      for (const text of ["update looks set staff_name = 'x'", "delete from looks", "truncate looks"]) {
        await expect(
          runAsViewer(who, "write", ({ db }) => db.execute(sql.raw(text))),
          text,
        ).rejects.toMatchObject({
          cause: { code: "42501" },
        });
      }
    }
    const [right] = await look((db) =>
      db.execute<{ any: boolean }>(
        sql`select bool_or(has_table_privilege(role, 'looks', 'UPDATE, DELETE, TRUNCATE')) as any from unnest(array(select rolname::text from pg_roles where rolname like '%\\_gate' or rolname like '%\\_client' or rolname like '%\\_staff')) role`,
      ),
    );
    expect(right?.any).toBe(false);
  });
});

describe("a look of somebody who serves no client", () => {
  it("is refused by the database, though their brand is the company's", async () => {
    const company = await createCompany();
    const marketing = staffViewer(await createStaff(["marketing"], { brands: ["cimsoft"] }), ["cimsoft"]);
    const [insert, own] = [sql`insert into looks (id, brand, company_id, staff_id, kind)`, marketing.staffId];
    await expect(
      runAsViewer(marketing, "write", ({ db }) =>
        db.execute(sql`${insert} values (gen_random_uuid(), 'cimsoft', ${company.id}, ${own}, 'contacts')`),
      ),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});

describe("who looked", () => {
  it.each([
    ["billing", { billing: true }, ["money"]],
    ["all support cases", { billing: false, casesScope: "company" }, ["cases"]],
    ["own support cases alone", { billing: false, casesScope: "own" }, []],
    ["all requests", { billing: false, requestsScope: "company" }, ["requests"]],
    ["colleagues", { billing: false, companyAdmin: true }, ["contacts"]],
    ["nothing", { billing: false }, []],
  ] as const)("shows a reader of %s those kinds alone, without the first wall too", async (_, rights, kinds) => {
    const { company, member } = await looked();
    const contact = await createContact(company, rights);
    const viewer = clientViewer(contact);
    const list = await runAsViewer(viewer, "read", (context) => listLooks(context, null));
    expect(list.lines.map((line) => [line.staffId, line.kinds])).toEqual(kinds.length > 0 ? [[member.id, kinds]] : []);
    const raw = await runAsViewer(viewer, "read", ({ db }) =>
      db.execute<{ kind: string }>(sql`select kind from looks`),
    );
    expect([...raw].map(({ kind }) => kind).sort()).toEqual([...kinds]);
  });

  it("is nothing to another company, another brand, and a related company", async () => {
    const { company } = await looked();
    const sister = await createCompany();
    const all = { casesScope: "company", requestsScope: "company", companyAdmin: true } as const;
    const strangers = [
      clientViewer(await createContact(sister, all)),
      clientViewer(await createContact(sister, { ...all, relatedTo: [company] })),
      clientViewer(await createContact(null, all)),
      { ...clientViewer(await createContact(company, all)), brand: "insource" },
    ];
    for (const viewer of strangers) {
      expect((await runAsViewer(viewer, "read", (context) => listLooks(context, null))).lines).toEqual([]);
      expect(await runAsViewer(viewer, "read", ({ db }) => db.execute(sql`select 1 from looks`))).toHaveLength(0);
    }
  });

  it("goes on before a day, and divides no day", async () => {
    const { company, member } = await looked(["money"]);
    await look(async (db) => {
      await db.execute(sql`alter table looks disable trigger looks_before`);
      await db.execute(
        sql`insert into looks (id, brand, company_id, staff_id, kind, day, staff_name, roles) select gen_random_uuid(), 'cimsoft', ${company.id}, ${member.id}, 'money', date '2020-01-01' + d, 'Kim', '{administrator}' from generate_series(1, 100) d`,
      );
      await db.execute(sql`alter table looks enable trigger looks_before`);
    });
    const viewer = clientViewer(await createContact(company));
    const page = (before: string | null) => runAsViewer(viewer, "read", (context) => listLooks(context, before));
    const days: string[] = [];
    for (let before: string | null = null, first = true; first || before; first = false) {
      const { lines, olderThan }: Awaited<ReturnType<typeof page>> = await page(before);
      days.push(...lines.map(({ day }) => day));
      before = olderThan;
    }
    expect(days).toHaveLength(101);
    expect(new Set(days).size).toBe(101);
    expect([...days].sort().reverse()).toEqual(days);
  });

  it("is read by administrators of the brand alone among staff", async () => {
    const { company } = await looked();
    const own = and(eq(looks.companyId, company.id));
    const seen = async (viewer: ReturnType<typeof staffViewer>) =>
      (await runAsViewer(viewer, "read", ({ db }) => db.select().from(looks).where(own))).length;
    expect(await seen(staffViewer(await createStaff(["administrator"])))).toBe(4);
    expect(await seen(staffViewer(await createStaff(["account_manager"])))).toBe(0);
    expect(await seen({ ...staffViewer(await createStaff(["administrator"])), brands: ["insource"] })).toBe(0);
  });
});
