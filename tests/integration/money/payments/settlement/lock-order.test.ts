import { type SQL, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect, it, vi } from "vitest";
import { allocations } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { createCompany, createInvoice, createPayment } from "@/tests/support/world";

/*
 * Whoever writes payments and documents locks payments first, and each in the order of their ids. So do the sums, which
 * are written for whoever writes allocations.
 */

/** A payment without allocations and two documents; the one with the lower id was written later. */
async function ledger() {
  const company = await createCompany();
  const ids = [uuidv7(), uuidv7()].sort();
  const high = await createInvoice(company, { id: ids[1], lines: [] });
  const low = await createInvoice(company, { id: ids[0], lines: [] });
  return { company, low, high, payment: await createPayment(company, null) };
}

type Ledger = Awaited<ReturnType<typeof ledger>>;

/** Allocates to both documents in one statement. Joins by other ways than the usual one, as for many rows. */
const allocate = ({ company, payment, low, high }: Ledger) =>
  asSystem("test allocates", async (db) => {
    for (const way of ["nestloop", "mergejoin"]) await db.execute(sql.raw(`set local enable_${way} = off`));
    const own = { brand: company.brand, companyId: company.id, paymentId: payment.id };
    const part = { ...own, amountMinor: 100, state: "applied" as const, appliedOn: "2026-01-15" };
    await db.insert(allocations).values([
      { ...part, invoiceId: high.id },
      { ...part, invoiceId: low.id },
    ]);
  });

/** Whether the document is locked, asked while `held` is locked and an allocation waits for it. */
async function isLockedWhile(held: SQL, document: string, world: Ledger): Promise<boolean> {
  let done: Promise<unknown> | undefined;
  const isLocked = await asSystem("test holds", async (db) => {
    await db.execute(sql`${held} for no key update`);
    done = allocate(world);
    await vi.waitFor(
      async () => {
        const waiting = await asSystem("test looks", (other) =>
          other.execute(sql`select 1 from pg_stat_activity where datname = current_database()
            and wait_event_type = 'Lock' and query like 'insert into "allocations"%'`),
        );
        expect(waiting).toHaveLength(1);
      },
      { timeout: 20_000 },
    );
    const free = await asSystem("test looks", (other) =>
      other.execute(sql`select 1 from invoices where id = ${document} for no key update skip locked`),
    );
    return free.length === 0;
  });
  await done;
  return isLocked;
}

it("the sums of two documents are written in the order of their ids, however the rows are found", async () => {
  const world = await ledger();
  const held = sql`select 1 from invoices where id = ${world.low.id}`;
  expect(await isLockedWhile(held, world.high.id, world)).toBe(false);
});

it("the sums of a payment are locked before those of its documents", async () => {
  const world = await ledger();
  const held = sql`select 1 from payments where id = ${world.payment.id}`;
  expect(await isLockedWhile(held, world.low.id, world)).toBe(false);
});
