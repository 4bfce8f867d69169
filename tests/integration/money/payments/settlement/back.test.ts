import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { allocations, payments } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { createPayment } from "@/tests/support/world";
import { readLedger, rowsOf } from "./ledger";
import { createLedger, DAY, NOON, paid, type Started, settleFacts, startPayment, type World } from "./started";

type Kind = "refund" | "chargeback";

/** Money that went back some days after noon of 1 February. */
const back = (started: Started, name: string, amountMinor: number, days = 1, kind: Kind = "refund") => ({
  ...{ kind, amountMinor, at: NOON + days * DAY },
  stripeId: `${kind}_${name}_${started.id}`,
});

/** A client of the company allocates credit of the payment to one of its invoices. */
async function applyCredit(started: Started, world: World, index: number, amountMinor: number) {
  const invoiceId = world.invoices[index]?.id ?? "";
  const { company, contact } = world;
  await asSystem("test: a credit is applied", (db) =>
    db.insert(allocations).values({
      ...{ brand: company.brand, companyId: company.id, paymentId: started.id, invoiceId, amountMinor },
      ...{ state: "applied", appliedBy: contact.id, appliedOn: "2026-02-02" },
    }),
  );
}

describe("a refund of a payment", () => {
  it("takes from the last invoice first, by day, and is allocated to it again when it fails", async () => {
    const started = await startPayment(await createLedger([10_000, 5_000]), [10_000, 5_000]);
    const [one, two] = [back(started, "1", 3_000), back(started, "2", 4_000, 3)];
    await settleFacts(started, paid(started, 15_000, { refunds: [one] }));
    const first = await rowsOf(started);
    expect(first.payment).toMatchObject({ state: "partly_refunded", unallocatedMinor: 0, returnedMinor: 0 });
    expect(first.own).toEqual(["applied 10000", "applied 2000", "refunded 3000 2026-02-02"]);
    expect(first.balances).toEqual([0, 3_000]);
    expect(first.kinds).toEqual(["payment-receipt", "payment-refunded"]);
    expect(first.mails.find(({ kind }) => kind === "payment-receipt")?.props).toMatchObject({
      lines: [{ amountMinor: 10_000 }, { amountMinor: 5_000 }],
    });

    await settleFacts(started, paid(started, 15_000, { refunds: [two, one] }));
    const second = await rowsOf(started);
    expect(second.own).toEqual([
      "applied 8000",
      "refunded 2000 2026-02-04",
      "refunded 3000 2026-02-02",
      "refunded 2000 2026-02-04",
    ]);
    expect(second.balances).toEqual([2_000, 5_000]);
    const told = second.mails.find(({ dedupeKey }) => dedupeKey.endsWith(two.stripeId));
    expect(told?.props).toMatchObject({ refundMinor: 4_000, on: "2026-02-04", lines: [{ amountMinor: 2_000 }, {}] });

    await settleFacts(started, paid(started, 15_000, { refunds: [two] }));
    expect((await rowsOf(started)).own).toEqual(["applied 10000", "applied 1000", "refunded 4000 2026-02-04"]);
    await settleFacts(started, paid(started, 15_000));
    const last = await rowsOf(started);
    expect(last.payment).toMatchObject({ state: "succeeded" });
    expect(last.own).toEqual(["applied 10000", "applied 5000"]);
    expect(last.refunds).toEqual([]);
    expect(last.mails).toHaveLength(3);
    expect(last.actions).toEqual(["payment.succeeded", ...Array(4).fill("payment.refunded")]);
  });

  it("of the whole amount leaves nothing allocated", async () => {
    const started = await startPayment(await createLedger([10_000]), [10_000]);
    await settleFacts(started, paid(started, 10_000, { refunds: [back(started, "1", 10_000)] }));
    const { payment, own, balances, kinds, mails } = await rowsOf(started);
    expect(payment).toMatchObject({ state: "refunded", unallocatedMinor: 0 });
    expect(own).toEqual(["refunded 10000 2026-02-02"]);
    expect(balances).toEqual([10_000]);
    // The refund was there already when the payment was first seen; money came all the same, so there is a receipt.
    expect(kinds).toEqual(["payment-receipt", "payment-refunded"]);
    expect(mails[0]?.props).toMatchObject({ lines: [{ amountMinor: 10_000 }] });
  });

  it("takes the credit first, then the invoices that credit was applied to", async () => {
    const world = await createLedger([10_000, 2_000]);
    const started = await startPayment(world, [10_000]);
    await createPayment(world.company, world.invoices[0] ?? null, { amountMinor: 6_000 });
    await settleFacts(started, paid(started, 10_000));
    await applyCredit(started, world, 1, 1_500);
    const one = back(started, "1", 1_000);
    await settleFacts(started, paid(started, 10_000, { refunds: [one] }));
    expect((await rowsOf(started)).payment).toMatchObject({ returnedMinor: 1_000, unallocatedMinor: 3_500 });
    await settleFacts(started, paid(started, 10_000, { refunds: [one, back(started, "2", 5_500, 2)] }));
    const { payment, own, balances } = await rowsOf(started);
    expect(payment).toMatchObject({ state: "partly_refunded", returnedMinor: 4_500, unallocatedMinor: 0 });
    expect(own.sort()).toEqual(["applied 3500", "refunded 1500 2026-02-03", "refunded 500 2026-02-03"]);
    expect(balances).toEqual([500, 2_000]);
  });

  it("that fails becomes credit where the invoice was paid otherwise meanwhile", async () => {
    const world = await createLedger([10_000]);
    const started = await startPayment(world, [10_000]);
    await settleFacts(started, paid(started, 10_000, { refunds: [back(started, "1", 10_000)] }));
    await createPayment(world.company, world.invoices[0] ?? null, { amountMinor: 7_000 });
    await settleFacts(started, paid(started, 10_000));
    const { payment, own, balances } = await rowsOf(started);
    expect(payment).toMatchObject({ state: "succeeded", unallocatedMinor: 7_000, allocatedMinor: 3_000 });
    expect(own).toEqual(["applied 3000"]);
    expect(balances).toEqual([0]);
  });

  it("passes from the invoice to the credit when what it left no longer fits the invoice", async () => {
    const world = await createLedger([10_000]);
    const started = await startPayment(world, [10_000]);
    await settleFacts(started, paid(started, 10_000, { refunds: [back(started, "1", 10_000)] }));
    await createPayment(world.company, world.invoices[0] ?? null, { amountMinor: 10_000 });
    await settleFacts(started, paid(started, 10_000, { refunds: [back(started, "2", 4_000, 2)] }));
    const { payment, own } = await rowsOf(started);
    expect(payment).toMatchObject({ state: "partly_refunded", returnedMinor: 4_000, unallocatedMinor: 6_000 });
    expect(own).toEqual(["released 10000"]);
  });

  it("never takes more than was paid, together with a lost dispute", async () => {
    const started = await startPayment(await createLedger([10_000]), [10_000]);
    const refunds = [back(started, "1", 8_000), back(started, "d", 10_000, 2, "chargeback")];
    await settleFacts(started, paid(started, 10_000, { refunds, dispute: "lost" }));
    const rows = await rowsOf(started);
    expect(rows.payment).toMatchObject({ state: "refunded" });
    expect(rows.refunds.map((row) => row.amountMinor).sort()).toEqual([2_000, 8_000]);
  });

  it("keeps the day on which it was first seen", async () => {
    const started = await startPayment(await createLedger([10_000]), [10_000]);
    const lost = back(started, "d", 10_000, 2, "chargeback");
    await settleFacts(started, paid(started, 10_000, { refunds: [lost], dispute: "lost" }));
    const later = { ...lost, at: lost.at + 5 * DAY };
    await settleFacts(started, paid(started, 10_000, { refunds: [later], dispute: "lost", at: NOON + DAY }));
    const { refunds, payment } = await rowsOf(started);
    expect(refunds).toMatchObject([{ refundedOn: "2026-02-03" }]);
    expect(payment.receivedOn).toBe("2026-02-01");
  });
});

