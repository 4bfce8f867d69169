import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { allocations, payments } from "@/db/schema";
import { asSystem, runAsViewer, type Viewer } from "@/db/viewer";
import { findInvoice } from "@/lib/money/invoices/document/queries";
import { listInvoices } from "@/lib/money/invoices/queries";
import { parseInvoiceFilters } from "@/lib/money/invoices/schema";
import { listPayable, readSelection } from "@/lib/money/payments/checkout/queries";
import { findPayment } from "@/lib/money/payments/detail/queries";
import { listPaymentsInProgress, paymentsInProgressOn, plannedAmong } from "@/lib/money/payments/queries";
import {
  clientViewer,
  createContact,
  createInvoice,
  createPayment,
  createStaff,
  staffViewer,
} from "@/tests/support/world";
import { change, house, refusal, start } from "./support";

const TODAY = "2026-11-21";

async function scene() {
  const home = await house();
  const colleague = await createContact(home.company, { pay: true, name: "Ana Lindqvist" });
  const invoice = await createInvoice(home.company);
  const other = await createInvoice(home.company, { totalMinor: 5_000 });
  const wish = {
    of: [
      [invoice.number, "40"],
      [other.number, "50"],
    ] as const,
    poNumber: "PO 7",
    note: "For March",
  };
  const started = await start(home.payer, wish);
  return { ...home, colleague, invoice, other, started };
}

describe("a started payment as it is shown", () => {
  it("is a line on the invoice that leaves its status alone, and keeps the invoice from being chosen again", async () => {
    const { payer, colleague, invoice, started } = await scene();
    const key = { brand: "cimsoft", number: invoice.number };
    const read = (viewer: Viewer) => runAsViewer(viewer, "read", (context) => findInvoice(context, key, TODAY));
    const own = await read(clientViewer(payer));
    expect(own).toMatchObject({
      status: "Overdue",
      balance: { minor: 10_000 },
      processing: { minor: 0 },
      payBlock: "started",
      settlements: [],
      inProgress: [
        {
          id: started.paymentId,
          reference: started.reference,
          state: "started",
          isOwn: true,
          contactName: "Robin Meyer",
          part: { minor: 4_000 },
          amount: { minor: 9_000 },
        },
      ],
    });
    expect((await read(clientViewer(colleague)))?.inProgress).toMatchObject([
      { isOwn: false, contactName: "Robin Meyer" },
    ]);
    const list = await runAsViewer(clientViewer(payer), "read", (context) =>
      listInvoices(context, parseInvoiceFilters({}), TODAY),
    );
    expect(list.rows.map((row) => row.payBlock)).toEqual(["started", "started"]);
  });

  it("is gone from the invoice when it was cancelled, and pending instead while a debit clears", async () => {
    const { payer, invoice, started } = await scene();
    const key = { brand: "cimsoft", number: invoice.number };
    const read = () => runAsViewer(clientViewer(payer), "read", (context) => findInvoice(context, key, TODAY));
    await change(async (db) => {
      await db.update(allocations).set({ state: "pending" }).where(eq(allocations.paymentId, started.paymentId));
      await db
        .update(payments)
        .set({ state: "processing", method: "bank_debit", expectedOn: "2026-11-27" })
        .where(eq(payments.id, started.paymentId));
    });
    expect(await read()).toMatchObject({
      status: "Processing",
      payBlock: "processing",
      inProgress: [{ state: "processing", expectedOn: "2026-11-27", method: "bank_debit" }],
      settlements: [{ state: "pending", isPortalPayment: true, reference: started.reference }],
    });
    await change(async (db) => {
      await db.update(allocations).set({ state: "released" }).where(eq(allocations.paymentId, started.paymentId));
      await db.update(payments).set({ state: "failed" }).where(eq(payments.id, started.paymentId));
    });
    expect(await read()).toMatchObject({ payBlock: null, inProgress: [], settlements: [] });
  });
});

