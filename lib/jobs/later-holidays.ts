import { asc, isNotNull, sql } from "drizzle-orm";
import { brandHolidays, brands } from "@/db/schema";
import { daysOfHoliday } from "@/db/seed/holidays";
import { asSystem } from "@/db/viewer";
import { auditAs } from "@/lib/gate/audit/record";
import { YEARS_AHEAD } from "@/lib/site/hours/service";

/**
 * Adds the days of later years of each holiday that a brand keeps by a rule, as its last day is: with the same name and
 * hours. Each year is added once (`brands.holidaysUntil`), so that what an administrator removes stays removed. A holiday
 * without a day ahead, or whose last years were removed, is no longer kept.
 */
export async function addLaterHolidays(now: Date): Promise<void> {
  const today = now.toISOString().slice(0, 10);
  const untilYear = now.getUTCFullYear() + YEARS_AHEAD;
  await asSystem("days of holidays in later years", async (db) => {
    const written = new Map((await db.select().from(brands)).map((brand) => [brand.key, brand.holidaysUntil]));
    const rows = await db
      .select()
      .from(brandHolidays)
      .where(isNotNull(brandHolidays.rule))
      .orderBy(asc(brandHolidays.day));
    const last = new Map(rows.map((row) => [`${row.brand} ${row.rule}`, row]));
    for (const { brand, name, closes, reopens, rule, day } of last.values()) {
      if (rule === null || day < today) continue;
      const year = written.get(brand) ?? Number(day.slice(0, 4));
      // Twelve months and not the year: New Year's Day may be kept on the last day of the year before.
      if (monthsAfter(`${year}-12-31`, day) > 12) continue;
      const later = daysOfHoliday(rule, year + 1, untilYear)
        .filter((one) => monthsAfter(one.day, day) > 6)
        .map((one) => ({ brand, day: one.day, name, closes, reopens, rule }));
      if (later.length === 0) continue;
      const { count } = await db.insert(brandHolidays).values(later).onConflictDoNothing();
      if (count === 0) continue;
      const details = { name, days: later.map((one) => one.day) };
      await auditAs(db, "system", { brand, action: "hours.holidays-continued", details });
    }
    await db.update(brands).set({ holidaysUntil: sql`greatest(${brands.holidaysUntil}, ${untilYear})` });
  });
}

/** Months from one day to a later one, by their calendar months alone. */
function monthsAfter(later: string, day: string): number {
  const months = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
  return months(later) - months(day);
}
