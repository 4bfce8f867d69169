import { and, eq, gte, inArray, sql } from "drizzle-orm";
import { brandHolidays, brandHours } from "@/db/schema";
import { daysOfHoliday } from "@/db/seed/holidays";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, requireSame } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { businessToday, formatDay } from "@/lib/kit/time";
import { editedDaysOff, editedHours, editsHours } from "./policy";
import { findZone, listDaysOff, listHours, openProposals } from "./queries";
import { weekOf, weekText } from "./rules";
import type { AddDayOffInput, RemoveDayOffInput, SaveHoursInput, TakeHolidaysInput } from "./schema";

type Writing = Context<StaffViewer>;

/** How many years ahead the days of a holiday are written. The worker adds later ones (lib/jobs/later-holidays.ts). */
export const YEARS_AHEAD = 5;

/*
 * What is written here holds for what is promised from then on: the times of promises that were given stand in their
 * threads and are not computed anew.
 */

/**
 * Replaces the weekly hours of one kind. The same form sent twice changes them once. Throws FORBIDDEN for a viewer who
 * may not edit hours, NOT_FOUND for a brand that is not theirs, CONFLICT if the hours are no longer those that the form
 * was made from.
 */
export async function saveHours(context: Writing, input: SaveHoursInput): Promise<void> {
  const { viewer, db } = context;
  const { brand, kind, seen } = input;
  await enter(context, brand);
  const before = weekText((await listHours(context, brand)).filter((row) => row.kind === kind));
  const week = weekOf(input);
  const after = weekText(week);
  if (before === after) return;
  if (before !== seen) {
    throw new AppError("CONFLICT", "A colleague has changed these hours meanwhile. Reload the page to see them.");
  }
  await db.delete(brandHours).where(and(editedHours(viewer), eq(brandHours.brand, brand), eq(brandHours.kind, kind)));
  await db.insert(brandHours).values(week.map((hours) => ({ brand, kind, ...hours })));
  await audit(context, { brand, action: "hours.saved", details: { kind, before, after } });
}

/**
 * Adds a day off: a holiday, an extra closing, a half day. A form that is sent twice adds one. Throws as saveHours does
 * for who may not; INVALID for a day that is over or too far ahead, CONFLICT for a day that is off already, FormUsed for
 * a form sent again with other content.
 */
export async function addDayOff(context: Writing, input: AddDayOffInput): Promise<void> {
  const { viewer, db } = context;
  const { id, brand, day, name, closes = null, reopens = null } = input;
  const today = await enter(context, brand);
  const dayOff = { brand, day, name, closes, reopens };
  const [before] = await db
    .select()
    .from(brandHolidays)
    .where(and(editedDaysOff(viewer), eq(brandHolidays.id, id)));
  if (before) {
    return requireSame(dayOff, before, "This form added a day already, with something else in it. Add it as another.");
  }
  const refuse = (sentence: string) => new AppError("INVALID", sentence, { field: "day" });
  if (day < today) throw refuse("This day is over.");
  const lastDay = `${Number(today.slice(0, 4)) + YEARS_AHEAD}-12-31`;
  if (day > lastDay) throw refuse(`Enter a day until ${formatDay(lastDay)}.`);
  const [other] = await db
    .select({ name: brandHolidays.name })
    .from(brandHolidays)
    .where(and(editedDaysOff(viewer), eq(brandHolidays.brand, brand), eq(brandHolidays.day, day)));
  if (other) {
    throw new AppError("CONFLICT", `${formatDay(day)} is ${other.name} already. Remove that one first.`, {
      field: "day",
    });
  }
  const made = await db
    .insert(brandHolidays)
    .values({ id, ...dayOff })
    .onConflictDoNothing({ target: brandHolidays.id });
  // Nothing was inserted: the id is that of a brand that is not the viewer's.
  if (made.count === 0) throw new AppError("NOT_FOUND", "There is no such day.");
  const details = { day, name, closes, reopens };
  await audit(context, { brand, action: "hours.day-off-added", entity: "brand_holiday", entityId: id, details });
}

/**
 * Removes a day off that is not over, with `later` also the days of the same holiday in later years. Does nothing where
 * it is already gone.
 */
export async function removeDayOff(
  context: Writing,
  { brand, dayOff, later }: Pick<RemoveDayOffInput, "brand" | "dayOff" | "later">,
): Promise<void> {
  const { viewer, db } = context;
  const today = await enter(context, brand);
  const rows = await listDaysOff(context, brand, today);
  const row = rows.find(({ id }) => id === dayOff);
  if (!row) return;
  const ids = rows.filter(
    (one) => one === row || (later && row.rule !== null && one.rule === row.rule && one.day > row.day),
  );
  await db.delete(brandHolidays).where(
    and(
      editedDaysOff(viewer),
      eq(brandHolidays.brand, brand),
      gte(brandHolidays.day, today),
      inArray(
        brandHolidays.id,
        ids.map(({ id }) => id),
      ),
    ),
  );
  const details = { days: ids.map(({ day }) => day), name: row.name };
  await audit(context, { brand, action: "hours.day-off-removed", entity: "brand_holiday", entityId: row.id, details });
}

/**
 * Takes one proposed holiday, or every federal one that is not taken yet, for this year and the next ones. Days that
 * are off already stay as they are. Throws as saveHours does for who may not. Does nothing where all is taken.
 */
export async function takeHolidays(context: Writing, { brand, rule }: TakeHolidaysInput): Promise<void> {
  const { db } = context;
  const today = await enter(context, brand);
  const proposals = openProposals(today, await listDaysOff(context, brand, today)).filter((proposal) =>
    rule === undefined ? proposal.isFederal : proposal.rule === rule,
  );
  const year = Number(today.slice(0, 4));
  const days = proposals
    .flatMap((proposal) => daysOfHoliday(proposal.rule, year, year + YEARS_AHEAD))
    .filter(({ day }) => day >= today);
  if (days.length === 0) return;
  await db
    .insert(brandHolidays)
    .values(days.map((one) => ({ brand, ...one })))
    .onConflictDoNothing();
  const details = { holidays: proposals.map(({ name }) => name), until: year + YEARS_AHEAD };
  await audit(context, { brand, action: "hours.holidays-taken", details });
}

/** Lets edits of one brand's hours wait for each other. Returns today in its zone. */
async function enter(context: Writing, brand: string): Promise<string> {
  if (!editsHours(context.viewer)) throw new AppError("FORBIDDEN", "Only administrators edit hours.");
  const zone = await findZone(context, brand);
  if (zone === null) throw new AppError("NOT_FOUND", "There is no such brand.");
  await context.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`hours ${brand}`}, 0))`);
  return businessToday(zone);
}
