import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { BusinessCalendar } from "@/lib/kit/time";
import { type BriefCase, caseFigures, hoursWords, type LapsingTerm, lapseOf, median, stoppedDays } from "./rules";

const ZONE = "America/New_York";
/** Weekdays, 9 to 5. */
const CALENDAR: BusinessCalendar = {
  zone: ZONE,
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "09:00", closes: "17:00" })),
  holidays: [],
};
const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).toInstant();
const NOW = at("2026-03-20T12:00");

function aCase(over: Partial<BriefCase> = {}): BriefCase {
  const filedAt = over.filedAt ?? at("2026-03-02T10:00");
  return {
    ...{ severity: "impaired", filedAt, answeredAt: null, answerDueAt: filedAt.add({ hours: 4 }) },
    ...{ closedAt: null, changes: [] },
    ...over,
  };
}

describe("the median", () => {
  it("is the middle value, or the mean of the two in the middle", () => {
    expect([median([]), median([7]), median([9, 1, 5]), median([8, 2, 4, 100])]).toEqual([null, 7, 5, 6]);
  });
});

describe("days with production stopped", () => {
  const days = (cases: readonly BriefCase[], from = "2026-03-01", to = "2026-03-31") =>
    stoppedDays(cases, { from, to, zone: ZONE, now: NOW });
  const stopped = (filed: string, closed: string | null, over: Partial<BriefCase> = {}) =>
    aCase({ severity: "production_stopped", filedAt: at(filed), closedAt: closed ? at(closed) : null, ...over });

  it("count each day once, in the brand's zone, the first and the last included", () => {
    expect(days([stopped("2026-03-02T23:50", "2026-03-04T00:10")])).toBe(3);
    expect(
      days([stopped("2026-03-02T08:00", "2026-03-02T09:00"), stopped("2026-03-02T10:00", "2026-03-03T10:00")]),
    ).toBe(2);
    expect(days([aCase()])).toBe(0);
  });

  it("go on to now for an open case, and never beyond the term", () => {
    expect(days([stopped("2026-03-18T10:00", null)])).toBe(3);
    expect(days([stopped("2026-03-09T10:00", "2026-03-15T10:00")], "2026-03-10", "2026-03-12")).toBe(3);
  });

  it("follow changes of severity, and leave out the time in which a case was closed", () => {
    const eased = stopped("2026-03-02T10:00", "2026-03-10T10:00", {
      severity: "impaired",
      changes: [{ at: at("2026-03-03T10:00"), kind: "severity", before: "production_stopped", after: "impaired" }],
    });
    expect(days([eased])).toBe(2);
    const worse = aCase({
      severity: "production_stopped",
      closedAt: at("2026-03-06T10:00"),
      changes: [{ at: at("2026-03-05T10:00"), kind: "severity", before: "question", after: "production_stopped" }],
    });
    expect(days([worse])).toBe(2);
    const reopened = stopped("2026-03-02T10:00", "2026-03-12T12:00", {
      changes: [
        { at: at("2026-03-02T12:00"), kind: "status", before: "new", after: "closed" },
        { at: at("2026-03-11T10:00"), kind: "status", before: "closed", after: "in_progress" },
        { at: at("2026-03-12T12:00"), kind: "status", before: "in_progress", after: "closed" },
      ],
    });
    expect(days([reopened])).toBe(3);
  });
});

describe("the figures", () => {
  it("count by severity, and measure answers in business time against the promise", () => {
    const cases = [
      // Friday 4 p.m. to Monday 10 a.m.: two business hours, later than promised.
      aCase({ filedAt: at("2026-03-06T16:00"), answeredAt: at("2026-03-09T10:00"), closedAt: at("2026-03-09T11:00") }),
      aCase({ filedAt: at("2026-03-10T10:00"), answeredAt: at("2026-03-10T11:00"), severity: "question" }),
      aCase({ filedAt: at("2026-03-11T10:00"), answeredAt: at("2026-03-11T13:00") }),
      aCase({ filedAt: at("2026-03-12T10:00") }),
    ];
    const frame = { term: { startsOn: "2026-03-01", endsOn: "2026-03-31" }, calendar: CALENDAR, zone: ZONE, now: NOW };
    expect(caseFigures(cases, frame)).toEqual({
      ...{ filed: 4, open: 3, answered: 3, inTime: 2, medianMinutes: 120, stoppedDays: 0 },
      bySeverity: { production_stopped: 0, impaired: 3, question: 1 },
    });
  });

  it("say hours in words", () => {
    expect([1, 45, 60, 119, 150, 6000].map(hoursWords)).toEqual([
      "1 business minute",
      "45 business minutes",
      "1 business hour",
      "2 business hours",
      "2.5 business hours",
      "100 business hours",
    ]);
  });
});

describe("what lapses", () => {
  const term = (over: Partial<LapsingTerm> = {}): LapsingTerm => ({
    ...{ id: "a", kind: "support", product: "Standard support", state: "active" },
    ...{ startsOn: "2025-04-01", endsOn: "2026-03-31" },
    ...over,
  });
  const TODAY = "2026-03-20";

  it("is support, on the day after, with what is open", () => {
    expect(lapseOf(term(), [term()], TODAY, 2)).toEqual({
      on: "2026-04-01",
      lines: [
        "No support case can be filed, and no chat with technical support begun.",
        "Cases of before cannot be read in the portal until a support agreement is in force again.",
        "2 cases are open today.",
      ],
    });
    // Who does not see the company's cases does not learn how many are open.
    expect(lapseOf(term(), [term()], TODAY, null).lines).toHaveLength(2);
  });

  it("is nothing where a next term follows, the agreement was cancelled or has no end", () => {
    const next = term({ id: "b", startsOn: "2026-04-01", endsOn: "2027-03-31" });
    expect(lapseOf(term(), [term(), next], TODAY, 0)).toEqual({
      on: null,
      lines: ["Nothing: Standard support follows from Apr 1, 2026, until Mar 31, 2027."],
    });
    expect(lapseOf(term({ state: "cancelled" }), [], TODAY, 0).on).toBeNull();
    expect(lapseOf(term({ endsOn: "9999-12-31" }), [], TODAY, 0).on).toBeNull();
  });

  it("is no support where another support agreement is in force then", () => {
    const other = term({ id: "c", product: "Premium", startsOn: "2025-01-01", endsOn: "2026-12-31" });
    expect(lapseOf(term(), [term(), other], TODAY, 0)).toEqual({
      on: "2026-04-01",
      lines: ["Support goes on under Premium, until Dec 31, 2026."],
    });
  });

  it("is the subscription or contract alone", () => {
    expect(lapseOf(term({ kind: "subscription", product: "Historian" }), [], TODAY, 5).lines).toEqual([
      "The subscription to Historian is over.",
    ]);
  });
});
