import { describe, expect, it } from "vitest";
import { BadRow } from "../problems";
import { type InvoiceRow, type InvoiceValues, invoiceSchema, mergeInvoice } from "./invoice-merge";

const GOOD: InvoiceRow = {
  brand: "cimsoft",
  external_id: "AR-1",
  company: "C-1",
  number: "CS-1",
  currency: "USD",
  issued_on: "2026-01-01",
  due_on: "2026-01-31",
  subtotal: "100.00",
  tax: "6.25",
  total: "106.25",
};

/** The column for which a row is refused; null if the row is good. */
function refused(row: InvoiceRow, stored?: InvoiceValues, company = "company-1"): string | null {
  try {
    mergeInvoice(row, stored, "id-1", company);
    return null;
  } catch (error) {
    if (error instanceof BadRow) return error.column;
    throw error;
  }
}

const stored = mergeInvoice(GOOD, undefined, "id-1", "company-1");

describe("mergeInvoice", () => {
  it("reads amounts in the currency's own minor units", () => {
    expect(stored).toMatchObject({ subtotalMinor: 10_000, taxMinor: 625, totalMinor: 10_625, kind: "invoice" });
    const yen = mergeInvoice(
      { ...GOOD, currency: "JPY", subtotal: "100", tax: "6", total: "106" },
      undefined,
      "i",
      "c",
    );
    expect(yen.totalMinor).toBe(106);
  });

  it.each<[string, Partial<InvoiceRow>, string]>([
    ["a total that is not subtotal plus tax", { total: "106.26" }, "total"],
    ["more decimals than the currency has", { currency: "JPY" }, "subtotal"],
    ["a fraction of a cent", { subtotal: "100.001" }, "subtotal"],
    ["a negative tax", { tax: "-1.00", total: "99.00" }, "tax"],
    ["an amount beyond whole numbers", { subtotal: "99999999999999999" }, "subtotal"],
    ["a due day before the issue", { due_on: "2025-12-31" }, "due_on"],
    ["no number", { number: undefined }, "number"],
    ["no currency", { currency: undefined }, "currency"],
    ["applies_to on an invoice", { applies_to: "AR-2" }, "applies_to"],
  ])("refuses a new row with %s", (_, over, column) => {
    expect(refused({ ...GOOD, ...over })).toBe(column);
  });

  it.each<[string, Partial<InvoiceRow>, string]>([
    ["another currency", { currency: "CAD" }, "currency"],
    ["another kind", { kind: "credit_note" }, "kind"],
  ])("refuses a stored document with %s", (_, over, column) => {
    expect(refused({ ...GOOD, ...over }, stored)).toBe(column);
  });

  it("refuses to move a document to another company", () => {
    expect(refused(GOOD, stored, "company-2")).toBe("company");
  });

  it("refuses a total below what is allocated against the document, and takes one that equals it", () => {
    const allocated = { ...stored, allocatedMinor: 5_000 };
    expect(refused({ ...GOOD, subtotal: "49.99", tax: "0", total: "49.99" }, allocated)).toBe("total");
    expect(refused({ ...GOOD, subtotal: "50.00", tax: "0", total: "50.00" }, allocated)).toBeNull();
  });

  it.each<[string, Partial<InvoiceValues>]>([
    ["received", { allocatedMinor: 1 }],
    ["on its way", { pendingMinor: 1 }],
  ])("refuses to void a document with money %s", (_, over) => {
    expect(refused({ ...GOOD, voided_on: "2026-02-01" }, { ...stored, ...over })).toBe("voided_on");
  });

  it("lets empty cells change nothing", () => {
    const row: InvoiceRow = { brand: "cimsoft", external_id: "AR-1" };
    const before = { ...stored, poNumber: "PO-7", memo: "note", voidedOn: "2026-02-01" };
    expect(mergeInvoice(row, before, "id-1", undefined)).toEqual(before);
  });

  it("gives a credit note without a due day its day of issue as the due day", () => {
    const row: InvoiceRow = { ...GOOD, kind: "credit_note", due_on: undefined };
    expect(mergeInvoice(row, undefined, "id-1", "company-1").dueOn).toBe("2026-01-01");
  });

  it("takes no balance and no allocated sum from a file", () => {
    const parsed = invoiceSchema.parse({ ...GOOD, balance: "0.00", allocated: "106.25" });
    expect(mergeInvoice(parsed, undefined, "id-1", "company-1").allocatedMinor).toBe(0);
  });
});
