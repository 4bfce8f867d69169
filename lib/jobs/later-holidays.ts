import { asc, isNotNull } from "drizzle-orm";
import { brandHolidays } from "@/db/schema";
import { daysOfHoliday } from "@/db/seed/holidays";
import { asSystem } from "@/db/viewer";
import { auditAs } from "@/lib/gate/audit/record";
import { YEARS_AHEAD } from "@/lib/site/hours/service";

/**
 * Adds the days of later years of each holiday that a brand keeps by a rule, as its last day is: with the same name and
 * hours. A holiday without a day ahead is no longer kept. A day before the last one that was removed stays removed.
 */
export async function addLaterHolidays(now: Date): Promise<void> {
  const today = now.toISOString().slice(0, 10);
  const untilYear = now.getUTCFullYear() + YEARS_AHEAD;
  await asSystem("days of holidays in later years", async (db) => {
    const rows = await db
      .select()
      .from(brandHolidays)
      .where(isNotNull(brandHolidays.rule))
      .orderBy(asc(brandHolidays.day));
    const last = new Map(rows.map((row) => [`${row.brand} ${row.rule}`, row]));
    for (const { brand, name, closes, reopens, rule, day } of last.values()) {
      if (rule === null || day < today) continue;
      // New Year's Day may be kept on the last day of the year before.
      const later = daysOfHoliday(rule, Number(day.slice(0, 4)), untilYear)
        .filter((one) => monthsAfter(one.day, day) > 6)
        .map((one) => ({ brand, day: one.day, name, closes, reopens, rule }));
      if (later.length === 0) continue;
      const { count } = await db.insert(brandHolidays).values(later).onConflictDoNothing();
      if (count === 0) continue;
      const details = { name, days: later.map((one) => one.day) };
      await auditAs(db, "system", { brand, action: "hours.holidays-continued", details });
    }
  });
}

/** Months from one day to a later one, by their calendar months alone. */
function monthsAfter(later: string, day: string): number {
  const months = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
  return months(later) - months(day);
}