describe("a dispute of a payment", () => {
  it("marks the money as disputed while it is open, and gives it back when it is won", async () => {
    const world = await createLedger([10_000]);
    const started = await startPayment(world, [10_000]);
    await settleFacts(started, paid(started, 10_000, { dispute: "open" }));
    const open = await rowsOf(started);
    expect(open.payment).toMatchObject({ state: "disputed", disputeState: "open" });
    expect(open.documents[0]).toMatchObject({ balanceMinor: 0, disputedMinor: 10_000 });
    expect(open.kinds).toEqual(["payment-receipt"]);
    expect(open.actions).toEqual(["payment.succeeded", "payment.disputed"]);
    await settleFacts(started, paid(started, 10_000, { dispute: "won" }));
    const won = await rowsOf(started);
    expect(won.payment).toMatchObject({ state: "succeeded", disputeState: "won" });
    expect(won.own).toEqual(["applied 10000"]);
    expect(won.kinds).toEqual(["payment-receipt"]);
  });

  it("takes the money back when it is lost, without a mail", async () => {
    const started = await startPayment(await createLedger([10_000]), [10_000]);
    await settleFacts(started, paid(started, 10_000, { dispute: "open" }));
    const lost = back(started, "d", 10_000, 5, "chargeback");
    await settleFacts(started, paid(started, 10_000, { dispute: "lost", refunds: [lost] }));
    const { payment, own, balances, kinds, refunds } = await rowsOf(started);
    expect(payment).toMatchObject({ state: "refunded", disputeState: "lost" });
    expect(own).toEqual(["refunded 10000 2026-02-06"]);
    expect(balances).toEqual([10_000]);
    expect(kinds).toEqual(["payment-receipt"]);
    expect(refunds).toMatchObject([{ kind: "chargeback", amountMinor: 10_000 }]);
  });

  it("disputes what a refund has left", async () => {
    const started = await startPayment(await createLedger([10_000]), [10_000]);
    const refunds = [back(started, "1", 4_000)];
    await settleFacts(started, paid(started, 10_000, { refunds, dispute: "open" }));
    expect((await rowsOf(started)).own).toEqual(["disputed 6000", "refunded 4000 2026-02-02"]);
    await settleFacts(started, paid(started, 10_000, { refunds, dispute: "won" }));
    expect((await rowsOf(started)).payment.state).toBe("partly_refunded");
  });
});

it("a payment of the demo's data is settled without a second receipt or a second allocation", async () => {
  const world = await createLedger([10_000]);
  const started = await startPayment(world, [10_000]);
  await asSystem("test", async (db) => {
    await db.update(payments).set({ state: "succeeded" }).where(eq(payments.id, started.id));
    await db.update(allocations).set({ state: "applied" }).where(eq(allocations.paymentId, started.id));
  });
  await settleFacts(started, paid(started, 10_000));
  const { received, mails } = await readLedger(world.company.id);
  expect(received).toMatchObject([{ state: "succeeded", allocatedMinor: 10_000 }]);
  expect(mails).toEqual([]);
});
