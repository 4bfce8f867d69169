import { asc, eq } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, vi } from "vitest";
import { auditEvents, brandHolidays, brandHours } from "@/db/schema";
import { holidaysOf } from "@/db/seed/holidays";
import { asSystem, runAsViewer } from "@/db/viewer";
import { forgetBrands, loadBrands } from "@/lib/gate/brand/load";
import { readHoursDesk } from "@/lib/site/hours/queries";
import type { Member } from "@/tests/integration/threads/cases/staff/support";
import type { Outcome } from "@/tests/integration/threads/cases/support";
import { nobodysId } from "@/tests/support/world";

/** Friday morning, between Thanksgiving and the end of the year, where the database's holidays are known. */
export const NOW = "2026-12-04T15:00:00Z";
export const USUAL = [1, 2, 3, 4, 5].map((weekday) => `${weekday} 08:30-16:30`).join(", ");
export const WEEK = {
  ...{ brand: "cimsoft", kind: "chat", seen: USUAL },
  ...Object.fromEntries(
    ["monday", "tuesday", "wednesday", "thursday", "friday"].flatMap((day) => [
      [`${day}.opens`, "08:30"],
      [`${day}.closes`, "16:30"],
    ]),
  ),
};

export const sender = ({ id }: Member, brand = "cimsoft") => ({ brand, account: { kind: "staff", id } }) as const;
export const to = (outcome: Outcome) => (outcome.kind === "redirected" ? outcome.to : JSON.stringify(outcome));
export const desk = async ({ viewer }: Member, brand = "cimsoft") => {
  const read = await runAsViewer(viewer, "read", (context) => readHoursDesk(context, brand));
  if (!read) throw new Error("no desk");
  return read;
};
export const daysOff = (brand = "cimsoft") =>
  asSystem("test looks", (db) =>
    db.select().from(brandHolidays).where(eq(brandHolidays.brand, brand)).orderBy(asc(brandHolidays.day)),
  );
export const hours = (brand = "cimsoft") =>
  asSystem("test looks", (db) =>
    db
      .select()
      .from(brandHours)
      .where(eq(brandHours.brand, brand))
      .orderBy(asc(brandHours.kind), asc(brandHours.weekday)),
  );
export const audited = (action: string) =>
  asSystem("test looks", (db) => db.select().from(auditEvents).where(eq(auditEvents.action, action)));
export const dayOff = (over: Record<string, string> = {}) => ({
  ...{ id: nobodysId(), brand: "cimsoft", day: "2026-12-09", name: "Inventory" },
  ...over,
});

interface Began {
  readonly key: string;
  readonly hours: Awaited<ReturnType<typeof hours>>;
  readonly days: Awaited<ReturnType<typeof daysOff>>;
}

/**
 * Before each test of a file it is NOW, and both brands have the hours of a new database. Returns what they had when the
 * file began.
 */
export function beginInDecember(): readonly Began[] {
  const began: Began[] = [];
  beforeAll(async () => {
    // Reads the environment, which allows a moved clock in the demo alone, before the clock is moved.
    await loadBrands();
    for (const brand of ["cimsoft", "insource"])
      began.push({ key: brand, hours: await hours(brand), days: await daysOff(brand) });
  });
  beforeEach(async () => {
    vi.stubEnv("PORTAL_CLOCK_OFFSET_MS", String(Date.parse(NOW) - Date.now()));
    // Days off as a database made in 2026 has them, on whatever day this runs.
    const days = [2025, 2026, 2027, 2028, 2029, 2030, 2031].flatMap(holidaysOf);
    await asSystem("test: hours of a new database", async (db) => {
      await db.delete(brandHours);
      await db.delete(brandHolidays);
      for (const { key, hours: week } of began) {
        await db.insert(brandHours).values(week);
        await db.insert(brandHolidays).values(days.map((day) => ({ brand: key, ...day })));
      }
    });
    forgetBrands();
  });
  afterEach(() => vi.unstubAllEnvs());
  return began;
}
