import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatMoney, money, parseMinor } from "./money";

describe("formatMoney", () => {
  it.each([
    [1_248_000, "USD", "$12,480.00"],
    [0, "USD", "$0.00"],
    [-5, "USD", "−$0.05"],
    [1200, "JPY", "¥1,200"],
    [1234, "KWD", "KWD 1.234"],
  ])("writes %d minor units of %s as %s", (minor, currency, text) => {
    expect(formatMoney(money(minor, currency)).replaceAll("\u00a0", " ")).toBe(text);
  });

  it("adds the currency code when code is true", () => {
    expect(formatMoney(money(100, "USD"), { code: true })).toBe("$1.00 USD");
  });
});

describe("parseMinor", () => {
  it.each([
    ["1234.5", "USD", 123_450],
    ["1,234.50", "USD", 123_450],
    ["-3", "USD", -300],
    ["0.00", "USD", 0],
    ["-0.00", "USD", 0],
    ["12", "JPY", 12],
    ["1.005", "USD", null],
    ["12.5", "JPY", null],
    ["1e3", "USD", null],
    ["", "USD", null],
    ["12,34.00", "USD", null],
    ["$5", "USD", null],
    ["99999999999999999999", "USD", null],
  ])("reads %s in %s as %s minor units", (text, currency, minor) => {
    expect(parseMinor(text, currency)).toBe(minor);
  });

  it("reads every amount of cents back from its text", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (cents) => {
        const text = `${cents < 0 ? "-" : ""}${Math.floor(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, "0")}`;
        expect(parseMinor(text, "USD")).toBe(cents === 0 ? 0 : cents);
      }),
      { seed: Number(process.env.PORTAL_TEST_SEED ?? 1) },
    );
  });
});

describe("money", () => {
  it("refuses a fraction of a minor unit and a text that is no currency code", () => {
    expect(() => money(0.5, "USD")).toThrow(RangeError);
    expect(() => money(1, "usd")).toThrow(RangeError);
  });
});
