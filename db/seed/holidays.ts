import Holidays from "date-holidays";

/*
 * Holidays by their rules ("the fourth Thursday of November"), from a maintained library. One that falls on a weekend
 * is kept on the nearest working day, as the federal ones are.
 */

/** A day that a holiday is kept on. */
interface HolidayDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly name: string;
  /** The name that the library knows the holiday by. */
  readonly rule: string;
}

/** What is called otherwise here than in the library. */
const NAMES: Readonly<Record<string, string>> = { "Day after Thanksgiving Day": "Day after Thanksgiving" };

/** Holidays that no law makes, but on which many firms are closed. */
const CUSTOMARY = ["Day after Thanksgiving Day", "Christmas Eve", "New Year's Eve"];

/** What a new brand begins with: our reading of "excluding holidays". */
const USUAL = [
  "New Year's Day",
  "Memorial Day",
  "Independence Day",
  "Labor Day",
  "Thanksgiving Day",
  "Day after Thanksgiving Day",
  "Christmas Day",
];

/** What the library adds to the name of the working day on which a holiday is kept. */
const SUBSTITUTE = / \(substitute day\)$/;

interface KnownDay extends HolidayDay {
  readonly isFederal: boolean;
}

/** The library's calendar of the United States, made at first use because it reads the data of all countries. */
let calendar: Holidays | undefined;
/** Holidays by year. Reading a year takes the library tens of milliseconds. */
const years = new Map<number, readonly KnownDay[]>();

/** What the library says of a year: the days themselves, and the working days that some are kept on instead. */
function told(year: number) {
  calendar ??= new Holidays("US", { languages: ["en-us", "en"] });
  return calendar.getHolidays(year).map(({ date, name, type, substitute }) => ({
    day: date.slice(0, 10),
    rule: name.replace(SUBSTITUTE, ""),
    isFederal: type === "public",
    isSubstitute: substitute === true,
  }));
}

/** Every holiday of a year that a brand can keep. New Year's Day may be kept on the last day of the year before. */
function known(year: number): readonly KnownDay[] {
  const cached = years.get(year);
  if (cached) return cached;
  const here = told(year);
  const substitutes = [...told(year - 1), ...here, ...told(year + 1)].filter(({ isSubstitute }) => isSubstitute);
  const days = here
    .filter(({ rule, isFederal, isSubstitute }) => !isSubstitute && (isFederal || CUSTOMARY.includes(rule)))
    .map(({ day, rule, isFederal }) => {
      const kept = substitutes.find((one) => one.rule === rule && Math.abs(daysFrom(day, one.day)) <= 3)?.day ?? day;
      return { day: kept, name: NAMES[rule] ?? rule, rule, isFederal };
    });
  years.set(year, days);
  return days;
}

const daysFrom = (one: string, other: string) => (Date.parse(other) - Date.parse(one)) / 86_400_000;
const withoutKind = ({ day, name, rule }: KnownDay): HolidayDay => ({ day, name, rule });
const byDay = (a: HolidayDay, b: HolidayDay) => (a.day < b.day ? -1 : 1);

/** Days of a year on which a new brand is closed. */
export function holidaysOf(year: number): HolidayDay[] {
  return known(year)
    .filter(({ rule }) => USUAL.includes(rule))
    .map(withoutKind)
    .sort(byDay);
}

/** A holiday that a brand may take. */
export interface HolidayProposal extends HolidayDay {
  readonly isFederal: boolean;
}

/** Each holiday that a brand may take, on its first day from `from` (`YYYY-MM-DD`) on; the federal ones are marked. */
export function proposedHolidays(from: string): HolidayProposal[] {
  const year = Number(from.slice(0, 4));
  const next = new Map<string, HolidayProposal>();
  for (const one of [...known(year), ...known(year + 1)].sort(byDay)) {
    if (one.day >= from && !next.has(one.rule)) next.set(one.rule, one);
  }
  return [...next.values()];
}

/** The days of one holiday in these years, both included; none where the library does not know it. */
export function daysOfHoliday(rule: string, fromYear: number, toYear: number): HolidayDay[] {
  const asked = Array.from({ length: Math.max(0, toYear - fromYear + 1) }, (_, index) => fromYear + index);
  return asked.flatMap((year) => known(year).filter((one) => one.rule === rule)).map(withoutKind);
}
