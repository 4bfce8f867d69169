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
 * Invoices and credit notes: the ERP's. The four sums are kept by a trigger on `allocations` and are never written by
 * hand; the balance is computed from them and never imported. A credit note's balance is what it can still give.
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
    /** Number, PO and line texts, lower-cased, kept by triggers: what search looks through. */
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
    // Count and sums of a whole list from the index alone.
    index("invoices_sums").on(
      table.companyId,
      table.brand,
      table.currency,
      table.kind,
      table.totalMinor,
      table.balanceMinor,
      table.voidedOn,
    ),
    index("invoices_search").using("gin", sql`search_text gin_trgm_ops`),
    check("invoices_kind", oneOf(table.kind, INVOICE_KINDS)),
    check(
      "invoices_total",
      sql`${table.totalMinor} = ${table.subtotalMinor} + ${table.taxMinor} and ${table.totalMinor} >= 0`,
    ),
    check("invoices_not_overpaid", sql`${table.allocatedMinor} between 0 and ${table.totalMinor}`),
    check("invoices_currency", sql`${table.currency} ~ '^[A-Z]{3}$'`),
    ...moneyPolicies(),
    // A row is locked under UPDATE's policy; the only column that a client has the right to is `updated_at`.
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
