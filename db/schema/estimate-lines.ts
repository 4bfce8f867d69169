import { bigint, integer, numeric, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { companies } from "./companies";
import { estimates } from "./estimates";
import { id, moneyPolicies } from "./shared";

/**
 * Lines of estimates, imported from the ERP. Their sum may differ from the total, because an estimate has no columns for
 * tax and freight.
 */
export const estimateLines = pgTable(
  "estimate_lines",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    estimateId: uuid()
      .notNull()
      .references(() => estimates.id, { onDelete: "cascade" }),
    lineNumber: integer().notNull(),
    description: text().notNull(),
    quantity: numeric({ precision: 14, scale: 4 }).notNull(),
    unitPriceMinor: bigint({ mode: "number" }).notNull(),
    amountMinor: bigint({ mode: "number" }).notNull(),
  },
  (table) => [unique("estimate_lines_number").on(table.estimateId, table.lineNumber), ...moneyPolicies()],
);
