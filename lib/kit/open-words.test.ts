import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { addOpenMinutes, openMinutesBetween } from "./business-minutes";
import { openTurns, openWords } from "./open-words";
import { type BusinessCalendar, type DayOff, openSpansOf, openState } from "./time";
import { withYourTime } from "./wall-time";

const ZONE = "America/New_York";
const CHAT: BusinessCalendar = {
  zone: ZONE,
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "08:30", closes: "16:30" })),
  holidays: [
    { day: "2026-11-26", name: "Thanksgiving Day" },
    { day: "2026-12-17", name: "Team training", closes: "12:00", reopens: "14:00" },
    { day: "2026-12-18", name: "Winter storm", reopens: "11:00" },
    { day: "2026-12-24", name: "Christmas Eve", closes: "12:00" },
    { day: "2026-12-25", name: "Christmas Day" },
    { day: "2027-01-01", name: "New Year's Day" },
    { day: "2027-03-13", name: "Inventory" },
  ],
};
const at = (local: string, zone = ZONE) => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant();
const wordsAt = (local: string, calendar = CHAT) => openWords(calendar, at(local)).words;

describe("the words of opening hours", () => {
  it.each([
    ["a second before opening", "2026-11-23T08:29:59", "Opens today 8:30 a.m. Eastern"],
    ["at the very opening", "2026-11-23T08:30:00", "Open until 4:30 p.m. Eastern"],
    ["a second before closing", "2026-11-23T16:29:59", "Open until 4:30 p.m. Eastern"],
    ["at the very closing", "2026-11-23T16:30:00", "Opens Tuesday 8:30 a.m. Eastern"],
    ["on Friday evening", "2026-11-20T18:00", "Opens Monday 8:30 a.m. Eastern"],
    ["at the first moment of Monday", "2026-11-23T00:00", "Opens today 8:30 a.m. Eastern"],
    ["on the Friday before daylight saving begins", "2026-03-06T16:30", "Opens Monday 8:30 a.m. Eastern"],
    ["on the Sunday on which it begins", "2026-03-08T12:00", "Opens Monday 8:30 a.m. Eastern"],
    ["on the Monday after it", "2026-03-09T08:29:59", "Opens today 8:30 a.m. Eastern"],
    ["on that Monday from the opening on", "2026-03-09T08:30", "Open until 4:30 p.m. Eastern"],
    ["on the Sunday on which it ends", "2026-11-01T01:30", "Opens Monday 8:30 a.m. Eastern"],
    ["on the Monday after that", "2026-11-02T16:29:59", "Open until 4:30 p.m. Eastern"],
    ["on the eve of a holiday", "2026-11-25T17:00", "Opens Friday 8:30 a.m. Eastern"],
    ["on a holiday before hours", "2026-11-26T00:00", "Closed for Thanksgiving Day; opens Friday 8:30 a.m. Eastern"],
    ["on a holiday within hours", "2026-11-26T10:00", "Closed for Thanksgiving Day; opens Friday 8:30 a.m. Eastern"],
    ["on a holiday after hours", "2026-11-26T23:59:59", "Closed for Thanksgiving Day; opens Friday 8:30 a.m. Eastern"],
    ["on a day off that a weekend has anyway", "2027-03-13T10:00", "Opens Monday 8:30 a.m. Eastern"],
    ["before a half day begins", "2026-12-24T08:29:59", "Opens today 8:30 a.m. Eastern"],
    ["in the morning of a half day", "2026-12-24T11:59:59", "Christmas Eve: open until 12:00 p.m. Eastern"],
    ["in its afternoon", "2026-12-24T12:00", "Closed for Christmas Eve; opens Monday 8:30 a.m. Eastern"],
    ["before an extra closing of some hours", "2026-12-17T11:00", "Team training: open until 12:00 p.m. Eastern"],
    ["within it", "2026-12-17T12:00", "Closed for Team training; opens today 2:00 p.m. Eastern"],
    ["after it", "2026-12-17T14:00", "Open until 4:30 p.m. Eastern"],
    ["on the evening of that day", "2026-12-17T16:30", "Opens Friday 11:00 a.m. Eastern"],
    ["before the usual opening of a day that opens late", "2026-12-18T08:00", "Opens today 11:00 a.m. Eastern"],
    ["after its usual opening", "2026-12-18T08:30", "Closed for Winter storm; opens today 11:00 a.m. Eastern"],
    ["on its evening", "2026-12-18T18:00", "Opens Monday 8:30 a.m. Eastern"],
    ["on a year's last evening", "2026-12-31T20:00", "Opens Monday 8:30 a.m. Eastern"],
    ["on the first day of the year", "2027-01-01T09:00", "Closed for New Year's Day; opens Monday 8:30 a.m. Eastern"],
  ])("are right %s", (_, local, words) => {
    expect(wordsAt(local)).toBe(words);
  });

  it("name the date where the next opening is a week or more ahead", () => {
    const shut = ["28", "29", "30", "31"].map((day) => ({ day: `2026-12-${day}`, name: "Works holiday" }));
    const calendar = { ...CHAT, holidays: [...CHAT.holidays, ...shut] };
    expect(wordsAt("2026-12-25T10:00", calendar)).toBe(
      "Closed for Christmas Day; opens Monday, Jan 4, 2027, 8:30 a.m. Eastern",
    );
    expect(wordsAt("2026-12-29T10:00", calendar)).toBe("Closed for Works holiday; opens Monday 8:30 a.m. Eastern");
  });

  it("are Closed, with a holiday's name on its day, where the calendar never opens again", () => {
    expect(openWords({ ...CHAT, hours: [] }, at("2026-11-26T10:00"))).toEqual({
      isOpen: false,
      words: "Closed",
      at: null,
    });
    const days = Array.from({ length: 400 }, (_, index) => Temporal.PlainDate.from("2026-11-23").add({ days: index }));
    const holidays = days.map((day) => ({ day: day.toString(), name: "Strike" }));
    expect(wordsAt("2026-11-23T10:00", { ...CHAT, holidays })).toBe("Closed for Strike");
  });
});

