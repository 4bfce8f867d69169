import { describe, expect, it } from "vitest";
import { type AgreementTerm, endWords, isInForce, supportStanding } from "./rules";

const TODAY = "2026-11-21";
const term = (startsOn: string, endsOn: string, over: Partial<AgreementTerm> = {}): AgreementTerm => ({
  product: `${startsOn}/${endsOn}`,
  startsOn,
  endsOn,
  state: "active",
  ...over,
});

describe("an agreement", () => {
  it.each([
    [TODAY, TODAY, true],
    ["2026-11-22", "2027-01-01", false],
    ["2025-01-01", "2026-11-20", false],
    ["2025-01-01", TODAY, true],
  ])("from %s to %s is in force today: %s", (startsOn, endsOn, expected) => {
    expect(isInForce(term(startsOn, endsOn), TODAY)).toBe(expected);
    expect(isInForce(term(startsOn, endsOn, { state: "cancelled" }), TODAY)).toBe(false);
  });
});

describe("the standing of a company", () => {
  const current = term("2026-01-01", "2026-12-14");
  const longer = term("2026-06-01", "2027-05-31");
  const next = term("2026-12-15", "2027-12-14");
  const old = term("2024-01-01", "2024-12-31");

  it("is the agreement in force that ends last", () => {
    expect(supportStanding([old, current, longer, next], TODAY)).toMatchObject({ kind: "in-force", term: longer });
  });
  it("says when it ends soon", () => {
    expect(supportStanding([current], TODAY)).toMatchObject({ daysLeft: 23, endsSoon: true });
    expect(supportStanding([longer], TODAY)).toMatchObject({ endsSoon: false });
  });
  it("is the next to begin, else the last that ended, else none", () => {
    expect(supportStanding([old, next], TODAY)).toEqual({ kind: "upcoming", term: next });
    expect(supportStanding([term("2020-01-01", "2020-12-31"), old], TODAY)).toEqual({ kind: "ended", term: old });
    expect(supportStanding([], TODAY)).toEqual({ kind: "none" });
  });
  it("counts a cancelled agreement as ended", () => {
    const cancelled = term("2026-01-01", "2027-12-31", { state: "cancelled" });
    expect(supportStanding([cancelled], TODAY)).toEqual({ kind: "ended", term: cancelled });
  });
});

it.each([
  [0, "Ends today"],
  [1, "Ends tomorrow"],
  [23, "Ends in 23 days"],
])("%i days left: %s", (days, words) => {
  expect(endWords(days)).toBe(words);
});
