import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { Coverage } from "@/lib/gate/brand/types";
import { type BusinessCalendar, openState } from "@/lib/kit/time";
import { coverageCalendar } from "@/lib/people/agreements/coverage/rules";
import { firstCall } from "./rules";

const ZONE = "America/New_York";
const CHAT: BusinessCalendar = {
  zone: ZONE,
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "08:30", closes: "16:30" })),
  holidays: [
    { day: "2026-11-26", name: "Thanksgiving Day" },
    { day: "2026-12-24", name: "Christmas Eve", closes: "12:00" },
  ],
};
const COVERAGES: readonly Coverage[] = [
  { key: "chat_hours", name: "Chat hours", kind: "chat_hours", week: [], onDaysOff: false },
  {
    ...{ key: "extended", name: "Extended", kind: "extended", onDaysOff: false },
    week: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "06:00", closes: "22:00" })),
  },
  { key: "around_the_clock", name: "Around the clock", kind: "around_the_clock", week: [], onDaysOff: true },
];
const covered = (coverage: string, endsOn = "2027-12-31") =>
  coverageCalendar(
    { chatCalendar: CHAT, coverages: COVERAGES },
    [{ coverage, onlyFor: null, startsOn: "2020-01-01", endsOn }],
    null,
  );
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(ZONE).toInstant();
const call = (coverage: string, wall: string, endsOn?: string) =>
  firstCall(CHAT, covered(coverage, endsOn), at(wall))?.toZonedDateTimeISO(ZONE).toPlainDateTime().toString() ?? null;

describe("the first call of an alarm", () => {
  it("is at once outside chat hours, where the coverage holds", () => {
    expect(call("around_the_clock", "2026-11-29T02:00")).toBe("2026-11-29T02:00:00");
    expect(call("extended", "2026-11-30T21:00")).toBe("2026-11-30T21:00:00");
  });

  it("waits for closing time in chat hours, also of a half day", () => {
    expect(call("around_the_clock", "2026-11-30T10:00")).toBe("2026-11-30T16:30:00");
    expect(call("around_the_clock", "2026-12-24T09:00")).toBe("2026-12-24T12:00:00");
    expect(call("around_the_clock", "2026-11-26T10:00")).toBe("2026-11-26T10:00:00");
  });

  it("waits for the coverage where that begins later", () => {
    expect(call("extended", "2026-11-30T23:00")).toBe("2026-12-01T06:00:00");
    expect(call("extended", "2026-11-28T12:00")).toBe("2026-11-30T06:00:00");
  });

  it("never comes without hours outside chat hours, or after the agreement has ended", () => {
    expect(call("chat_hours", "2026-11-29T02:00")).toBeNull();
    expect(call("around_the_clock", "2026-11-30T10:00", "2026-11-30")).toBe("2026-11-30T16:30:00");
    expect(call("around_the_clock", "2026-12-01T00:00", "2026-11-30")).toBeNull();
  });

  it("is never before the alarm, never in chat hours and always in covered ones", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
        fc.constantFrom("chat_hours", "extended", "around_the_clock"),
        (ms, coverage) => {
          const from = Temporal.Instant.fromEpochMilliseconds(ms);
          const calendar = covered(coverage);
          const first = firstCall(CHAT, calendar, from);
          if (first === null) {
            expect(coverage).toBe("chat_hours");
            return;
          }
          expect(Temporal.Instant.compare(first, from)).toBeGreaterThanOrEqual(0);
          expect(openState(CHAT, first).open).toBe(false);
          expect(openState(calendar, first).open).toBe(true);
        },
      ),
    );
  });
});