describe("the viewer's own time", () => {
  const inZone = (local: string, zone: string | null) => withYourTime(openWords(CHAT, at(local)), ZONE, zone);

  it.each([
    ["another zone", "2026-11-23T10:00", "America/Los_Angeles", "Open until 4:30 p.m. Eastern, 1:30 p.m. your time"],
    ["the brand's zone", "2026-11-23T10:00", ZONE, "Open until 4:30 p.m. Eastern"],
    ["a zone with the same clocks", "2026-11-23T10:00", "America/Toronto", "Open until 4:30 p.m. Eastern"],
    ["a zone that is not known", "2026-11-23T10:00", null, "Open until 4:30 p.m. Eastern"],
    [
      "a zone in which it is the next day",
      "2026-11-23T10:00",
      "Asia/Kolkata",
      "Open until 4:30 p.m. Eastern, Tuesday 3:00 a.m. your time",
    ],
    [
      "a zone without daylight saving, before it begins",
      "2026-03-06T18:00",
      "America/Phoenix",
      "Opens Monday 8:30 a.m. Eastern, 5:30 a.m. your time",
    ],
    [
      "the same zone before it ends",
      "2026-10-29T18:00",
      "America/Phoenix",
      "Opens Friday 8:30 a.m. Eastern, 5:30 a.m. your time",
    ],
    [
      "the same zone over its end",
      "2026-10-30T18:00",
      "America/Phoenix",
      "Opens Monday 8:30 a.m. Eastern, 6:30 a.m. your time",
    ],
    [
      "another zone on a holiday",
      "2026-11-26T10:00",
      "America/Chicago",
      "Closed for Thanksgiving Day; opens Friday 8:30 a.m. Eastern, 7:30 a.m. your time",
    ],
  ])("stands behind the brand's for %s", (_, local, zone, words) => {
    expect(inZone(local, zone)).toBe(words);
  });

  it("is not told where no moment is", () => {
    expect(withYourTime({ words: "Closed", at: null }, ZONE, "Asia/Tokyo")).toBe("Closed");
  });
});

