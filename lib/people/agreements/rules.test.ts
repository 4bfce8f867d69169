import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AgreementKind } from "@/db/schema/constants";
import { addDays } from "@/lib/kit/time";
import {
  type AgreementTerm,
  asAgreements,
  byRenewal,
  endWords,
  isInForce,
  renewalWindow,
  renewalWords,
  supportStanding,
} from "./rules";

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
  ])(`from %s to %s is in force on ${TODAY}: %s, and never when it is cancelled`, (startsOn, endsOn, expected) => {
    expect(isInForce(term(startsOn, endsOn), TODAY)).toBe(expected);
    expect(isInForce(term(startsOn, endsOn, { state: "cancelled" }), TODAY)).toBe(false);
  });
});

describe("the support standing of a company", () => {
  const current = term("2026-01-01", "2026-12-14");
  const longer = term("2026-06-01", "2027-05-31");
  const next = term("2026-12-15", "2027-12-14");
  const old = term("2024-01-01", "2024-12-31");

  it("is that of the agreement that ends last where several are in force", () => {
    expect(supportStanding([old, current, longer, next], TODAY)).toMatchObject({ kind: "in-force", term: longer });
  });
  it("says that an agreement with 23 days left ends soon, and that one with half a year left does not", () => {
    expect(supportStanding([current], TODAY)).toMatchObject({ daysLeft: 23, endsSoon: true });
    expect(supportStanding([longer], TODAY)).toMatchObject({ endsSoon: false });
  });
  it("without an agreement in force is that of the next to begin, else that of the last that ended, else none", () => {
    expect(supportStanding([old, next], TODAY)).toEqual({ kind: "upcoming", term: next });
    expect(supportStanding([term("2020-01-01", "2020-12-31"), old], TODAY)).toEqual({ kind: "ended", term: old });
    expect(supportStanding([], TODAY)).toEqual({ kind: "none" });
  });
  it("counts a cancelled agreement as ended, even within its term", () => {
    const cancelled = term("2026-01-01", "2027-12-31", { state: "cancelled" });
    expect(supportStanding([cancelled], TODAY)).toEqual({ kind: "ended", term: cancelled });
  });
});

it.each([
  [0, "Ends today"],
  [1, "Ends tomorrow"],
  [23, "Ends in 23 days"],
])("an agreement that ends %i days from today is described as “%s”", (days, words) => {
  expect(endWords(days)).toBe(words);
});

