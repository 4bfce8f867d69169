import { sql } from "drizzle-orm";
import { bigint, check, date, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { companies, contacts } from "./companies";
import {
  ALLOCATION_STATES,
  type AllocationState,
  PAYMENT_METHODS,
  PAYMENT_SOURCES,
  PAYMENT_STATES,
  type PaymentMethod,
  type PaymentState,
} from "./constants";
import { invoices } from "./invoices";
import { createdAt, id, moneyPolicies, oneOf } from "./shared";

const minor = () => bigint({ mode: "number" });

/** Money received, or on its way. What is not allocated is a visible credit (`unallocatedMinor`). */
export const payments = pgTable(
  "payments",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    source: text().$type<(typeof PAYMENT_SOURCES)[number]>().notNull(),
    /** The ERP's key; a portal payment gets it once the ERP reports it back. */
    externalId: text(),
    /** `CP-…`: carried by every payment made in the portal, on receipt and in the ERP. */
    reference: text(),
    method: text().$type<PaymentMethod>().notNull(),
    state: text().$type<PaymentState>().notNull(),
    currency: text().notNull(),
    amountMinor: minor().notNull(),
    /** Laid against invoices, kept by a trigger on `allocations`. */
    allocatedMinor: minor().notNull().default(0),
    unallocatedMinor: minor().notNull().generatedAlwaysAs(sql`amount_minor - allocated_minor`),
    receivedOn: date({ mode: "string" }).notNull(),
    contactId: uuid().references(() => contacts.id),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    unique("payments_external").on(table.brand, table.externalId),
    unique("payments_reference").on(table.reference),
    index("payments_company").on(table.companyId, table.receivedOn, table.id),
    check("payments_source", oneOf(table.source, PAYMENT_SOURCES)),
    check("payments_method", oneOf(table.method, PAYMENT_METHODS)),
    check("payments_state", oneOf(table.state, PAYMENT_STATES)),
    check("payments_amount", sql`${table.amountMinor} > 0`),
    check("payments_not_over_allocated", sql`${table.allocatedMinor} between 0 and ${table.amountMinor}`),
    check("payments_known_by", sql`${table.externalId} is not null or ${table.reference} is not null`),
    ...moneyPolicies(),
  ],
);

/** Part of a payment, or of a credit note, laid against one invoice of the same company and currency. */
export const allocations = pgTable(
  "allocations",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    paymentId: uuid().references(() => payments.id),
    creditNoteId: uuid().references(() => invoices.id),
    invoiceId: uuid()
      .notNull()
      .references(() => invoices.id),
    amountMinor: minor().notNull(),
    state: text().$type<AllocationState>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index("allocations_invoice").on(table.invoiceId),
    index("allocations_payment").on(table.paymentId),
    index("allocations_credit_note").on(table.creditNoteId),
    check("allocations_amount", sql`${table.amountMinor} > 0`),
    check("allocations_state", oneOf(table.state, ALLOCATION_STATES)),
    check("allocations_one_source", sql`num_nonnulls(${table.paymentId}, ${table.creditNoteId}) = 1`),
    ...moneyPolicies(),
  ],
);