describe("the page that starts a payment", () => {
  it("shows the invoices that can be paid by currency in the order chosen, and apart those that cannot, with the reason", async () => {
    const { company, colleague, invoice, started } = await scene();
    const free = await createInvoice(company, { dueOn: "2026-12-01" });
    const euros = await createInvoice(company, { currency: "EUR", totalMinor: 700 });
    const gone = await createInvoice(company, { voidedOn: "2026-01-02" });
    const note = await createInvoice(company, { kind: "credit_note" });
    const numbers = [gone, euros, invoice, free, note].map((row) => row.number);
    const selection = await runAsViewer(clientViewer(colleague), "read", (context) =>
      readSelection(context, { brand: "cimsoft", numbers }, TODAY),
    );
    expect(selection).toMatchObject({
      groups: [
        { currency: "EUR", balance: { minor: 700 }, invoices: [{ number: euros.number }] },
        {
          currency: "USD",
          balance: { minor: 10_000 },
          invoices: [{ number: free.number, dueWords: "Due in 10 days" }],
        },
      ],
      blocked: [
        { number: gone.number, block: "void", progress: null },
        {
          number: invoice.number,
          block: "started",
          progress: {
            reference: started.reference,
            isOwn: false,
            contactName: "Robin Meyer",
            amount: { minor: 9_000 },
          },
        },
        { number: note.number, block: "not_an_invoice", progress: null },
      ],
    });
  });

  it("is not found when one number is another company's, the other brand's or of no invoice", async () => {
    const { company, payer } = await house();
    const own = await createInvoice(company);
    const theirs = await createInvoice((await house()).company);
    const abroad = await createInvoice((await house("insource")).company);
    const ask = (...numbers: string[]) =>
      runAsViewer(clientViewer(payer), "read", (context) =>
        readSelection(context, { brand: "cimsoft", numbers: [own.number, ...numbers] }, TODAY),
      );
    expect(await ask()).toMatchObject({ groups: [{ invoices: [{ number: own.number }] }] });
    for (const number of [theirs.number, abroad.number, "INV-none", own.number.toLowerCase(), "%"]) {
      expect(await ask(number)).toBeNull();
    }
  });

  it("offers invoices that are open and free, the earliest due at the top", async () => {
    const { company, payer } = await scene();
    const later = await createInvoice(company, { dueOn: "2027-02-01" });
    const sooner = await createInvoice(company, { dueOn: "2026-12-01" });
    const paid = await createInvoice(company);
    await createPayment(company, paid);
    const clearing = await createInvoice(company);
    await createPayment(company, clearing, { amountMinor: 100, state: "processing", allocation: { state: "pending" } });
    await createInvoice(company, { voidedOn: "2026-01-02" });
    await createInvoice(company, { kind: "credit_note" });
    const groups = await runAsViewer(clientViewer(payer), "read", (context) => listPayable(context, TODAY));
    expect(groups.map((group) => group.invoices.map((invoice) => invoice.number))).toEqual([
      [sooner.number, later.number],
    ]);
  });
});

