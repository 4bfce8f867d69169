import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { allocations, payments } from "@/db/schema";
import { cancelPayment, continuePayment } from "@/lib/money/payments/checkout/control/service";
import { createContact, createInvoice, createPayment, nobodysId } from "@/tests/support/world";
import {
  allocationsOf,
  asPayer,
  auditOf,
  change,
  checkoutsOf,
  endPayment,
  house,
  paymentsOf,
  refusal,
  start,
} from "./support";

describe("one charge for one payment", () => {
  it("is made for a double click, sent twenty times at once", async () => {
    const { company, payer } = await house();
    const invoice = await createInvoice(company);
    const wish = { paymentId: nobodysId(), of: [[invoice.number, "100.00"]] as const };
    const answers = await Promise.all(Array.from({ length: 20 }, () => start(payer, wish)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await paymentsOf(company)).toHaveLength(1);
    expect(await checkoutsOf(company)).toHaveLength(1);
    expect(await auditOf(wish.paymentId)).toHaveLength(1);
  });

  it("is made for two tabs of one person", async () => {
    const { company, payer } = await house();
    const one = await createInvoice(company);
    const two = await createInvoice(company);
    const first = await start(payer, {
      of: [
        [one.number, "100"],
        [two.number, "40"],
      ],
    });
    const second = await start(payer, {
      of: [
        [two.number, "40.00"],
        [one.number, "100.00"],
      ],
    });
    expect(second).toEqual(first);
    expect(await paymentsOf(company)).toHaveLength(1);
  });

  it("is not made twice by another sum of the same person, who reads which payment is started", async () => {
    const { company, payer } = await house();
    const invoice = await createInvoice(company);
    const first = await start(payer, { of: [[invoice.number, "100"]] });
    const other = await refusal(start(payer, { of: [[invoice.number, "60"]] }));
    expect(other.code).toBe("CONFLICT");
    expect(other.message).toContain(`you started payment ${first.reference} of $100.00`);
    // The same form with another sum, after going back, makes no payment either.
    const again = await refusal(start(payer, { paymentId: first.paymentId, of: [[invoice.number, "60"]] }));
    expect(again.code).toBe("CONFLICT");
    expect(await paymentsOf(company)).toHaveLength(1);
  });

  it("is made for two colleagues at once, and the second reads who pays, when, how much and which payment", async () => {
    const { company, payer } = await house();
    const colleague = await createContact(company, { pay: true, name: "Ana Lindqvist" });
    const one = await createInvoice(company);
    const two = await createInvoice(company);
    const outcomes = await Promise.allSettled([
      start(payer, {
        of: [
          [one.number, "100"],
          [two.number, "100"],
        ],
      }),
      start(colleague, {
        of: [
          [two.number, "100"],
          [one.number, "100"],
        ],
      }),
    ]);
    const won = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    const lost = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(won).toHaveLength(1);
    expect(lost).toMatchObject([{ code: "CONFLICT" }]);
    const [payment] = await paymentsOf(company);
    expect(lost[0].message).toContain(`${payment?.contactName} started payment ${won[0]?.reference} of $200.00 on `);
    expect(lost[0].message).toContain("Eastern");
    expect(await allocationsOf(company)).toHaveLength(2);
  });

  it("is made for many colleagues with overlapping choices at once, without a deadlock", async () => {
    const { company } = await house();
    const colleagues = await Promise.all(
      Array.from({ length: 6 }, (_, index) => createContact(company, { pay: true, name: `Colleague ${index}` })),
    );
    const all = await Promise.all(Array.from({ length: 4 }, () => createInvoice(company)));
    const outcomes = await Promise.allSettled(
      colleagues.map((colleague, index) =>
        start(colleague, {
          of: [0, 1, 2].map((step) => [all[(index + step) % 4]?.number ?? "", "100"] as const),
        }),
      ),
    );
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "CONFLICT" });
    }
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    expect(await paymentsOf(company)).toHaveLength(1);
  });

  it("is made for a form by the person it was given to, and nobody else", async () => {
    const { company, payer } = await house();
    const colleague = await createContact(company, { pay: true });
    const one = await createInvoice(company);
    const two = await createInvoice(company);
    const { paymentId } = await start(payer, { of: [[one.number, "100"]] });
    expect(await refusal(start(colleague, { paymentId, of: [[two.number, "100"]] }))).toMatchObject({
      code: "CONFLICT",
    });
    const stranger = await house();
    const theirs = await createInvoice(stranger.company);
    const stolen = start(stranger.payer, { paymentId, of: [[theirs.number, "100"]] });
    expect(await refusal(stolen)).toMatchObject({ code: "CONFLICT" });
    expect(await paymentsOf(stranger.company)).toEqual([]);
    expect(await paymentsOf(company)).toMatchObject([{ contactId: payer.id, amountMinor: 10_000 }]);
  });

  it("is not repeated by a form sent again after the payment ended, while a new form is a new payment", async () => {
    const { company, payer } = await house();
    const invoice = await createInvoice(company);
    const wish = { paymentId: nobodysId(), of: [[invoice.number, "100"]] as const };
    const first = await start(payer, wish);
    await endPayment(first.paymentId, "cancelled");
    expect(await start(payer, wish)).toEqual({ ...first, state: "cancelled" });
    const next = await start(payer, { of: wish.of });
    expect(next.state).toBe("started");
    expect(next.reference).not.toBe(first.reference);
  });

  it.each([
    ["a part of the sum", { of: "60" }],
    ["another PO number", { of: "100", poNumber: "PO 2" }],
    ["another note", { of: "100", note: "For May" }],
  ])("is not made for a used form sent with %s after the payment ended", async (_what, { of, ...more }) => {
    const { company, payer } = await house();
    const invoice = await createInvoice(company);
    const { paymentId } = await start(payer, { of: [[invoice.number, "100"]] });
    await endPayment(paymentId, "failed");
    const refused = await refusal(start(payer, { paymentId, of: [[invoice.number, of]], ...more }));
    expect(refused).toMatchObject({ name: "FormUsed", renewed: { paymentId: expect.not.stringContaining(paymentId) } });
    expect(await paymentsOf(company)).toMatchObject([{ id: paymentId, state: "failed" }]);
  });

  it("is not made for a used form sent with another sum after the payment succeeded", async () => {
    const { company, payer } = await house();
    const invoice = await createInvoice(company);
    const { paymentId } = await start(payer, { of: [[invoice.number, "60"]] });
    await change(async (db) => {
      await db.update(allocations).set({ state: "applied" }).where(eq(allocations.paymentId, paymentId));
      await db.update(payments).set({ state: "succeeded" }).where(eq(payments.id, paymentId));
    });
    const again = (amount: string) => start(payer, { paymentId, of: [[invoice.number, amount]] });
    expect(await again("60")).toMatchObject({ paymentId, state: "succeeded" });
    expect(await refusal(again("40"))).toMatchObject({ name: "FormUsed" });
    expect(await paymentsOf(company)).toHaveLength(1);
  });
});

