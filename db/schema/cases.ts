import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  check,
  index,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { SEVERITIES, type Severity } from "./constants";
import {
  CASE_READERS,
  CASE_WORKERS,
  clientInserts,
  clientReads,
  inStaffBrands,
  oneOf,
  staffHasRole,
  staffReads,
  staffRole,
  viewerBrand,
} from "./shared";
import { threads } from "./threads";

/** True when the viewer sees the case's thread: the sub-select runs under the policies of threads. */
const ofVisibleThread = sql`brand = ${viewerBrand} and exists (select 1 from threads where threads.id = cases.id)`;
const staffWorkCases = sql`${inStaffBrands("brand")} and ${staffHasRole(...CASE_WORKERS)}`;

/** The columns that only a support case has. All others, such as the status, are in the thread with the same id. */
export const cases = pgTable(
  "cases",
  {
    id: uuid()
      .primaryKey()
      .references(() => threads.id, { onDelete: "cascade" }),
    brand: text()
      .notNull()
      .references(() => brands.key),
    productVersion: text(),
    /** The earlier case that this one continues, because it was closed too long ago to be reopened. */
    followsId: uuid().references((): AnyPgColumn => cases.id),
  },
  (table) => [
    index("cases_follows").on(table.followsId).where(sql`follows_id is not null`),
    clientReads(ofVisibleThread),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole(...CASE_READERS)}`),
    clientInserts(ofVisibleThread),
    pgPolicy("staff_updates", { for: "update", to: staffRole, using: staffWorkCases, withCheck: staffWorkCases }),
  ],
);

/** Time to the first answer by severity, in minutes of the brand's chat hours. */
export const caseTargets = pgTable(
  "case_targets",
  {
    brand: text()
      .notNull()
      .references(() => brands.key),
    severity: text().$type<Severity>().notNull(),
    minutes: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.brand, table.severity] }),
    check("case_targets_severity", oneOf(table.severity, SEVERITIES)),
    check("case_targets_minutes", sql`${table.minutes} > 0`),
    clientReads(sql`brand = ${viewerBrand}`),
    staffReads(inStaffBrands("brand")),
  ],
);

/** Products that a brand supports. The form of a new case offers them. */
export const products = pgTable(
  "products",
  {
    brand: text()
      .notNull()
      .references(() => brands.key),
    name: text().notNull(),
    versions: text().array().notNull().default(sql`'{}'`),
    position: integer().notNull().default(0),
  },
  (table) => [
    unique("products_name").on(table.brand, table.name),
    clientReads(sql`brand = ${viewerBrand}`),
    staffReads(inStaffBrands("brand")),
  ],
);
