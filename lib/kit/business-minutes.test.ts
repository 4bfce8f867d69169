import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { addOpenMinutes, openMinutesBetween } from "./business-minutes";
import type { BusinessCalendar } from "./time";

const ZONE = "America/New_York";
const CHAT: BusinessCalendar = {
  zone: ZONE,
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "08:30", closes: "16:30" })),
  holidays: [
    { day: "2026-11-26", name: "Thanksgiving" },
    { day: "2026-11-27", name: "Day after Thanksgiving" },
    { day: "2026-12-24", name: "Christmas Eve", closes: "12:00" },
    { day: "2026-12-25", name: "Christmas Day" },
  ],
};
/** A calendar that is open during the hours that daylight saving skips and repeats. */
const NIGHTS: BusinessCalendar = {
  zone: ZONE,
  hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: "00:30", closes: "05:00" })),
  holidays: [],
};
const NEVER: BusinessCalendar = { zone: ZONE, hours: [], holidays: [] };

const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).toInstant();
const local = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(ZONE).toPlainDateTime().toString();

describe("addOpenMinutes", () => {
  it.each([
    ["within a day", "2026-11-23T10:00", 60, "2026-11-23T11:00:00"],
    ["to the very closing", "2026-11-23T15:30", 60, "2026-11-23T16:30:00"],
    ["over the night", "2026-11-23T16:00", 60, "2026-11-24T09:00:00"],
    ["from before the opening", "2026-11-23T06:00", 60, "2026-11-23T09:30:00"],
    ["from the evening", "2026-11-23T20:00", 240, "2026-11-24T12:30:00"],
    ["over a weekend", "2026-11-20T16:00", 480, "2026-11-23T16:00:00"],
    ["over a holiday, the day after and the weekend", "2026-11-25T16:00", 60, "2026-11-30T09:00:00"],
    ["from within a holiday", "2026-11-26T11:00", 240, "2026-11-30T12:30:00"],
    ["over a half day", "2026-12-24T11:30", 60, "2026-12-28T09:00:00"],
    // The clocks change in the night to Sunday: an opening day before and after it has the same length.
    ["over the change to summer time", "2026-03-06T16:00", 480, "2026-03-09T16:00:00"],
    ["over the change to winter time", "2026-10-30T16:00", 480, "2026-11-02T16:00:00"],
  ])("adds opening time only, %s", (_, from, minutes, expected) => {
    expect(local(addOpenMinutes(CHAT, at(from), minutes))).toBe(expected);
  });

  it("counts an hour that daylight saving skips as none and one that it repeats as two", () => {
    // 0:30 to 5:00 is 3.5 h on the night that loses an hour, and 5.5 h on the one that gains one.
    expect(local(addOpenMinutes(NIGHTS, at("2026-03-08T00:30"), 210))).toBe("2026-03-08T05:00:00");
    expect(local(addOpenMinutes(NIGHTS, at("2026-03-08T00:30"), 211))).toBe("2026-03-09T00:31:00");
    expect(local(addOpenMinutes(NIGHTS, at("2026-11-01T00:30"), 330))).toBe("2026-11-01T05:00:00");
    expect(openMinutesBetween(NIGHTS, at("2026-03-08T00:00"), at("2026-03-08T06:00"))).toBe(210);
    expect(openMinutesBetween(NIGHTS, at("2026-11-01T00:00"), at("2026-11-01T06:00"))).toBe(330);
  });

  it("adds plain minutes in a calendar that never opens", () => {
    expect(local(addOpenMinutes(NEVER, at("2026-11-23T10:00"), 90))).toBe("2026-11-23T11:30:00");
  });
});

/** Minutes in the two years around the holidays and clock changes above. */
const moments = fc
  .integer({ min: 0, max: 2 * 365 * 24 * 60 })
  .map((minutes) => at("2026-01-01T00:00").add({ minutes }));
const calendars = fc.constantFrom(CHAT, NIGHTS);

describe("addOpenMinutes and openMinutesBetween", () => {
  it("are each other's inverse", () => {
    fc.assert(
      fc.property(calendars, moments, fc.integer({ min: 1, max: 3_000 }), (calendar, from, minutes) => {
        expect(openMinutesBetween(calendar, from, addOpenMinutes(calendar, from, minutes))).toBe(minutes);
      }),
      { numRuns: 150 },
    );
  });

  it("agree that one minute before the due moment exactly one minute of opening time is left", () => {
    fc.assert(
      fc.property(calendars, moments, fc.integer({ min: 1, max: 3_000 }), (calendar, from, minutes) => {
        const due = addOpenMinutes(calendar, from, minutes);
        expect(openMinutesBetween(calendar, from, due.subtract({ minutes: 1 }))).toBe(minutes - 1);
      }),
      { numRuns: 150 },
    );
  });

  it("never run backwards: a later start or more minutes give no earlier moment", () => {
    fc.assert(
      fc.property(
        calendars,
        moments,
        fc.nat({ max: 5_000 }),
        fc.integer({ min: 1, max: 1_000 }),
        fc.nat({ max: 500 }),
        (calendar, from, later, minutes, more) => {
          const due = addOpenMinutes(calendar, from, minutes);
          const after = addOpenMinutes(calendar, from.add({ minutes: later }), minutes);
          expect(after.epochMilliseconds).toBeGreaterThanOrEqual(due.epochMilliseconds);
          const longer = addOpenMinutes(calendar, from, minutes + more);
          expect(longer.epochMilliseconds).toBeGreaterThanOrEqual(due.epochMilliseconds);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("count until the same moment from many others as from each alone", () => {
    fc.assert(
      fc.property(calendars, moments, fc.array(fc.nat({ max: 200_000 }), { maxLength: 8 }), (calendar, to, before) => {
        const from = before.map((minutes) => to.subtract({ minutes }));
        const alone = from.map((one) => openMinutesBetween({ ...calendar }, one, to));
        expect(from.map((one) => openMinutesBetween(calendar, one, to))).toEqual(alone);
      }),
      { numRuns: 50 },
    );
  });

  it("give for two parts of a period the sum for the whole, except for one minute of rounding", () => {
    fc.assert(
      fc.property(calendars, moments, fc.nat({ max: 4_000 }), fc.nat({ max: 4_000 }), (calendar, from, a, b) => {
        const middle = from.add({ minutes: a });
        const to = middle.add({ minutes: b });
        const parts = openMinutesBetween(calendar, from, middle) + openMinutesBetween(calendar, middle, to);
        expect(openMinutesBetween(calendar, from, to)).toBe(parts);
        // The sign of zero does not matter, so it is normalised.
        expect(0 + openMinutesBetween(calendar, to, from)).toBe(0 - parts);
      }),
      { numRuns: 100 },
    );
  });
});
