import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { money } from "@/lib/kit/money";
import { addDays, daysBetween } from "@/lib/kit/time";
import { daysOf, lineOf, STEPS, weekOf } from "./rules";

const TODAY = "2027-03-14";
const FACTS = {
  ...{ about: "0192f0c4-7b1e-7c3a-9a51-1f2e3d4c5b6a", on: "2027-06-30", company: "Keystone Foods", name: "Premium" },
  ...{ agreementKind: "support" as const, amount: null, agreements: 0, estimates: 0, invoices: 0 },
};

describe("the steps of a reminder", () => {
  it("are of one day each, and told late by at most six days, so that a row is never in two at once", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(STEPS)), fc.integer({ min: -60, max: 120 }), (steps, daysLeft) => {
        const on = addDays(TODAY, daysLeft);
        const told = steps.filter((step) => {
          const { first, last } = daysOf(step, TODAY);
          return first <= on && on <= last;
        });
        expect(told.length).toBeLessThanOrEqual(1);
        if (told[0] !== undefined) expect(told[0] - daysLeft).toBeLessThanOrEqual(6);
        if (steps.includes(daysLeft)) expect(told).toEqual([daysLeft]);
      }),
    );
  });

  it("before a day are not told once it has come", () => {
    expect(daysOf(3, TODAY)).toEqual({ first: addDays(TODAY, 1), last: addDays(TODAY, 3) });
    expect(daysBetween(TODAY, daysOf(-1, TODAY).last)).toBe(-1);
  });
});

describe("the week of an account", () => {
  it("is told on Monday, on Tuesday where the worker was away, and on no other day", () => {
    const week = Array.from({ length: 7 }, (_, day) => weekOf(addDays("2027-03-15", day)));
    expect(week).toEqual(["2027-03-15", "2027-03-15", null, null, null, null, null]);
  });

  it("names what there is alone", () => {
    const { title, path } = lineOf("account-week", { ...FACTS, agreements: 2, invoices: 1 });
    expect(title).toBe("Keystone Foods this week: 2 agreements end within 90 days, 1 invoice is overdue");
    expect(path).toBe(`/staff/companies/${FACTS.about}`);
  });
});

describe("the line of a reminder", () => {
  it("names the day and leads to the page of its reader", () => {
    expect(lineOf("agreement-ends", FACTS)).toEqual({
      ...{ title: "Support agreement Premium ends Jun 30, 2027", path: `/account-team/agreements/${FACTS.about}` },
    });
    expect(lineOf("invoice-overdue", { ...FACTS, name: "INV-7" })).toEqual({
      ...{ title: "Invoice INV-7 is overdue: it was due Jun 30, 2027", path: "/invoices/INV-7" },
    });
  });

  it.each([
    ["estimate-ends", "Estimate INV-7 ends Jun 30, 2027: $12,480.00"],
    ["invoice-new", "New invoice INV-7 of Jun 30, 2027: $12,480.00"],
    ["invoice-due", "Invoice INV-7 is due Jun 30, 2027: $12,480.00"],
    ["invoice-overdue", "Invoice INV-7 is overdue: $12,480.00 was due Jun 30, 2027"],
  ] as const)("of a document carries its amount: %s", (kind, title) => {
    const amount = money(1_248_000, "USD");
    expect(lineOf(kind, { ...FACTS, name: "INV-7", amount }).title).toBe(title);
    const abroad = lineOf(kind, { ...FACTS, name: "INV-7", amount: money(1_248_000, "EUR") }).title;
    expect(abroad).toContain("€12,480.00 EUR");
  });
});
