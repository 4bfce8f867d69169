import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type PaymentCursor,
  parsePaymentId,
  parseStaffPaymentFilters,
  parseStripeEventFilters,
  staffPaymentsHref,
  stripeEventsHref,
} from "./schema";

const ID = "0190a5b0-1111-7111-8111-000000000001";
const cursor: PaymentCursor = { side: "after", receivedOn: "2026-01-15", id: ID };
const queryOf = (href: string) => Object.fromEntries(new URL(href, "http://x").searchParams);

describe("the address of the staff's list of payments", () => {
  it("holds all filters and is read back to the same filters", () => {
    const filters = {
      q: "CP-7Q4K Steel & Harbor",
      state: "disputed",
      brand: "cimsoft",
      source: "portal",
      from: "2026-01-01",
      to: "2026-01-31",
      cursor: null,
    } as const;
    expect(parseStaffPaymentFilters(queryOf(staffPaymentsHref(filters)))).toEqual(filters);
    expect(parseStaffPaymentFilters(queryOf(staffPaymentsHref(filters, { cursor })))).toEqual({ ...filters, cursor });
    expect(staffPaymentsHref(parseStaffPaymentFilters({}))).toBe("/staff/payments");
  });

  it("returns to the first page when a filter changes", () => {
    expect(queryOf(staffPaymentsHref({ ...parseStaffPaymentFilters({}), cursor }, { state: "failed" }))).toEqual({
      state: "failed",
    });
  });

  it("shows every payment for filters that cannot be read", () => {
    const nothing = parseStaffPaymentFilters({});
    for (const raw of [
      { state: "paid", brand: "Cimsoft'", source: "bank", from: "2026-02-30", to: "0000-01-01", after: "x" },
      { after: btoa(JSON.stringify(["after", "2026-13-01", ID])) },
      { after: btoa(JSON.stringify(["after", "2026-01-01", "1 or 1=1"])) },
      { state: [], q: ["", "x"] },
    ]) {
      expect(parseStaffPaymentFilters(raw)).toEqual(nothing);
    }
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("q", "state", "brand", "source", "from", "to", "after"), fc.string()),
        (raw) => {
          const filters = parseStaffPaymentFilters(raw);
          expect(parseStaffPaymentFilters(queryOf(staffPaymentsHref(filters, { cursor: filters.cursor })))).toEqual(
            filters,
          );
        },
      ),
    );
  });
});

describe("the address of the staff's list of Stripe events", () => {
  it("is read back to the same filters, and shows every event for filters that cannot be read", () => {
    const filters = { q: "charge", state: "failed", brand: "insource", cursor: null } as const;
    const place = { side: "before", id: ID } as const;
    expect(parseStripeEventFilters(queryOf(stripeEventsHref(filters, { cursor: place })))).toEqual({
      ...filters,
      cursor: place,
    });
    expect(parseStripeEventFilters({ state: "dead", brand: "%", after: "e30" })).toEqual(parseStripeEventFilters({}));
  });
});

it("parsePaymentId takes a UUID, gives it in lower case, and gives null for any other text", () => {
  expect(parsePaymentId(ID.toUpperCase())).toBe(ID);
  for (const text of ["", "events", "CP-7Q4KD2M9XA", `${ID}'`, `${ID}%00`]) expect(parsePaymentId(text)).toBeNull();
});