describe("the page of a payment", () => {
  it("shows the plan, then its allocations, with each invoice's balance without the payment and now", async () => {
    const { company, payer, colleague, invoice, other, started } = await scene();
    const key = { brand: "cimsoft", reference: started.reference };
    const read = (viewer: Viewer) => runAsViewer(viewer, "read", (context) => findPayment(context, key));
    expect(await read(clientViewer(colleague))).toMatchObject({
      state: "started",
      isOwn: false,
      contactName: "Robin Meyer",
      poNumber: "PO 7",
      note: "For March",
      amount: { minor: 9_000 },
      credit: { minor: 0 },
      lines: expect.arrayContaining([
        expect.objectContaining({
          number: invoice.number,
          state: "planned",
          balance: { minor: 10_000, currency: "USD" },
        }),
      ]),
    });
    await change(async (db) => {
      await db.update(allocations).set({ state: "applied" }).where(eq(allocations.paymentId, started.paymentId));
      await db.update(payments).set({ state: "succeeded" }).where(eq(payments.id, started.paymentId));
    });
    await createPayment(company, invoice, { amountMinor: 1_000 });
    const settled = await read(clientViewer(payer));
    expect(settled).toMatchObject({ state: "succeeded", isOwn: true });
    const byNumber = new Map(settled?.lines.map((line) => [line.number, line]));
    expect(byNumber.get(invoice.number)).toMatchObject({ without: { minor: 9_000 }, balance: { minor: 5_000 } });
    expect(byNumber.get(other.number)).toMatchObject({ without: { minor: 5_000 }, balance: { minor: 0 } });
  });

  it("is not found for whoever may not see it, under both walls and with the conditions of the queries alone", async () => {
    const { company, payer, invoice, started } = await scene();
    const key = { brand: "cimsoft", reference: started.reference };
    const outsiders: Record<string, Viewer> = {
      "another company": clientViewer((await house()).payer),
      "the other brand": clientViewer((await house("insource")).payer),
      "the company's id on the other brand": { ...clientViewer(payer), brand: "insource" },
      "without billing": clientViewer(await createContact(company, { billing: false })),
      "without a company": clientViewer(await createContact(null)),
      marketing: staffViewer(await createStaff(["marketing"])),
      "a support agent": staffViewer(await createStaff(["support_agent"])),
    };
    const ask = async (context: Parameters<typeof findPayment>[0]) => ({
      found: (await findPayment(context, key)) !== null,
      inProgress: (await listPaymentsInProgress(context, 50)).some((entry) => entry.id === started.paymentId),
      on: (await paymentsInProgressOn(context, [invoice.id])).length,
      planned: (await plannedAmong(context, [invoice.id])).size,
      selection: await readSelection(context, { brand: "cimsoft", numbers: [invoice.number] }, TODAY),
      payable: (await listPayable(context, TODAY))
        .flatMap((group) => group.invoices)
        .some((row) => row.number === invoice.number),
    });
    const nothing = { found: false, inProgress: false, on: 0, planned: 0, selection: null, payable: false };
    for (const [name, viewer] of Object.entries(outsiders)) {
      expect({ name, ...(await runAsViewer(viewer, "read", ask)) }).toEqual({ name, ...nothing });
      const first = await asSystem("test of the first wall", (db) => ask({ viewer, db }));
      expect({ name, ...first }).toEqual({ name, ...nothing });
    }
    const clerk = clientViewer(await createContact(company, { pay: false }));
    expect(await runAsViewer(clerk, "read", ask)).toMatchObject({ found: true, inProgress: true, on: 1, planned: 1 });
  });

  it("is not found for payments of the ERP", async () => {
    const { company, payer } = await house();
    await createPayment(company, null, { reference: "CP-0123456789" });
    const seen = await runAsViewer(clientViewer(payer), "read", (context) =>
      findPayment(context, { brand: "cimsoft", reference: "CP-0123456789" }),
    );
    expect(seen).toBeNull();
  });
});

describe("money in progress", () => {
  it("lists payments that were started or are clearing, the newest first, with who started them", async () => {
    const { company, payer, colleague, started } = await scene();
    const clearing = await createPayment(company, await createInvoice(company), {
      state: "processing",
      expectedOn: "2026-11-27",
      allocation: { state: "pending" },
    });
    await createPayment(company, await createInvoice(company));
    const mine = await runAsViewer(clientViewer(payer), "read", (context) => listPaymentsInProgress(context, 5));
    expect(mine).toMatchObject([
      { id: clearing.id, state: "processing", isOwn: false, expectedOn: "2026-11-27", source: "erp" },
      { id: started.paymentId, state: "started", isOwn: true, reference: started.reference },
    ]);
    const one = await runAsViewer(clientViewer(colleague), "read", (context) => listPaymentsInProgress(context, 1));
    expect(one.map((entry) => entry.id)).toEqual([clearing.id]);
    expect(await refusal(start(colleague, { of: [["INV-none", "1"]] }))).toMatchObject({ code: "NOT_FOUND" });
  });
});
