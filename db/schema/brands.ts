import { sql } from "drizzle-orm";
import { bigint, boolean, check, date, index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import type { BrandTheme, HomePageContent, RemitTo } from "./brand-content";
import { HOURS_KINDS } from "./constants";
import { clientReads, createdAt, gateRows, id, inStaffBrands, instant, oneOf, staffReads, viewerBrand } from "./shared";

/** A brand is data: a new brand is a row here, with rows for its hours and holidays. */
export const brands = pgTable(
  "brands",
  {
    key: text().primaryKey(),
    name: text().notNull(),
    shortName: text().notNull(),
    origin: text().notNull().unique(),
    hosts: text().array().notNull().default(sql`'{}'`),
    zone: text().notNull(),
    currency: text().notNull(),
    resetSender: text().notNull(),
    supportMailbox: text().notNull(),
    companyAccess: text().$type<"primary" | "primary_and_related">().notNull(),
    theme: jsonb().$type<BrandTheme>().notNull(),
    home: jsonb().$type<HomePageContent>().notNull(),
    remitTo: jsonb().$type<RemitTo>().notNull(),
    /** Whether a client may pay a part of an invoice. */
    partPayments: boolean().notNull().default(true),
    /** Smallest part payment in minor units; null means one whole unit of the invoice's currency. */
    minPartPaymentMinor: bigint({ mode: "number" }),
    /** Address of an estimate in the Quotation Portal, with `{number}` in it; null where the brand has none. */
    quotationUrl: text(),
    /** Hosts (with port, if any) that **Open in Quotation Portal** may lead to. */
    quotationHosts: text().array().notNull().default(sql`'{}'`),
    /** Hosts that **Upgrade** on the home page may lead to. */
    upgradeHosts: text().array().notNull().default(sql`'{}'`),
    updatedAt: instant().notNull().default(sql`now()`),
  },
  (table) => [
    check("brands_key_shape", sql`${table.key} ~ '^[a-z][a-z0-9-]{1,30}$'`),
    check("brands_company_access", oneOf(table.companyAccess, ["primary", "primary_and_related"])),
    clientReads(sql`key = ${viewerBrand}`),
    staffReads(inStaffBrands("key")),
    gateRows,
  ],
);

/** Weekly opening hours in the brand's zone, wall clock `HH:MM`. ISO weekday: Monday is 1. */
export const brandHours = pgTable(
  "brand_hours",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    kind: text().$type<(typeof HOURS_KINDS)[number]>().notNull(),
    weekday: integer().notNull(),
    opens: text().notNull(),
    closes: text().notNull(),
  },
  (table) => [
    unique("brand_hours_once").on(table.brand, table.kind, table.weekday, table.opens),
    check("brand_hours_kind", oneOf(table.kind, HOURS_KINDS)),
    check("brand_hours_weekday", sql`${table.weekday} between 1 and 7`),
    check(
      "brand_hours_times",
      sql`${table.opens} ~ '^[0-2][0-9]:[0-5][0-9]$' and ${table.closes} ~ '^[0-2][0-9]:[0-5][0-9]$' and ${table.opens} < ${table.closes}`,
    ),
    clientReads(sql`brand = ${viewerBrand}`),
    staffReads(inStaffBrands("brand")),
    gateRows,
  ],
);

/** A day on which nobody works. With `closes` it is a half day that ends at that time. */
export const brandHolidays = pgTable(
  "brand_holidays",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    day: date({ mode: "string" }).notNull(),
    name: text().notNull(),
    closes: text(),
    createdAt: createdAt(),
  },
  (table) => [
    unique("brand_holidays_once").on(table.brand, table.day),
    index("brand_holidays_day").on(table.brand, table.day),
    clientReads(sql`brand = ${viewerBrand}`),
    staffReads(inStaffBrands("brand")),
    gateRows,
  ],
);
