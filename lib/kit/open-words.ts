import { Temporal } from "temporal-polyfill";
import {
  type BusinessCalendar,
  formatDay,
  formatTime,
  type OpenSpan,
  openSpansOf,
  openState,
  weekdayName,
  zoneName,
} from "./time";
import type { WordsAt } from "./wall-time";

/** Whether a calendar is open, in words that hold until the next turn. */
export interface OpenWords extends WordsAt {
  readonly isOpen: boolean;
}

/** What a calendar's words turn to, and when, in milliseconds since the epoch. */
interface OpenTurn extends OpenWords {
  readonly from: number;
}

/**
 * `Open until 4:30 p.m. Eastern`, `Opens Monday 8:30 a.m. Eastern`, on a day off with its name:
 * `Closed for Thanksgiving Day; opens Friday 8:30 a.m. Eastern`, `Christmas Eve: open until 12:00 p.m. Eastern`. The
 * times are the calendar's; withYourTime adds the viewer's.
 */
export function openWords(calendar: BusinessCalendar, now: Temporal.Instant): OpenWords {
  const today = now.toZonedDateTimeISO(calendar.zone).toPlainDate();
  const off = calendar.holidays.find(({ day }) => day === today.toString());
  const state = openState(calendar, now);
  const zone = zoneName(calendar.zone);
  if (state.open) {
    const until = `until ${formatTime(state.closes.toPlainTime())} ${zone}`;
    const isShort = off?.closes === state.closes.toPlainTime().toString({ smallestUnit: "minute" });
    const words = off && isShort ? `${off.name}: open ${until}` : `Open ${until}`;
    return { isOpen: true, words, at: state.closes.epochMilliseconds };
  }
  const reason = off && isClosedByDayOff(calendar, today, now) ? `Closed for ${off.name}` : null;
  if (!state.opens) return { isOpen: false, words: reason ?? "Closed", at: null };
  const opening = `${dayFrom(today, state.opens.toPlainDate())} ${formatTime(state.opens.toPlainTime())} ${zone}`;
  const words = reason ? `${reason}; opens ${opening}` : `Opens ${opening}`;
  return { isOpen: false, words, at: state.opens.epochMilliseconds };
}

/** `today`, `Monday` within a week, later `Monday, Jan 4, 2027,`. */
function dayFrom(today: Temporal.PlainDate, day: Temporal.PlainDate): string {
  const ahead = today.until(day, { largestUnit: "days" }).days;
  if (ahead === 0) return "today";
  const weekday = weekdayName(day.dayOfWeek);
  return ahead < 7 ? weekday : `${weekday}, ${formatDay(day.toString())},`;
}

/** Calendars without their days off, so that their spans are remembered as well. */
const usualCalendars = new WeakMap<BusinessCalendar, BusinessCalendar>();

/** The opening spans that the weekday would have without a day off. */
function usualSpansOf(calendar: BusinessCalendar, day: Temporal.PlainDate): readonly OpenSpan[] {
  const usual = usualCalendars.get(calendar) ?? { ...calendar, holidays: [] };
  usualCalendars.set(calendar, usual);
  return openSpansOf(usual, day);
}

/**
 * Of a moment of a day off at which the calendar is closed: would it be open otherwise, or has the day ended for it
 * sooner than usual?
 */
function isClosedByDayOff(calendar: BusinessCalendar, today: Temporal.PlainDate, now: Temporal.Instant): boolean {
  const at = now.epochMilliseconds;
  const [usual, left] = [usualSpansOf(calendar, today), openSpansOf(calendar, today)];
  if (usual.some(({ opens, closes }) => opens.epochMilliseconds <= at && at < closes.epochMilliseconds)) return true;
  if (left.some(({ opens }) => opens.epochMilliseconds > at)) return false;
  const endOf = (spans: readonly OpenSpan[]) => spans.at(-1)?.closes.epochMilliseconds ?? 0;
  return endOf(left) < endOf(usual);
}

/** The words of a calendar for a while. */
export interface OpenTurns {
  /** In order; the first is in effect at the beginning. */
  readonly turns: readonly OpenTurn[];
  /** When the while ends, in milliseconds since the epoch. */
  readonly until: number;
}

/**
 * The words at `now` and all that they turn to until the end of the `days`-th day after today. Words turn when the
 * calendar opens or closes, at midnight, and when it would open without a day off.
 */
export function openTurns(calendar: BusinessCalendar, now: Temporal.Instant, days: number): OpenTurns {
  const today = now.toZonedDateTimeISO(calendar.zone).toPlainDate();
  const moments = new Set<number>();
  for (let ahead = 0; ahead <= days; ahead++) {
    const day = today.add({ days: ahead });
    moments.add(day.toZonedDateTime(calendar.zone).epochMilliseconds);
    for (const { opens, closes } of [...openSpansOf(calendar, day), ...usualSpansOf(calendar, day)]) {
      moments.add(opens.epochMilliseconds).add(closes.epochMilliseconds);
    }
  }
  const start = now.epochMilliseconds;
  const turns: OpenTurn[] = [];
  for (const from of [start, ...[...moments].filter((moment) => moment > start).sort((a, b) => a - b)]) {
    const turn = { from, ...openWords(calendar, Temporal.Instant.fromEpochMilliseconds(from)) };
    const last = turns.at(-1);
    if (turn.words !== last?.words || turn.at !== last.at) turns.push(turn);
  }
  const until = today.add({ days: days + 1 }).toZonedDateTime(calendar.zone).epochMilliseconds;
  return { turns, until };
}

/** `Monday to Friday, 8:00 a.m. – 5:00 p.m. Eastern, not on holidays`; several patterns are joined by `; `. */
export function describeHours(calendar: BusinessCalendar): string {
  const groups: { days: number[]; text: string }[] = [];
  for (const hours of [...calendar.hours].sort((a, b) => a.weekday - b.weekday)) {
    const from = formatTime(Temporal.PlainTime.from(hours.opens));
    const text = `${from} – ${formatTime(Temporal.PlainTime.from(hours.closes))}`;
    const last = groups.at(-1);
    if (last && last.text === text && last.days.at(-1) === hours.weekday - 1) last.days.push(hours.weekday);
    else groups.push({ days: [hours.weekday], text });
  }
  const parts = groups.map(({ days, text }) => {
    const first = weekdayName(days[0] ?? 0);
    const last = weekdayName(days.at(-1) ?? 0);
    return `${first === last ? first : `${first} to ${last}`}, ${text}`;
  });
  return parts.length ? `${parts.join("; ")} ${zoneName(calendar.zone)}, not on holidays` : "By appointment";
}
