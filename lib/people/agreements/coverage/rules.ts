import { Temporal } from "temporal-polyfill";
import type { Brand, Coverage } from "@/lib/gate/brand/types";
import {
  type BusinessCalendar,
  DAY_END,
  formatTime,
  type MoreHours,
  type OpenState,
  openState,
  weekdayName,
  zoneName,
} from "@/lib/kit/time";
import type { SupportTerm } from "../queries";

/** An active support agreement: from `startsOn` to `endsOn`, both days included, in the brand's zone. */
export interface CoveredTerm {
  /** Key of its coverage. */
  readonly coverage: string;
  /** The product that it covers alone; null where it covers all. */
  readonly onlyFor: string | null;
  readonly startsOn: string;
  readonly endsOn: string;
}

/** What a brand says about coverage. */
export type Covering = Pick<Brand, "zone" | "chatCalendar" | "coverages">;

const ALL_DAY = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: "00:00", closes: DAY_END }));

/** The hours that a coverage has beside the chat hours; null for none. */
function moreHours({ kind, week, onDaysOff }: Coverage, chat: BusinessCalendar): Omit<MoreHours, "from" | "to"> | null {
  if (kind === "chat_hours") return null;
  if (kind === "around_the_clock") return { hours: ALL_DAY, holidays: [] };
  return { hours: week, holidays: onDaysOff ? [] : chat.holidays };
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** How much more than chat hours a coverage is: minutes a week. */
function width({ kind, week, onDaysOff }: Coverage): number {
  if (kind === "chat_hours") return -1;
  if (kind === "around_the_clock") return 8 * 24 * 60;
  return week.reduce((sum, { opens, closes }) => sum + minutesOf(closes) - minutesOf(opens), onDaysOff ? 0.5 : 0);
}

const isFor = ({ onlyFor }: CoveredTerm, product: string | null) => onlyFor === null || onlyFor === product;

/**
 * The calendar by which the answers to a company's cases are counted: the brand's chat hours and, on each day of the
 * terms, the hours of their coverage. With the day on which a term ends (in the brand's zone) its hours end. For a case
 * about a product, terms count that cover it; without a product, those that cover all.
 */
export function coverageCalendar(
  { chatCalendar, coverages }: Omit<Covering, "zone">,
  terms: readonly CoveredTerm[],
  product: string | null,
): BusinessCalendar {
  const more = terms.flatMap((term): MoreHours[] => {
    const coverage = coverages.find(({ key }) => key === term.coverage);
    const hours = coverage && isFor(term, product) ? moreHours(coverage, chatCalendar) : null;
    return hours ? [{ from: term.startsOn, to: term.endsOn, ...hours }] : [];
  });
  return more.length > 0 ? { ...chatCalendar, more } : chatCalendar;
}

/** The widest coverage of the terms in force at an instant of business time; null where none is in force. */
export function coverageAt(
  { zone, coverages }: Covering,
  terms: readonly CoveredTerm[],
  product: string | null,
  at: Temporal.Instant,
): Coverage | null {
  const today = at.toZonedDateTimeISO(zone).toPlainDate().toString();
  const keys = terms
    .filter((term) => isFor(term, product) && term.startsOn <= today && today <= term.endsOn)
    .map(({ coverage }) => coverage);
  const inForce = coverages.filter(({ key }) => keys.includes(key)).sort((a, b) => width(b) - width(a));
  return inForce[0] ?? null;
}

/** A support agreement as its list has it. */
type ListedTerm = Pick<SupportTerm, "coverage" | "startsOn" | "endsOn" | "state">;

/**
 * The widest coverage of the support agreements of a list that are in force at an instant of business time, whatever
 * product they are for; null where none is in force.
 */
export function widestCoverage(brand: Covering, terms: readonly ListedTerm[], at: Temporal.Instant): Coverage | null {
  const active = terms.filter(({ state }) => state === "active").map((term) => ({ ...term, onlyFor: null }));
  return coverageAt(brand, active, null, at);
}

/** The names of a brand's coverages by key. */
export function coverageNames({ coverages }: Pick<Brand, "coverages">): Readonly<Record<string, string>> {
  return Object.fromEntries(coverages.map(({ key, name }) => [key, name]));
}

/** Does a coverage, with the chat hours that belong to it, include an instant of business time? */
export function coverageIncludes(coverage: Coverage, chat: BusinessCalendar, at: Temporal.Instant): boolean {
  return openState(wholeCalendar(coverage, chat), at).open;
}

/** Until when a coverage is open, or when it opens next, by the clock of its brand. */
export function coverageState(coverage: Coverage, chat: BusinessCalendar, at: Temporal.Instant): OpenState {
  return openState(wholeCalendar(coverage, chat), at);
}

/** The hours of a coverage with the chat hours, as if it never ended. */
function wholeCalendar(coverage: Coverage, chat: BusinessCalendar): BusinessCalendar {
  const more = moreHours(coverage, chat);
  return more ? { ...chat, more: [{ from: "0000-01-01", to: "9999-12-31", ...more }] } : chat;
}

const wall = (time: string) => (time === DAY_END ? "midnight" : formatTime(Temporal.PlainTime.from(time)));

/**
 * `Every hour of every day`, `Monday to Friday, 6:00 a.m. – 10:00 p.m.; Saturday, 8:00 a.m. – 4:00 p.m. Eastern, not on
 * holidays`
 */
export function coverageHours({ kind, week, onDaysOff }: Coverage, chat: BusinessCalendar): string {
  if (kind === "around_the_clock") return "Every hour of every day";
  const groups: { days: number[]; text: string }[] = [];
  for (const { weekday, opens, closes } of [...(kind === "extended" ? week : chat.hours)].sort(
    (a, b) => a.weekday - b.weekday || (a.opens < b.opens ? -1 : 1),
  )) {
    const text = `${wall(opens)} – ${wall(closes)}`;
    const group = groups.find((one) => one.text === text && one.days.at(-1) === weekday - 1);
    if (group) group.days.push(weekday);
    else groups.push({ days: [weekday], text });
  }
  const parts = groups.map(({ days, text }) => {
    const [first, last] = [weekdayName(days[0] ?? 0), weekdayName(days.at(-1) ?? 0)];
    return `${first === last ? first : `${first} to ${last}`}, ${text}`;
  });
  if (parts.length === 0) return "By appointment";
  return `${parts.join("; ")} ${zoneName(chat.zone)}, ${kind === "extended" && onDaysOff ? "also" : "not"} on holidays`;
}
