import { describe, expect, it } from "vitest";
import { askedOf, fits, isLike } from "./rules";

describe("a search", () => {
  it.each([
    ["104416", "", "104416"],
    ["C-104416", "c", "104416"],
    ["CS104416", "cs", "104416"],
    ["cs – 104 416", "cs", "104416"],
    ["case #104416", "case", "104416"],
    ["Case no. C-104416", "c", "104416"],
    ["invoice INV-2026-0017", "inv", "20260017"],
    ["invoice 20260017", "", "20260017"],
    ["# 42", "", "42"],
  ])("for %s asks for a number", (q, letters, digits) => {
    expect(askedOf(q)).toMatchObject({ letters, digits });
  });

  it.each(["historian 2023", "valve", "rev 2b x", "case", "-", "10 pumps"])("for %s asks for words alone", (q) => {
    expect(askedOf(q)).toMatchObject({ letters: null, digits: null });
  });

  it("has at most eight words, in lower case, without the marks of numbers", () => {
    expect(askedOf("Pump # 7").words).toEqual(["pump", "7"]);
    expect(askedOf("a b c d e f g h i j").words).toHaveLength(8);
    expect(askedOf("").words).toEqual([]);
  });

  it("takes no longer for signs without end", () => {
    expect(askedOf(`case ${"- ".repeat(47)}x`).digits).toBeNull();
  });
});

describe("a mistyped word", () => {
  it.each([
    ["password", "pasword"],
    ["password", "passwrod"],
    ["statement", "statemnet"],
    ["estimates", "estimate"],
    ["invoices", "inv"],
  ])("%s is found by %s", (word, asked) => {
    expect(isLike(word, asked)).toBe(true);
  });

  it.each([
    ["card", "care"],
    ["invoice", "invalid"],
    ["pay", "pray"],
    ["statement", "station"],
    ["historical", "historian"],
  ])("%s is not found by %s", (word, asked) => {
    expect(isLike(word, asked)).toBe(false);
  });

  it("does not fit where another word of the search is missing, and no word fits nothing", () => {
    expect(fits("Pay overdue invoices", ["pay", "overdeu"])).toBe(true);
    expect(fits("Pay overdue invoices", ["pay", "zebra"])).toBe(false);
    expect(fits("Pay overdue invoices", [])).toBe(false);
    expect(fits("Pay overdue invoices", ["#"])).toBe(false);
  });
});
