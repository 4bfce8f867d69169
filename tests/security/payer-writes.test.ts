import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { Transaction } from "@/db/client";
import { allocations, paymentCheckouts, payments as paymentsTable } from "@/db/schema";
import { STAFF_ROLES } from "@/db/schema/constants";
import { asSystem, type ClientViewer, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import {
  clientViewer,
  createCheckout,
  createInvoice,
  createPayment,
  createStaff,
  staffViewer,
  unique,
} from "../support/world";
import { checkoutOf, companyOf, furnish, type House, paymentOf, planOf, refused, started, write } from "./payers";

/*
 * What the second wall lets a payer write: the plan of an own payment, and a credit allocated to an invoice. Here the
 * first wall is missing: the statements are a forger's, sent in the viewer's own role.
 */
let home: House;
let neighbour: House;
let elsewhere: House;
let staff: StaffViewer;

beforeAll(async () => {
  [home, neighbour, elsewhere] = [await furnish("cimsoft"), await furnish("cimsoft"), await furnish("insource")];
  staff = staffViewer(await createStaff([...STAFF_ROLES]));
});

describe("a payer's own payment under row-level security", () => {
  it("is started with its plan and its first attempt in one transaction", async () => {
    const house = await furnish("cimsoft");
    const payment = paymentOf(house);
    await write(house.viewer, async (db) => {
      await db.insert(paymentsTable).values(payment);
      await db.insert(allocations).values(planOf(house, payment.id));
      await db.insert(paymentCheckouts).values(checkoutOf(house, payment.id));
    });
    const [invoice] = await asSystem("test", (db) =>
      db.execute<{ balance: number }>(
        sql`select balance_minor::int as balance from invoices where id = ${house.invoice.id}`,
      ),
    );
    expect(invoice?.balance).toBe(10_000);
  });

  it.each<[string, (house: House) => Partial<typeof paymentsTable.$inferInsert>]>([
    ["another company's", () => ({ companyId: neighbour.invoice.companyId })],
    ["another brand's", () => ({ brand: "insource" })],
    ["another brand's company", () => ({ brand: "insource", companyId: elsewhere.invoice.companyId })],
    ["a colleague's", (house) => ({ contactId: house.colleague.id })],
    ["nobody's", () => ({ contactId: null })],
    ["already received", () => ({ state: "succeeded" })],
    ["on its way", () => ({ state: "processing" })],
    ["the ERP's", () => ({ source: "erp", externalId: unique("pay") })],
    ["known to the ERP", () => ({ externalId: unique("pay") })],
    ["without a reference", () => ({ reference: null, externalId: unique("pay") })],
    ["with money laid out already", () => ({ allocatedMinor: 5_000 })],
    ["with money gone back already", () => ({ returnedMinor: 5_000 })],
    ["disputed", () => ({ disputeState: "won" })],
    ["with a receipt on its way", () => ({ succeededAt: new Date("2026-01-10T12:00:00Z") })],
    ["newer than every look at Stripe", () => ({ observation: 2 ** 50 })],
  ])("cannot be %s", async (_, forge) => {
    const payment = paymentOf(home, forge(home));
    await expect(write(home.viewer, (db) => db.insert(paymentsTable).values(payment))).rejects.toMatchObject(
      refused("42501"),
    );
  });

  it.each<[string, (viewer: ClientViewer) => Viewer]>([
    ["without the right pay", (viewer) => ({ ...viewer, rights: { ...viewer.rights, pay: false } })],
    ["without the right billing", (viewer) => ({ ...viewer, rights: { ...viewer.rights, billing: false } })],
    ["without a company", (viewer) => ({ ...viewer, companyId: null })],
    ["on another brand", (viewer) => ({ ...viewer, brand: "insource" })],
    ["from the staff's side", () => staff],
  ])("is not started %s, nor anything of it", async (_, as) => {
    const viewer = as(home.viewer);
    const id = await started(home);
    for (const insert of [
      (db: Transaction) => db.insert(paymentsTable).values(paymentOf(home)),
      (db: Transaction) => db.insert(allocations).values(planOf(home, id)),
      (db: Transaction) => db.insert(paymentCheckouts).values(checkoutOf(home, id)),
    ]) {
      await expect(write(viewer, async (db) => void (await insert(db)))).rejects.toMatchObject(refused("42501"));
    }
  });
});

describe("the plan of a payment under row-level security", () => {
  it.each<[string, "42501" | "23514", (id: string) => Promise<Partial<typeof allocations.$inferInsert>>]>([
    [
      "is not allocated to a colleague's payment",
      "42501",
      async () => ({
        paymentId: await started(home, { contactId: home.colleague.id }),
      }),
    ],
    ["is not allocated to another company's payment", "23514", async () => ({ paymentId: await started(neighbour) })],
    ["is not allocated to another company's invoice", "23514", async () => ({ invoiceId: neighbour.invoice.id })],
    ["is not allocated to another brand's invoice", "23514", async () => ({ invoiceId: elsewhere.invoice.id })],
    ["is not allocated in another company's name", "23514", async () => ({ companyId: neighbour.invoice.companyId })],
    ["is not allocated to money that came already", "42501", async () => ({ paymentId: home.credit.id })],
    ["is not pending", "42501", async () => ({ state: "pending" })],
    [
      "is not applied while the payment is only started",
      "42501",
      async () => ({
        state: "applied",
        appliedBy: home.payer.id,
      }),
    ],
    ["is not refunded", "42501", async () => ({ state: "refunded", refundedOn: "2026-01-10" })],
    ["is not applied by somebody", "42501", async () => ({ appliedBy: home.payer.id })],
    ["is not more than the payment", "23514", async () => ({ amountMinor: 10_001 })],
  ])("%s", async (_, code, forge) => {
    const id = await started(home);
    const plan = planOf(home, id, await forge(id));
    await expect(write(home.viewer, (db) => db.insert(allocations).values(plan))).rejects.toMatchObject(refused(code));
  });

  it("is one for an invoice, also where two payments want it", async () => {
    const house = await furnish("cimsoft");
    const mine = await started(house);
    const theirs = await started(house, { contactId: house.colleague.id });
    await write(house.viewer, (db) => db.insert(allocations).values(planOf(house, mine)));
    for (const [viewer, id] of [
      [house.viewer, await started(house)],
      [clientViewer(house.colleague), theirs],
    ] as const) {
      await expect(write(viewer, (db) => db.insert(allocations).values(planOf(house, id)))).rejects.toMatchObject(
        refused("23505"),
      );
    }
  });
});

describe("a credit under row-level security", () => {
  const applied = (house: House, over: Partial<typeof allocations.$inferInsert> = {}) =>
    planOf(house, house.credit.id, { state: "applied", appliedBy: house.payer.id, appliedOn: "2026-01-16", ...over });

  it("of the company is allocated to an invoice of the company", async () => {
    const house = await furnish("insource");
    await write(house.viewer, (db) => db.insert(allocations).values(applied(house, { amountMinor: 4_000 })));
    const over = applied(house, { amountMinor: 6_001 });
    await expect(write(house.viewer, (db) => db.insert(allocations).values(over))).rejects.toMatchObject(
      refused("23514"),
    );
  });

  it.each<[string, "42501" | "23514", () => Promise<Partial<typeof allocations.$inferInsert>>]>([
    ["of another company", "23514", async () => ({ paymentId: neighbour.credit.id })],
    [
      "in another company's name",
      "42501",
      async () => ({
        paymentId: neighbour.credit.id,
        invoiceId: neighbour.invoice.id,
        companyId: neighbour.invoice.companyId,
      }),
    ],
    ["in a colleague's name", "42501", async () => ({ appliedBy: home.colleague.id })],
    ["in nobody's name", "42501", async () => ({ appliedBy: null })],
    [
      "of a payment that is disputed",
      "42501",
      async () => ({
        paymentId: await started(home, { state: "disputed", disputeState: "open" }),
      }),
    ],
    ["of a payment that failed", "42501", async () => ({ paymentId: await started(home, { state: "failed" }) })],
    [
      "of a credit note",
      "42501",
      async () => ({
        paymentId: null,
        creditNoteId: (await createInvoice({ ...(await companyOf(home)) }, { kind: "credit_note" })).id,
      }),
    ],
  ])("%s is not applied", async (_, code, forge) => {
    const values = applied(home, await forge());
    await expect(write(home.viewer, (db) => db.insert(allocations).values(values))).rejects.toMatchObject(
      refused(code),
    );
  });
});

describe("an attempt to pay under row-level security", () => {
  it.each<[string, (id: string) => Partial<typeof paymentCheckouts.$inferInsert>]>([
    ["a colleague's", () => ({ contactId: home.colleague.id })],
    ["another company's", () => ({ companyId: neighbour.invoice.companyId })],
    ["another brand's", () => ({ brand: "insource" })],
    ["the second", () => ({ number: 2 })],
    ["open already", () => ({ state: "open" })],
    ["with a session", () => ({ sessionId: unique("cs") })],
    ["with an address", () => ({ url: "https://evil.example/" })],
    ["with a payment intent", () => ({ paymentIntentId: unique("pi") })],
    ["of money that came", () => ({ paymentId: home.credit.id })],
  ])("is not %s", async (_, forge) => {
    const id = await started(home);
    const values = checkoutOf(home, id, forge(id));
    await expect(write(home.viewer, (db) => db.insert(paymentCheckouts).values(values))).rejects.toMatchObject(
      refused("42501"),
    );
  });

  it("is read by the payer, by staff without its address, and by nobody else", async () => {
    const house = await furnish("cimsoft");
    const payment = await createPayment(await companyOf(house), null, { contactId: house.payer.id });
    const checkout = await createCheckout(payment);
    const read = (viewer: Viewer, columns: string) =>
      runAsViewer(viewer, "read", async ({ db }) => [
        ...(await db.execute(sql`select ${sql.raw(columns)} from payment_checkouts where id = ${checkout.id}`)),
      ]);
    expect(await read(house.viewer, "url")).toEqual([{ url: checkout.url }]);
    expect(await read(clientViewer(house.colleague), "id")).toEqual([]);
    expect(await read(neighbour.viewer, "id")).toEqual([]);
    const noBilling = { ...house.viewer, rights: { ...house.viewer.rights, billing: false } };
    expect(await read(noBilling, "id")).toEqual([]);
    expect(await read(staff, "session_id")).toEqual([{ session_id: checkout.sessionId }]);
    for (const columns of ["url", "*"]) await expect(read(staff, columns)).rejects.toMatchObject(refused("42501"));
  });
});
