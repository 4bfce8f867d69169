import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { CASE_STATUSES, type CaseStatus } from "@/db/schema/constants";
import type { ThreadAction as CaseAction } from "@/lib/threads/rules";
import { nextStatus, REOPEN_DAYS, reopens, TRANSITIONS } from "./rules";

/**
 * For each action on each status: the status that follows, and the other statuses that a member of staff may choose
 * instead. Written by hand, not computed from the code.
 */
const TABLE: readonly (readonly [CaseAction, CaseStatus, CaseStatus | null, readonly CaseStatus[]])[] = [
  ["client_message", "new", "new", []],
  ["client_message", "in_progress", "in_progress", []],
  ["client_message", "waiting_on_you", "in_progress", []],
  ["client_message", "closed", "in_progress", []],
  ["answer", "new", "waiting_on_you", ["in_progress", "closed"]],
  ["answer", "in_progress", "waiting_on_you", ["in_progress", "closed"]],
  ["answer", "waiting_on_you", "waiting_on_you", ["in_progress", "closed"]],
  ["answer", "closed", "closed", ["waiting_on_you", "in_progress"]],
  ["take", "new", "in_progress", []],
  ["take", "in_progress", "in_progress", []],
  ["take", "waiting_on_you", "waiting_on_you", []],
  ["take", "closed", "closed", []],
  ["client_close", "new", "closed", []],
  ["client_close", "in_progress", "closed", []],
  ["client_close", "waiting_on_you", "closed", []],
  ["client_close", "closed", null, []],
  ["staff_status", "new", "in_progress", ["waiting_on_you", "closed"]],
  ["staff_status", "in_progress", "waiting_on_you", ["closed"]],
  ["staff_status", "waiting_on_you", "in_progress", ["closed"]],
  ["staff_status", "closed", "in_progress", []],
];

describe("the status of a case", () => {
  it("has a line in this table for every action on every status", () => {
    const actions = Object.keys(TRANSITIONS).sort();
    expect([...new Set(TABLE.map(([action]) => action))].sort()).toEqual(actions);
    expect(TABLE).toHaveLength(actions.length * CASE_STATUSES.length);
  });

  it.each(TABLE)("after %s on %s is %s, or another of %j where staff choose it", (action, from, usual, others) => {
    expect(nextStatus(action, from)).toBe(usual);
    for (const wish of CASE_STATUSES) {
      const isAllowed = wish === usual || others.includes(wish);
      expect(nextStatus(action, from, wish), wish).toBe(isAllowed ? wish : null);
    }
  });
});

describe("opening a closed case again", () => {
  const closed = Temporal.Instant.from("2026-03-01T12:00:00.000Z");
  const limit = closed.add({ hours: REOPEN_DAYS * 24 });

  it.each([
    [closed, true],
    [limit.subtract({ milliseconds: 1 }), true],
    [limit, true],
    [limit.add({ milliseconds: 1 }), false],
    [limit.add({ hours: 24 }), false],
  ])("by a reply at %s, when it was closed at 2026-03-01T12:00:00Z, is possible: %s", (now, expected) => {
    expect(reopens(closed, now)).toBe(expected);
  });

  it("is possible for 14 days of 24 hours, also when daylight saving begins between", () => {
    const before = Temporal.ZonedDateTime.from("2026-03-01T12:00[America/New_York]").toInstant();
    const wallClock = Temporal.ZonedDateTime.from("2026-03-15T12:00[America/New_York]").toInstant();
    // Clocks went forward on March 8, so noon on March 15 comes an hour before 14 days of 24 hours have passed.
    expect(reopens(before, wallClock)).toBe(true);
    expect(reopens(before, wallClock.add({ hours: 1 }))).toBe(true);
    expect(reopens(before, wallClock.add({ hours: 1, milliseconds: 1 }))).toBe(false);
  });
});
