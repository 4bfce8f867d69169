import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { invoices, paymentCheckouts } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { createPayment } from "@/tests/support/world";
import { rowsOf } from "./ledger";
import { checkout, createLedger, DAY, NOON, paid, settleFacts, startPayment } from "./started";

describe("money that comes for a payment", () => {
  it("is allocated to the invoices as planned, when paid by card", async () => {
    const world = await createLedger([10_000, 5_000]);
    const started = await startPayment(world, [10_000, 2_000], { poNumber: "PO 7", note: "January" });
    expect(await settleFacts(started, paid(started, 12_000))).toBe("settled");
    const { payment, own, balances, mails, actions, attempts } = await rowsOf(started);
    expect(payment).toMatchObject({
      ...{ state: "succeeded", method: "card", amountMinor: 12_000, unallocatedMinor: 0, receivedOn: "2026-02-01" },
      ...{ succeededAt: new Date(NOON), failureCode: null, expectedOn: null },
    });
    expect(own).toEqual(["applied 10000", "applied 2000"]);
    expect(balances).toEqual([0, 3_000]);
    expect(attempts.map(({ state }) => state)).toEqual(["succeeded"]);
    expect(actions).toEqual(["payment.succeeded"]);
    expect(mails).toMatchObject([
      {
        kind: "payment-receipt",
        toAddress: world.contact.email,
        dedupeKey: `payment:${started.id}:receipt`,
        props: {
          ...{ reference: started.reference, amountMinor: 12_000, creditMinor: 0, poNumber: "PO 7", note: "January" },
          ...{ on: "2026-02-01", companyName: world.company.name },
          lines: [
            { number: world.invoices[0]?.number, amountMinor: 10_000 },
            { number: world.invoices[1]?.number, amountMinor: 2_000 },
          ],
        },
      },
    ]);
  });

  it("is dated in the brand's time zone", async () => {
    const started = await startPayment(await createLedger([100]), [100]);
    await settleFacts(started, paid(started, 100, { at: Date.UTC(2026, 1, 2, 3) }));
    expect((await rowsOf(started)).payment.receivedOn).toBe("2026-02-01");
  });

  it("waits as pending while a bank debit clears, until it is in", async () => {
    const started = await startPayment(await createLedger([10_000]), [4_000]);
    const clearing = {
      checkouts: [checkout(started, { state: "processing" as const, paymentIntentId: `pi_${started.id}` })],
      processing: { method: "bank_debit" as const, at: NOON },
    };
    await settleFacts(started, clearing);
    const first = await rowsOf(started);
    // Sunday 1 February, and four business days.
    expect(first.payment).toMatchObject({ state: "processing", method: "bank_debit", expectedOn: "2026-02-05" });
    expect(first.documents[0]).toMatchObject({ balanceMinor: 10_000, pendingMinor: 4_000 });
    expect(first.kinds).toEqual(["payment-processing"]);
    await settleFacts(started, { ...paid(started, 4_000, { method: "bank_debit", at: NOON + 4 * DAY }) });
    const last = await rowsOf(started);
    expect(last.payment).toMatchObject({ state: "succeeded", receivedOn: "2026-02-05", expectedOn: null });
    expect(last.documents[0]).toMatchObject({ balanceMinor: 6_000, pendingMinor: 0 });
    expect(last.kinds).toEqual(["payment-processing", "payment-receipt"]);
    expect(last.attempts).toMatchObject([{ state: "succeeded", paymentIntentId: `pi_${started.id}` }]);
  });

  it("becomes credit where another payment has paid the invoice meanwhile", async () => {
    const world = await createLedger([10_000, 5_000]);
    const started = await startPayment(world, [10_000, 5_000]);
    const [first, second] = world.invoices;
    await createPayment(world.company, first ?? null, { amountMinor: 7_000 });
    await createPayment(world.company, second ?? null, { amountMinor: 5_000 });
    await settleFacts(started, paid(started, 15_000));
    const { payment, own, mails } = await rowsOf(started);
    expect(payment).toMatchObject({ state: "succeeded", allocatedMinor: 3_000, unallocatedMinor: 12_000 });
    expect(own).toEqual(["applied 3000", "released 5000"]);
    expect(mails[0]?.props).toMatchObject({ creditMinor: 12_000, lines: [{ amountMinor: 3_000 }] });
  });

  it("becomes credit where the invoice was voided meanwhile", async () => {
    const world = await createLedger([10_000]);
    const started = await startPayment(world, [10_000]);
    await asSystem("test", (db) =>
      db.update(invoices).set({ voidedOn: "2026-01-31" }).where(eq(invoices.companyId, world.company.id)),
    );
    await settleFacts(started, paid(started, 10_000));
    expect((await rowsOf(started)).payment).toMatchObject({ unallocatedMinor: 10_000, state: "succeeded" });
  });

  it("counts with the amount that came, when that is not the amount asked for", async () => {
    const less = await startPayment(await createLedger([10_000, 5_000]), [10_000, 5_000]);
    await settleFacts(less, paid(less, 11_000));
    const short = await rowsOf(less);
    expect(short.payment).toMatchObject({ amountMinor: 11_000, unallocatedMinor: 0 });
    expect(short.balances).toEqual([0, 4_000]);

    const more = await startPayment(await createLedger([10_000]), [10_000]);
    await settleFacts(more, paid(more, 10_000));
    await settleFacts(more, paid(more, 20_000));
    const twice = await rowsOf(more);
    expect(twice.payment).toMatchObject({ amountMinor: 20_000, allocatedMinor: 10_000, unallocatedMinor: 10_000 });
    expect(await settleFacts(more, paid(more, 10_000))).toBe("unknown");
    expect((await rowsOf(more)).payment).toMatchObject({ amountMinor: 20_000 });
  });

  it("counts although the payment had been cancelled", async () => {
    const world = await createLedger([10_000]);
    const started = await startPayment(world, [10_000]);
    await settleFacts(started, { checkouts: [checkout(started, { state: "expired" })] });
    expect((await rowsOf(started)).payment.state).toBe("cancelled");
    await settleFacts(started, paid(started, 10_000));
    const { payment, documents, kinds } = await rowsOf(started);
    expect(payment).toMatchObject({ state: "succeeded", unallocatedMinor: 0 });
    expect(documents[0]?.balanceMinor).toBe(0);
    expect(kinds).toEqual(["payment-receipt"]);
  });

  it("stays in the ledger, whatever a later snapshot lacks", async () => {
    const started = await startPayment(await createLedger([10_000]), [10_000]);
    await settleFacts(started, paid(started, 10_000));
    const before = await rowsOf(started);
    await settleFacts(started, { checkouts: [checkout(started)] });
    await settleFacts(started, { checkouts: [checkout(started, { state: "expired" })] });
    const after = await rowsOf(started);
    expect(after.own).toEqual(before.own);
    expect(after.payment).toMatchObject({ state: "succeeded", updatedAt: before.payment.updatedAt });
    expect(after.attempts).toMatchObject([{ state: "succeeded" }]);
  });
});

