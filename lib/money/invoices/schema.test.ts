import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeCursor,
  encodeCursor,
  INVOICE_SORTS,
  type InvoiceCursor,
  invoicesHref,
  parseInvoiceFilters,
} from "./schema";

const ID = "0190b3f2-0000-7000-8000-000000000001";
const DEFAULTS = { status: null, q: "", from: null, to: null, sums: false, sort: "-issued", cursor: null };

describe("the filters of the invoice list's address", () => {
  it("have defaults when the address has none", () => {
    expect(parseInvoiceFilters({})).toEqual(DEFAULTS);
  });

  it("are read from the address", () => {
    const after = encodeCursor({ side: "after", sort: "-amount", value: 1200, id: ID });
    expect(
      parseInvoiceFilters({
        status: "overdue",
        q: " pump  PO ",
        from: "2026-01-01",
        to: "2026-02-28",
        sort: "-amount",
        after,
      }),
    ).toEqual({
      status: "overdue",
      q: "pump  PO",
      from: "2026-01-01",
      to: "2026-02-28",
      sums: false,
      sort: "-amount",
      cursor: { side: "after", sort: "-amount", value: 1200, id: ID },
    });
  });

  it.each([
    { status: "everything" },
    { status: "" },
    { status: ["nonsense", "open"] },
    { from: "2026-02-30" },
    { from: "0000-01-01" },
    { from: "yesterday" },
    { to: "99999-01-01" },
    { sort: "number; drop table invoices" },
    { after: "%%%" },
    { after: "e30" },
    { after: "x".repeat(5_000) },
    { q: "\u0000\u0007" },
    { q: [] },
    { company: ID, brand: "insource" },
  ])("fall back to their defaults for %o", (raw) => {
    expect(parseInvoiceFilters(raw)).toEqual(DEFAULTS);
  });

  it("sort by the earliest due date for a status with something to pay", () => {
    expect(parseInvoiceFilters({ status: "open" }).sort).toBe("due");
    expect(parseInvoiceFilters({ status: "paid" }).sort).toBe("-issued");
  });

  it("ignore a cursor of another order", () => {
    const after = encodeCursor({ side: "after", sort: "due", value: "2026-01-01", id: ID });
    expect(parseInvoiceFilters({ sort: "-due", after }).cursor).toBeNull();
    expect(parseInvoiceFilters({ sort: "due", after }).cursor).not.toBeNull();
  });

  it("are read back from their own address", () => {
    const filters = parseInvoiceFilters({ status: "open", q: "50% & more", from: "2026-01-01", sort: "-amount" });
    const address = new URL(invoicesHref(filters), "http://portal.example");
    expect(parseInvoiceFilters(Object.fromEntries(address.searchParams))).toEqual(filters);
  });

  it("change one at a time, and a change returns to the first page", () => {
    const after = encodeCursor({ side: "after", sort: "due", value: "2026-01-01", id: ID });
    const filters = parseInvoiceFilters({ status: "open", after });
    expect(filters.cursor).not.toBeNull();
    expect(invoicesHref(filters, { status: "paid" })).toBe("/invoices?status=paid");
    expect(invoicesHref(filters, { status: null })).toBe("/invoices");
    expect(invoicesHref(filters, { sort: "-due" })).toBe("/invoices?status=open&sort=-due");
    expect(invoicesHref(filters, { q: "" })).toBe("/invoices?status=open");
  });
});

describe("a cursor of the invoice list", () => {
  it("is read back as it was written", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...INVOICE_SORTS),
        fc.constantFrom("after" as const, "before" as const),
        fc.uuid(),
        fc.nat(),
        (sort, side, id, minor) => {
          const cursor: InvoiceCursor = { side, sort, id, value: sort.endsWith("amount") ? minor : "2026-02-28" };
          const text = encodeCursor(cursor);
          expect(text).toMatch(/^[\w-]+$/);
          expect(decodeCursor(text)).toEqual(cursor);
        },
      ),
    );
  });

  it.each([
    ["after", "due", 12, ID],
    ["after", "amount", "2026-01-01", ID],
    ["after", "amount", -1, ID],
    ["after", "amount", 1.5, ID],
    ["after", "due", "2026-13-01", ID],
    ["after", "due", "2026-01-01", "1 or 1=1"],
    ["beside", "due", "2026-01-01", ID],
    ["after", "due", "2026-01-01", ID, "more"],
    null,
  ])("is refused with the values %j", (...parts) => {
    expect(decodeCursor(btoa(JSON.stringify(parts)))).toBeNull();
  });

  it("is refused without an error, whatever text is read", () => {
    fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (text) => decodeCursor(text) === null));
  });
});