describe("a started payment", () => {
  it("is continued by its payer alone, and cancelled by any colleague who may pay", async () => {
    const { company, payer } = await house();
    const colleague = await createContact(company, { pay: true });
    const clerk = await createContact(company, { pay: false });
    const stranger = (await house()).payer;
    const invoice = await createInvoice(company);
    const { paymentId, reference } = await start(payer, { of: [[invoice.number, "100"]] });
    const keep = (contact: typeof payer) => asPayer(contact, (context) => continuePayment(context, { paymentId }));
    const stop = (contact: typeof payer) => asPayer(contact, (context) => cancelPayment(context, { paymentId }));

    expect(await keep(payer)).toMatchObject({ paymentId, reference, state: "started" });
    for (const other of [colleague, clerk, stranger])
      expect(await refusal(keep(other))).toMatchObject({ code: "NOT_FOUND" });
    for (const other of [clerk, stranger]) expect(await refusal(stop(other))).toMatchObject({ code: "NOT_FOUND" });
    expect(await stop(colleague)).toMatchObject({ paymentId, reference, state: "started" });
    expect(await auditOf(paymentId)).toMatchObject([
      { action: "payment.started", actorId: payer.id },
      { action: "payment.cancel-asked", actorId: colleague.id },
    ]);
    await endPayment(paymentId, "cancelled");
    expect(await keep(payer)).toMatchObject({ state: "cancelled" });
    expect(await stop(payer)).toMatchObject({ state: "cancelled" });
    expect(await auditOf(paymentId)).toHaveLength(2);
  });

  it("is never one that the ERP reported", async () => {
    const { company, payer } = await house();
    const payment = await createPayment(company, null);
    const stop = asPayer(payer, (context) => cancelPayment(context, { paymentId: payment.id }));
    expect(await refusal(stop)).toMatchObject({ code: "NOT_FOUND" });
  });
});
