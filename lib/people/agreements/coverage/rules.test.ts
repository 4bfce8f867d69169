import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { Coverage } from "@/lib/gate/brand/types";
import { addOpenMinutes, openMinutesBetween } from "@/lib/kit/business-minutes";
import { type BusinessCalendar, openState } from "@/lib/kit/time";
import {
  type CoveredTerm,
  coverageAt,
  coverageCalendar,
  coverageHours,
  coverageIncludes,
  coverageNames,
  coverageState,
  widestCoverage,
} from "./rules";

const ZONE = "America/New_York";
const WEEK = [1, 2, 3, 4, 5];
const CHAT: BusinessCalendar = {
  zone: ZONE,
  hours: WEEK.map((weekday) => ({ weekday, opens: "08:30", closes: "16:30" })),
  holidays: [
    { day: "2026-11-26", name: "Thanksgiving" },
    { day: "2026-12-24", name: "Christmas Eve", closes: "12:00" },
  ],
};
const SHIFTS = [
  ...WEEK.map((weekday) => ({ weekday, opens: "06:00", closes: "22:00" })),
  { weekday: 6, opens: "08:00", closes: "24:00" },
];
const coverage = (kind: Coverage["kind"], over: Partial<Coverage> = {}): Coverage => ({
  ...{ key: kind, name: kind, kind, week: [], onDaysOff: false },
  ...over,
});
const CHAT_HOURS = coverage("chat_hours", { name: "Chat hours" });
const EXTENDED = coverage("extended", { name: "Extended hours", week: SHIFTS });
const ALSO_HOLIDAYS = coverage("extended", { key: "also_holidays", week: SHIFTS, onDaysOff: true });
const CLOCK = coverage("around_the_clock", { name: "Around the clock" });
const BRAND = { zone: ZONE, chatCalendar: CHAT, coverages: [CHAT_HOURS, EXTENDED, ALSO_HOLIDAYS, CLOCK] };

const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).toInstant();
const local = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(ZONE).toPlainDateTime().toString();
const term = (key: string, over: Partial<CoveredTerm> = {}): CoveredTerm => ({
  ...{ coverage: key, onlyFor: null, startsOn: "2026-01-01", endsOn: "2027-12-31" },
  ...over,
});
const answered = (terms: readonly CoveredTerm[], from: string, minutes: number, product: string | null = null) =>
  local(addOpenMinutes(coverageCalendar(BRAND, terms, product), at(from), minutes));

