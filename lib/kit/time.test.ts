import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { describeHours } from "./open-words";
import {
  addDays,
  type BusinessCalendar,
  businessToday,
  daysBetween,
  formatDay,
  formatInstant,
  formatTime,
  instantWords,
  openState,
} from "./time";

const ZONE = "America/New_York";
const CHAT: BusinessCalendar = {
  zone: ZONE,
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "08:30", closes: "16:30" })),
  holidays: [
    { day: "2026-11-26", name: "Thanksgiving" },
    { day: "2026-12-24", name: "Christmas Eve", closes: "12:00" },
  ],
};
const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).toInstant();

describe("openState", () => {
  it("keeps wall-clock hours over both changes of daylight saving", () => {
    // Daylight saving begins on 2026-03-08 and ends on 2026-11-01: 8:30 Eastern is 12:30 UTC in summer and 13:30 in
    // winter.
    const opens = (local: string) => {
      const state = openState(CHAT, at(local));
      return state.open ? null : state.opens?.toInstant().toString();
    };
    expect(opens("2026-03-06T20:00")).toBe("2026-03-09T12:30:00Z");
    expect(opens("2026-10-30T20:00")).toBe("2026-11-02T13:30:00Z");
  });
});

describe("dates and times in words", () => {
  it("join weekdays with equal hours", () => {
    expect(describeHours(CHAT)).toBe("Monday to Friday, 8:30 a.m. – 4:30 p.m. Eastern, not on holidays");
    const short = [...CHAT.hours.slice(0, 4), { weekday: 5, opens: "08:30", closes: "12:00" }];
    expect(describeHours({ ...CHAT, hours: short })).toBe(
      "Monday to Thursday, 8:30 a.m. – 4:30 p.m.; Friday, 8:30 a.m. – 12:00 p.m. Eastern, not on holidays",
    );
  });

  it("show a day without a zone and an instant with its zone", () => {
    expect(formatDay("2026-11-21")).toBe("Nov 21, 2026");
    expect(formatInstant("2026-07-01T20:05:00Z", ZONE)).toBe("Jul 1, 2026, 4:05 p.m. Eastern");
    expect(formatInstant("2026-01-01T04:59:00Z", ZONE)).toBe("Dec 31, 2025, 11:59 p.m. Eastern");
  });

  it("take the day and the hour of an instant from the given zone", () => {
    expect(instantWords("2026-01-01T04:59:00Z", ZONE)).toEqual({ day: "Dec 31, 2025", hour: "11:59 p.m. Eastern" });
    expect(instantWords("2026-01-01T04:59:00Z", "UTC").day).toBe("Jan 1, 2026");
  });

  it("are the same as those of Temporal at every instant, in zones with and without daylight saving", () => {
    const from = Date.parse("1990-01-01T00:00:00Z");
    const until = Date.parse("2090-01-01T00:00:00Z");
    const zones = fc.constantFrom(
      ZONE,
      "UTC",
      "Asia/Kolkata",
      "Australia/Lord_Howe",
      "Pacific/Apia",
      "America/St_Johns",
    );
    const property = fc.property(fc.integer({ min: from, max: until }), zones, (milliseconds, zone) => {
      const instant = Temporal.Instant.fromEpochMilliseconds(milliseconds);
      const local = instant.toZonedDateTimeISO(zone);
      const { day, hour } = instantWords(instant, zone);
      expect(day).toBe(formatDay(local.toPlainDate().toString()));
      expect(hour).toMatch(formatTime(local.toPlainTime()));
      expect(instantWords(new Date(milliseconds), zone)).toEqual({ day, hour });
      expect(instantWords(new Date(milliseconds).toISOString(), zone)).toEqual({ day, hour });
    });
    fc.assert(property, { numRuns: 300 });
  });

  it.each(["", "2026-13-01", "2026-00-10", "2026-1-1", "2026-11-21T10:00", "21.11.2026"])(
    "refuse %j, which is no day",
    (text) => {
      expect(() => formatDay(text)).toThrow(RangeError);
    },
  );
});

describe("arithmetic with days", () => {
  it("takes today's date from the zone, not from UTC", () => {
    const clock = () => Temporal.Instant.from("2026-11-22T04:30:00Z");
    expect(businessToday(ZONE, clock)).toBe("2026-11-21");
    expect(businessToday("UTC", clock)).toBe("2026-11-22");
  });

  it("counts whole days over a change of daylight saving", () => {
    expect(daysBetween("2026-10-31", "2026-11-02")).toBe(2);
    expect(daysBetween("2026-11-02", "2026-10-31")).toBe(-2);
    expect(addDays("2026-02-27", 2)).toBe("2026-03-01");
  });
});