describe("money that does not come", () => {
  it("leaves the payment of a declined card started, with the reason", async () => {
    const started = await startPayment(await createLedger([10_000]), [10_000]);
    await settleFacts(started, { checkouts: [checkout(started, { failureCode: "card_declined" })] });
    const { payment, own, mails, audit } = await rowsOf(started);
    expect(payment).toMatchObject({ state: "started", failureCode: "card_declined" });
    expect(own).toEqual(["planned 10000"]);
    expect([mails, audit]).toEqual([[], []]);
    await settleFacts(started, paid(started, 10_000));
    expect((await rowsOf(started)).payment).toMatchObject({ state: "succeeded", failureCode: null });
  });

  it("frees the invoices when the session ends", async () => {
    const started = await startPayment(await createLedger([10_000]), [10_000]);
    await settleFacts(started, { checkouts: [checkout(started, { state: "expired" })] });
    const { payment, own, documents, mails, actions } = await rowsOf(started);
    expect(payment).toMatchObject({ state: "cancelled", allocatedMinor: 0 });
    expect(own).toEqual(["released 10000"]);
    expect(documents[0]).toMatchObject({ balanceMinor: 10_000, pendingMinor: 0 });
    expect(mails).toEqual([]);
    expect(actions).toEqual(["payment.cancelled"]);
    await startPayment(started.world, [10_000]);
  });

  it("leaves the payment started while the newest attempt is being prepared, although the one before has ended", async () => {
    const started = await startPayment(await createLedger([10_000]), [10_000]);
    await asSystem("test", (db) =>
      db.insert(paymentCheckouts).values({
        ...{ brand: "cimsoft", companyId: started.world.company.id, contactId: started.world.contact.id },
        ...{ paymentId: started.id, number: 2, returnOrigin: "http://x.example", expiresAt: new Date(NOON) },
      }),
    );
    await settleFacts(started, { checkouts: [checkout(started, { state: "expired" })] });
    const { payment, own, attempts } = await rowsOf(started);
    expect(payment.state).toBe("started");
    expect(own).toEqual(["planned 10000"]);
    expect(attempts.map(({ state }) => state).sort()).toEqual(["expired", "preparing"]);
  });

  it("makes the payment fail, with a mail, when a bank debit does not clear", async () => {
    const started = await startPayment(await createLedger([10_000]), [10_000]);
    await settleFacts(started, {
      checkouts: [checkout(started, { state: "processing" })],
      processing: { method: "bank_debit", at: NOON },
    });
    await settleFacts(started, {
      checkouts: [checkout(started, { state: "failed", failureCode: "insufficient_funds" })],
    });
    const { payment, own, documents, kinds, actions, mails } = await rowsOf(started);
    expect(payment).toMatchObject({ state: "failed", failureCode: "insufficient_funds", expectedOn: null });
    expect(own).toEqual(["released 10000"]);
    expect(documents[0]).toMatchObject({ balanceMinor: 10_000, pendingMinor: 0 });
    expect(kinds).toEqual(["payment-failed", "payment-processing"]);
    expect(mails[0]?.props).toMatchObject({ failureCode: "insufficient_funds", lines: [{ amountMinor: 10_000 }] });
    expect(actions).toEqual(["payment.processing", "payment.failed"]);
    await settleFacts(started, { checkouts: [checkout(started)] });
    expect((await rowsOf(started)).payment.state).toBe("failed");
  });

  it("makes the payment fail without a mail when no session could be made at all", async () => {
    const started = await startPayment(await createLedger([10_000]), [10_000], { checkout: "failed" });
    await settleFacts(started, {});
    const { payment, mails } = await rowsOf(started);
    expect(payment.state).toBe("failed");
    expect(mails).toEqual([]);
  });
});
