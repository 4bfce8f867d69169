import type { Temporal } from "temporal-polyfill";
import { openMinutesBetween } from "@/lib/kit/business-minutes";
import { type BusinessCalendar, formatDay, formatTime, openState, zoneName } from "@/lib/kit/time";

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
  /** Of the reader. */
  readonly zone: string;
}

/** The answer clock in words. What is left and what is late is counted in opening hours; dates are in the reader's zone. */
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
