import { sql } from "drizzle-orm";
import { bigint, check, date, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { companies } from "./companies";
import { AGREEMENT_KINDS, AGREEMENT_STATES, type AgreementKind } from "./constants";
import {
  CLIENT_FACING,
  clientReads,
  createdAt,
  id,
  inStaffBrands,
  oneOf,
  staffHasRole,
  staffReads,
  viewerBrand,
  viewerCompany,
} from "./shared";

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
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    unique("agreements_external").on(table.brand, table.externalId),
    index("agreements_company").on(table.companyId, table.endsOn),
    check("agreements_kind", oneOf(table.kind, AGREEMENT_KINDS)),
    check("agreements_state", oneOf(table.state, AGREEMENT_STATES)),
    check("agreements_term", sql`${table.startsOn} <= ${table.endsOn}`),
    clientReads(sql`company_id = ${viewerCompany} and brand = ${viewerBrand}`),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole(...CLIENT_FACING)}`),
  ],
);
