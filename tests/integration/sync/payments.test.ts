import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { allocations, companies, payments } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { unique } from "../../support/world";
import { type Cells, company, counts, importFiles, invoice, places, receipt, reportOf } from "./folder";
import { invoiceOf, paymentsOf } from "./ledger";

let companyId: string;
let key: string;
/** Keys of this test's own company, so that tests do not meet. */
const own = (name: string) => `${name}-${key}`;

beforeEach(async () => {
  key = unique("k");
  await importFiles({
    companies: [company({ external_id: own("C") })],
    invoices: ["A", "B"].map((name) => invoice({ external_id: own(name), company: own("C") })),
  });
  const [row] = await asSystem("test", (db) =>
    db
      .select()
      .from(companies)
      .where(eq(companies.externalId, own("C"))),
  );
  companyId = row?.id ?? "";
});

const row = (over: Cells = {}) => receipt({ external_id: own("RC"), company: own("C"), invoice: own("A"), ...over });

async function receive(...rows: Cells[]) {
  return reportOf(await importFiles({ "payments-received": rows }), "payments-received");
}

/** A payment that was made in the portal, allocated to invoice A. */
async function portalPayment(reference: string, over: Partial<typeof payments.$inferInsert> = {}, allocated = 10_000) {
  const target = await invoiceOf(own("A"));
  return asSystem("test: a portal payment", async (db) => {
    const [payment] = await db
      .insert(payments)
      .values({
        ...{ brand: "cimsoft", companyId, source: "portal", reference, method: "card", state: "succeeded" },
        ...{ currency: "USD", amountMinor: 10_000, receivedOn: "2026-01-18", ...over },
      })
      .returning();
    if (!payment) throw new Error("no payment");
    if (allocated > 0) {
      await db.insert(allocations).values({
        ...{ brand: "cimsoft", companyId, paymentId: payment.id, invoiceId: target.id },
        ...{ amountMinor: allocated, state: "applied" },
      });
    }
    return payment;
  });
}

