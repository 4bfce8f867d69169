import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgPolicy,
  pgTable,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { companies } from "./companies";
import {
  AGREEMENT_KINDS,
  AGREEMENT_STATES,
  type AgreementKind,
  COVERAGE_CHANGES,
  type CoverageChange,
} from "./constants";
import { coverages } from "./coverages";
import {
  CLIENT_FACING,
  clientReads,
  createdAt,
  id,
  inStaffBrands,
  oneOf,
  staffHasRole,
  staffReads,
  staffRole,
  viewerBrand,
  viewerCompany,
} from "./shared";

const staffWhoServe = sql`${inStaffBrands("brand")} and ${staffHasRole(...CLIENT_FACING)}`;
const administrators = sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`;

/**
 * Support agreements, subscriptions and contracts, imported from the ERP. An agreement is in force from `startsOn` to
 * `endsOn`, both days included. Clients get seats and value on request only: the role `portal_client` has no right to
 * those columns.
 */
export const agreements = pgTable(
  "agreements",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    externalId: text().notNull(),
    kind: text().$type<AgreementKind>().notNull(),
    product: text().notNull(),
    startsOn: date({ mode: "string" }).notNull(),
    endsOn: date({ mode: "string" }).notNull(),
    state: text().$type<(typeof AGREEMENT_STATES)[number]>().notNull().default("active"),
    seats: integer(),
    valueMinor: bigint({ mode: "number" }),
    currency: text(),
    /** Of a support agreement: the key of its coverage. */
    coverage: text().notNull().default("chat_hours"),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    unique("agreements_external").on(table.brand, table.externalId),
    index("agreements_company").on(table.companyId, table.endsOn),
    // Which companies have a term that ends about now, of whatever company and without a look at the rows.
    index("agreements_ending").on(table.endsOn, table.brand, table.companyId).where(sql`state = 'active'`),
    foreignKey({
      name: "agreements_coverage",
      columns: [table.brand, table.coverage],
      foreignColumns: [coverages.brand, coverages.key],
    }),
    check("agreements_kind", oneOf(table.kind, AGREEMENT_KINDS)),
    check("agreements_state", oneOf(table.state, AGREEMENT_STATES)),
    check("agreements_term", sql`${table.startsOn} <= ${table.endsOn}`),
    clientReads(sql`company_id = ${viewerCompany} and brand = ${viewerBrand}`),
    staffReads(staffWhoServe),
    // The coverage and the last day alone: the grant names no other column.
    pgPolicy("staff_updates", { for: "update", to: staffRole, using: administrators, withCheck: administrators }),
  ],
);

/** How agreements came to their coverage. Triggers write the rows, so no code path can forget it. */
export const coverageChanges = pgTable(
  "coverage_changes",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    agreementId: uuid()
      .notNull()
      .references(() => agreements.id, { onDelete: "cascade" }),
    kind: text().$type<CoverageChange>().notNull(),
    /** Keys of coverages; of a coverage that was handed back both are the one that stays for now. */
    before: text().notNull(),
    after: text().notNull(),
    /** The administrator, with the name of then; null for an import. */
    changedBy: uuid(),
    changedByName: text(),
    changedAt: createdAt(),
  },
  (table) => [
    index("coverage_changes_agreement").on(table.agreementId, table.changedAt, table.id),
    check("coverage_changes_kind", oneOf(table.kind, COVERAGE_CHANGES)),
    staffReads(staffWhoServe),
  ],
);
