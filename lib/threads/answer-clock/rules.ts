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
  type Zoned,
  zoneName,
} from "@/lib/kit/time";

/** How an answer that is owed stands. `soon`: it will be late before long. */
export interface AnswerClock {
  readonly state: "late" | "soon" | "owed";
  /** `due in 35 min`, `due tomorrow 9:10 a.m. Eastern`, `late by 2 h 10 min`. */
  readonly words: string;
}

/** From how many minutes before its time an answer is soon due, whatever the target. */
const SOON_MINUTES = 30;
/** And from which part of the target. */
const SOON_PART = 0.25;

interface Owed {
  readonly calendar: BusinessCalendar;
  /** Business time, like `now`. */
  readonly due: Temporal.Instant;
  readonly now: Temporal.Instant;
  /** Of the severity, in minutes of the calendar. */
  readonly target: number;
  /** Of the viewer. */
  readonly zone: string;
}

/** The answer clock in words. What is left and what is late is counted in opening hours; dates are in the viewer's zone. */
export function answerClock({ calendar, due, now, target, zone }: Owed): AnswerClock {
  if (due.epochMilliseconds < now.epochMilliseconds) {
    const late = openMinutesBetween(calendar, due, now);
    return { state: "late", words: late > 0 ? `late by ${minutesInWords(late)}` : "late" };
  }
  const left = openMinutesBetween(calendar, now, due);
  return {
    state: left <= SOON_MINUTES || left < target * SOON_PART ? "soon" : "owed",
    words: `due ${dueInWords(calendar, due, now, left, zone)}`,
  };
}

/** Minutes while they run until then without a pause; otherwise the time of the day. */
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
  if (ahead < 7) return `${local.toLocaleString("en-US", { weekday: "long" })} ${time}`;
  return `${formatDay(local.toPlainDate().toString())}, ${time}`;
}

/** `35 min`, `2 h 10 min`, `3 h`. */
function minutesInWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** When an answer is owed for what was asked at `since`. Both are system time; hours are those of business time. */
export function answerDue(calendar: BusinessCalendar, since: Temporal.Instant, minutes: number): Temporal.Instant {
  return systemInstant(addOpenMinutes(calendar, businessInstant(since), minutes));
}

/** A moment in the brand's zone and, where the viewer lives in another, in theirs. */
export interface TwoZones {
  readonly when: string;
  readonly localWhen: string | null;
  /** To stand beside `when`: the hour alone where the viewer's day is the same. */
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
      late: answerDueAt.getTime() < systemNow().epochMilliseconds,
      isFirst: firstAnsweredAt === null,
    }
  );
}
