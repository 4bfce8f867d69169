import { describe, expect, it } from "vitest";
import { allocations, paymentRefunds } from "@/db/schema";
import { asSystem, type ClientViewer, runAsViewer } from "@/db/viewer";
import { listInvoices } from "@/lib/money/invoices/queries";
import { parseInvoiceFilters } from "@/lib/money/invoices/schema";
import { readStatement } from "@/lib/money/statements/queries";
import type { Statement } from "@/lib/money/statements/rules";
import { chargeOf, paymentOf, tieOutSums } from "@/lib/money/statements/rules";
import { parseStatementRequest } from "@/lib/money/statements/schema";
import {
  clientViewer,
  createCompany,
  createContact,
  createInvoice,
  createPayment,
  unique,
} from "@/tests/support/world";

const TODAY = "2026-06-30";
const usd = (minor: number) => ({ minor, currency: "USD" });

async function house() {
  const company = await createCompany();
  return { company, viewer: clientViewer(await createContact(company)) };
}

function read(viewer: ClientViewer, raw: Record<string, string> = {}, limit = 500) {
  return runAsViewer(viewer, "read", (context) =>
    readStatement(context, parseStatementRequest(raw, TODAY), { today: TODAY, currency: "USD", limit }),
  );
}

const lines = ({ movements }: Statement) =>
  movements.map((movement) => [
    movement.on,
    movement.words,
    movement.reference,
    chargeOf(movement)?.minor ?? null,
    paymentOf(movement)?.minor ?? null,
    movement.balance.minor,
  ]);
const ages = ({ ageing }: Statement) => ageing.lines.map(({ amount, count }) => [amount.minor, count]);

