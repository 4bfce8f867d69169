import { Temporal } from "temporal-polyfill";

/** The n-th weekday of a month (ISO weekday, Monday 1); n = -1 is the last. */
function nthWeekday(year: number, month: number, weekday: number, n: number): Temporal.PlainDate {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  if (n < 0) {
    const last = first.with({ day: first.daysInMonth });
    return last.subtract({ days: (last.dayOfWeek - weekday + 7) % 7 });
  }
  return first.add({ days: ((weekday - first.dayOfWeek + 7) % 7) + (n - 1) * 7 });
}

/** A fixed holiday on a weekend is kept on the nearest working day. */
function observed(year: number, month: number, day: number): Temporal.PlainDate {
  const date = Temporal.PlainDate.from({ year, month, day });
  if (date.dayOfWeek === 6) return date.subtract({ days: 1 });
  return date.dayOfWeek === 7 ? date.add({ days: 1 }) : date;
}

/**
 * Days of a year on which the firm is closed. The choice is our reading of "excluding holidays"; operators edit the
 * rows.
 */
export function holidaysOf(year: number): { day: string; name: string }[] {
  const thanksgiving = nthWeekday(year, 11, 4, 4);
  return [
    { date: observed(year, 1, 1), name: "New Year's Day" },
    { date: nthWeekday(year, 5, 1, -1), name: "Memorial Day" },
    { date: observed(year, 7, 4), name: "Independence Day" },
    { date: nthWeekday(year, 9, 1, 1), name: "Labor Day" },
    { date: thanksgiving, name: "Thanksgiving" },
    { date: thanksgiving.add({ days: 1 }), name: "Day after Thanksgiving" },
    { date: observed(year, 12, 25), name: "Christmas Day" },
  ].map(({ date, name }) => ({ day: date.toString(), name }));
}
