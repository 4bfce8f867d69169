import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { payments } from "@/db/schema";
import { runAsViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { businessToday } from "@/lib/kit/time";
import { readCreditParts } from "@/lib/money/invoices/credit/queries";
import { listOpenCreditNotes, listPaymentCredits } from "@/lib/money/payments/queries";
import { clientViewer, createContact, createInvoice, createPayment, nobodysId } from "@/tests/support/world";
import { allocationsOf, apply, auditOf, change, house, invoiceById, paymentsOf, refusal, start } from "./support";

/** A payment of 100.00 that is allocated nowhere, and an invoice of 100.00. */
async function credited() {
  const home = await house();
  const credit = await createPayment(home.company, null);
  const invoice = await createInvoice(home.company);
  return { ...home, credit, invoice };
}

describe("a credit applied to an invoice", () => {
  it("is allocated to an invoice as of today, with the person recorded, and lowers both balance and credit", async () => {
    const { company, payer, credit, invoice } = await credited();
    const number = await apply(payer, { paymentId: credit.id, invoice: invoice.number, amount: "60.01" });
    expect(number).toBe(invoice.number);
    expect(await allocationsOf(company)).toMatchObject([
      {
        paymentId: credit.id,
        invoiceId: invoice.id,
        amountMinor: 6_001,
        state: "applied",
        appliedOn: businessToday("America/New_York"),
        appliedBy: payer.id,
      },
    ]);
    expect(await invoiceById(invoice.id)).toMatchObject({ balanceMinor: 3_999 });
    expect(await paymentsOf(company)).toMatchObject([{ unallocatedMinor: 3_999 }]);
    expect(await auditOf(credit.id)).toMatchObject([{ action: "credit.applied", actorId: payer.id }]);
    const seen = await runAsViewer(clientViewer(payer), "read", async (context) => ({
      list: await listPaymentCredits(context, 10),
      line: await readCreditParts(context),
    }));
    expect(seen).toMatchObject({ list: [{ left: { minor: 3_999 } }], line: { usable: [{ minor: 3_999 }], notes: [] } });
  });

  it("may be a cent", async () => {
    const { payer, credit, invoice } = await credited();
    await apply(payer, { paymentId: credit.id, invoice: invoice.number, amount: "0.01" });
    expect(await invoiceById(invoice.id)).toMatchObject({ balanceMinor: 9_999 });
  });

  it.each([
    ["-1", "above zero"],
    ["0", "above zero"],
    ["100.01", "at most what is left of this credit, $100.00"],
    ["200.01", "at most the balance"],
    ["0.001", "such as"],
  ])("of %j is refused beside the amount", async (amount, words) => {
    const { company, payer, credit } = await credited();
    const invoice = await createInvoice(company, { totalMinor: 20_000 });
    const refused = await refusal(apply(payer, { paymentId: credit.id, invoice: invoice.number, amount }));
    expect(refused).toMatchObject({ field: "amount" });
    expect(refused.message).toContain(words);
    expect(await allocationsOf(company)).toEqual([]);
  });

  it.each([
    ["void", { voidedOn: "2026-01-02" }],
    ["a credit note", { kind: "credit_note" as const }],
    ["in another currency", { currency: "EUR" }],
  ])("is not allocated to a document that is %s", async (_, over) => {
    const { company, payer, credit } = await credited();
    const invoice = await createInvoice(company, over);
    const refused = await refusal(apply(payer, { paymentId: credit.id, invoice: invoice.number, amount: "1" }));
    expect(refused).toMatchObject({ field: "invoice" });
  });

  it("is not allocated to an invoice that is paid, clearing or being paid", async () => {
    const { company, payer, credit, invoice: started } = await credited();
    await start(payer, { of: [[started.number, "100"]] });
    const paid = await createInvoice(company);
    await createPayment(company, paid);
    const clearing = await createInvoice(company);
    await createPayment(company, clearing, {
      amountMinor: 1_000,
      state: "processing",
      allocation: { state: "pending" },
    });
    for (const invoice of [started, paid, clearing]) {
      const refused = await refusal(apply(payer, { paymentId: credit.id, invoice: invoice.number, amount: "1" }));
      expect(refused).toMatchObject({ code: "CONFLICT", field: "invoice" });
    }
  });

  it.each(["started", "processing", "failed", "cancelled", "disputed", "refunded"] as const)(
    "cannot be used while its payment is %s",
    async (state) => {
      const { payer, credit, invoice } = await credited();
      await change((db) => db.update(payments).set({ state }).where(eq(payments.id, credit.id)));
      const refused = await refusal(apply(payer, { paymentId: credit.id, invoice: invoice.number, amount: "1" }));
      expect(refused.message).toBe("This credit is used up.");
      const list = await runAsViewer(clientViewer(payer), "read", (context) => listPaymentCredits(context, 10));
      expect(list).toEqual([]);
    },
  );

  it("of a partly refunded payment is what was not refunded", async () => {
    const { payer, credit, invoice } = await credited();
    await change((db) =>
      db.update(payments).set({ state: "partly_refunded", returnedMinor: 7_000 }).where(eq(payments.id, credit.id)),
    );
    const over = apply(payer, { paymentId: credit.id, invoice: invoice.number, amount: "30.01" });
    expect((await refusal(over)).message).toContain("$30.00");
    await apply(payer, { paymentId: credit.id, invoice: invoice.number, amount: "30.00" });
    expect(await invoiceById(invoice.id)).toMatchObject({ balanceMinor: 7_000 });
  });
});

/** How many succeeded; all others were refused with a sentence. */
function won(outcomes: readonly PromiseSettledResult<unknown>[]): number {
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(AppError);
  }
  return outcomes.filter((outcome) => outcome.status === "fulfilled").length;
}