describe("an answer is promised", () => {
  it.each([
    // Saturday, 28 November 2026, in the evening.
    ["chat_hours", "2026-11-28T21:00", 60, "2026-11-30T09:30:00"],
    ["extended", "2026-11-28T21:00", 60, "2026-11-28T22:00:00"],
    ["around_the_clock", "2026-11-28T21:00", 60, "2026-11-28T22:00:00"],
    // Over midnight, at which an extended Saturday ends.
    ["extended", "2026-11-28T23:30", 60, "2026-11-30T06:30:00"],
    ["around_the_clock", "2026-11-28T23:30", 60, "2026-11-29T00:30:00"],
    // A holiday.
    ["chat_hours", "2026-11-26T10:00", 60, "2026-11-27T09:30:00"],
    ["extended", "2026-11-26T10:00", 60, "2026-11-27T07:00:00"],
    ["also_holidays", "2026-11-26T10:00", 60, "2026-11-26T11:00:00"],
    ["around_the_clock", "2026-11-26T10:00", 60, "2026-11-26T11:00:00"],
    // A half day, closed from noon.
    ["chat_hours", "2026-12-24T11:30", 60, "2026-12-25T09:00:00"],
    ["extended", "2026-12-24T11:30", 60, "2026-12-25T06:30:00"],
    ["also_holidays", "2026-12-24T11:30", 60, "2026-12-24T12:30:00"],
    ["around_the_clock", "2026-12-24T11:30", 60, "2026-12-24T12:30:00"],
    // The night in which the hour from 2:00 to 3:00 is skipped.
    ["around_the_clock", "2026-03-08T01:30", 60, "2026-03-08T03:30:00"],
    ["around_the_clock", "2026-03-07T23:00", 480, "2026-03-08T08:00:00"],
    ["chat_hours", "2026-03-07T23:00", 60, "2026-03-09T09:30:00"],
    // The night in which the hour from 1:00 to 2:00 comes twice.
    ["around_the_clock", "2026-10-31T23:00", 480, "2026-11-01T06:00:00"],
    ["chat_hours", "2026-11-01T01:30", 60, "2026-11-02T09:30:00"],
    // A coverage that the brand does not have any more counts as chat hours.
    ["gone", "2026-11-28T21:00", 60, "2026-11-30T09:30:00"],
  ])("under %s at %s within %i minutes for %s", (key, from, minutes, expected) => {
    expect(answered([term(key)], from, minutes)).toBe(expected);
  });

  it("in the second of the two hours from 1:00 to 2:00 by the clock that runs on", () => {
    const calendar = coverageCalendar(BRAND, [term("around_the_clock")], null);
    const [first, second] = ["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"].map((text) => Temporal.Instant.from(text));
    if (!first || !second) throw new Error("no instants");
    expect(local(first)).toBe(local(second));
    expect(addOpenMinutes(calendar, first, 60).toString()).toBe(second.toString());
    expect(openMinutesBetween(calendar, first, second)).toBe(60);
  });

  it("by the hours of the coverage until the midnight at which the agreement ends, then by chat hours", () => {
    const ending = [term("around_the_clock", { endsOn: "2026-11-28" })];
    expect(answered(ending, "2026-11-28T22:59", 60)).toBe("2026-11-28T23:59:00");
    expect(answered(ending, "2026-11-28T23:30", 60)).toBe("2026-11-30T09:00:00");
    const next = [...ending, term("extended", { startsOn: "2026-11-29" })];
    expect(answered(next, "2026-11-28T23:30", 60)).toBe("2026-11-30T06:30:00");
    const renewed = [...ending, term("around_the_clock", { startsOn: "2026-11-29" })];
    expect(answered(renewed, "2026-11-28T23:30", 60)).toBe("2026-11-29T00:30:00");
    // It ends in the night of a change of the clocks.
    expect(answered([term("around_the_clock", { endsOn: "2026-10-31" })], "2026-10-31T23:30", 60)).toBe(
      "2026-11-02T09:00:00",
    );
  });

  it("by an agreement about one product for cases about that product alone", () => {
    const terms = [term("around_the_clock", { onlyFor: "AVEVA Historian" })];
    expect(answered(terms, "2026-11-28T21:00", 60, "AVEVA Historian")).toBe("2026-11-28T22:00:00");
    for (const product of ["AVEVA Edge", null]) {
      expect(answered(terms, "2026-11-28T21:00", 60, product)).toBe("2026-11-30T09:30:00");
    }
  });
});

describe("the coverage at an instant", () => {
  const both = [term("chat_hours"), term("extended"), term("around_the_clock", { endsOn: "2026-11-28" })];
  it.each([
    ["2026-11-28T23:59:59", "around_the_clock"],
    ["2026-11-29T00:00", "extended"],
    ["2028-01-01T00:00", undefined],
    ["2025-12-31T23:59", undefined],
  ])("%s is the widest that is in force then", (when, key) => {
    expect(coverageAt(BRAND, both, null, at(when))?.key).toBe(key);
  });

  it("counts hours also on days off as wider, and leaves out agreements about other products", () => {
    const terms = [term("extended"), term("also_holidays", { onlyFor: "AVEVA Edge" })];
    expect(coverageAt(BRAND, terms, "AVEVA Edge", at("2026-11-28T10:00"))?.key).toBe("also_holidays");
    expect(coverageAt(BRAND, terms, null, at("2026-11-28T10:00"))?.key).toBe("extended");
  });

  it("of a list counts no agreement that was cancelled", () => {
    const listed = { startsOn: "2026-01-01", endsOn: "2026-12-31" };
    const terms = [
      { ...listed, coverage: "around_the_clock", state: "cancelled" as const },
      { ...listed, coverage: "chat_hours", state: "active" as const },
    ];
    expect(widestCoverage(BRAND, terms, at("2026-11-28T10:00"))?.key).toBe("chat_hours");
    expect(widestCoverage(BRAND, [], at("2026-11-28T10:00"))).toBeNull();
  });

  it.each([
    [CHAT_HOURS, "2026-11-27T08:30", true],
    [CHAT_HOURS, "2026-11-27T16:30", false],
    [EXTENDED, "2026-11-27T21:59", true],
    [EXTENDED, "2026-11-28T23:59", true],
    [EXTENDED, "2026-11-29T00:00", false],
    [EXTENDED, "2026-11-26T10:00", false],
    [ALSO_HOLIDAYS, "2026-11-26T10:00", true],
    [CLOCK, "2026-11-26T03:00", true],
    [CLOCK, "2026-03-08T03:00", true],
  ])("%o includes %s: %s", (one, when, included) => {
    expect(coverageIncludes(one, CHAT, at(when))).toBe(included);
  });

  it("says when it opens next", () => {
    const state = coverageState(EXTENDED, CHAT, at("2026-11-29T12:00"));
    expect(state.open ? "open" : state.opens?.toPlainDateTime().toString()).toBe("2026-11-30T06:00:00");
  });

  it("goes on over midnight where the next day begins with it", () => {
    const state = openState(
      coverageCalendar(BRAND, [term("around_the_clock", { endsOn: "2026-11-29" })], null),
      at("2026-11-28T23:30"),
    );
    expect(state.open && state.closes.toPlainDateTime().toString()).toBe("2026-11-30T00:00:00");
  });
});

