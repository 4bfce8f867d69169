import { Temporal } from "temporal-polyfill";
import { type BusinessCalendar, openSpansOf } from "./time";

/** How many days without an opening are searched. A calendar with none in two years counts as closed for good. */
const LONGEST_SHUT_DAYS = 731;

/** Opening spans from the local day of `from` on, each cut to begin at `from` or later. */
function* spansFrom(calendar: BusinessCalendar, from: Temporal.Instant) {
  const fromMs = from.epochMilliseconds;
  let day = from.toZonedDateTimeISO(calendar.zone).toPlainDate();
  for (let shut = 0; shut <= LONGEST_SHUT_DAYS; shut++, day = day.add({ days: 1 })) {
    for (const { opens, closes } of openSpansOf(calendar, day)) {
      const [opensMs, closesMs] = [opens.epochMilliseconds, closes.epochMilliseconds];
      if (closesMs <= fromMs) continue;
      shut = 0;
      yield { opensMs: Math.max(opensMs, fromMs), closesMs };
    }
  }
}

/**
 * The moment at which `minutes` of opening time have passed since `from`. It is elapsed time: an hour that daylight
 * saving skips does not count, and one that it repeats counts twice. In a calendar that never opens, plain minutes are
 * added.
 */
export function addOpenMinutes(calendar: BusinessCalendar, from: Temporal.Instant, minutes: number): Temporal.Instant {
  let left = minutes * 60_000;
  for (const { opensMs, closesMs } of spansFrom(calendar, from)) {
    const length = closesMs - opensMs;
    if (left <= length) return Temporal.Instant.fromEpochMilliseconds(opensMs + left);
    left -= length;
  }
  return from.add({ minutes });
}

/** Whole minutes of opening time from `from` to `to`, rounded down; negative if `to` is before `from`. */
export function openMinutesBetween(calendar: BusinessCalendar, from: Temporal.Instant, to: Temporal.Instant): number {
  if (Temporal.Instant.compare(to, from) < 0) return -openMinutesBetween(calendar, to, from);
  const toMs = to.epochMilliseconds;
  let sum = 0;
  for (const { opensMs, closesMs } of spansFrom(calendar, from)) {
    if (opensMs >= toMs) break;
    sum += Math.min(closesMs, toMs) - opensMs;
  }
  return Math.floor(sum / 60_000);
}
