/*
 * Times as a clock on the wall shows them. Code in a browser takes this file where it needs no arithmetic with time,
 * because lib/kit/time.ts brings Temporal along.
 */

/** `8:30 a.m.` */
export function formatTime(time: { readonly hour: number; readonly minute: number }): string {
  const hour = time.hour % 12 === 0 ? 12 : time.hour % 12;
  return `${hour}:${String(time.minute).padStart(2, "0")} ${time.hour < 12 ? "a.m." : "p.m."}`;
}

/** What the clocks and calendars of a zone show. */
interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** Formatters by time zone. They are kept because making one takes a hundred times as long as formatting with it. */
const wallClocks = new Map<string, Intl.DateTimeFormat>();

function wallClock(timeZone: string): Intl.DateTimeFormat {
  const known = wallClocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  wallClocks.set(timeZone, made);
  return made;
}

/** What the clocks of a zone show at an instant, given in milliseconds since the epoch. */
export function wallTimeAt(instant: number, zone: string): WallTime {
  const at: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of wallClock(zone).formatToParts(instant)) at[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = at;
  return { year, month, day, hour, minute };
}

/** Words that name an instant by a brand's clocks. */
export interface WordsAt {
  /** `Open until 4:30 p.m. Eastern`. */
  readonly words: string;
  /** The instant that the words name, in milliseconds since the epoch; null where they name none. */
  readonly at: number | null;
}

/**
 * The words, and behind them the same instant by the viewer's clocks where these show another time:
 * `Open until 4:30 p.m. Eastern, 1:30 p.m. your time`. The weekday is added where it is another day there. A zone that
 * is not known is null.
 */
export function withYourTime({ words, at }: WordsAt, brandZone: string, zone: string | null): string {
  if (at === null || zone === null || zone === brandZone) return words;
  const [theirs, ours] = [wallTimeAt(at, zone), wallTimeAt(at, brandZone)];
  const isSameDay = theirs.year === ours.year && theirs.month === ours.month && theirs.day === ours.day;
  if (isSameDay && theirs.hour === ours.hour && theirs.minute === ours.minute) return words;
  const weekday = isSameDay
    ? ""
    : `${new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "long" }).format(at)} `;
  return `${words}, ${weekday}${formatTime(theirs)} your time`;
}
