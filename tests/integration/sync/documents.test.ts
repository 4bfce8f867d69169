import { beforeEach, describe, expect, it } from "vitest";
import { unique } from "../../support/world";
import { type Cells, company, counts, importFiles, invoice, places, receipt, reportOf } from "./folder";
import { invoiceOf } from "./ledger";

let key: string;
const own = (name: string) => `${name}-${key}`;

beforeEach(async () => {
  key = unique("d");
  await importFiles({ companies: [company({ external_id: own("C") })] });
});

const document = (name: string, over: Cells = {}) => invoice({ external_id: own(name), company: own("C"), ...over });

async function importInvoices(...rows: Cells[]) {
  return reportOf(await importFiles({ invoices: rows }), "invoices");
}

describe("imported credit notes", () => {
  it("lower the invoice that they apply to, wherever it is in the file, and only once", async () => {
    const rows = [
      document("CN", { kind: "credit_note", due_on: "", total: "40.00", applies_to: own("A") }),
      document("A"),
    ];
    expect(counts(await importInvoices(...rows))).toMatchObject({ created: 2, bad: 0 });
    expect(await invoiceOf(own("A"))).toMatchObject({ allocatedMinor: 4_000, balanceMinor: 6_000 });
    expect(await invoiceOf(own("CN"))).toMatchObject({ balanceMinor: 0, kind: "credit_note" });
    expect(counts(await importInvoices(...rows))).toMatchObject({ unchanged: 2 });
    expect(await invoiceOf(own("A"))).toMatchObject({ balanceMinor: 6_000 });
  });

  it("leave as credit the amount that the invoice does not owe", async () => {
    const note = document("CN", { kind: "credit_note", total: "150.00", applies_to: own("A") });
    await importInvoices(document("A"), note);
    expect(await invoiceOf(own("A"))).toMatchObject({ balanceMinor: 0 });
    expect(await invoiceOf(own("CN"))).toMatchObject({ balanceMinor: 5_000 });
  });

  it.each<[string, Cells]>([
    ["an unknown invoice", { applies_to: "none" }],
    ["another credit note", { applies_to: "OTHER" }],
    ["an invoice in another currency", { applies_to: "CAD" }],
    ["a void invoice", { applies_to: "VOID" }],
  ])("that apply to %s are bad rows", async (_, over) => {
    await importInvoices(
      document("OTHER", { kind: "credit_note" }),
      document("CAD", { currency: "CAD" }),
      document("VOID", { voided_on: "2026-01-02" }),
    );
    const target = over.applies_to === "none" ? "none" : own(over.applies_to ?? "");
    const report = await importInvoices(document("CN", { kind: "credit_note", applies_to: target }));
    expect(places(report.bad)).toEqual(["2 applies_to"]);
    await expect(invoiceOf(own("CN"))).rejects.toThrow();
  });
});

describe("an imported document that is stored already", () => {
  it("keeps company and currency, and takes no total below what is allocated to it", async () => {
    await importFiles({ companies: [company({ external_id: own("D") })] });
    await importInvoices(document("A"));
    const paid = receipt({ external_id: own("RC"), company: own("C"), invoice: own("A"), allocated_amount: "80.00" });
    await importFiles({ "payments-received": [paid] });
    for (const [over, column] of [
      [{ company: own("D") }, "company"],
      [{ currency: "CAD" }, "currency"],
      [{ total: "79.99" }, "total"],
      [{ voided_on: "2026-02-01" }, "voided_on"],
    ] as const) {
      expect(places((await importInvoices(document("A", over))).bad)).toEqual([`2 ${column}`]);
    }
    expect(counts(await importInvoices(document("A", { total: "80.00" })))).toMatchObject({ updated: 1, bad: 0 });
    expect(await invoiceOf(own("A"))).toMatchObject({ totalMinor: 8_000, balanceMinor: 0 });
  });
});

describe("the balance column of an import", () => {
  it("is compared with the computed balance after the run's payments, reported when it differs, and never stored", async () => {
    const report = await importFiles({
      invoices: [
        document("A", { balance: "30.00" }),
        document("B", { balance: "99.00" }),
        document("V", { voided_on: "2026-01-02", balance: "0" }),
      ],
      "payments-received": [
        receipt({ external_id: own("RC"), company: own("C"), invoice: own("A"), allocated_amount: "70.00" }),
      ],
    });
    expect(report.ok).toBe(true);
    expect(reportOf(report, "invoices").warnings).toEqual([
      { file: "invoices.csv", line: 3, column: "balance", reason: "The file says 99.00, the ledger $100.00 USD." },
    ]);
    expect(await invoiceOf(own("B"))).toMatchObject({ balanceMinor: 10_000 });
  });
});