describe("the renewal window", () => {
  const day = fc.integer({ min: -800, max: 800 }).map((days) => addDays(TODAY, days));

  it("is 30, 60 or 90 when at most so many days are left, “ended” for 90 days after the end, else null", () => {
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 400 }), fc.integer({ min: 0, max: 400 }), (left, length) => {
        const endsOn = addDays(TODAY, left);
        const startsOn = addDays(endsOn, -length);
        const expected =
          startsOn > TODAY || left < -90 || left > 90
            ? null
            : left < 0
              ? "ended"
              : left <= 30
                ? 30
                : left <= 60
                  ? 60
                  : 90;
        expect(renewalWindow({ startsOn, endsOn, state: "active" }, TODAY)).toBe(expected);
        expect(renewalWindow({ startsOn, endsOn, state: "cancelled" }, TODAY)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it("goes through null, 90, 60, 30, “ended” and null in this order as days pass", () => {
    const order = [null, 90, 60, 30, "ended"] as const;
    fc.assert(
      fc.property(day, (endsOn) => {
        const running = { startsOn: "2000-01-01", endsOn, state: "active" } as const;
        const seen = Array.from({ length: 300 }, (_, index) => renewalWindow(running, addDays(endsOn, index - 150)));
        const steps = seen.filter((window, index) => index === 0 || window !== seen[index - 1]);
        expect(steps).toEqual([...order, null]);
        expect([90, 60, 30, "ended"].map((window) => seen.filter((one) => one === window).length)).toEqual([
          30, 30, 31, 90,
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    [0, "Ends today"],
    [90, "Ends in 90 days"],
    [-1, "Ended yesterday"],
    [-90, "Ended 90 days ago"],
  ])("of an agreement whose end is %i days from today is described as “%s”", (days, words) => {
    expect(renewalWords(addDays(TODAY, days), TODAY)).toBe(words);
  });
});

describe("a company's agreements", () => {
  const kinds: readonly AgreementKind[] = ["support", "subscription", "contract"];
  const agreement = fc.record({
    kind: fc.constantFrom(...kinds),
    product: fc.constantFrom("Historian", "Edge"),
    from: fc.integer({ min: -900, max: 200 }),
    length: fc.integer({ min: 0, max: 900 }),
    state: fc.constantFrom("active" as const, "cancelled" as const),
  });

  it("are each listed once, those to renew by their end and then those that ended, the latest first", () => {
    fc.assert(
      fc.property(fc.array(agreement, { maxLength: 8 }), (made) => {
        const all = made.map(({ kind, product, from, length, state }, id) => {
          const startsOn = addDays(TODAY, from);
          return { id, kind, product, startsOn, endsOn: addDays(startsOn, length), state };
        });
        const { soon, others } = byRenewal(all, TODAY);
        const ids = [...soon.map((entry) => entry.agreement.id), ...others.map((entry) => entry.agreement.id)];
        expect([...ids].sort((a, b) => a - b)).toEqual(all.map(({ id }) => id));
        for (const { agreement, window } of soon) expect(renewalWindow(agreement, TODAY)).toBe(window);
        const ahead = soon.filter(({ window }) => window !== "ended").map((entry) => entry.agreement.endsOn);
        const past = soon.filter(({ window }) => window === "ended").map((entry) => entry.agreement.endsOn);
        expect(ahead).toEqual([...ahead].sort());
        expect(past).toEqual([...past].sort().reverse());
        expect(soon.slice(0, ahead.length).every(({ window }) => window !== "ended")).toBe(true);
      }),
    );
  });

  it("are not listed for renewal where an active next term of the same thing follows", () => {
    const last = { ...term("2025-10-01", "2026-09-30"), kind: "support" as const };
    const next = { ...term("2026-10-01", "2027-09-30"), kind: "support" as const };
    expect(byRenewal([last, next], TODAY)).toEqual({
      soon: [],
      others: [
        { agreement: next, lapsed: false },
        { agreement: last, lapsed: false },
      ],
    });
    expect(byRenewal([last, { ...next, state: "cancelled" }], TODAY).soon).toEqual([
      { agreement: last, window: "ended" },
    ]);
    const subscription = { ...last, kind: "subscription" as const, product: "Historian" };
    const another = { ...next, kind: "subscription" as const, product: "Edge" };
    expect(byRenewal([subscription, another], TODAY).soon).toEqual([{ agreement: subscription, window: "ended" }]);
  });

  it("have lapsed when the last term of a thing has ended, unless it was cancelled", () => {
    const terms = [
      { ...term("2020-01-01", "2020-12-31"), kind: "support" as const },
      { ...term("2021-01-01", "2021-12-31"), kind: "support" as const },
      { ...term("2021-01-01", "2021-12-30"), kind: "contract" as const, state: "cancelled" as const },
      { ...term("2021-01-01", "2040-12-31"), kind: "contract" as const },
    ];
    const lapsed = byRenewal(terms, TODAY).others.filter((entry) => entry.lapsed);
    expect(lapsed.map(({ agreement }) => agreement)).toEqual([terms[1]]);
  });
});

describe("terms that follow each other for the same thing", () => {
  const support = (startsOn: string, endsOn: string, over: Partial<AgreementTerm> = {}) => ({
    ...term(startsOn, endsOn, over),
    kind: "support" as const,
  });
  const first = support("2024-01-01", "2024-12-31");
  const second = support("2025-01-01", "2025-12-31");
  const current = support("2026-01-01", "2026-12-31");
  const next = support("2027-01-01", "2027-12-31");
  const historian = { ...term("2025-06-01", "2026-05-31", { product: "Historian" }), kind: "subscription" as const };
  const edge = { ...term("2026-06-01", "2027-05-31", { product: "Edge" }), kind: "subscription" as const };

  it("are one agreement, which the term in force stands for", () => {
    expect(asAgreements([next, edge, first, current, historian, second], TODAY)).toEqual([
      { current, earlier: [second, first], later: [next] },
      { current: historian, earlier: [], later: [] },
      { current: edge, earlier: [], later: [] },
    ]);
  });

  it("are stood for by the next to begin where none is in force, else by the last that ended", () => {
    const later = support("2028-01-01", "2028-12-31");
    expect(asAgreements([later, next, second], TODAY)).toEqual([{ current: next, earlier: [second], later: [later] }]);
    expect(asAgreements([second, first], TODAY)).toEqual([{ current: second, earlier: [first], later: [] }]);
    expect(asAgreements([], TODAY)).toEqual([]);
  });

  it("are apart from a next one that was cancelled, which runs for nobody", () => {
    const cancelled = support("2027-01-01", "2027-12-31", { state: "cancelled" });
    expect(asAgreements([current, cancelled], TODAY)).toHaveLength(2);
  });

  it("are each in one agreement, and one that is up for renewal is never folded under one that is not", () => {
    const day = fc.integer({ min: -900, max: 900 }).map((days) => addDays(TODAY, days));
    const terms = fc.array(
      fc
        .record({
          ...{ startsOn: day, length: fc.integer({ min: 0, max: 800 }), kind: fc.constantFrom("support", "contract") },
          ...{ product: fc.constantFrom("A", "B"), state: fc.constantFrom("active", "cancelled") },
        })
        .map(({ length, ...rest }) => ({ ...rest, endsOn: addDays(rest.startsOn, length) }) as const),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(terms, (all) => {
        const agreements = asAgreements(all, TODAY);
        const every = agreements.flatMap(({ current, earlier, later }) => [current, ...earlier, ...later]);
        expect(every).toHaveLength(all.length);
        expect(new Set(every)).toEqual(new Set(all));
        const soon = new Set(byRenewal(all, TODAY).soon.map(({ agreement }) => agreement));
        for (const { current, earlier, later } of agreements) {
          if ([...earlier, ...later].some((term) => soon.has(term))) expect(soon.has(current)).toBe(true);
        }
      }),
    );
  });
});
