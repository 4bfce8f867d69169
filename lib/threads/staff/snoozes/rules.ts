import { Temporal } from "temporal-polyfill";
import { formatInstant, formatTime, zoneName } from "@/lib/kit/time";

/** A thread is snoozed for a year at most. */
export const LONGEST_SNOOZE_DAYS = 366;

const MORNING = Temporal.PlainTime.from("09:00");
const AFTERNOON = Temporal.PlainTime.from("14:00");

export interface SnoozeChoice {
  /** The instant in business time as a form sends it: `2026-12-01T14:00:00Z`. */
  readonly until: string;
  /** `Tomorrow, 9:00 a.m. Eastern` */
  readonly label: string;
}

/** An instant as forms send and compare it: to the second. */
export const snoozeWord = (at: Temporal.Instant): string => at.round({ smallestUnit: "second" }).toString();

/** Words for a time until which a thread sleeps: `Until Dec 1, 2026, 9:00 a.m. Eastern`. */
export const untilWords = (at: Temporal.Instant, zone: string): string => `Until ${formatInstant(at, zone)}`;

/**
 * The times that are offered at `now`, on the clocks of the zone, the earliest first. This afternoon is offered until
 * an hour before it; on Sundays tomorrow is next Monday.
 */
export function snoozeChoices(now: Temporal.Instant, zone: string): SnoozeChoice[] {
  const here = now.toZonedDateTimeISO(zone);
  const at = (days: number, time: Temporal.PlainTime) =>
    here.toPlainDate().add({ days }).toZonedDateTime({ timeZone: zone, plainTime: time });
  const choice = (words: string, when: Temporal.ZonedDateTime): SnoozeChoice => ({
    until: snoozeWord(when.toInstant()),
    label: `${words}, ${formatTime(when.toPlainTime())} ${zoneName(zone)}`,
  });
  const inAnHour = here.round({ smallestUnit: "minute", roundingMode: "ceil" }).add({ hours: 1 });
  const afternoon = at(0, AFTERNOON);
  const hasAfternoon = Temporal.ZonedDateTime.compare(inAnHour, afternoon) < 0;
  const toMonday = 8 - here.dayOfWeek;
  return [
    choice("In an hour", inAnHour),
    ...(hasAfternoon ? [choice("This afternoon", afternoon)] : []),
    choice("Tomorrow", at(1, MORNING)),
    ...(toMonday > 1 ? [choice("Next Monday", at(toMonday, MORNING))] : []),
  ];
}

/** The instant of a day and time on the clocks of a zone, as a field of the browser sends it; null where there is none. */
export function localInstant(text: string, zone: string): Temporal.Instant | null {
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
  } catch {
    return null;
  }
}
