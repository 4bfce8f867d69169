import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { BusinessCalendar } from "@/lib/kit/time";
import { isOpen, standingOf, waitWords } from "./rules";

const calendar: BusinessCalendar = {
  zone: "America/New_York",
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "08:30", closes: "16:30" })),
  holidays: [
    { day: "2026-11-26", name: "Thanksgiving Day" },
    { day: "2026-12-24", name: "Christmas Eve", closes: "12:00" },
    { day: "2027-01-01", name: "New Year’s Day" },
  ],
};
const eastern = (text: string) => Temporal.ZonedDateTime.from(`${text}[America/New_York]`).toInstant();

describe("chat is open", () => {
  it.each([
    ["2026-11-23T08:29:59", false],
    ["2026-11-23T08:30:00", true],
    ["2026-11-23T16:29:59", true],
    ["2026-11-23T16:30:00", false],
    // The Fridays before, and the Mondays after, the Sundays on which clocks change.
    ["2026-03-06T08:30:00", true],
    ["2026-03-09T08:29:59", false],
    ["2026-03-09T08:30:00", true],
    ["2026-10-30T16:29:59", true],
    ["2026-11-02T08:30:00", true],
    ["2026-11-02T16:30:00", false],
    ["2026-11-01T12:00:00", false],
    ["2026-11-26T12:00:00", false],
    ["2026-12-24T11:59:59", true],
    ["2026-12-24T12:00:00", false],
    ["2026-12-31T16:29:59", true],
    ["2027-01-01T10:00:00", false],
    ["2027-01-04T08:30:00", true],
  ])("at %s Eastern: %s", (at, answer) => {
    expect(isOpen(calendar, eastern(at))).toBe(answer);
  });
});

describe("a chat in the queue", () => {
  const standing = (since: string, now: string, isHere = true) =>
    standingOf({ calendar, since: eastern(since), now: eastern(now), isHere });

  it("waits until closing time, whether its client is there or not", () => {
    expect(standing("2026-11-23T15:00:00", "2026-11-23T16:29:59")).toEqual({ kind: "waits" });
    expect(standing("2026-11-23T15:00:00", "2026-11-23T16:29:59", false)).toEqual({ kind: "waits" });
  });

  it("is offered as a case for ten minutes from closing time on, while its client is there", () => {
    const until = eastern("2026-11-23T16:40:00");
    expect(standing("2026-11-23T15:00:00", "2026-11-23T16:30:00")).toEqual({ kind: "offered", until });
    expect(standing("2026-11-23T15:00:00", "2026-11-23T16:39:59")).toEqual({ kind: "offered", until });
    expect(standing("2026-11-23T15:00:00", "2026-11-23T16:40:00")).toEqual({ kind: "over" });
    expect(standing("2026-11-23T15:00:00", "2026-11-23T16:30:00", false)).toEqual({ kind: "over" });
  });

  it("that was handed back after closing time is offered from then on", () => {
    const until = eastern("2026-11-23T17:10:00");
    expect(standing("2026-11-23T17:00:00", "2026-11-23T17:05:00")).toEqual({ kind: "offered", until });
    expect(standing("2026-11-23T17:00:00", "2026-11-23T17:10:00")).toEqual({ kind: "over" });
  });

  it("closes with a half day, and on the next morning is not waiting any more", () => {
    expect(standing("2026-12-24T11:00:00", "2026-12-24T12:05:00")).toMatchObject({ kind: "offered" });
    expect(standing("2026-12-24T11:00:00", "2026-12-28T08:30:00")).toEqual({ kind: "over" });
  });
});

describe("the usual wait", () => {
  it.each([
    [null, null],
    [0, "usually under a minute"],
    [59, "usually under a minute"],
    [60, "usually under 2 minutes"],
    [240, "usually under 5 minutes"],
    [300, "usually under 10 minutes"],
    [3_599, "usually under 60 minutes"],
    [3_600, "usually over an hour"],
  ])("of %s seconds is said as: %s", (seconds, words) => {
    expect(waitWords(seconds)).toBe(words);
  });
});
