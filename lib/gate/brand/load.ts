import { and, asc, desc, eq, gte, lte, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { brandHolidays, brandHours, brands, contentVersions, coverages } from "@/db/schema";
import { asGate } from "@/db/viewer";
import { env } from "@/lib/env";
import { addDays, type BusinessCalendar, businessToday } from "@/lib/kit/time";
import { log } from "@/lib/log";
import { checkBrandContrast } from "./contrast";
import { homePageOf } from "./home-page";
import { brandOfHost, sharedBrands } from "./known";
import type { Brand } from "./types";

/**
 * How old a process's brands may be after an edit: half of the ten seconds that docs/brands.md promises. System time.
 */
const FRESH_FOR_MS = 5_000;

/** How long a request waits for a new read of the brands while older ones are in memory. */
const PATIENCE_MS = 600;

const reading = globalThis as typeof globalThis & { portalBrandsRead?: Promise<void> | undefined };

/**
 * All brands, at most a few seconds old. If the database is away or slow, the last known brands are returned: memory
 * keeps values, never a read that may hang or has failed.
 */
export async function loadBrands(): Promise<readonly Brand[]> {
  const known = sharedBrands.portalBrands;
  if (!known) {
    const brands = await readBrands();
    sharedBrands.portalBrands = { loadedAt: Date.now(), brands };
    return brands;
  }
  if (Date.now() - known.loadedAt < FRESH_FOR_MS) return known.brands;
  const ended = await inTime(readAnew());
  // The read failed or hangs: requests within the next seconds do not wait for it again.
  if (!ended) known.loadedAt = Date.now();
  return sharedBrands.portalBrands?.brands ?? known.brands;
}

/** Reads the brands again, one read at a time. Resolves to true once the result is kept. */
async function readAnew(): Promise<boolean> {
  const before = sharedBrands.portalBrands;
  reading.portalBrandsRead ??= (async () => {
    try {
      const brands = await readBrands();
      // If forgetBrands was called in the meantime, a brand was edited, and this read may have begun before the edit.
      if (sharedBrands.portalBrands === before) sharedBrands.portalBrands = { loadedAt: Date.now(), brands };
    } finally {
      reading.portalBrandsRead = undefined;
    }
  })();
  try {
    await reading.portalBrandsRead;
    return sharedBrands.portalBrands !== before;
  } catch {
    return false;
  }
}

async function inTime(work: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, false);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Forgets what was loaded: after an edit in this process, and between tests. */
export function forgetBrands(): void {
  delete sharedBrands.portalBrands;
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
  return host ? brandOfHost(await loadBrands(), host) : null;
}

/** The version of each brand's home page that is out: a scheduled one from its time on, without waiting for a job. */
function listHomePages(db: Transaction) {
  const isOut = or(
    eq(contentVersions.state, "published"),
    and(eq(contentVersions.state, "scheduled"), lte(contentVersions.publishAt, sql`now()`)),
  );
  return db
    .selectDistinctOn([contentVersions.brand], { brand: contentVersions.brand, content: contentVersions.content })
    .from(contentVersions)
    .where(and(eq(contentVersions.kind, "home-page"), isOut))
    .orderBy(contentVersions.brand, desc(contentVersions.publishAt), desc(contentVersions.createdAt));
}

async function readBrands(): Promise<readonly Brand[]> {
  const rows = await asGate("brands are public facts", async (db) => ({
    brands: await db.select().from(brands).orderBy(asc(brands.key)),
    hours: await db.select().from(brandHours),
    holidays: await db
      .select()
      .from(brandHolidays)
      .where(gte(brandHolidays.day, addDays(businessToday("UTC"), -30))),
    homePages: await listHomePages(db),
    coverages: await db.select().from(coverages).orderBy(asc(coverages.position), asc(coverages.key)),
  }));
  const configured = env().PORTAL_ORIGINS;
  const loaded: Brand[] = [];
  for (const row of rows.brands) {
    const origins = configured?.[row.key];
    // A deployment that sets PORTAL_ORIGINS serves only the brands that are named there.
    if (configured && !origins) continue;
    const calendar = (kind: "chat" | "portal_support"): BusinessCalendar => ({
      zone: row.zone,
      hours: rows.hours
        .filter((hours) => hours.brand === row.key && hours.kind === kind)
        .map(({ weekday, opens, closes }) => ({ weekday, opens, closes })),
      holidays: rows.holidays
        .filter((holiday) => holiday.brand === row.key)
        .map(({ day, name, closes, reopens }) => ({ day, name, closes, reopens })),
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
      home: homePageOf(row.home, rows.homePages.find(({ brand }) => brand === row.key)?.content),
      remitTo: row.remitTo,
      partPayments: row.partPayments,
      minPartPaymentMinor: row.minPartPaymentMinor,
      invoiceReminders: row.invoiceReminders,
      quotationUrl: row.quotationUrl,
      quotationHosts: row.quotationHosts,
      chatCalendar: calendar("chat"),
      supportCalendar: calendar("portal_support"),
      coverages: rows.coverages
        .filter((coverage) => coverage.brand === row.key)
        .map(({ key, name, kind, week, onDaysOff }) => ({ key, name, kind, week, onDaysOff })),
    };
    const faults = checkBrandContrast(brand.theme);
    if (faults.length) log.warn({ brand: row.key, faults }, "the brand's colours are too weak to read");
    loaded.push(brand);
  }
  return loaded;
}
