import { asc, gte } from "drizzle-orm";
import { brandHolidays, brandHours, brands } from "@/db/schema";
import { asGate } from "@/db/viewer";
import { env } from "@/lib/env";
import { addDays, type BusinessCalendar, businessToday } from "@/lib/kit/time";
import { log } from "@/lib/log";
import { checkBrandContrast } from "./contrast";
import type { Brand } from "./types";

/** How far a process may be behind an edit of a brand: half of the ten seconds that docs/brands.md promises. System time. */
const FRESH_FOR_MS = 5_000;

interface BrandCache {
  loadedAt: number;
  brands: Promise<readonly Brand[]>;
}

const shared = globalThis as typeof globalThis & { portalBrands?: BrandCache };

/** Host name of a Host header or origin: lower case, without port. */
export function hostName(host: string): string {
  return host.trim().toLowerCase().replace(/:\d+$/, "");
}

/** All brands, at most a few seconds old. With the database away the last known ones are served. */
export async function loadBrands(): Promise<readonly Brand[]> {
  const cached = shared.portalBrands;
  const now = Date.now();
  if (cached && now - cached.loadedAt < FRESH_FOR_MS) return cached.brands;
  const fresh = readBrands();
  const entry: BrandCache = { loadedAt: now, brands: fresh };
  shared.portalBrands = entry;
  try {
    return await fresh;
  } catch (error) {
    if (shared.portalBrands === entry) shared.portalBrands = cached;
    if (cached) return cached.brands;
    throw error;
  }
}

/** Forgets what was loaded: after an edit in this process, and between tests. */
export function forgetBrands(): void {
  shared.portalBrands = undefined;
}

/** The brand of a key. Throws when there is none: a key that we stored ourselves must be known. */
export async function brandByKey(key: string): Promise<Brand> {
  const brand = (await loadBrands()).find((candidate) => candidate.key === key);
  if (!brand) throw new Error(`No brand ${key}`);
  return brand;
}

/**
 * The brand that a host belongs to, by the allow-list of origins and host names; null for any other host.
 * `host` is a Host header as received.
 */
export async function brandByHost(host: string | null | undefined): Promise<Brand | null> {
  if (!host) return null;
  const name = hostName(host);
  for (const brand of await loadBrands()) {
    if ([brand.origin, ...brand.otherOrigins].some((origin) => new URL(origin).hostname === name)) return brand;
  }
  return null;
}

async function readBrands(): Promise<readonly Brand[]> {
  const rows = await asGate("brands are public facts", async (db) => ({
    brands: await db.select().from(brands).orderBy(asc(brands.key)),
    hours: await db.select().from(brandHours),
    holidays: await db
      .select()
      .from(brandHolidays)
      .where(gte(brandHolidays.day, addDays(businessToday("UTC"), -30))),
  }));
  const configured = env().PORTAL_ORIGINS;
  const loaded: Brand[] = [];
  for (const row of rows.brands) {
    const origins = configured?.[row.key];
    // A deployment that names its origins serves those brands alone.
    if (configured && !origins) continue;
    const calendar = (kind: "chat" | "portal_support"): BusinessCalendar => ({
      zone: row.zone,
      hours: rows.hours.filter((hours) => hours.brand === row.key && hours.kind === kind),
      holidays: rows.holidays.filter((holiday) => holiday.brand === row.key),
    });
    const brand: Brand = {
      key: row.key,
      name: row.name,
      shortName: row.shortName,
      origin: origins?.[0] ?? row.origin,
      otherOrigins: origins ? origins.slice(1) : row.hosts.map((host) => `${new URL(row.origin).protocol}//${host}`),
      zone: row.zone,
      currency: row.currency,
      resetSender: row.resetSender,
      supportMailbox: row.supportMailbox,
      companyAccess: row.companyAccess,
      theme: row.theme,
      home: row.home,
      remitTo: row.remitTo,
      partPayments: row.partPayments,
      minPartPaymentMinor: row.minPartPaymentMinor,
      quotationUrl: row.quotationUrl,
      quotationHosts: row.quotationHosts,
      chatCalendar: calendar("chat"),
      supportCalendar: calendar("portal_support"),
    };
    const faults = checkBrandContrast(brand.theme);
    if (faults.length) log.warn({ brand: row.key, faults }, "the brand's colours are too weak to read");
    loaded.push(brand);
  }
  return loaded;
}
