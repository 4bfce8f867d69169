import { Temporal } from "temporal-polyfill";
import { addOpenMinutes } from "@/lib/kit/business-minutes";
import { type BusinessCalendar, businessInstant, openState, systemInstant } from "@/lib/kit/time";

/**
 * What a story shows on whatever day the demo begins, holidays and nights included. `late`: the answer is overdue. `due`:
 * it is due before the desk closes next, today where it still opens today, and not late yet.
 */
export type DemoPromise = "late" | "due";

const LATE_BY_MINUTES = 95;
/** What is due has not been asked this very moment. */
const ASKED_BEFORE_MINUTES = 20;
const HOUR = 3_600_000;
/** No calendar of the demo is shut for as long as this. */
const FARTHEST_HOURS = 24 * 60;

interface Owed {
  readonly calendar: BusinessCalendar;
  /** Minutes of the calendar to the answer. */
  readonly target: number;
  /** Business time. */
  readonly now: Temporal.Instant;
}

/** When something must have been asked, in business time, so that its answer stands as promised at `now`. */
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

/** The latest moment from which so many minutes of opening time have passed by `until`. */
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
  /** The line that waits for an answer, if one does. */
  readonly owed: { readonly hoursAgo: number } | null;
  readonly calendar: BusinessCalendar;
  readonly target: number;
}

/** When each line of a story was said, by its hours before `now`. System time in milliseconds, as rows record it. */
export function storyTime(now: number, { promise, owed, calendar, target }: Story): (hoursAgo: number) => Date {
  let shift = 0;
  if (promise && owed) {
    const asked = askedAt(promise, { calendar, target, now: businessInstant(new Date(now)) });
    // The whole story moves with the line that waits.
    shift = now - systemInstant(asked).epochMilliseconds - owed.hoursAgo * HOUR;
  }
  // A note written after it stays in the past.
  return (hoursAgo) => new Date(Math.min(now - hoursAgo * HOUR - shift, now - 60_000));
}
