import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMinor } from "@/lib/kit/money";
import { groupedAmount, isSamePlan, judgeAmount, leastPart, plainAmount, totalFault } from "./rules";

const whole = { balanceMinor: 1_248_000, currency: "USD", leastPartMinor: 100 };

describe("judgeAmount, for one invoice", () => {
  it.each([
    ["12480.00", 1_248_000],
    ["12,480.00", 1_248_000],
    ["$12,480.00", 1_248_000],
    [" 12480 ", 1_248_000],
    ["1", 100],
    ["1.00", 100],
    ["1.5", 150],
    ["12479.99", 1_247_999],
  ])("takes the amount %j", (text, minor) => {
    expect(judgeAmount(text, whole)).toEqual({ minor });
  });

  it.each([
    ["", "such as 12,480.00"],
    ["abc", "such as"],
    ["1.005", "such as"],
    ["1e3", "such as"],
    ["0x10", "such as"],
    ["1,2", "such as"],
    ["٣", "such as"],
    ["NaN", "such as"],
    ["Infinity", "such as"],
    ["99999999999999999999", "such as"],
    ["-1", "above zero"],
    ["-0", "above zero"],
    ["0", "above zero"],
    ["0.00", "above zero"],
    ["0.99", "at least $1.00, or all of $12,480.00"],
    ["12480.01", "at most the balance, $12,480.00"],
  ])("refuses the amount %j", (text, words) => {
    expect(judgeAmount(text, whole)).toEqual({ fault: expect.stringContaining(words) });
  });

  it("takes an amount below the least part if it is the whole balance", () => {
    expect(judgeAmount("0.70", { ...whole, balanceMinor: 70 })).toEqual({ minor: 70 });
    expect(judgeAmount("0.69", { ...whole, balanceMinor: 70 })).toHaveProperty("fault");
  });

  it("takes only the whole balance if the brand takes no part payments", () => {
    const rule = { ...whole, leastPartMinor: leastPart({ partPayments: false, minPartPaymentMinor: 500 }, "USD") };
    expect(judgeAmount("12480.00", rule)).toEqual({ minor: 1_248_000 });
    expect(judgeAmount("12479.99", rule)).toEqual({ fault: "This invoice is paid as a whole: enter $12,480.00." });
  });

  it("takes as many decimal places as the currency has", () => {
    const yen = { balanceMinor: 5_000, currency: "JPY", leastPartMinor: leastPart(parts, "JPY") };
    expect(yen.leastPartMinor).toBe(1);
    expect(judgeAmount("4000", yen)).toEqual({ minor: 4_000 });
    expect(judgeAmount("4000.5", yen)).toHaveProperty("fault");
    const dinar = { balanceMinor: 5_000, currency: "KWD", leastPartMinor: leastPart(parts, "KWD") };
    expect(dinar.leastPartMinor).toBe(1_000);
    expect(judgeAmount("1.005", dinar)).toEqual({ minor: 1_005 });
  });

  it("reads the printed default amount back to the cent", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), fc.constantFrom("USD", "JPY", "KWD"), (minor, currency) => {
        expect(parseMinor(plainAmount(minor, currency), currency)).toBe(minor);
        expect(judgeAmount(plainAmount(minor, currency), { ...whole, balanceMinor: minor, currency })).toEqual({
          minor,
        });
      }),
    );
  });

  it("never accepts more than the balance or less than the least part, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.integer({ min: 1, max: 100_000 }), (text, balanceMinor) => {
        const judged = judgeAmount(text, { balanceMinor, currency: "USD", leastPartMinor: 100 });
        if ("fault" in judged) return;
        expect(judged.minor).toBeGreaterThan(0);
        expect(judged.minor).toBeLessThanOrEqual(balanceMinor);
        expect(judged.minor === balanceMinor || judged.minor >= 100).toBe(true);
      }),
    );
  });
});

const parts = { partPayments: true, minPartPaymentMinor: null };

describe("totalFault", () => {
  it.each([
    [49, "at least $0.50 USD"],
    [50, null],
    [99_999_999, null],
    [100_000_000, "at most $999,999.99 USD"],
  ])("gives for %i cents the fault %j", (minor, words) => {
    if (words === null) expect(totalFault(minor, "USD")).toBeNull();
    else expect(totalFault(minor, "USD")).toContain(words);
  });

  // Stripe counts ISK and UGX in two decimals although the currencies have none.
  it.each(["ISK", "UGX", "HUF", "TWD", "KWD"])("refuses %s, which Stripe counts in other minor units", (currency) => {
    expect(totalFault(500_000, currency)).toContain("not paid online");
  });
});

describe("isSamePlan", () => {
  const a = { invoiceId: "a", amountMinor: 1 };
  const b = { invoiceId: "b", amountMinor: 2 };
  it("ignores the order of lines and sees any change of them", () => {
    expect(isSamePlan([a, b], [b, a])).toBe(true);
    expect(isSamePlan([a, b], [a])).toBe(false);
    expect(isSamePlan([a], [a, b])).toBe(false);
    expect(isSamePlan([a], [{ ...a, amountMinor: 2 }])).toBe(false);
    expect(isSamePlan([a, a], [a, b])).toBe(false);
  });
});

describe("an amount in a field", () => {
  it("has groups before the point, and reads back as the same", () => {
    for (const [minor, currency, text] of [
      [0, "USD", "0.00"],
      [99_999, "USD", "999.99"],
      [1_248_000, "USD", "12,480.00"],
      [123_456_789_012, "USD", "1,234,567,890.12"],
      [1_234_567, "JPY", "1,234,567"],
      [1_234_567, "KWD", "1,234.567"],
    ] as const) {
      expect(groupedAmount(minor, currency)).toBe(text);
      expect(parseMinor(text, currency)).toBe(minor);
    }
  });
});
