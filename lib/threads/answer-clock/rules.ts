import type { Temporal } from "temporal-polyfill";
import { addOpenMinutes, openMinutesBetween } from "@/lib/kit/business-minutes";
import {
  type BusinessCalendar,
  businessInstant,
  formatDay,
  formatInstant,
  formatTime,
  instantWords,
  openState,
  systemInstant,
  systemNow,
  weekdayName,
  type Zoned,
  zoneName,
} from "@/lib/kit/time";

/** Whether an answer that is owed is late, soon due or neither. */
export interface AnswerClock {
  readonly state: "late" | "soon" | "owed";
  /** `due in 35 min`, `due tomorrow 9:10 a.m. Eastern`, `late by 2 h 10 min`. */
  readonly words: string;
  /** For machines: when the answer is due, in business time. */
  readonly at: string;
}

/** An answer is soon due when this many minutes or fewer are left, whatever the target. */
const SOON_MINUTES = 30;
/** An answer is also soon due when less than this part of its target is left. */
const SOON_PART = 0.25;

interface Owed {
  readonly calendar: BusinessCalendar;
  /** Business time, like `now`. */
  readonly due: Temporal.Instant;
  readonly now: Temporal.Instant;
  /** The target of the thread, in minutes of the calendar. */
  readonly target: number;
  /** The viewer's zone. */
  readonly zone: string;
}

/**
 * The answer clock with its words. The minutes that are left or late are counted in opening hours; days and times are
 * in the viewer's zone.
 */
export function answerClock({ calendar, due, now, target, zone }: Owed): AnswerClock {
  const at = due.toString();
  if (due.epochMilliseconds < now.epochMilliseconds) {
    const late = openMinutesBetween(calendar, due, now);
    return { at, state: "late", words: late > 0 ? `late by ${minutesInWords(late)}` : "late" };
  }
  const left = openMinutesBetween(calendar, now, due);
  return {
    at,
    state: left <= SOON_MINUTES || left < target * SOON_PART ? "soon" : "owed",
    words: `due ${dueInWords(calendar, due, now, left, zone)}`,
  };
}

/**
 * The minutes that are left, where the calendar is open now and stays open until the answer is due; otherwise the day
 * and time.
 */
function dueInWords(
  calendar: BusinessCalendar,
  due: Temporal.Instant,
  now: Temporal.Instant,
  left: number,
  zone: string,
): string {
  const state = openState(calendar, now);
  if (state.open && due.epochMilliseconds <= state.closes.epochMilliseconds) {
    return left > 0 ? `in ${minutesInWords(left)}` : "now";
  }
  const local = due.toZonedDateTimeISO(zone);
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const ahead = today.until(local.toPlainDate(), { largestUnit: "days" }).days;
  const time = `${formatTime(local.toPlainTime())} ${zoneName(zone)}`;
  if (ahead === 0) return `today ${time}`;
  if (ahead === 1) return `tomorrow ${time}`;
  if (ahead < 7) return `${weekdayName(local.dayOfWeek)} ${time}`;
  return `${formatDay(local.toPlainDate().toString())}, ${time}`;
}

/** `35 min`, `2 h 10 min`, `3 h`. */
export function minutesInWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** The words of a clock for lists, without the zone and what the column says: `tomorrow 9:10 a.m.`, `late by 2 h`. */
export const shortClock = (words: string): string => words.replace(/^due /, "").replace(/([ap]\.m\.) .*$/, "$1");

/**
 * When the answer to what was asked at `since` is due. Both are system time; opening hours are counted in business
 * time.
 */
export function answerDue(calendar: BusinessCalendar, since: Temporal.Instant, minutes: number): Temporal.Instant {
  return systemInstant(addOpenMinutes(calendar, businessInstant(since), minutes));
}

/** A moment in the brand's zone and, where the viewer's zone is another, in the viewer's too. */
export interface TwoZones {
  readonly when: string;
  readonly localWhen: string | null;
  /** To show beside `when`: the hour alone where the viewer's day is the same, else the same as `localWhen`. */
  readonly localBeside: string | null;
}

export function inTwoZones(systemTime: Temporal.Instant | Date, brand: Zoned, local: Zoned): TwoZones {
  const at = businessInstant(systemTime);
  const [when, localWhen] = [formatInstant(at, brand.zone), formatInstant(at, local.zone)];
  if (local.zone === brand.zone || localWhen === when) return { when, localWhen: null, localBeside: null };
  const theirs = instantWords(at, local.zone);
  const isSameDay = theirs.day === instantWords(at, brand.zone).day;
  return { when, localWhen, localBeside: isSameDay ? theirs.hour : localWhen };
}

/** An answer that is promised to a client. `late`: its moment has passed. */
export interface Expected extends TwoZones {
  /** For machines, in business time. */
  readonly at: string;
  readonly late: boolean;
  readonly isFirst: boolean;
}

/** What a client is told of the answer that a thread waits for; null while none is owed. */
export function promisedAnswer(
  { answerDueAt, firstAnsweredAt }: { readonly answerDueAt: Date | null; readonly firstAnsweredAt: Date | null },
  brand: Zoned,
  local: Zoned,
): Expected | null {
  return (
    answerDueAt && {
      ...inTwoZones(answerDueAt, brand, local),
      at: businessInstant(answerDueAt).toString(),
      late: answerDueAt.getTime() < systemNow().epochMilliseconds,
      isFirst: firstAnsweredAt === null,
    }
  );
}
