import { describe, expect, it } from "vitest";
import { MOST_INVOICES } from "./rules";
import { parsePaymentReference, parsePayQuery, payAgainHref, startPaymentSchema } from "./schema";

const ID = "01a200d7-56e6-720a-827f-2f9d2fecf6c1";

describe("the address of the pay page", () => {
  it("gives each invoice once, in order, and amounts from its own form only", () => {
    expect(parsePayQuery({ invoice: ["B", "A", "B"], "amount[]": "1" })).toEqual({
      numbers: ["B", "A"],
      amounts: new Map(),
      poNumber: "",
      note: "",
      tooMany: false,
    });
    const own = parsePayQuery({ "invoice[]": ["A", "B"], "amount[]": ["1.00", "x"], poNumber: "7", note: "n" });
    expect(own).toMatchObject({ numbers: ["A", "B"], poNumber: "7", note: "n" });
    expect([...own.amounts]).toEqual([
      ["A", "1.00"],
      ["B", "x"],
    ]);
  });

  it("gives no selection without invoice numbers", () => {
    expect(parsePayQuery({ paymentId: ID, $ACTION_KEY: "k", total: ["1", "2"] }).numbers).toEqual([]);
  });

  it("is cut to as many invoices as one payment takes, and tells so", () => {
    const invoice = Array.from({ length: MOST_INVOICES + 1 }, (_, index) => `N${index}`);
    expect(parsePayQuery({ invoice })).toMatchObject({ tooMany: true });
    expect(parsePayQuery({ invoice }).numbers).toHaveLength(MOST_INVOICES);
  });

  it("for another attempt is read back as it was made", () => {
    const href = payAgainHref({ lines: [{ number: "A&B=1", amount: "1.50" }], poNumber: "P 7", note: null });
    const url = new URL(href, "http://portal.example");
    const raw = Object.fromEntries(
      [...new Set(url.searchParams.keys())].map((key) => [key, url.searchParams.getAll(key)]),
    );
    expect(parsePayQuery(raw)).toMatchObject({
      numbers: ["A&B=1"],
      amounts: new Map([["A&B=1", "1.50"]]),
      poNumber: "P 7",
    });
  });
});

describe("the pay form", () => {
  const form = { paymentId: ID, invoice: ["A"], amount: ["1"] };
  it("takes as its id only a UUID of version 7, in lower case", () => {
    expect(startPaymentSchema.parse({ ...form, paymentId: ID.toUpperCase() }).paymentId).toBe(ID);
    for (const paymentId of ["", "1", "8f14e45f-ceea-467f-a1ba-1b9e2c7f2e7a", `${ID} `]) {
      expect(startPaymentSchema.safeParse({ ...form, paymentId }).success).toBe(false);
    }
  });

  it("needs an amount for each invoice, and at most as many invoices as one payment takes", () => {
    expect(startPaymentSchema.safeParse({ ...form, amount: [] }).success).toBe(false);
    expect(startPaymentSchema.safeParse({ ...form, amount: ["1", "2"] }).success).toBe(false);
    expect(startPaymentSchema.safeParse({ ...form, invoice: [], amount: [] }).success).toBe(false);
    const many = Array.from({ length: MOST_INVOICES + 1 }, (_, index) => `${index}`);
    expect(startPaymentSchema.safeParse({ ...form, invoice: many, amount: many }).success).toBe(false);
  });

  it("keeps PO number and note as plain text", () => {
    const parsed = startPaymentSchema.parse({ ...form, poNumber: " 45\u0000\n77 ", note: " a\r\nb\u0007\u001b[2J " });
    expect(parsed).toMatchObject({ poNumber: "45 77", note: "a\nb  [2J" });
    expect(startPaymentSchema.parse({ ...form, poNumber: "  ", note: "" })).toMatchObject({ poNumber: undefined });
    expect(startPaymentSchema.safeParse({ ...form, note: "x".repeat(501) }).success).toBe(false);
  });
});

describe("parsePaymentReference", () => {
  it.each([
    ["CP-7QQHRS80GW", "CP-7QQHRS80GW"],
    ["cp-7qqhrs80gw", null],
    ["CP-7QQHRS80G", null],
    ["CP-7QQHRS80GI", null],
    ["CP-7QQHRS80GW ", null],
    ["%43P-7QQHRS80GW", null],
    ["", null],
  ])("reads %j as %j", (segment, reference) => {
    expect(parsePaymentReference(segment)).toBe(reference);
  });
});