describe("two credits applied at once", () => {
  it("never use more than the credit has", async () => {
    const { company, payer, credit } = await credited();
    const all = await Promise.all(Array.from({ length: 5 }, () => createInvoice(company)));
    const outcomes = await Promise.allSettled(
      all.map((invoice) => apply(payer, { paymentId: credit.id, invoice: invoice.number, amount: "40" })),
    );
    expect(won(outcomes)).toBe(2);
    expect(await paymentsOf(company)).toMatchObject([{ unallocatedMinor: 2_000 }]);
  });

  it("never allocate more to an invoice than it has room for", async () => {
    const { company, payer, invoice } = await credited();
    const credits = await Promise.all(Array.from({ length: 4 }, () => createPayment(company, null)));
    const outcomes = await Promise.allSettled(
      credits.map((credit) => apply(payer, { paymentId: credit.id, invoice: invoice.number, amount: "40" })),
    );
    expect(won(outcomes)).toBe(2);
    expect(await invoiceById(invoice.id)).toMatchObject({ balanceMinor: 2_000 });
  });

  it("by one form twice are allocated once", async () => {
    const { company, payer, credit, invoice } = await credited();
    const form = { id: nobodysId(), paymentId: credit.id, invoice: invoice.number, amount: "10" };
    const answers = await Promise.all(Array.from({ length: 5 }, () => apply(payer, form)));
    expect(new Set(answers)).toEqual(new Set([invoice.number]));
    expect(await allocationsOf(company)).toHaveLength(1);
    const other = await createInvoice(company);
    expect(await refusal(apply(payer, { ...form, invoice: other.number }))).toMatchObject({ code: "CONFLICT" });
  });

  it("by one form with other content are allocated as the first says, and the second is refused with a sentence", async () => {
    const { company, payer, credit, invoice } = await credited();
    const form = { id: nobodysId(), paymentId: credit.id, invoice: invoice.number, amount: "10" };
    await apply(payer, form);
    expect(await apply(payer, { ...form, amount: "$10.00" })).toBe(invoice.number);
    const other = await createInvoice(company);
    const otherCredit = await createPayment(company, null);
    for (const over of [
      { amount: "20" },
      { amount: "ten" },
      { invoice: other.number },
      { paymentId: otherCredit.id },
    ]) {
      expect(await refusal(apply(payer, { ...form, ...over }))).toMatchObject({ name: "FormUsed" });
    }
    expect(await allocationsOf(company)).toMatchObject([{ id: form.id, amountMinor: 1_000, invoiceId: invoice.id }]);
  });

  it("by one form of two people are the first person's, and the other's is not found, in the same company or not", async () => {
    const { company, payer, credit, invoice } = await credited();
    const form = { id: nobodysId(), paymentId: credit.id, invoice: invoice.number, amount: "10" };
    await apply(payer, form);
    const colleague = await createContact(company, { pay: true });
    expect(await refusal(apply(colleague, form))).toMatchObject({ code: "NOT_FOUND" });
    const theirs = await credited();
    const stolen = { ...form, paymentId: theirs.credit.id, invoice: theirs.invoice.number };
    expect(await refusal(apply(theirs.payer, stolen))).toMatchObject({ code: "NOT_FOUND" });
    expect(await allocationsOf(theirs.company)).toEqual([]);
    expect(await allocationsOf(company)).toHaveLength(1);
  });

  it("to an invoice that is also being paid: either credit or payment is refused as too late", async () => {
    const { company, payer, credit, invoice } = await credited();
    const colleague = await createContact(company, { pay: true });
    const outcomes = await Promise.allSettled([
      apply(payer, { paymentId: credit.id, invoice: invoice.number, amount: "100" }),
      start(colleague, { of: [[invoice.number, "100"]] }),
    ]);
    expect(won(outcomes)).toBe(1);
    expect(await allocationsOf(company)).toHaveLength(1);
  });
});

