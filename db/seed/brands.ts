import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { brandHolidays, brandHours, brands } from "@/db/schema";
import { holidaysOf } from "./holidays";
import { AVEVA_PRODUCTS, addSupportFacts, type SupportedProductSeed } from "./support";

type BrandRow = typeof brands.$inferInsert;

const REMIT_BANK = { name: "Harbor Example Bank", routing: "000000000" };
const WEEKDAYS = [1, 2, 3, 4, 5];
const HOURS = [
  { kind: "chat", opens: "08:30", closes: "16:30" },
  { kind: "portal_support", opens: "08:00", closes: "17:00" },
] as const;

/** The two brands that exist today. Bank details are invented: each deployment sets its own. */
export const BRANDS: readonly BrandRow[] = [
  {
    key: "cimsoft",
    name: "Cimsoft",
    shortName: "Cimsoft",
    origin: "https://portal.cimsoft.com",
    zone: "America/New_York",
    currency: "USD",
    resetSender: "clientportalsupport@insourcess.com",
    supportMailbox: "clientportalsupport@insourcess.com",
    companyAccess: "primary_and_related",
    theme: {
      light: { accent: "oklch(0.45 0.15 258)", onAccent: "#ffffff" },
      dark: { accent: "oklch(0.76 0.115 252)", onAccent: "oklch(0.2 0.03 258)" },
      scene: "process-plant",
    },
    home: {
      headline: "Your plant software, your account, one place",
      lead: "Sign in to see and pay invoices, open estimates, work support cases and reach the people who look after your account at Cimsoft.",
      whyTitle: "Why Cimsoft",
      why: [
        "Engineers who know your line: insight and experience from years of work inside large, complex plants.",
        "Proven solutions that run today at some of the biggest manufacturers in the world.",
        "A partner for continuous improvement, from the first license to the next upgrade.",
      ],
      connectTitle: "Connect with Us",
      connectText:
        "New to the portal? Tell us who you are. Portal support matches you with your company and writes back.",
      upgradeLabel: "Upgrade",
      upgradeText: "Ready for the next version? Ask for your upgrade.",
      upgradeUrl: "https://cimsoft.com/tech-support/",
    },
    upgradeHosts: ["cimsoft.com"],
    resourceHosts: ["cimsoft.com", "www.youtube.com", "vimeo.com"],
    remitTo: {
      name: "Cimsoft",
      lines: ["Accounts Receivable", "PO Box 4410", "Richmond, VA 23220"],
      bank: { ...REMIT_BANK, account: "•••• 4410" },
      email: "clientportalsupport@insourcess.com",
    },
  },
  {
    key: "insource",
    name: "InSource Solutions",
    shortName: "InSource",
    origin: "https://portal.insourcess.com",
    zone: "America/New_York",
    currency: "USD",
    resetSender: "issauth0@insourcess.com",
    supportMailbox: "insourcesolutionsportalteam@insourcess.com",
    companyAccess: "primary",
    theme: {
      light: { accent: "oklch(0.44 0.085 178)", onAccent: "#ffffff" },
      dark: { accent: "oklch(0.78 0.1 178)", onAccent: "oklch(0.2 0.03 178)" },
      scene: "power-grid",
    },
    home: {
      headline: "Everything you do with InSource, in one portal",
      lead: "Invoices and payments, estimates, support cases and your account team: sign in and pick up where you left off.",
      whyTitle: "Why InSource Solutions",
      why: [
        "Insight, experience and expertise, from people who have stood on plant floors.",
        "World-class solutions at work in some of the most complex operations there are.",
        "One partner for continuous improvement: software, support and the team behind it.",
      ],
      connectTitle: "Connect with Us",
      connectText: "No account yet? Send us a few lines. Portal support finds your company and sets you up.",
      upgradeLabel: "Upgrade",
      upgradeText: "Plan your next license upgrade with us.",
      upgradeUrl: "https://insource.solutions/request-license-upgrades/",
    },
    upgradeHosts: ["insource.solutions"],
    resourceHosts: ["insource.solutions", "www.youtube.com", "vimeo.com"],
    remitTo: {
      name: "InSource Solutions",
      lines: ["Accounts Receivable", "PO Box 7720", "Richmond, VA 23225"],
      bank: { ...REMIT_BANK, account: "•••• 7720" },
      email: "insourcesolutionsportalteam@insourcess.com",
    },
  },
];

/**
 * Adds a brand with the usual hours, the holidays from last year to five years ahead, and what its support desks begin
 * with. An existing brand is left as it is.
 */
export async function addBrand(
  db: Transaction,
  brand: BrandRow,
  supported: readonly SupportedProductSeed[] = [],
): Promise<boolean> {
  const [added] = await db.insert(brands).values(brand).onConflictDoNothing().returning({ key: brands.key });
  if (!added) return false;
  await db
    .insert(brandHours)
    .values(HOURS.flatMap((hours) => WEEKDAYS.map((weekday) => ({ brand: brand.key, weekday, ...hours }))));
  const thisYear = new Date().getUTCFullYear();
  const years = Array.from({ length: 7 }, (_, index) => thisYear - 1 + index);
  await db
    .insert(brandHolidays)
    .values(years.flatMap((year) => holidaysOf(year).map((holiday) => ({ brand: brand.key, ...holiday }))));
  await addSupportFacts(db, brand.key, supported);
  return true;
}

/**
 * Adds the brands of a new deployment. If there is any brand already, it adds none, because the data then belongs to
 * the operator.
 */
export async function seedBrands(db: Transaction): Promise<void> {
  const [row] = await db.select({ count: sql<string>`count(*)` }).from(brands);
  if (Number(row?.count ?? 0) > 0) return;
  for (const brand of BRANDS) await addBrand(db, brand, AVEVA_PRODUCTS);
}
