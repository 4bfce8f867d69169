import { Temporal } from "temporal-polyfill";
import { formatTime, wallTimeAt } from "./wall-time";

export { formatTime };

/**
 * There are two clocks, which are never mixed.
 * Business time is for due dates, ageing, terms, opening hours and all times that a client reads. The demo may shift it
 * by PORTAL_CLOCK_OFFSET_MS.
 * System time is for sessions, tokens, limits, jobs and signatures. It is the machine's clock and is never shifted;
 * rules take it as an argument.
 */
export type Clock = () => Temporal.Instant;

/** A brand or a person with the time zone (IANA) in which times are shown to them. */
export interface Zoned {
  readonly zone: string;
}

/** The machine's clock. */
export const systemNow: Clock = () => Temporal.Now.instant();

/**
 * The clock of business time: the machine's clock plus the demo's offset. The starter turns PORTAL_CLOCK into the
 * offset once, so that app, worker and every restart agree. lib/env.ts refuses the offset outside the demo.
 */
export const businessNow: Clock = () => {
  const offset = Number(process.env.PORTAL_CLOCK_OFFSET_MS ?? 0);
  const now = Temporal.Now.instant();
  return Number.isSafeInteger(offset) && offset !== 0 ? now.add({ milliseconds: offset }) : now;
};

/** Today's date in a zone by business time, `YYYY-MM-DD`. Due, issue, expiry and term dates are compared with it. */
export function businessToday(zone: string, clock: Clock = businessNow): string {
  return clock().toZonedDateTimeISO(zone).toPlainDate().toString();
}

/**
 * The business time of an instant that was recorded in system time (when a row was created, or an instant of Stripe):
 * shifted by the demo's offset, which is zero outside the demo.
 */
export function businessInstant(systemInstant: Temporal.Instant | Date | string): Temporal.Instant {
  const offset = Number(process.env.PORTAL_CLOCK_OFFSET_MS ?? 0);
  const instant = toInstant(systemInstant);
  return Number.isSafeInteger(offset) && offset !== 0 ? instant.add({ milliseconds: offset }) : instant;
}

/** The system time of an instant of business time, to be stored in a row: the inverse of businessInstant. */
export function systemInstant(business: Temporal.Instant): Temporal.Instant {
  const offset = Number(process.env.PORTAL_CLOCK_OFFSET_MS ?? 0);
  return Number.isSafeInteger(offset) && offset !== 0 ? business.subtract({ milliseconds: offset }) : business;
}

/** The business day (`YYYY-MM-DD`) in a zone of an instant in system time. */
export function businessDayOf(systemInstant: Temporal.Instant | Date | string, zone: string): string {
  return businessInstant(systemInstant).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** Whole days from `from` to `to` (both `YYYY-MM-DD`); negative when `to` is before `from`. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: "days" }).days;
}

/** `day` moved by whole days. */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/**
 * Month names as en-US has them. They are constants because a formatter of the platform is created anew for each text,
 * which takes most of the time of showing a long thread.
 */
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** The name of a weekday (ISO: Monday 1 … Sunday 7), from constants for the same reason. */
export function weekdayName(weekday: number): string {
  return WEEKDAYS[weekday - 1] ?? "";
}

/** The last day that ERPs write for something without an end. */
export const NO_END = "9999-12-31";

/** `2026-11-21` -> `Nov 21, 2026`. A date has no time zone, so none is applied. NO_END -> `no end`. */
export function formatDay(day: string): string {
  if (day === NO_END) return "no end";
  // Not with a Temporal date, which takes eight times as long: a list shows a hundred days.
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  return dayWords(Number(year), Number(month), Number(date));
}

/** Throws RangeError if there is no such month. */
function dayWords(year: number, month: number, date: number): string {
  const name = MONTHS[month - 1];
  if (!name) throw new RangeError(`Not a day: ${year}-${month}-${date}`);
  return `${name} ${date}, ${year}`;
}

/** `until Nov 21, 2026` with the word `until`; `with no end` for NO_END. */
export function lastDayWords(word: string, day: string): string {
  return day === NO_END ? "with no end" : `${word} ${formatDay(day)}`;
}

