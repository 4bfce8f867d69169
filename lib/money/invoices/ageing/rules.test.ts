import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "@/lib/kit/time";
import { ageingBucket, ageingOf } from "./rules";

const DUE = "2026-02-14";

describe("the ageing bucket of an invoice", () => {
  it.each([
    [-400, "current"],
    [-1, "current"],
    [0, "current"],
    [1, "to30"],
    [30, "to30"],
    [31, "to60"],
    [60, "to60"],
    [61, "to90"],
    [90, "to90"],
    [91, "over90"],
    [4_000, "over90"],
  ])("is, %i days after the due date, %s", (days, bucket) => {
    expect(ageingBucket(DUE, addDays(DUE, days))).toBe(bucket);
  });

  it("never moves to an earlier bucket as days pass", () => {
    const order = ["current", "to30", "to60", "to90", "over90"];
    fc.assert(
      fc.property(fc.integer({ min: -200, max: 400 }), (days) => {
        const rank = (late: number) => order.indexOf(ageingBucket(DUE, addDays(DUE, late)));
        expect(rank(days + 1)).toBeGreaterThanOrEqual(rank(days));
      }),
    );
  });
});

describe("the ageing of open invoices", () => {
  it("has all five lines, which add up to the open amount", () => {
    const ageing = ageingOf(
      [
        { dueOn: addDays(DUE, 5), minor: 100, count: 1 },
        { dueOn: DUE, minor: 20, count: 2 },
        { dueOn: addDays(DUE, -31), minor: 7, count: 1 },
        { dueOn: addDays(DUE, -91), minor: 3, count: 1 },
      ],
      DUE,
      "USD",
    );
    expect(ageing.lines.map(({ bucket, amount, count }) => [bucket, amount.minor, count])).toEqual([
      ["current", 120, 3],
      ["to30", 0, 0],
      ["to60", 7, 1],
      ["to90", 0, 0],
      ["over90", 3, 1],
    ]);
    expect(ageing.total).toEqual({ minor: 130, currency: "USD" });
  });

  it("has zeros when no invoice is open", () => {
    const ageing = ageingOf([], DUE, "EUR");
    expect(ageing.lines).toHaveLength(5);
    expect(ageing.total).toEqual({ minor: 0, currency: "EUR" });
  });
});
