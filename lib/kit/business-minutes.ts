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

/**
 * By calendar, for the latest moment up to which it was counted: the opening time from the beginning of a day until then,
 * in milliseconds. A list counts many rows until the same moment, and those that are late by years share nearly all days.
 */
const countedUntil = new WeakMap<BusinessCalendar, { readonly toMs: number; readonly since: Map<string, number> }>();

/** Whole minutes of opening time from `from` to `to`, rounded down; negative if `to` is before `from`. */
export function openMinutesBetween(calendar: BusinessCalendar, from: Temporal.Instant, to: Temporal.Instant): number {
  if (Temporal.Instant.compare(to, from) < 0) return -openMinutesBetween(calendar, to, from);
  const [fromMs, toMs] = [from.epochMilliseconds, to.epochMilliseconds];
  const latest = countedUntil.get(calendar);
  const counted = latest?.toMs === toMs ? latest : { toMs, since: new Map<string, number>() };
  countedUntil.set(calendar, counted);
  const lastDay = to.toZonedDateTimeISO(calendar.zone).toPlainDate();
  let day = from.toZonedDateTimeISO(calendar.zone).toPlainDate();
  const first = openWithin(calendar, day, fromMs, toMs);
  const walked: { readonly text: string; readonly open: number }[] = [];
  let rest = 0;
  while (Temporal.PlainDate.compare(day, lastDay) < 0) {
    day = day.add({ days: 1 });
    const text = day.toString();
    const known = counted.since.get(text);
    if (known !== undefined) {
      rest = known;
      break;
    }
    walked.push({ text, open: openWithin(calendar, day, fromMs, toMs) });
  }
  for (const { text, open } of walked.reverse()) {
    rest += open;
    counted.since.set(text, rest);
  }
  return Math.floor((first + rest) / 60_000);
}

/** Milliseconds of a day's opening spans that lie between two moments. */
function openWithin(calendar: BusinessCalendar, day: Temporal.PlainDate, fromMs: number, toMs: number): number {
  const within = openSpansOf(calendar, day).map(
    ({ opens, closes }) => Math.min(closes.epochMilliseconds, toMs) - Math.max(opens.epochMilliseconds, fromMs),
  );
  return within.reduce((sum, open) => sum + Math.max(0, open), 0);
}
