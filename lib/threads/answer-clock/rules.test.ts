import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { BusinessCalendar } from "@/lib/kit/time";
import { answerClock, inTwoZones } from "./rules";

const ZONE = "America/New_York";
const calendar: BusinessCalendar = {
  zone: ZONE,
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "08:30", closes: "16:30" })),
  holidays: [{ day: "2026-11-26", name: "Thanksgiving" }],
};
const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).toInstant();
const clock = (now: string, due: string, target = 240, zone = ZONE) =>
  answerClock({ calendar, now: at(now), due: at(due), target, zone });

describe("the clock of an answer that is owed", () => {
  it.each([
    // Monday, 23 November 2026.
    ["2026-11-23T10:00", "2026-11-23T13:10", 240, "owed", "due in 3 h 10 min"],
    ["2026-11-23T10:00", "2026-11-23T12:00", 240, "owed", "due in 2 h"],
    ["2026-11-23T16:00", "2026-11-24T09:10", 240, "owed", "due tomorrow 9:10 a.m. Eastern"],
    ["2026-11-23T07:00", "2026-11-23T10:30", 240, "owed", "due today 10:30 a.m. Eastern"],
    ["2026-11-25T16:00", "2026-11-27T11:00", 240, "owed", "due Friday 11:00 a.m. Eastern"],
    ["2026-11-23T10:00", "2026-12-02T11:00", 480, "owed", "due Dec 2, 2026, 11:00 a.m. Eastern"],
    // Soon due: less than a quarter of the target is left, or at most half an hour.
    ["2026-11-23T10:00", "2026-11-23T11:00", 240, "owed", "due in 1 h"],
    ["2026-11-23T10:01", "2026-11-23T11:00", 240, "soon", "due in 59 min"],
    ["2026-11-23T10:00", "2026-11-23T10:31", 60, "owed", "due in 31 min"],
    ["2026-11-23T10:00", "2026-11-23T10:30", 60, "soon", "due in 30 min"],
    ["2026-11-23T10:00", "2026-11-23T10:00", 60, "soon", "due now"],
    // Ten minutes before closing and twenty after opening are half an hour; the closed hours between them do not count.
    ["2026-11-23T16:20", "2026-11-24T08:50", 60, "soon", "due tomorrow 8:50 a.m. Eastern"],
    ["2026-11-23T10:01", "2026-11-23T10:00", 60, "late", "late by 1 min"],
    ["2026-11-23T12:10", "2026-11-23T10:00", 60, "late", "late by 2 h 10 min"],
    // Closed hours do not count as late.
    ["2026-11-24T09:00", "2026-11-23T16:00", 60, "late", "late by 1 h"],
    ["2026-11-23T20:00", "2026-11-23T16:30", 60, "late", "late"],
  ])(
    "at %s for an answer due at %s with a target of %i minutes is “%s” and says “%s”",
    (now, due, target, state, words) => {
      expect(clock(now, due, target)).toEqual({ state, words, at: at(due).toString() });
    },
  );

  it("names the time and the day in the viewer's zone", () => {
    const tokyo = clock("2026-11-23T16:00", "2026-11-24T09:10", 240, "Asia/Tokyo");
    expect(tokyo.words).toBe("due today 11:10 p.m. Japan Standard Time");
    expect(clock("2026-11-23T16:00", "2026-11-24T09:10", 240, "America/Chicago").words).toBe(
      "due tomorrow 8:10 a.m. Central",
    );
  });

  it("says “soon” at every minute of the last half hour, and “late” a millisecond after it", () => {
    const due = at("2026-11-23T11:00");
    for (let left = 30; left >= 0; left--) {
      const now = due.subtract({ minutes: left });
      expect(answerClock({ calendar, now, due, target: 60, zone: ZONE }).state).toBe("soon");
    }
    const over = due.add({ milliseconds: 1 });
    expect(answerClock({ calendar, now: over, due, target: 60, zone: ZONE }).state).toBe("late");
  });
});

describe("a moment in two zones", () => {
  const brand = { zone: ZONE };
  const when = "Nov 21, 2026, 4:05 p.m. Eastern";
  const moment = Temporal.Instant.from("2026-11-21T21:05:00Z");

  it("is told once where the viewer's zone is the brand's", () => {
    expect(inTwoZones(moment, brand, brand)).toEqual({ when, localWhen: null, localBeside: null });
  });

  it("is told in the viewer's zone by its hour alone where the day is the same in both zones", () => {
    expect(inTwoZones(moment, brand, { zone: "America/Los_Angeles" })).toEqual({
      when,
      localWhen: "Nov 21, 2026, 1:05 p.m. Pacific",
      localBeside: "1:05 p.m. Pacific",
    });
  });

  it("is told in the viewer's zone with its day where the day is another one there", () => {
    const { localWhen, localBeside } = inTwoZones(moment, brand, { zone: "Asia/Tokyo" });
    expect(localBeside).toBe("Nov 22, 2026, 6:05 a.m. Japan Standard Time");
    expect(localBeside).toBe(localWhen);
  });
});
