import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { isTimeZone, timeIn, zoneGroups } from "./rules";

const WINTER = Temporal.Instant.from("2026-11-21T21:05:00Z");
const SUMMER = Temporal.Instant.from("2026-07-21T21:05:00Z");

describe("the list of zones", () => {
  const zones = zoneGroups("Asia/Kolkata", WINTER).flatMap((group) => group.zones);
  it("has each zone once, and also has the zone that is set where the platform lists it under another name", () => {
    const names = zones.map(({ zone }) => zone);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(300);
    expect(names).toEqual(expect.arrayContaining(["Asia/Kolkata", "America/New_York", "Europe/London", "UTC"]));
    expect(names.every(isTimeZone)).toBe(true);
  });
  it("begins with the zones of the United States, each with its current time", () => {
    expect(zones[0]).toEqual({ zone: "America/New_York", label: "New York, Eastern, 4:05 p.m." });
    expect(zones[3]?.label).toContain("2:05 p.m.");
  });
});

it("the time in a zone follows daylight saving where the zone has it", () => {
  expect(timeIn("America/New_York", WINTER)).toBe("4:05 p.m.");
  expect(timeIn("America/New_York", SUMMER)).toBe("5:05 p.m.");
  expect(timeIn("Asia/Kolkata", WINTER)).toBe("2:35 a.m.");
});

it.each(["Mars/Olympus", "", "EST", "+01:00", "America/New_York; drop", "America", "../etc"])(
  "%j is not accepted as a time zone",
  (name) => {
    expect(isTimeZone(name)).toBe(false);
  },
);
