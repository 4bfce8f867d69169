import { NO_END } from "@/lib/kit/time";

/** The format of a day, for the message about a cell that is not a day. */
export const DAY_WORDS = "YYYY-MM-DD, in the years 1900 to 2199";

const DAYS_OF_MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A real day written `YYYY-MM-DD`, in the years 1900 to 2199. */
export function isCalendarDay(text: string): boolean {
  // Counted here and not by Temporal, which takes longer than all other checks of an invoice's row together.
  const [, year, month, day] = /^((?:19|20|21)\d\d)-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const days = month === "02" && isLeapYear(Number(year)) ? 29 : DAYS_OF_MONTHS[Number(month) - 1];
  return days !== undefined && Number(day) >= 1 && Number(day) <= days;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Whether the text is a day, or the day by which ERPs say that something has no end. */
export function isLastDay(text: string): boolean {
  return text === NO_END || isCalendarDay(text);
}
