import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { lastDigestTime } from "./digest-time";

const ZONES = [
  ...["America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "Europe/Berlin", "Asia/Kathmandu", "Asia/Tokyo"],
  ...["Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Apia", "Pacific/Kiritimati", "Africa/Casablanca", "UTC"],
];
const HOUR = 3_600_000;
const at = (text: string) => Temporal.Instant.from(text);

describe("the last 7 a.m. before a moment", () => {
  it.each([
    // Clocks go forward at 2 a.m. on March 8, 2026, and back on November 1.
    ["America/New_York", "2026-03-08T10:59:59Z", "2026-03-07", "2026-03-07T12:00:00Z"],
    ["America/New_York", "2026-03-08T11:00:00Z", "2026-03-08", "2026-03-08T11:00:00Z"],
    ["America/New_York", "2026-11-01T11:59:59Z", "2026-10-31", "2026-10-31T11:00:00Z"],
    ["America/New_York", "2026-11-01T12:00:00Z", "2026-11-01", "2026-11-01T12:00:00Z"],
    // Half an hour of daylight saving.
    ["Australia/Lord_Howe", "2026-10-03T20:00:00Z", "2026-10-04", "2026-10-03T20:00:00Z"],
    // This day was left out there.
    ["Pacific/Apia", "2011-12-30T17:00:00Z", "2011-12-31", "2011-12-30T17:00:00Z"],
  ])("in %s, at %s, is that of %s", (zone, now, day, moment) => {
    const found = lastDigestTime(at(now), zone);
    expect([found.day, found.at.toString()]).toEqual([day, moment]);
  });

  it("never lies ahead, is 7 o'clock there, and lies less than a day and an hour back where no day was left out", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 1_577_836_800, max: 2_051_222_400 }), (zone, second) => {
        const now = Temporal.Instant.fromEpochMilliseconds(second * 1_000);
        const { at: moment, day } = lastDigestTime(now, zone);
        const there = moment.toZonedDateTimeISO(zone);
        expect([there.hour, there.minute, there.toPlainDate().toString()]).toEqual([7, 0, day]);
        const age = now.epochMilliseconds - moment.epochMilliseconds;
        expect(age).toBeGreaterThanOrEqual(0);
        expect(age).toBeLessThanOrEqual(25 * HOUR);
      }),
    );
  });

  it("puts each thing that was told into one mail, and makes one mail a day, however the job runs and clocks change", () => {
    const changes = ["2026-03-07T00:00:00Z", "2026-10-24T00:00:00Z", "2026-10-31T00:00:00Z", "2026-04-03T00:00:00Z"];
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.constantFrom(...changes),
        fc.array(fc.integer({ min: 0, max: 5 * 24 * 60 }), { minLength: 1, maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 20 * 60 }), { minLength: 5, maxLength: 40 }),
        (zone, start, toldMinutes, pauses) => {
          const begin = at(start).epochMilliseconds;
          const waiting = toldMinutes.map((minute) => begin + minute * 60_000);
          const sent = new Set<string>();
          const told: number[] = [];
          let now = begin;
          const run = () => {
            const { day, at: moment } = lastDigestTime(Temporal.Instant.fromEpochMilliseconds(now), zone);
            // As the job does it: a day that had its mail has no second one.
            if (sent.has(day)) return;
            const due = waiting.flatMap((time, one) =>
              time < moment.epochMilliseconds && !told.includes(one) ? [one] : [],
            );
            if (due.length === 0) return;
            sent.add(day);
            told.push(...due);
            for (const one of due) expect(now).toBeGreaterThan(waiting[one] ?? 0);
          };
          for (const pause of pauses) {
            now += pause * 60_000;
            run();
          }
          now = begin + 8 * 24 * HOUR;
          run();
          expect(told.toSorted((a, b) => a - b)).toEqual([...waiting.keys()]);
        },
      ),
    );
  });
});
