import { sql } from "drizzle-orm";
import { bigint, boolean, check, date, index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import type { BrandTheme, HomePageContent, RemitTo } from "./brand-content";
import { HOURS_KINDS } from "./constants";
import {
  clientReads,
  createdAt,
  gateRows,
  id,
  inStaffBrands,
  instant,
  oneOf,
  staffDeletes,
  staffHasRole,
  staffInserts,
  staffReads,
  viewerBrand,
} from "./shared";

/** A time on the wall in a check, `HH:MM`. */
const WALL_TIME = "'^([01][0-9]|2[0-3]):[0-5][0-9]$'";

/** Administrators write hours and days off of the brands in their record. */
const editsHours = sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`;

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
    /** Whether clients who read money are reminded of invoices that are new, due soon or overdue. */
    invoiceReminders: boolean().notNull().default(false),
    /** Address of an estimate in the Quotation Portal, with `{number}` in it; null where the brand has none. */
    quotationUrl: text(),
    /** Hosts (with port, if any) that **Open in Quotation Portal** may lead to. */
    quotationHosts: text().array().notNull().default(sql`'{}'`),
    /** Hosts that **Upgrade** on the home page may lead to. */
    upgradeHosts: text().array().notNull().default(sql`'{}'`),
    /** Hosts (with port, if any) that links and videos of the resource library may lead to. */
    resourceHosts: text().array().notNull().default(sql`'{}'`),
    /** The last year whose holidays the worker has added (lib/jobs/later-holidays); null before its first run. */
    holidaysUntil: integer(),
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

/** Weekly opening hours in the brand's zone, wall clock `HH:MM`, once a weekday. ISO weekday: Monday is 1. */
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
    unique("brand_hours_once").on(table.brand, table.kind, table.weekday),
    check("brand_hours_kind", oneOf(table.kind, HOURS_KINDS)),
    check("brand_hours_weekday", sql`${table.weekday} between 1 and 7`),
    check(
      "brand_hours_times",
      sql`${table.opens} ~ ${sql.raw(WALL_TIME)} and ${table.closes} ~ ${sql.raw(WALL_TIME)} and ${table.opens} < ${table.closes}`,
    ),
    clientReads(sql`brand = ${viewerBrand}`),
    staffReads(inStaffBrands("brand")),
    gateRows,
    staffInserts(editsHours),
    staffDeletes(editsHours),
  ],
);

/**
 * A day off: a holiday, an extra closing, or a half day. Closed from `closes` (null: from the day's begin) until
 * `reopens` (null: until its end), so a row with neither is closed all day.
 */
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
    reopens: text(),
    /**
     * The holiday of db/seed/holidays.ts that this is a day of. While one of its days lies ahead, the worker adds those of
     * later years. Null for a day that was written by hand.
     */
    rule: text(),
    createdAt: createdAt(),
  },
  (table) => [
    unique("brand_holidays_once").on(table.brand, table.day),
    index("brand_holidays_day").on(table.brand, table.day),
    check("brand_holidays_name", sql`${table.name} <> ''`),
    check(
      "brand_holidays_times",
      sql`coalesce(${table.closes} ~ ${sql.raw(WALL_TIME)}, true) and coalesce(${table.reopens} ~ ${sql.raw(WALL_TIME)}, true) and coalesce(${table.closes} < ${table.reopens}, true)`,
    ),
    clientReads(sql`brand = ${viewerBrand}`),
    staffReads(inStaffBrands("brand")),
    gateRows,
    staffInserts(editsHours),
    staffDeletes(editsHours),
  ],
);
