import type { Temporal } from "temporal-polyfill";
import type { AccountKind } from "@/db/schema/constants";

const HOUR = 3_600_000;

/** How long a session lives, in milliseconds of system time: without use (`idleMs`), and at most (`absoluteMs`). */
export const SESSION_LIVES: Readonly<Record<AccountKind, { readonly idleMs: number; readonly absoluteMs: number }>> = {
  contact: { idleMs: 12 * HOUR, absoluteMs: 14 * 24 * HOUR },
  staff: { idleMs: 2 * HOUR, absoluteMs: 12 * HOUR },
};

/** The time of the last use is stored at most this often. */
const TOUCH_EVERY_MS = 60_000;

export interface SessionTimes {
  readonly accountKind: AccountKind;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
}

/** Is this session valid at `now` (system time)? */
export function isAlive(session: SessionTimes, now: Temporal.Instant): boolean {
  const at = now.epochMilliseconds;
  const idleUntil = session.lastSeenAt.getTime() + SESSION_LIVES[session.accountKind].idleMs;
  return session.endedAt === null && at < session.expiresAt.getTime() && at < idleUntil;
}

/** Is the stored time of the last use so old that it has to be stored again? */
export function isTouchDue(session: SessionTimes, now: Temporal.Instant): boolean {
  return now.epochMilliseconds - session.lastSeenAt.getTime() >= TOUCH_EVERY_MS;
}