describe("a statement", () => {
  it("runs from opening to closing balance, and links to each document", async () => {
    const { company, viewer } = await house();
    const before = await createInvoice(company, { number: unique("OLD"), issuedOn: "2026-03-10", totalMinor: 5_000 });
    await createPayment(company, before, { amountMinor: 2_000, receivedOn: "2026-04-30" });
    const invoice = await createInvoice(company, {
      ...{ number: unique("INV"), issuedOn: "2026-05-01", dueOn: "2026-05-31", totalMinor: 10_000 },
    });
    const check = await createPayment(company, invoice, { amountMinor: 4_000, receivedOn: "2026-05-01" });
    const note = await createInvoice(company, {
      ...{ number: unique("CN"), kind: "credit_note", issuedOn: "2026-05-20", dueOn: "2026-05-20", totalMinor: 700 },
    });
    const wrong = await createInvoice(company, {
      ...{ number: unique("BAD"), issuedOn: "2026-05-21", totalMinor: 900, voidedOn: "2026-05-22" },
    });
    const card = await createPayment(company, invoice, {
      ...{ source: "portal", externalId: null, reference: unique("CP"), method: "card", amountMinor: 1_500 },
      ...{ receivedOn: "2026-06-30", allocation: { state: "disputed" }, state: "disputed" },
    });
    for (const state of ["started", "processing", "failed", "cancelled"] as const) {
      await createPayment(company, null, { state, amountMinor: 77, receivedOn: "2026-06-01" });
    }

    const statement = await read(viewer, { from: "2026-05-01", to: "2026-06-30" });
    expect(statement).toMatchObject({
      companyName: company.name,
      currency: "USD",
      currencies: ["USD"],
      opening: usd(3_000),
      charges: usd(10_900),
      payments: usd(7_100),
      closing: usd(6_800),
      count: 6,
      credit: usd(700),
      datedLater: usd(0),
      onItsWay: usd(77),
    });
    expect(lines(statement)).toEqual([
      ["2026-05-01", "Invoice", invoice.number, 10_000, null, 13_000],
      ["2026-05-01", "Payment by check", check.externalId, null, 4_000, 9_000],
      ["2026-05-20", "Credit note", note.number, null, 700, 8_300],
      ["2026-05-21", "Invoice", wrong.number, 900, null, 9_200],
      ["2026-05-22", "Invoice voided", wrong.number, null, 900, 8_300],
      ["2026-06-30", "Payment by card, disputed", card.reference, null, 1_500, 6_800],
    ]);
    expect(
      statement.movements.map(({ documentNumber, paymentReference }) => documentNumber ?? paymentReference),
    ).toEqual([invoice.number, null, note.number, wrong.number, wrong.number, card.reference]);
    expect(new Set(statement.movements.map(({ key }) => key)).size).toBe(6);
    expect(tieOutSums(statement)).toEqual([
      { term: "Open invoices", value: usd(7_500) },
      { term: "Less credit not used", value: usd(-700) },
    ]);
    const list = await runAsViewer(viewer, "read", (context) =>
      listInvoices(context, parseInvoiceFilters({ status: "open" }), TODAY),
    );
    expect(list.totals.map(({ balance }) => balance)).toEqual([usd(7_500)]);
  });

  it("shows money paid back: Stripe's refunds by their days, the ERP's by theirs, and a credit refunded as a whole", async () => {
    const { company, viewer } = await house();
    const invoice = await createInvoice(company, { totalMinor: 50_000, issuedOn: "2026-06-01", dueOn: "2026-06-10" });
    const portal = await createPayment(company, null, {
      ...{ source: "portal", externalId: null, reference: unique("CP"), method: "card", state: "partly_refunded" },
      ...{ amountMinor: 9_000, returnedMinor: 500, receivedOn: "2026-06-02" },
    });
    const erp = await createPayment(company, invoice, {
      ...{ amountMinor: 4_000, state: "partly_refunded", receivedOn: "2026-06-03" },
      allocation: { amountMinor: 1_000, state: "refunded", refundedOn: "2026-06-06" },
    });
    const whole = await createPayment(company, invoice, {
      ...{ amountMinor: 800, state: "refunded", receivedOn: "2026-06-04", method: "ach" },
      allocation: { amountMinor: 600, state: "refunded" },
    });
    await asSystem("test", async (db) => {
      const own = { brand: company.brand, companyId: company.id };
      const part = { ...own, paymentId: portal.id, invoiceId: invoice.id };
      await db.insert(allocations).values([
        { ...part, amountMinor: 7_000, state: "applied" },
        { ...part, amountMinor: 1_500, state: "refunded", refundedOn: "2026-06-08" },
        { ...own, paymentId: erp.id, invoiceId: invoice.id, amountMinor: 3_000, state: "applied" },
      ]);
      await db.insert(paymentRefunds).values([
        {
          ...own,
          paymentId: portal.id,
          kind: "refund",
          stripeId: unique("re"),
          amountMinor: 500,
          refundedOn: "2026-06-05",
        },
        {
          ...own,
          paymentId: portal.id,
          kind: "chargeback",
          stripeId: unique("dp"),
          amountMinor: 1_500,
          refundedOn: "2026-06-08",
        },
      ]);
    });
    const statement = await read(viewer, { from: "2026-06-01" });
    expect(lines(statement).slice(1)).toEqual([
      ["2026-06-02", "Payment by card", portal.reference, null, 9_000, 41_000],
      ["2026-06-03", "Payment by check", erp.externalId, null, 4_000, 37_000],
      ["2026-06-04", "Payment by ACH transfer", whole.externalId, null, 800, 36_200],
      ["2026-06-04", "Refund", whole.externalId, 800, null, 37_000],
      ["2026-06-05", "Refund", portal.reference, 500, null, 37_500],
      ["2026-06-06", "Refund", erp.externalId, 1_000, null, 38_500],
      ["2026-06-08", "Chargeback", portal.reference, 1_500, null, 40_000],
    ]);
    expect(statement).toMatchObject({ closing: usd(40_000), credit: usd(0), ageing: { total: usd(40_000) } });
    // On 5 June the chargeback had not come, so the payment that it took away later still counts.
    const earlier = await read(viewer, { from: "2026-06-01", to: "2026-06-05" });
    expect(earlier).toMatchObject({ closing: usd(37_500), ageing: { total: usd(37_500) }, credit: usd(0) });
    const thatDay = await read(viewer, { from: "2026-06-01", to: "2026-06-08" });
    expect(thatDay).toMatchObject({ closing: usd(40_000), ageing: { total: usd(40_000) }, credit: usd(0) });
  });

  it.each([
    ["disputed", "disputed"],
    ["processing", "applied"],
  ] as const)("takes of an ERP payment that is %s and clears in part the part that is in", async (state, partIn) => {
    const { company, viewer } = await house();
    const [one, two] = [
      await createInvoice(company, { totalMinor: 1_000, issuedOn: "2026-06-01" }),
      await createInvoice(company, { totalMinor: 1_000, issuedOn: "2026-06-01" }),
    ];
    const payment = await createPayment(company, one, {
      ...{ state, amountMinor: 900, receivedOn: "2026-06-02" },
      allocation: { state: partIn, amountMinor: 600 },
    });
    await asSystem("test", (db) =>
      db.insert(allocations).values({
        ...{ brand: company.brand, companyId: company.id, paymentId: payment.id, invoiceId: two.id },
        ...{ amountMinor: 300, state: "pending" as const },
      }),
    );
    expect(await read(viewer)).toMatchObject({ closing: usd(1_400), ageing: { total: usd(1_400) }, credit: usd(0) });
  });

  it("ages open amounts by days past due on its last day, with the allocations that counted on that day", async () => {
    const { company, viewer } = await house();
    const due = (dueOn: string, totalMinor: number) =>
      createInvoice(company, { issuedOn: "2026-01-01", dueOn, totalMinor });
    await due("2026-07-15", 1);
    const today = await due("2026-06-30", 20);
    await due("2026-06-29", 300);
    await due("2026-05-01", 4_000);
    const paidLater = await due("2026-03-31", 50_000);
    await createPayment(company, today, { amountMinor: 5, receivedOn: "2026-06-30" });
    await createPayment(company, paidLater, { amountMinor: 50_000, receivedOn: "2026-06-15" });

    const now = await read(viewer);
    expect(ages(now)).toEqual([
      [16, 2],
      [300, 1],
      [4_000, 1],
      [0, 0],
      [0, 0],
    ]);
    const may = await read(viewer, { to: "2026-05-31" });
    expect(ages(may)).toEqual([
      [321, 3],
      [4_000, 1],
      [0, 0],
      [50_000, 1],
      [0, 0],
    ]);
    expect(may.closing).toEqual(usd(54_321));
    expect(may.onItsWay).toEqual(usd(0));
  });

  it("counts a credit from the day that it was applied", async () => {
    const { company, viewer } = await house();
    const invoice = await createInvoice(company, { totalMinor: 1_000, issuedOn: "2026-04-01", dueOn: "2026-05-01" });
    await createPayment(company, invoice, {
      ...{ amountMinor: 1_000, receivedOn: "2026-04-10" },
      allocation: { amountMinor: 400, appliedOn: "2026-06-20" },
    });
    expect(await read(viewer, { to: "2026-06-19" })).toMatchObject({
      ...{ closing: usd(0), credit: usd(1_000), ageing: { total: usd(1_000) } },
    });
    expect(await read(viewer, { to: "2026-06-20" })).toMatchObject({
      ...{ closing: usd(0), credit: usd(600), ageing: { total: usd(600) } },
    });
  });

  it("names documents that are stored already and dated after today, which the list shows", async () => {
    const { company, viewer } = await house();
    await createInvoice(company, { totalMinor: 1_000, issuedOn: "2026-06-01" });
    await createInvoice(company, { totalMinor: 250, issuedOn: "2026-07-01", dueOn: "2026-07-31" });
    const statement = await read(viewer);
    expect(statement).toMatchObject({ closing: usd(1_000), ageing: { total: usd(1_250) }, datedLater: usd(250) });
    expect(tieOutSums(statement).at(-1)).toEqual({ term: "Less dated after Jun 30, 2026", value: usd(-250) });
  });

  it("is of one currency: the one asked for, else the brand's, else the only one there is", async () => {
    const { company, viewer } = await house();
    await createInvoice(company, { totalMinor: 100, currency: "EUR" });
    expect(await read(viewer, { currency: "USD" })).toMatchObject({ currency: "EUR", currencies: ["EUR"] });
    await createInvoice(company, { totalMinor: 70 });
    expect(await read(viewer)).toMatchObject({ currency: "USD", closing: usd(70), currencies: ["EUR", "USD"] });
    expect(await read(viewer, { currency: "EUR" })).toMatchObject({ closing: { minor: 100, currency: "EUR" } });
    expect(await read(viewer, { currency: "JPY" })).toMatchObject({ currency: "USD" });
  });

  it("shows the first movements of many, with the sums of all", async () => {
    const { company, viewer } = await house();
    for (let serial = 0; serial < 5; serial++)
      await createInvoice(company, { totalMinor: 100, issuedOn: "2026-06-01" });
    const statement = await read(viewer, {}, 3);
    expect(statement).toMatchObject({ count: 5, charges: usd(500), closing: usd(500) });
    expect(statement.movements.map(({ balance }) => balance.minor)).toEqual([100, 200, 300]);
  });

  it("is empty for a company without movements", async () => {
    const { viewer } = await house();
    expect(await read(viewer)).toMatchObject({
      currencies: [],
      currency: "USD",
      count: 0,
      movements: [],
      closing: usd(0),
    });
  });
});
