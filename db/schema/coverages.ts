import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { COVERAGE_KINDS, type CoverageHours, type CoverageKind } from "./constants";
import { clientReads, gateRows, inStaffBrands, oneOf, staffReads, viewerBrand } from "./shared";

/**
 * The coverages that support agreements of a brand can have: when support answers beyond the brand's chat hours, which
 * belong to every coverage. A coverage is data: another one is a row here.
 */
export const coverages = pgTable(
  "coverages",
  {
    brand: text()
      .notNull()
      .references(() => brands.key),
    /** What imports call it. */
    key: text().notNull(),
    name: text().notNull(),
    kind: text().$type<CoverageKind>().notNull(),
    /** Of an extended coverage: weekly hours in the brand's zone, `HH:MM`; `24:00` is the end of the day. */
    week: jsonb().$type<readonly CoverageHours[]>().notNull().default([]),
    /** Of an extended coverage: the hours also hold on the brand's days off. */
    onDaysOff: boolean().notNull().default(false),
    position: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.brand, table.key] }),
    check("coverages_key", sql`${table.key} ~ '^[a-z][a-z0-9_]{1,39}$'`),
    check("coverages_name", sql`${table.name} <> ''`),
    check("coverages_kind", oneOf(table.kind, COVERAGE_KINDS)),
    check(
      "coverages_week",
      sql`jsonb_typeof(${table.week}) = 'array' and (${table.kind} = 'extended') = (${table.week} <> '[]'::jsonb)`,
    ),
    clientReads(sql`brand = ${viewerBrand}`),
    staffReads(inStaffBrands("brand")),
    gateRows,
  ],
);