/** Calendars of any kind: hours by day or night, days off of each shape, in zones with and without daylight saving. */
const clock = (from: number, to: number) =>
  fc
    .integer({ min: from, max: to })
    .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`);
const daysOff: fc.Arbitrary<DayOff> = fc
  .record({
    ahead: fc.integer({ min: 0, max: 40 }),
    closes: fc.option(clock(0, 1438), { nil: null }),
    reopens: fc.option(clock(1, 1439), { nil: null }),
  })
  .filter(({ closes, reopens }) => closes === null || reopens === null || closes < reopens)
  .map(({ ahead, closes, reopens }) => ({
    day: Temporal.PlainDate.from("2026-10-20").add({ days: ahead }).toString(),
    name: `Day ${ahead}`,
    closes,
    reopens,
  }));
const calendars: fc.Arbitrary<BusinessCalendar> = fc.record({
  zone: fc.constantFrom(ZONE, "UTC", "Australia/Lord_Howe", "Asia/Kolkata"),
  hours: fc
    .array(fc.record({ weekday: fc.integer({ min: 1, max: 7 }), opens: clock(0, 1300), closes: clock(1, 1439) }), {
      minLength: 1,
      maxLength: 7,
    })
    .map((hours) =>
      hours.filter(
        ({ weekday, opens, closes }, index) =>
          opens < closes && hours.findIndex((other) => other.weekday === weekday) === index,
      ),
    ),
  holidays: fc.uniqueArray(daysOff, { maxLength: 12, selector: ({ day }) => day }),
});
const moments = fc
  .integer({ min: 0, max: 40 * 24 * 3600 })
  .map((seconds) => Temporal.Instant.from("2026-10-20T00:00:00Z").add({ seconds }));

describe("any calendar", () => {
  it("is open at its next opening, and shut in the second before it", () => {
    fc.assert(
      fc.property(calendars, moments, (calendar, now) => {
        const state = openState(calendar, now);
        if (state.open || !state.opens) return;
        const opens = state.opens.toInstant();
        expect(opens.epochMilliseconds).toBeGreaterThan(now.epochMilliseconds);
        expect(openState(calendar, opens).open).toBe(true);
        expect(openState(calendar, opens.subtract({ seconds: 1 })).open).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it("is shut at the moment that it is said to be open until", () => {
    fc.assert(
      fc.property(calendars, moments, (calendar, now) => {
        const state = openState(calendar, now);
        if (!state.open) return;
        expect(openState(calendar, state.closes.toInstant()).open).toBe(false);
        expect(openState(calendar, state.closes.toInstant().subtract({ seconds: 1 })).open).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("says at each moment what its last turn said", () => {
    fc.assert(
      fc.property(calendars, moments, fc.integer({ min: 0, max: 48 * 3600 }), (calendar, now, seconds) => {
        const later = now.add({ seconds });
        const { turns, until } = openTurns(calendar, now, 2);
        expect(until).toBeGreaterThan(later.epochMilliseconds);
        const { from, ...said } = turns.findLast((turn) => turn.from <= later.epochMilliseconds) ?? { from: 0 };
        expect(from).toBeGreaterThan(0);
        expect(said).toEqual(openWords(calendar, later));
      }),
      { numRuns: 300 },
    );
  });

  it("names a day off only on its day, and never while it is open as usual", () => {
    fc.assert(
      fc.property(calendars, moments, (calendar, now) => {
        const today = now.toZonedDateTimeISO(calendar.zone).toPlainDate().toString();
        const { words, isOpen } = openWords(calendar, now);
        expect(isOpen).toBe(openState(calendar, now).open);
        const named = calendar.holidays.filter(({ name }) => new RegExp(`${name}[:;]|for ${name}$`).test(words));
        expect(named.filter(({ day }) => day !== today)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("adds up: the open minutes of two parts are those of the whole, and no day has more than its weekday", () => {
    fc.assert(
      fc.property(calendars, moments, fc.nat({ max: 20_000 }), fc.nat({ max: 20_000 }), (calendar, from, a, b) => {
        const start = from.round({ smallestUnit: "minute" });
        const [middle, end] = [start.add({ minutes: a }), start.add({ minutes: a + b })];
        expect(openMinutesBetween(calendar, start, end)).toBe(
          openMinutesBetween(calendar, start, middle) + openMinutesBetween(calendar, middle, end),
        );
        const day = start.toZonedDateTimeISO(calendar.zone).toPlainDate();
        const lengthOf = (one: BusinessCalendar) =>
          openSpansOf(one, day).reduce(
            (sum, { opens, closes }) => sum + closes.epochMilliseconds - opens.epochMilliseconds,
            0,
          );
        expect(lengthOf(calendar)).toBeLessThanOrEqual(lengthOf({ ...calendar, holidays: [] }));
      }),
      { numRuns: 200 },
    );
  });

  it("gives no promise earlier than it was asked for, and each while it is open or at its closing", () => {
    fc.assert(
      fc.property(calendars, moments, fc.integer({ min: 1, max: 3_000 }), (calendar, from, minutes) => {
        const due = addOpenMinutes(calendar, from, minutes);
        expect(due.since(from).total("minutes")).toBeGreaterThanOrEqual(minutes);
        if (calendar.hours.length === 0) return;
        expect(openState(calendar, due.subtract({ seconds: 1 })).open).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