describe("who can't use a credit", () => {
  it("is a contact without pay or billing, of another company or another brand, and anybody for another company's invoice", async () => {
    const { company, payer, credit, invoice } = await credited();
    const form = { paymentId: credit.id, invoice: invoice.number, amount: "1" };
    const stranger = await house();
    const theirs = await createInvoice(stranger.company);
    const theirCredit = await createPayment(stranger.company, null);
    const abroad = await house("insource");
    for (const outsider of [
      await createContact(company, { pay: false }),
      await createContact(company, { billing: false }),
      stranger.payer,
      abroad.payer,
    ]) {
      expect(await refusal(apply(outsider, form))).toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await refusal(apply(payer, { ...form, invoice: theirs.number }))).toMatchObject({ code: "NOT_FOUND" });
    expect(await refusal(apply(payer, { ...form, paymentId: theirCredit.id }))).toMatchObject({ code: "NOT_FOUND" });
    expect(await refusal(apply(payer, { ...form, paymentId: nobodysId() }))).toMatchObject({ code: "NOT_FOUND" });
    expect(await allocationsOf(company)).toEqual([]);
    expect(await allocationsOf(stranger.company)).toEqual([]);
  });

  it("is shown no credit either", async () => {
    const { company, payer } = await credited();
    await createInvoice(company, { kind: "credit_note", number: "CN-seen" });
    const read = (viewer: Parameters<typeof runAsViewer>[0]) =>
      runAsViewer(viewer, "read", async (context) => ({
        credits: (await listPaymentCredits(context, 10)).length,
        notes: (await listOpenCreditNotes(context, 10)).length,
      }));
    expect(await read(clientViewer(payer))).toEqual({ credits: 1, notes: 1 });
    const blind = clientViewer(await createContact(company, { billing: false }));
    expect(await read(blind)).toEqual({ credits: 0, notes: 0 });
    expect(await read({ ...clientViewer(payer), brand: "insource" })).toEqual({ credits: 0, notes: 0 });
    expect(await read(clientViewer((await house()).payer))).toEqual({ credits: 0, notes: 0 });
  });
});
