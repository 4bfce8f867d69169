import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { isAlive, isTouchDue, SESSION_LIVES, type SessionTimes } from "./session-lives";

const HOUR = 3_600_000;
const start = Temporal.Instant.from("2026-11-21T10:00:00Z");
const session = (kind: "contact" | "staff", seenAfterMs = 0, over: Partial<SessionTimes> = {}): SessionTimes => ({
  accountKind: kind,
  lastSeenAt: new Date(start.epochMilliseconds + seenAfterMs),
  expiresAt: new Date(start.epochMilliseconds + SESSION_LIVES[kind].absoluteMs),
  endedAt: null,
  ...over,
});
const later = (ms: number) => start.add({ milliseconds: ms });

describe("the life of a session", () => {
  it.each([
    ["contact", 0, 12 * HOUR - 1, true],
    ["contact", 0, 12 * HOUR, false],
    ["contact", 13 * 24 * HOUR, 13 * 24 * HOUR + 11 * HOUR, true],
    ["contact", 14 * 24 * HOUR - 1000, 14 * 24 * HOUR - 1, true],
    ["contact", 14 * 24 * HOUR - 1000, 14 * 24 * HOUR, false],
    ["staff", 0, 2 * HOUR - 1, true],
    ["staff", 0, 2 * HOUR, false],
    ["staff", 12 * HOUR - 1000, 12 * HOUR - 1, true],
    ["staff", 12 * HOUR - 1000, 12 * HOUR, false],
  ] as const)("of a %s, last used after %i ms, at %i ms: alive is %s", (kind, seen, at, alive) => {
    expect(isAlive(session(kind, seen), later(at))).toBe(alive);
  });

  it("that was ended is dead at once", () => {
    expect(isAlive(session("contact", 0, { endedAt: new Date(start.epochMilliseconds) }), start)).toBe(false);
  });

  it("has its use written down once a minute", () => {
    expect(isTouchDue(session("contact"), later(59_999))).toBe(false);
    expect(isTouchDue(session("contact"), later(60_000))).toBe(true);
  });
});
