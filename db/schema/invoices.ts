import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  date,
  index,
  integer,
  numeric,
  pgPolicy,
  pgTable,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { companies } from "./companies";
import { INVOICE_KINDS, type InvoiceKind } from "./constants";
import { clientRole, createdAt, gateRows, id, moneyPolicies, oneOf, payersOwn } from "./shared";

const minor = () => bigint({ mode: "number" });

/**
 * Invoices and credit notes, imported from the ERP. A trigger on `allocations` keeps the four sums, and they are never
 * written by hand. The balance is computed from them and never imported. The balance of a credit note is the amount
 * that can still be allocated.
 */
export const invoices = pgTable(
  "invoices",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    externalId: text().notNull(),
    /** As printed, unique within the brand. */
    number: text().notNull(),
    kind: text().$type<InvoiceKind>().notNull().default("invoice"),
    currency: text().notNull(),
    issuedOn: date({ mode: "string" }).notNull(),
    dueOn: date({ mode: "string" }).notNull(),
    poNumber: text(),
    terms: text(),
    memo: text(),
    subtotalMinor: minor().notNull(),
    taxMinor: minor().notNull().default(0),
    totalMinor: minor().notNull(),
    allocatedMinor: minor().notNull().default(0),
    pendingMinor: minor().notNull().default(0),
    disputedMinor: minor().notNull().default(0),
    refundedMinor: minor().notNull().default(0),
    balanceMinor: minor()
      .notNull()
      .generatedAlwaysAs(sql`case when voided_on is null then total_minor - allocated_minor else 0 end`),
    voidedOn: date({ mode: "string" }),
    /** Number, PO number and texts of the lines in lower case, kept by triggers. Search reads this column. */
    searchText: text().notNull().default(""),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    unique("invoices_external").on(table.brand, table.externalId),
    unique("invoices_number").on(table.brand, table.number),
    index("invoices_by_due").on(table.companyId, table.dueOn, table.id),
    index("invoices_by_issued").on(table.companyId, table.issuedOn, table.id),
    index("invoices_by_total").on(table.companyId, table.totalMinor, table.id),
    index("invoices_open")
      .on(table.companyId, table.dueOn, table.id)
      .where(sql`balance_minor > 0 and kind = 'invoice'`),
    // The count and the sums of a whole list are read from this index alone.
    index("invoices_sums").on(
      table.companyId,
      table.brand,
      table.currency,
      table.kind,
      table.totalMinor,
      table.balanceMinor,
      table.voidedOn,
    ),
    // Of a whole brand, the newest first: where staff search for a common word.
    index("invoices_by_brand").on(table.brand, table.issuedOn, table.id),
    index("invoices_search").using("gin", sql`search_text gin_trgm_ops`),
    check("invoices_kind", oneOf(table.kind, INVOICE_KINDS)),
    check(
      "invoices_total",
      sql`${table.totalMinor} = ${table.subtotalMinor} + ${table.taxMinor} and ${table.totalMinor} >= 0`,
    ),
    check("invoices_not_overpaid", sql`${table.allocatedMinor} between 0 and ${table.totalMinor}`),
    check("invoices_currency", sql`${table.currency} ~ '^[A-Z]{3}$'`),
    ...moneyPolicies(),
    // Locking a row requires a policy for UPDATE. The only column that a client has the right to update is
    // `updated_at`.
    pgPolicy("client_locks", { for: "update", to: clientRole, using: payersOwn, withCheck: payersOwn }),
    gateRows,
  ],
);

export const invoiceLines = pgTable(
  "invoice_lines",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    invoiceId: uuid()
      .notNull()
      .references(() => invoices.id, { onDelete: "cascade" }),
    lineNumber: integer().notNull(),
    description: text().notNull(),
    quantity: numeric({ precision: 14, scale: 4 }).notNull(),
    unitPriceMinor: minor().notNull(),
    amountMinor: minor().notNull(),
  },
  (table) => [unique("invoice_lines_number").on(table.invoiceId, table.lineNumber), ...moneyPolicies()],
);
