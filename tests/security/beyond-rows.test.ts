import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/db/client";
import { runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { createStaff, nobodysId, staffViewer } from "../support/world";
import { furnish, type House } from "./houses";

/* What row-level security protects besides the rows that are read: columns, inserts, schemas, search. */

const houses: House[] = [];
let member: StaffViewer;

beforeAll(async () => {
  member = staffViewer(await createStaff(["administrator"]));
  houses.push(await furnish("cimsoft", member), await furnish("cimsoft", member), await furnish("insource", member));
});

describe("the second wall beyond rows", () => {
  it("keeps seats and value of an agreement from a client", async () => {
    const [house] = houses;
    if (!house) throw new Error("no house");
    for (const column of ["seats", "value_minor", "currency"]) {
      await expect(
        runAsViewer(house.viewer, "read", ({ db }) => db.execute(sql.raw(`select ${column} from agreements`))),
      ).rejects.toMatchObject({ cause: { code: "42501" } });
    }
  });

  it("lets a viewer write audit rows in the own name and brand only", async () => {
    const [house] = houses;
    if (!house) throw new Error("no house");
    const insert = (viewer: Viewer, brand: string, kind: string, actor: string) =>
      runAsViewer(viewer, "write", ({ db }) =>
        db.execute(
          sql`insert into audit_events (id, brand, actor_kind, actor_id, action) values (gen_random_uuid(), ${brand}, ${kind}, ${actor}, 'test')`,
        ),
      );
    const refused = { cause: { code: "42501" } };
    await expect(insert(house.viewer, "cimsoft", "contact", house.contact)).resolves.toBeDefined();
    await expect(insert(house.viewer, "insource", "contact", house.contact)).rejects.toMatchObject(refused);
    await expect(insert(house.viewer, "cimsoft", "contact", nobodysId())).rejects.toMatchObject(refused);
    await expect(insert(house.viewer, "cimsoft", "staff", house.contact)).rejects.toMatchObject(refused);
    await expect(insert(member, "cimsoft", "staff", member.staffId)).resolves.toBeDefined();
    await expect(insert(member, "cimsoft", "staff", nobodysId())).rejects.toMatchObject(refused);
    await expect(insert({ ...member, brands: ["insource"] }, "cimsoft", "staff", member.staffId)).rejects.toMatchObject(
      refused,
    );
  });

  it("gives a viewer no table of its own and no other schema", async () => {
    const [house] = houses;
    if (!house) throw new Error("no house");
    for (const viewer of [house.viewer, member]) {
      for (const statement of ["create table x (y int)", "select * from graphile_worker.jobs"]) {
        await expect(
          runAsViewer(viewer, "write", ({ db }) => db.execute(sql.raw(statement))),
          statement,
        ).rejects.toMatchObject({
          cause: { code: "42501" },
        });
      }
    }
  });

  it("searches within the viewer's own rows only", async () => {
    const search = (viewer: Viewer) =>
      runAsViewer(viewer, "read", async ({ db }) => {
        const rows = await db.execute<{ company: string }>(
          sql`select company_id::text as company from invoices where id in (select search_invoices(array['%historian%']))`,
        );
        const raw = await db.execute<{ n: number }>(
          sql`select count(*)::int as n from search_invoices(array['%historian%'])`,
        );
        return { companies: [...new Set([...rows].map((row) => row.company))], found: raw[0]?.n };
      });
    for (const house of houses) {
      expect(await search(house.viewer)).toEqual({ companies: [house.company], found: 1 });
      expect(await search({ ...house.viewer, rights: { ...house.viewer.rights, billing: false } })).toEqual({
        companies: [],
        found: 0,
      });
    }
    expect((await search({ ...member, brands: ["insource"] })).companies).toEqual([houses[2]?.company]);
    expect(await search({ ...member, roles: ["marketing"] })).toEqual({ companies: [], found: 0 });
  });

  it("forgets the viewer when the transaction ends", async () => {
    const [house] = houses;
    if (!house) throw new Error("no house");
    await runAsViewer(house.viewer, "read", async () => undefined);
    const rows = await pool().sql`select current_setting('portal.viewer', true) as bound, current_user as role`;
    expect(rows[0]?.bound ?? "").toBe("");
    expect(rows[0]?.role).toBe("portal_web");
  });
});
