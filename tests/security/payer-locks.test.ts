import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { STAFF_ROLES } from "@/db/schema/constants";
import { asSystem, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { createPayment, createRefund, createStaff, createStripeEvent, staffViewer, unique } from "../support/world";
import { companyOf, furnish, type House, refused, write } from "./payers";

/* What a payer locks, and what no viewer writes at all, with the first wall missing. */
let home: House;
let elsewhere: House;
let staff: StaffViewer;

beforeAll(async () => {
  // A second company of the brand, whose rows must not be locked.
  [home, , elsewhere] = [await furnish("cimsoft"), await furnish("cimsoft"), await furnish("insource")];
  staff = staffViewer(await createStaff([...STAFF_ROLES]));
});

describe("a lock of a payer's rows", () => {
  const tables = ["invoices", "payments"] as const;
  const ids = (viewer: Viewer, table: string, suffix: string) =>
    runAsViewer(viewer, "write", async ({ db }) =>
      [...(await db.execute<{ id: string }>(sql.raw(`select id from ${table} order by id ${suffix}`)))].map(
        (row) => row.id,
      ),
    );

  it.each(tables)("of %s is taken by a payer on exactly the rows that the payer reads", async (table) => {
    for (const house of [home, elsewhere]) {
      const read = await ids(house.viewer, table, "");
      expect(read.length).toBeGreaterThan(0);
      expect(await ids(house.viewer, table, "for update")).toEqual(read);
      const reader = { ...house.viewer, rights: { ...house.viewer.rights, pay: false } };
      expect(await ids(reader, table, "")).toEqual(read);
      expect(await ids(reader, table, "for update")).toEqual([]);
    }
  });

  it.each(tables)("of %s is not taken by staff", async (table) => {
    await expect(ids(staff, table, "for update")).rejects.toMatchObject(refused("42501"));
  });

  it("is taken by the system on every row", async () => {
    for (const table of tables) {
      const locked = await asSystem("test", (db) => db.execute(sql.raw(`select id from ${table} for update`)));
      const all = await asSystem("test", (db) => db.execute(sql.raw(`select id from ${table}`)));
      expect(locked).toHaveLength(all.length);
    }
  });

  it("comes with the right to change nothing but the time of a change, on the payer's own rows alone", async () => {
    for (const table of tables) {
      const touched = (viewer: Viewer) =>
        write(viewer, async (db) => [
          ...(await db.execute<{ company: string }>(
            sql.raw(`update ${table} set updated_at = updated_at returning company_id::text as company`),
          )),
        ]);
      expect(new Set((await touched(home.viewer)).map((row) => row.company))).toEqual(
        new Set([home.invoice.companyId]),
      );
      expect(await touched({ ...home.viewer, rights: { ...home.viewer.rights, pay: false } })).toEqual([]);
      await expect(touched(staff)).rejects.toMatchObject(refused("42501"));
      const columns = await asSystem("test", (db) =>
        db.execute<{ name: string }>(
          sql`select column_name as name from information_schema.columns
            where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`,
        ),
      );
      expect(columns.length).toBeGreaterThan(10);
      for (const { name } of columns) {
        if (name === "updated_at") continue;
        await expect(
          write(home.viewer, (db) => db.execute(sql.raw(`update ${table} set ${name} = ${name}`))),
          `${table}.${name}`,
        ).rejects.toMatchObject(refused("42501"));
      }
    }
  });
});

describe("what Stripe says of a payment", () => {
  it("is written by no viewer, not even by SQL in the viewer's role", async () => {
    const payment = await createPayment(await companyOf(home), null, { contactId: home.payer.id });
    await createRefund(payment);
    await createStripeEvent({ paymentId: payment.id });
    const statements = [
      sql`insert into payment_refunds (id, brand, company_id, payment_id, kind, stripe_id, amount_minor, refunded_on)
        values (gen_random_uuid(), 'cimsoft', ${payment.companyId}, ${payment.id}, 'refund', ${unique("re")}, 1, '2026-01-20')`,
      sql`insert into stripe_events (id, brand, event_id, type, livemode, happened_at)
        values (gen_random_uuid(), 'cimsoft', ${unique("evt")}, 'charge.refunded', false, now())`,
      sql`delete from payment_refunds`,
      sql`update stripe_events set state = 'applied'`,
      sql`select nextval('payment_observations')`,
    ];
    for (const viewer of [home.viewer, staff]) {
      for (const statement of statements) {
        await expect(write(viewer, (db) => db.execute(statement))).rejects.toMatchObject(refused("42501"));
      }
    }
  });
});