describe("the import of payments-received.csv", () => {
  it("allocates one payment to several invoices and leaves the rest as a credit", async () => {
    const rows = [
      row({ amount: "250.00", allocated_amount: "100.00" }),
      row({ amount: "250.00", invoice: own("B"), allocated_amount: "60.00" }),
      row({ amount: "250.00", invoice: "", allocated_amount: "" }),
    ];
    const report = await receive(...rows);
    expect(counts(report)).toMatchObject({ rows: 3, created: 2, unchanged: 1, bad: 0 });
    expect(await invoiceOf(own("A"))).toMatchObject({ balanceMinor: 0 });
    expect(await invoiceOf(own("B"))).toMatchObject({ balanceMinor: 4_000 });
    expect(await paymentsOf(companyId)).toMatchObject([
      { amountMinor: 25_000, unallocatedMinor: 9_000, state: "succeeded" },
    ]);
    expect(counts(await receive(...rows))).toMatchObject({ unchanged: 3, created: 0, updated: 0 });
  });

  it("updates a changed amount, and removes an allocation that is 0", async () => {
    await receive(row());
    expect(counts(await receive(row({ allocated_amount: "30.00" })))).toMatchObject({ updated: 1 });
    expect(await invoiceOf(own("A"))).toMatchObject({ balanceMinor: 7_000 });
    await receive(row({ allocated_amount: "0" }));
    expect(await invoiceOf(own("A"))).toMatchObject({ balanceMinor: 10_000 });
    expect(await paymentsOf(companyId)).toMatchObject([{ unallocatedMinor: 10_000, parts: [] }]);
  });

  it("takes what exceeds the balance as a credit and reports it, the second time as well", async () => {
    await receive(row({ external_id: own("first"), amount: "70.00", allocated_amount: "70.00" }));
    for (const outcome of ["created", "unchanged"] as const) {
      const report = await receive(row());
      expect(places(report.warnings)).toEqual(["2 allocated_amount"]);
      expect(report[outcome]).toBe(1);
      expect(report.badCount).toBe(0);
    }
    expect(await invoiceOf(own("A"))).toMatchObject({ allocatedMinor: 10_000, balanceMinor: 0 });
    const [, second] = await paymentsOf(companyId);
    expect(second).toMatchObject({ allocatedMinor: 3_000, unallocatedMinor: 7_000 });
  });

  it("reports an excess only after later rows of the file that make room for it", async () => {
    await receive(row({ external_id: own("old") }));
    const report = await receive(row({ external_id: own("new") }), row({ external_id: own("old"), state: "refunded" }));
    expect(report.warnings).toEqual([]);
    expect(await invoiceOf(own("A"))).toMatchObject({ balanceMinor: 0, refundedMinor: 10_000, allocatedMinor: 10_000 });
  });

  it("takes money for a void invoice as a credit", async () => {
    await importFiles({ invoices: [invoice({ external_id: own("A"), company: own("C"), voided_on: "2026-01-05" })] });
    const report = await receive(row());
    expect(places(report.warnings)).toEqual(["2 allocated_amount"]);
    expect(await paymentsOf(companyId)).toMatchObject([{ unallocatedMinor: 10_000 }]);
  });

  it.each([
    ["processing", { balanceMinor: 10_000, pendingMinor: 10_000 }, "processing"],
    ["refunded", { balanceMinor: 10_000, refundedMinor: 10_000 }, "refunded"],
    ["disputed", { balanceMinor: 0, disputedMinor: 10_000 }, "disputed"],
  ])("takes a payment that is %s, and later its new state", async (state, sums, expected) => {
    await receive(row({ state }));
    expect(await invoiceOf(own("A"))).toMatchObject(sums);
    expect(await paymentsOf(companyId)).toMatchObject([{ state: expected }]);
    await receive(row({ state: "received" }));
    const none = { pendingMinor: 0, refundedMinor: 0, disputedMinor: 0, balanceMinor: 0 };
    expect(await invoiceOf(own("A"))).toMatchObject(none);
    expect(await paymentsOf(companyId)).toMatchObject([{ state: "succeeded" }]);
  });

  it.each<[string, Cells, string]>([
    ["an unknown company", { company: "none" }, "company"],
    ["an unknown invoice", { invoice: "none" }, "invoice"],
    ["another currency", { currency: "CAD" }, "currency"],
    ["an amount of nothing", { amount: "0.00" }, "amount"],
    ["a negative allocation", { allocated_amount: "-1.00" }, "allocated_amount"],
    ["more allocated than received", { allocated_amount: "100.01" }, "allocated_amount"],
    ["no allocated amount", { allocated_amount: "" }, "allocated_amount"],
    ["an allocated amount without an invoice", { invoice: "" }, "invoice"],
    ["neither external id nor reference", { external_id: "" }, "external_id"],
    ["a day that is none", { received_on: "2026-02-30" }, "received_on"],
  ])("refuses %s", async (_, over, column) => {
    const report = await receive(row(over));
    expect(places(report.bad)).toEqual([`2 ${column}`]);
    expect(await paymentsOf(companyId)).toEqual([]);
  });

  it("refuses an invoice of another company, and a credit note", async () => {
    await importFiles({
      companies: [company({ external_id: own("D") })],
      invoices: [
        invoice({ external_id: own("D1"), company: own("D") }),
        invoice({ external_id: own("CN"), company: own("C"), kind: "credit_note" }),
      ],
    });
    const report = await receive(row({ invoice: own("D1") }), row({ external_id: own("x"), invoice: own("CN") }));
    expect(places(report.bad)).toEqual(["2 invoice", "3 invoice"]);
  });

  it.each<[string, Cells]>([
    ["amount", { amount: "200.00" }],
    ["day", { received_on: "2026-01-21" }],
    ["currency", { currency: "CAD" }],
  ])("refuses rows of one payment that differ in %s", async (_, over) => {
    const report = await receive(
      row({ allocated_amount: "10.00" }),
      row({ invoice: own("B"), allocated_amount: "10.00", ...over }),
    );
    expect(places(report.bad)).toEqual(["3 null"]);
    expect(report.bad[0]?.reason).toContain("line 2");
  });
});

