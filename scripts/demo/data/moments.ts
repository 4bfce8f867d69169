import { Temporal } from "temporal-polyfill";
import { addOpenMinutes } from "@/lib/kit/business-minutes";
import { type BusinessCalendar, businessInstant, openState, systemInstant } from "@/lib/kit/time";

/**
 * How a story's answer stands on whatever day the demo starts, holidays and nights included. `late`: overdue. `due`:
 * not late yet, but due before the end of this business day, or of the next one while the desk is closed.
 */
export type DemoPromise = "late" | "due";

const LATE_BY_MINUTES = 95;
/** A question whose answer is due was asked at least so long ago. */
const ASKED_BEFORE_MINUTES = 20;
const HOUR = 3_600_000;
/** No calendar of the demo is closed for this long. */
const FARTHEST_HOURS = 24 * 60;

interface Owed {
  readonly calendar: BusinessCalendar;
  /** Opening minutes within which an answer is due. */
  readonly target: number;
  /** Business time. */
  readonly now: Temporal.Instant;
}

/** The latest time of the question, in business time, for which its answer is late or due at `now`. */
function askedAt(promise: DemoPromise, { calendar, target, now }: Owed): Temporal.Instant {
  if (promise === "late") return latest(calendar, target + LATE_BY_MINUTES, now);
  const state = openState(calendar, now);
  const next = state.open ? now : state.opens?.toInstant();
  const opening = next && openState(calendar, next);
  if (!opening?.open) throw new Error("A calendar of the demo never opens");
  const asked = latest(calendar, target, opening.closes.toInstant());
  const before = now.subtract({ minutes: ASKED_BEFORE_MINUTES });
  return Temporal.Instant.compare(asked, before) < 0 ? asked : before;
}

/** The latest instant from which so many opening minutes have passed by `until`. */
function latest(calendar: BusinessCalendar, minutes: number, until: Temporal.Instant): Temporal.Instant {
  const end = until.epochMilliseconds;
  const passed = (at: number) =>
    addOpenMinutes(calendar, Temporal.Instant.fromEpochMilliseconds(at), minutes).epochMilliseconds <= end;
  let [low, high] = [end - FARTHEST_HOURS * HOUR, end];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (passed(middle)) low = middle;
    else high = middle;
  }
  return Temporal.Instant.fromEpochMilliseconds(low);
}

interface Story {
  readonly promise?: DemoPromise;
  /** The line that is owed an answer, if any. */
  readonly owed: { readonly hoursAgo: number } | null;
  readonly calendar: BusinessCalendar;
  readonly target: number;
}

/** When each line of a story was said, by its hours before `now`. System time in milliseconds, as rows record it. */
export function storyTime(now: number, { promise, owed, calendar, target }: Story): (hoursAgo: number) => Date {
  let shift = 0;
  if (promise && owed) {
    const asked = askedAt(promise, { calendar, target, now: businessInstant(new Date(now)) });
    // All lines move by the same offset as the line that is owed an answer.
    shift = now - systemInstant(asked).epochMilliseconds - owed.hoursAgo * HOUR;
  }
  // A note written after it must not be in the future.
  return (hoursAgo) => new Date(Math.min(now - hoursAgo * HOUR - shift, now - 60_000));
}
