import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { localInstant, snoozeChoices, snoozeWord } from "./rules";

const ZONE = "America/New_York";
const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).toInstant();
const labels = (local: string) => snoozeChoices(at(local), ZONE).map(({ label }) => label);

describe("the times until which a thread can be snoozed", () => {
  it("are an hour, this afternoon, tomorrow and next Monday, said with the zone", () => {
    expect(labels("2026-11-24T10:05:30")).toEqual([
      "In an hour, 11:06 a.m. Eastern",
      "This afternoon, 2:00 p.m. Eastern",
      "Tomorrow, 9:00 a.m. Eastern",
      "Next Monday, 9:00 a.m. Eastern",
    ]);
  });

  it("leave out the afternoon when it is near, and say a Monday that is tomorrow once", () => {
    expect(labels("2026-11-29T13:00:00")).toEqual(["In an hour, 2:00 p.m. Eastern", "Tomorrow, 9:00 a.m. Eastern"]);
  });

  it("are mornings of the clock over a change of summer time", () => {
    const [, , tomorrow] = snoozeChoices(at("2026-10-31T10:00:00"), ZONE);
    expect(tomorrow?.until).toBe("2026-11-01T14:00:00Z");
  });

  it("are all ahead, each later than the one before, at any moment in any zone", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }),
        fc.constantFrom(ZONE, "America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata", "UTC"),
        (seconds, zone) => {
          const now = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
          const times = snoozeChoices(now, zone).map(({ until }) => Temporal.Instant.from(until).epochMilliseconds);
          expect(times.every((time) => time > now.epochMilliseconds)).toBe(true);
          expect(new Set(times).size).toBe(times.length);
        },
      ),
    );
  });
});

describe("a time of one's own", () => {
  it("is read on the clocks of the zone, and nothing else is", () => {
    expect(snoozeWord(localInstant("2026-12-01T09:00", ZONE) ?? at("2000-01-01T00:00"))).toBe("2026-12-01T14:00:00Z");
    for (const text of ["", "tomorrow", "2026-13-01T09:00", "2026-12-01T25:00"]) {
      expect(localInstant(text, ZONE)).toBeNull();
    }
  });
});
