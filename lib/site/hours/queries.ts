import { and, asc, eq, gte } from "drizzle-orm";
import { brandHolidays, brandHours, brands } from "@/db/schema";
import { type HolidayProposal, proposedHolidays } from "@/db/seed/holidays";
import type { Context, StaffViewer } from "@/db/viewer";
import { ofOwnBrands } from "@/lib/gate/brand/policy";
import { type BusinessCalendar, businessToday, type DayOff } from "@/lib/kit/time";
import { editedDaysOff, editedHours, editsHours } from "./policy";
import type { OpenKind } from "./types";

/** A day off that is not over. */
export interface UpcomingDayOff extends DayOff {
  readonly id: string;
  /** It is a day of a holiday that is kept every year. */
  readonly isYearly: boolean;
}

export interface HoursDesk {
  /** Today in the brand's zone. */
  readonly today: string;
  readonly calendars: Readonly<Record<OpenKind, BusinessCalendar>>;
  /** In order of their days. */
  readonly daysOff: readonly UpcomingDayOff[];
  /** Holidays that the brand has not taken, in order of their days. */
  readonly proposals: readonly HolidayProposal[];
}

/** Everything for the page that edits a brand's hours; null if the viewer may not edit them. */
export async function readHoursDesk(context: Context<StaffViewer>, brand: string): Promise<HoursDesk | null> {
  const zone = await findZone(context, brand);
  if (zone === null) return null;
  const today = businessToday(zone);
  const hours = await listHours(context, brand);
  const rows = await listDaysOff(context, brand, today);
  const holidays = rows.map(({ day, name, closes, reopens }) => ({ day, name, closes, reopens }));
  const calendar = (kind: OpenKind): BusinessCalendar => ({
    zone,
    holidays,
    hours: hours.filter((one) => one.kind === kind),
  });
  return {
    today,
    calendars: { chat: calendar("chat"), portal_support: calendar("portal_support") },
    daysOff: rows.map(({ rule, ...row }) => ({ ...row, isYearly: rule !== null })),
    proposals: openProposals(today, rows),
  };
}

/** Holidays that may be taken: those without a day among `rows`, and whose next day is not off already. */
export function openProposals(
  today: string,
  rows: readonly { readonly day: string; readonly rule: string | null }[],
): HolidayProposal[] {
  return proposedHolidays(today).filter(
    (proposal) => !rows.some(({ day, rule }) => rule === proposal.rule || day === proposal.day),
  );
}

/** The zone of a brand whose hours the viewer edits, or null. */
export async function findZone({ viewer, db }: Context<StaffViewer>, brand: string): Promise<string | null> {
  if (!editsHours(viewer)) return null;
  const [row] = await db
    .select({ zone: brands.zone })
    .from(brands)
    .where(and(ofOwnBrands(viewer, brands.key), eq(brands.key, brand)));
  return row?.zone ?? null;
}

/** Weekly hours of both kinds. */
export async function listHours({ viewer, db }: Context<StaffViewer>, brand: string) {
  return db
    .select({
      kind: brandHours.kind,
      weekday: brandHours.weekday,
      opens: brandHours.opens,
      closes: brandHours.closes,
    })
    .from(brandHours)
    .where(and(editedHours(viewer), eq(brandHours.brand, brand)))
    .orderBy(asc(brandHours.weekday));
}

/** Days off from a day on. */
export async function listDaysOff({ viewer, db }: Context<StaffViewer>, brand: string, from: string) {
  return db
    .select({
      id: brandHolidays.id,
      day: brandHolidays.day,
      name: brandHolidays.name,
      closes: brandHolidays.closes,
      reopens: brandHolidays.reopens,
      rule: brandHolidays.rule,
    })
    .from(brandHolidays)
    .where(and(editedDaysOff(viewer), eq(brandHolidays.brand, brand), gte(brandHolidays.day, from)))
    .orderBy(asc(brandHolidays.day));
}
