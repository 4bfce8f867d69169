import { Temporal } from "temporal-polyfill";
import { NO_END } from "@/lib/kit/time";

/** The format of a day, for the message about a cell that is not a day. */
export const DAY_WORDS = "YYYY-MM-DD, in the years 1900 to 2199";

/** A real day written `YYYY-MM-DD`, in the years 1900 to 2199. */
export function isCalendarDay(text: string): boolean {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: "reject" });
    return true;
  } catch {
    return false;
  }
}

/** Whether the text is a day, or the day by which ERPs say that something has no end. */
export function isLastDay(text: string): boolean {
  return text === NO_END || isCalendarDay(text);
}