it.each([
  [CHAT_HOURS, "Monday to Friday, 8:30 a.m. – 4:30 p.m. Eastern, not on holidays"],
  [EXTENDED, "Monday to Friday, 6:00 a.m. – 10:00 p.m.; Saturday, 8:00 a.m. – midnight Eastern, not on holidays"],
  [ALSO_HOLIDAYS, "Monday to Friday, 6:00 a.m. – 10:00 p.m.; Saturday, 8:00 a.m. – midnight Eastern, also on holidays"],
  [CLOCK, "Every hour of every day"],
])("says the hours of a coverage, %#", (one, words) => {
  expect(coverageHours(one, CHAT)).toBe(words);
});

it("names the coverages of a brand", () => {
  expect(coverageNames(BRAND)).toMatchObject({ chat_hours: "Chat hours", around_the_clock: "Around the clock" });
});

/** Minutes of two years around holidays, half days and changes of the clocks. */
const moments = fc
  .integer({ min: 0, max: 2 * 365 * 24 * 60 })
  .map((minutes) => at("2026-01-01T00:00").add({ minutes }));
const days = fc.integer({ min: 0, max: 700 }).map((days) => Temporal.PlainDate.from("2026-01-01").add({ days }));
const terms = fc.array(
  fc
    .tuple(fc.constantFrom(...BRAND.coverages), days, fc.integer({ min: 0, max: 400 }))
    .map(([{ key }, from, length]) =>
      term(key, { startsOn: from.toString(), endsOn: from.add({ days: length }).toString() }),
    ),
  { maxLength: 3 },
);
const targets = fc.constantFrom(60, 240, 480);

describe("a promise under any agreements", () => {
  it("is never earlier than filed, never outside the coverage, never later than by chat hours alone", () => {
    fc.assert(
      fc.property(terms, moments, targets, (agreed, filed, minutes) => {
        const calendar = coverageCalendar(BRAND, agreed, null);
        const due = addOpenMinutes(calendar, filed, minutes);
        expect(due.epochMilliseconds).toBeGreaterThan(filed.epochMilliseconds);
        // The moment before it belongs to the coverage in force then, or to the chat hours.
        const last = due.subtract({ milliseconds: 1 });
        expect(openState(calendar, last).open).toBe(true);
        const inForce = coverageAt(BRAND, agreed, null, last) ?? CHAT_HOURS;
        const isCovered = BRAND.coverages.some(
          (one) =>
            coverageIncludes(one, CHAT, last) &&
            coverageAt(
              BRAND,
              agreed.filter((t) => t.coverage === one.key),
              null,
              last,
            ),
        );
        expect(isCovered || coverageIncludes(inForce, CHAT, last)).toBe(true);
        expect(due.epochMilliseconds).toBeLessThanOrEqual(addOpenMinutes(CHAT, filed, minutes).epochMilliseconds);
        expect(openMinutesBetween(calendar, filed, due)).toBe(minutes);
      }),
      { numRuns: 200 },
    );
  });

  it("is monotone: who files later is answered no earlier", () => {
    fc.assert(
      fc.property(terms, moments, fc.nat({ max: 5_000 }), targets, (agreed, filed, later, minutes) => {
        const calendar = coverageCalendar(BRAND, agreed, null);
        const due = addOpenMinutes(calendar, filed, minutes);
        const next = addOpenMinutes(calendar, filed.add({ minutes: later }), minutes);
        expect(next.epochMilliseconds).toBeGreaterThanOrEqual(due.epochMilliseconds);
      }),
      { numRuns: 200 },
    );
  });

  it("is plain time under around the clock, over changes of the clocks too", () => {
    const calendar = coverageCalendar(BRAND, [term("around_the_clock", { endsOn: "2029-12-31" })], null);
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 5_000 }), (filed, minutes) => {
        const due = addOpenMinutes(calendar, filed, minutes);
        expect(due.epochMilliseconds - filed.epochMilliseconds).toBe(minutes * 60_000);
      }),
      { numRuns: 200 },
    );
  });
});
