import { Temporal } from "temporal-polyfill";
import { BRANDS } from "@/db/seed/brands";
import { COVERAGES } from "@/db/seed/support";
import { homePageOf } from "@/lib/gate/brand/home-page";
import type { Brand } from "@/lib/gate/brand/types";

const HOURS = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "08:00", closes: "17:00" }));

/** A brand as the seed has it, for tests without a database. Its origin is the demo's. */
export function seedBrand(key: "cimsoft" | "insource", over: Partial<Brand> = {}): Brand {
  const row = BRANDS.find((candidate) => candidate.key === key);
  if (!row) throw new Error(`The seed has no brand ${key}`);
  const calendar = { zone: row.zone, hours: HOURS, holidays: [] };
  return {
    ...row,
    home: homePageOf(row.home, null),
    partPayments: true,
    minPartPaymentMinor: null,
    invoiceReminders: false,
    quotationUrl: null,
    quotationHosts: [],
    otherOrigins: [],
    origin: `http://${key}.localhost:3000`,
    chatCalendar: calendar,
    supportCalendar: calendar,
    coverages: COVERAGES.map((coverage) => ({ ...coverage, onDaysOff: false })),
    ...over,
  };
}

/** A zone of America in which no day ends within two hours, so that none does while tests run. */
export const zoneOfTests = (): string =>
  Temporal.Now.zonedDateTimeISO("America/New_York").hour >= 22 ? "America/Los_Angeles" : "America/New_York";

/** The brand with chat hours that are open whenever a test runs. */
export function alwaysOpen(brand: Brand): Brand {
  // In neither zone does a day end while a test runs.
  const zone = new Date().getUTCHours() === 23 ? "America/New_York" : "UTC";
  const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: "00:00", closes: "23:59" }));
  return { ...brand, chatCalendar: { zone, hours, holidays: [] } };
}

/** The brand with chat hours that never open. */
export const neverOpen = (brand: Brand): Brand => ({
  ...brand,
  chatCalendar: { ...brand.chatCalendar, hours: [] },
});