/** An instant in words, in two parts for places that show the day separately. */
export interface InstantWords {
  /** `Nov 21, 2026`, in the zone. */
  readonly day: string;
  /** `4:05 p.m. Eastern`, always with the zone. */
  readonly hour: string;
}

export function instantWords(instant: Temporal.Instant | Date | string, zone: string): InstantWords {
  const now = instant instanceof Temporal.Instant ? instant.epochMilliseconds : new Date(instant).getTime();
  const { year, month, day, hour, minute } = wallTimeAt(now, zone);
  return { day: dayWords(year, month, day), hour: `${formatTime({ hour, minute })} ${zoneName(zone)}` };
}

/** `Nov 21, 2026, 4:05 p.m. Eastern`: an instant in words, always with its zone. */
export function formatInstant(instant: Temporal.Instant | Date | string, zone: string): string {
  const { day, hour } = instantWords(instant, zone);
  return `${day}, ${hour}`;
}

/** Converts an instant as drizzle or JSON gives it. Throws RangeError if it cannot be read. */
export function toInstant(value: Temporal.Instant | Date | string): Temporal.Instant {
  if (value instanceof Temporal.Instant) return value;
  if (value instanceof Date) return Temporal.Instant.fromEpochMilliseconds(value.getTime());
  return Temporal.Instant.fromEpochMilliseconds(new Date(value).getTime());
}

/** Names by zone. Asking the platform for one takes as long as the rest of an instant's text. */
const zoneNames = new Map([
  ["America/New_York", "Eastern"],
  ["America/Chicago", "Central"],
  ["America/Denver", "Mountain"],
  ["America/Los_Angeles", "Pacific"],
]);

/**
 * The name of a zone as the firm's clients say it, such as `Eastern` for America/New_York; for other zones the
 * platform's generic long name.
 */
export function zoneName(zone: string): string {
  const known = zoneNames.get(zone);
  if (known) return known;
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longGeneric" }).formatToParts(
    // The present is given because the generic name of a zone depends on whether it has summer time, which many zones
    // did not have in 1970.
    systemNow().epochMilliseconds,
  );
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
  zoneNames.set(zone, name);
  return name;
}

/**
 * Opening times of one weekday (ISO: Monday 1 … Sunday 7), local wall-clock `HH:MM` in the calendar's zone. They may
 * close at DAY_END.
 */
interface OpeningHours {
  readonly weekday: number;
  readonly opens: string;
  readonly closes: string;
}

/** A day (`YYYY-MM-DD`) that is not worked as its weekday is: a holiday, an extra closing, a half day. */
export interface DayOff {
  readonly day: string;
  readonly name: string;
  /** Closed from this time on; null or absent: from the day's begin. */
  readonly closes?: string | null;
  /** Closed until this time; null or absent: until the day's end. */
  readonly reopens?: string | null;
}

/** Opening times beside the usual ones, on the days from `from` to `to` (`YYYY-MM-DD`, both included). */
export interface MoreHours {
  readonly from: string;
  readonly to: string;
  readonly hours: readonly OpeningHours[];
  readonly holidays: readonly DayOff[];
}

/** One kind of business hours of a brand (chat, portal support), with the brand's days off. */
export interface BusinessCalendar {
  readonly zone: string;
  readonly hours: readonly OpeningHours[];
  readonly holidays: readonly DayOff[];
  /** Where a support agreement covers more than the usual hours. */
  readonly more?: readonly MoreHours[];
}

/** The end of a day, as opening times name it. */
export const DAY_END = "24:00";

export interface OpenSpan {
  readonly opens: Temporal.ZonedDateTime;
  readonly closes: Temporal.ZonedDateTime;
}

/** What a day off leaves of opening times. Times of the day are compared as text. */
function leftOpen(hours: OpeningHours, { closes, reopens }: DayOff): Pick<OpeningHours, "opens" | "closes">[] {
  const before = closes ? [{ opens: hours.opens, closes: closes < hours.closes ? closes : hours.closes }] : [];
  const after = reopens ? [{ opens: reopens > hours.opens ? reopens : hours.opens, closes: hours.closes }] : [];
  return [...before, ...after].filter((left) => left.opens < left.closes);
}

/** Opening spans of a calendar by day: every page asks for the next days' hours, and a queue for each of its rows. */
const knownSpans = new WeakMap<BusinessCalendar, Map<string, readonly OpenSpan[]>>();