describe("a portal payment that the ERP reports", () => {
  it("is matched by its reference and adds nothing", async () => {
    const reference = own("CP");
    const payment = await portalPayment(reference);
    const report = await receive(row({ portal_reference: reference }));
    expect(counts(report)).toMatchObject({ updated: 1, created: 0, bad: 0 });
    expect(await paymentsOf(companyId)).toMatchObject([
      { id: payment.id, externalId: own("RC"), allocatedMinor: 10_000 },
    ]);
    expect(await invoiceOf(own("A"))).toMatchObject({ balanceMinor: 0, allocatedMinor: 10_000 });
    expect(counts(await receive(row({ portal_reference: reference })))).toMatchObject({ unchanged: 1 });
    // Known by its external id from now on, with or without the reference.
    expect(counts(await receive(row()))).toMatchObject({ unchanged: 1 });
    expect(await paymentsOf(companyId)).toHaveLength(1);
  });

  it("keeps its own amount, and the difference is reported", async () => {
    const reference = own("CP");
    await portalPayment(reference, { amountMinor: 9_000 }, 9_000);
    const report = await receive(row({ portal_reference: reference, external_id: "" }));
    expect(places(report.warnings)).toEqual(["2 amount"]);
    expect(await paymentsOf(companyId)).toMatchObject([{ amountMinor: 9_000, externalId: null }]);
    expect(await invoiceOf(own("A"))).toMatchObject({ balanceMinor: 1_000 });
  });

  it("is one payment when the ERP reported it first without the reference, after the portal had it", async () => {
    const reference = own("CP");
    const payment = await portalPayment(reference);
    await receive(row());
    expect(await paymentsOf(companyId)).toHaveLength(2);
    const report = await receive(row({ portal_reference: reference }));
    expect(places(report.warnings)).toEqual(["2 portal_reference"]);
    expect(await paymentsOf(companyId)).toMatchObject([{ id: payment.id, externalId: own("RC"), unallocatedMinor: 0 }]);
    expect(await invoiceOf(own("A"))).toMatchObject({ balanceMinor: 0, allocatedMinor: 10_000 });
  });

  it("is one payment when the ERP reported it first, before the portal allocated it anywhere", async () => {
    const reference = own("CP");
    await receive(row());
    const payment = await portalPayment(reference, {}, 0);
    await receive(row({ portal_reference: reference }));
    expect(await paymentsOf(companyId)).toMatchObject([
      { id: payment.id, allocatedMinor: 10_000, unallocatedMinor: 0 },
    ]);
    expect(await invoiceOf(own("A"))).toMatchObject({ balanceMinor: 0, allocatedMinor: 10_000 });
  });

  it("is stored as the ERP's, with the reference, when the portal has no such payment", async () => {
    const reference = own("CP-unknown");
    await receive(row({ portal_reference: reference, external_id: "" }));
    const report = await receive(row({ portal_reference: reference }));
    expect(counts(report)).toMatchObject({ updated: 1, created: 0, bad: 0 });
    expect(await paymentsOf(companyId)).toMatchObject([{ source: "erp", reference, externalId: own("RC") }]);
  });

  it("is not matched by another company's row, and keeps its external id", async () => {
    const reference = own("CP");
    await portalPayment(reference, { externalId: own("RC") });
    await importFiles({ companies: [company({ external_id: own("D") })] });
    const report = await receive(
      row({ external_id: own("x"), company: own("D"), invoice: "", allocated_amount: "", portal_reference: reference }),
      row({ external_id: own("y"), portal_reference: reference }),
      row({ portal_reference: own("CP-other") }),
    );
    expect(places(report.bad)).toEqual(["2 portal_reference", "3 external_id", "4 portal_reference"]);
  });
});
