import { Temporal } from "temporal-polyfill";
import { businessInstant, businessNow, type Clock, formatDay, formatInstant } from "./time";
import { formatTime, wallTimeAt } from "./wall-time";

/** A time as lists show it. */
export interface ListTime {
  /** For machines. */
  readonly at: string;
  /** Short, in the viewer's zone. */
  readonly short: string;
  /** In full, with the zone. */
  readonly full: string;
}

/** A time as a sentence or a list of facts has it. */
export interface Moment {
  /** For machines. */
  readonly at: string;
  /** In full, with the zone. */
  readonly words: string;
}

/** The time at which something was recorded (system time), in words for a viewer in the zone. */
export function momentOf(recorded: Temporal.Instant | Date | string, zone: string): Moment {
  const instant = businessInstant(recorded);
  return { at: instant.toString(), words: formatInstant(instant, zone) };
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/**
 * `2:26 p.m.` today, `Fri 2:26 p.m.` in the six days before, so that no weekday has two meanings, `Nov 3` in this year,
 * else `Nov 3, 2025`. The instant is in business time, the days are those of the zone.
 */
export function shortTime(instant: Temporal.Instant, zone: string, clock: Clock = businessNow): string {
  const { year, month, day, hour, minute } = wallTimeAt(instant.epochMilliseconds, zone);
  const now = wallTimeAt(clock().epochMilliseconds, zone);
  const date = Temporal.PlainDate.from({ year, month, day });
  const today = Temporal.PlainDate.from({ year: now.year, month: now.month, day: now.day });
  const ago = date.until(today).days;
  if (ago === 0) return formatTime({ hour, minute });
  if (ago > 0 && ago < 7) return `${WEEKDAYS[date.dayOfWeek - 1]} ${formatTime({ hour, minute })}`;
  const words = formatDay(date.toString());
  return year === now.year ? words.slice(0, words.indexOf(",")) : words;
}

/** The time at which something was recorded (system time), as a list shows it to a viewer in the zone. */
export function listTime(
  recorded: Temporal.Instant | Date | string,
  zone: string,
  clock: Clock = businessNow,
): ListTime {
  const instant = businessInstant(recorded);
  return { at: instant.toString(), short: shortTime(instant, zone, clock), full: formatInstant(instant, zone) };
}