/**
 * Opening spans of one local day in order, without what a day off takes. The zone accounts for daylight saving. A
 * calendar is never changed in place: its spans are remembered as long as it is.
 */
export function openSpansOf(calendar: BusinessCalendar, day: Temporal.PlainDate): readonly OpenSpan[] {
  const days = knownSpans.get(calendar) ?? new Map<string, readonly OpenSpan[]>();
  knownSpans.set(calendar, days);
  const text = day.toString();
  const known = days.get(text);
  if (known) return known;
  const spans = findSpans(calendar, day, text);
  days.set(text, spans);
  return spans;
}

function findSpans(calendar: BusinessCalendar, day: Temporal.PlainDate, text: string): OpenSpan[] {
  const at = (time: string) =>
    time === DAY_END
      ? day.add({ days: 1 }).toZonedDateTime(calendar.zone)
      : day.toZonedDateTime({ timeZone: calendar.zone, plainTime: Temporal.PlainTime.from(time) });
  const more = (calendar.more ?? []).filter(({ from, to }) => from <= text && text <= to);
  const spans = [calendar, ...more]
    .flatMap(({ hours, holidays }) => {
      const off = holidays.find((entry) => entry.day === text);
      return hours
        .filter(({ weekday }) => weekday === day.dayOfWeek)
        .flatMap((times) => (off ? leftOpen(times, off) : [times]));
    })
    .map(({ opens, closes }) => ({ opens: at(opens), closes: at(closes) }))
    .filter((span) => Temporal.ZonedDateTime.compare(span.opens, span.closes) < 0)
    .sort((a, b) => Temporal.ZonedDateTime.compare(a.opens, b.opens));
  return more.length > 0 ? joined(spans) : spans;
}

/** Spans in order, those that overlap or meet as one. */
function joined(spans: readonly OpenSpan[]): OpenSpan[] {
  const whole: OpenSpan[] = [];
  for (const span of spans) {
    const last = whole.at(-1);
    if (!last || Temporal.ZonedDateTime.compare(span.opens, last.closes) > 0) whole.push(span);
    else if (Temporal.ZonedDateTime.compare(span.closes, last.closes) > 0)
      whole.splice(-1, 1, { ...last, closes: span.closes });
  }
  return whole;
}

export type OpenState =
  | { readonly open: true; readonly closes: Temporal.ZonedDateTime }
  | { readonly open: false; readonly opens: Temporal.ZonedDateTime | null };

/** How many days ahead it is searched for an end of opening times that go on over midnight. */
const LONGEST_OPEN_DAYS = 8;

/** The end of an opening span, or of those of later days that follow it without a gap. */
function endOf(calendar: BusinessCalendar, { closes }: OpenSpan): Temporal.ZonedDateTime {
  let end = closes;
  for (let ahead = 0; ahead < LONGEST_OPEN_DAYS; ahead++) {
    const next = openSpansOf(calendar, end.toPlainDate()).find(
      ({ opens }) => opens.epochMilliseconds === end.epochMilliseconds,
    );
    if (!next) break;
    end = next.closes;
  }
  return end;
}

/**
 * Whether the calendar is open at this instant, and until when (at most LONGEST_OPEN_DAYS ahead); or when it opens next
 * (null if it does not open within a year).
 */
export function openState(calendar: BusinessCalendar, now: Temporal.Instant): OpenState {
  const today = now.toZonedDateTimeISO(calendar.zone).toPlainDate();
  for (let ahead = 0; ahead <= 366; ahead++) {
    for (const span of openSpansOf(calendar, today.add({ days: ahead }))) {
      if (Temporal.Instant.compare(now, span.closes.toInstant()) >= 0) continue;
      return Temporal.Instant.compare(now, span.opens.toInstant()) >= 0
        ? { open: true, closes: endOf(calendar, span) }
        : { open: false, opens: span.opens };
    }
  }
  return { open: false, opens: null };
}

/** Whole minutes of system time from now until an instant, rounded up; 0 once it is past. */
export function minutesUntil(at: Date): number {
  return Math.max(0, Math.ceil((at.getTime() - systemNow().epochMilliseconds) / 60_000));
}
