import { sql } from "drizzle-orm";
import { bigint, check, date, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { companies } from "./companies";
import { ESTIMATE_STATES, type EstimateState } from "./constants";
import { createdAt, id, moneyPolicies, oneOf } from "./shared";

/** Estimates, imported from the ERP. An estimate is valid to the end of `expiresOn` in the brand's zone. */
export const estimates = pgTable(
  "estimates",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    externalId: text().notNull(),
    number: text().notNull(),
    title: text().notNull(),
    currency: text().notNull(),
    totalMinor: bigint({ mode: "number" }).notNull(),
    issuedOn: date({ mode: "string" }).notNull(),
    expiresOn: date({ mode: "string" }).notNull(),
    state: text().$type<EstimateState>().notNull().default("open"),
    quoteUrl: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    unique("estimates_external").on(table.brand, table.externalId),
    unique("estimates_number").on(table.brand, table.number),
    index("estimates_company").on(table.companyId, table.expiresOn, table.id),
    // Of a whole brand, the newest first: where staff search for a common word.
    index("estimates_by_brand").on(table.brand, table.issuedOn, table.id),
    check("estimates_state", oneOf(table.state, ESTIMATE_STATES)),
    check("estimates_total", sql`${table.totalMinor} >= 0`),
    ...moneyPolicies(),
  ],
);
