import { addDays, type DayOff, daysBetween } from "@/lib/kit/time";

/** A Monday, from which weekdays are counted. */
const MONDAY = "1970-01-05";
/** How long a bank debit takes to clear: about four business days, according to Stripe. */
const DEBIT_DAYS = 4;

/**
 * The day by which a bank debit made on `day` should have cleared: four business days later. Weekends and the brand's
 * holidays are not business days; a half day is one.
 */
export function debitExpectedOn(day: string, holidays: readonly Pick<DayOff, "day" | "closes" | "reopens">[]): string {
  const closed = new Set(holidays.filter(({ closes, reopens }) => !closes && !reopens).map((holiday) => holiday.day));
  let date = day;
  for (let left = DEBIT_DAYS; left > 0; ) {
    date = addDays(date, 1);
    const weekday = ((daysBetween(MONDAY, date) % 7) + 7) % 7;
    if (weekday < 5 && !closed.has(date)) left--;
  }
  return date;
}
