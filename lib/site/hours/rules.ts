import { Temporal } from "temporal-polyfill";
import type { Brand } from "@/lib/gate/brand/types";
import { type OpenTurns, openTurns } from "@/lib/kit/open-words";
import { type BusinessCalendar, businessNow, type Clock, type DayOff, formatDay, formatTime } from "@/lib/kit/time";
import { type SaveHoursInput, WEEKDAYS } from "./schema";
import type { HoursAnswer } from "./types";

/** How many days ahead an open page is told of. It asks again long before. */
const TOLD_DAYS = 2;

const MINUTE_MS = 60_000;

/** By calendar, the turns that were told last, and of which minute: hours turn at whole minutes. */
const lastTold = new WeakMap<BusinessCalendar, { readonly minute: number; readonly turns: OpenTurns }>();

/** Every signed-in page tells them, and to find them takes as long as a tenth of the page. */
function turnsOf(calendar: BusinessCalendar, now: Temporal.Instant): OpenTurns {
  const minute = Math.floor(now.epochMilliseconds / MINUTE_MS);
  const last = lastTold.get(calendar);
  if (last?.minute === minute) return last.turns;
  const turns = openTurns(calendar, Temporal.Instant.fromEpochMilliseconds(minute * MINUTE_MS), TOLD_DAYS);
  lastTold.set(calendar, { minute, turns });
  return turns;
}

/** What is open by the hours of a brand, and what that turns to. */
export function toldHours(
  { chatCalendar, supportCalendar }: Pick<Brand, "chatCalendar" | "supportCalendar">,
  clock: Clock = businessNow,
): HoursAnswer {
  const now = clock();
  const told = (calendar: BusinessCalendar) => ({
    servedAt: now.epochMilliseconds,
    ...turnsOf(calendar, now),
  });
  return { chat: told(chatCalendar), portal_support: told(supportCalendar) };
}

interface DayHours {
  readonly weekday: number;
  readonly opens: string;
  readonly closes: string;
}

/** The hours of a form as rows, Monday first. */
export function weekOf(form: Pick<SaveHoursInput, (typeof WEEKDAYS)[number]>): DayHours[] {
  return WEEKDAYS.flatMap((name, index) => {
    const { opens, closes } = form[name];
    return opens !== undefined && closes !== undefined ? [{ weekday: index + 1, opens, closes }] : [];
  });
}

/** Hours of a week as one text that is equal exactly where the hours are: `1 08:30-16:30, 2 08:30-16:30`. */
export function weekText(hours: readonly DayHours[]): string {
  return [...hours]
    .sort((a, b) => a.weekday - b.weekday || (a.opens < b.opens ? -1 : 1))
    .map(({ weekday, opens, closes }) => `${weekday} ${opens}-${closes}`)
    .join(", ");
}

const wall = (time: string) => formatTime(Temporal.PlainTime.from(time));

/** When a day off is closed: `all day`, `from 12:00 p.m.`, `until 11:00 a.m.`, `12:00 p.m. to 2:00 p.m.` */
export function closedWords({ closes, reopens }: Pick<DayOff, "closes" | "reopens">): string {
  if (closes && reopens) return `${wall(closes)} to ${wall(reopens)}`;
  if (closes) return `from ${wall(closes)}`;
  return reopens ? `until ${wall(reopens)}` : "all day";
}

/** `Thu, Nov 26, 2026`. */
export function weekdayAndDay(day: string): string {
  const weekday = Temporal.PlainDate.from(day).toLocaleString("en-US", { weekday: "short" });
  return `${weekday}, ${formatDay(day)}`;
}

/** What clients read on a day, from one time on. */
export interface PreviewLine {
  /** `8:30 a.m.` in the calendar's zone. */
  readonly from: string;
  readonly words: string;
  readonly isOpen: boolean;
}

/** What clients read on one day from its begin to its end. */
export function previewOfDay(calendar: BusinessCalendar, day: string): PreviewLine[] {
  const begin = Temporal.PlainDate.from(day).toZonedDateTime(calendar.zone).toInstant();
  return openTurns(calendar, begin, 0).turns.map(({ from, words, isOpen }) => ({
    from: formatTime(Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(calendar.zone).toPlainTime()),
    words,
    isOpen,
  }));
}
