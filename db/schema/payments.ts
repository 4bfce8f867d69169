import { sql } from "drizzle-orm";
import { bigint, check, date, index, pgPolicy, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { companies, contacts } from "./companies";
import {
  ALLOCATION_STATES,
  type AllocationState,
  DISPUTE_STATES,
  type DisputeState,
  PAYMENT_METHODS,
  PAYMENT_SOURCES,
  PAYMENT_STATES,
  type PaymentMethod,
  type PaymentState,
} from "./constants";
import { invoices } from "./invoices";
import {
  clientInserts,
  clientRole,
  createdAt,
  gateRows,
  id,
  instant,
  moneyPolicies,
  oneOf,
  payersOwn,
  viewerContact,
} from "./shared";

const minor = () => bigint({ mode: "number" });

/**
 * Money received, or on its way. What neither lies against an invoice nor went back is a visible credit
 * (`unallocatedMinor`). The id of a portal payment is made with its form, so the same form sent twice is one payment.
 */
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
    /** Allocated to invoices, kept by a trigger on `allocations`. */
    allocatedMinor: minor().notNull().default(0),
    /** Went back without having lain on an invoice: a refunded credit. */
    returnedMinor: minor().notNull().default(0),
    unallocatedMinor: minor().notNull().generatedAlwaysAs(sql`amount_minor - allocated_minor - returned_minor`),
    /** Business day in the brand's zone on which the money came; of a started payment the day it was started. */
    receivedOn: date({ mode: "string" }).notNull(),
    /** Who paid in the portal; the name as it was then, since a client reads no colleague's record. */
    contactId: uuid().references(() => contacts.id),
    contactName: text(),
    /** What the payer gave along: own PO number and a note on what the money is for. */
    poNumber: text(),
    note: text(),
    /** Stripe's code for why the last attempt did not work. */
    failureCode: text(),
    disputeState: text().$type<DisputeState>(),
    /** When a bank debit is expected to have cleared. */
    expectedOn: date({ mode: "string" }),
    /** When the money came in, and whether the receipt is on its way: set once. System time. */
    succeededAt: instant(),
    /** Number of the newest look at Stripe that this row shows (sequence payment_observations); an older look changes nothing. */
    observation: minor().notNull().default(0),
    observedAt: instant(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    unique("payments_external").on(table.brand, table.externalId),
    unique("payments_reference").on(table.reference),
    index("payments_company").on(table.companyId, table.receivedOn, table.id),
    index("payments_newest").on(table.brand, table.receivedOn, table.id),
    index("payments_by_state").on(table.brand, table.state, table.receivedOn, table.id),
    // What reconciliation asks for: few rows however many payments there are.
    index("payments_unsettled").on(table.brand, table.id).where(sql`state in ('started', 'processing')`),
    // In the order in which it takes those whose money came: the ones not looked at for longest first.
    index("payments_longest_unseen")
      .on(sql`coalesce(observed_at, created_at)`, table.id)
      .where(sql`source = 'portal' and succeeded_at is not null`),
    index("payments_credit").on(table.companyId, table.currency).where(sql`unallocated_minor > 0`),
    index("payments_went_back")
      .on(table.companyId, table.receivedOn)
      .where(sql`state in ('refunded', 'partly_refunded', 'disputed')`),
    check("payments_source", oneOf(table.source, PAYMENT_SOURCES)),
    check("payments_method", oneOf(table.method, PAYMENT_METHODS)),
    check("payments_state", oneOf(table.state, PAYMENT_STATES)),
    check("payments_dispute_state", oneOf(table.disputeState, DISPUTE_STATES)),
    check("payments_amount", sql`${table.amountMinor} > 0`),
    check("payments_not_over_allocated", sql`${table.allocatedMinor} between 0 and ${table.amountMinor}`),
    check(
      "payments_not_over_returned",
      sql`${table.returnedMinor} >= 0 and ${table.allocatedMinor} + ${table.returnedMinor} <= ${table.amountMinor}`,
    ),
    check("payments_known_by", sql`${table.externalId} is not null or ${table.reference} is not null`),
    ...moneyPolicies(),
    // A client starts a payment; what becomes of it, Stripe says.
    clientInserts(
      sql`${payersOwn} and source = 'portal' and state = 'started' and contact_id = ${viewerContact} and reference is not null
        and external_id is null and allocated_minor = 0 and returned_minor = 0 and dispute_state is null and succeeded_at is null and observation = 0`,
    ),
    // A row is locked under UPDATE's policy; the only column that a client has the right to is `updated_at`.
    pgPolicy("client_locks", { for: "update", to: clientRole, using: payersOwn, withCheck: payersOwn }),
    gateRows,
  ],
);

/** Part of a payment, or of a credit note, allocated to one invoice of the same company and currency. */
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
    /** Business day from which it counts; null is the day of its payment or credit note. */
    appliedOn: date({ mode: "string" }),
    /** Business day on which a refunded part went back; null is the day of its payment. */
    refundedOn: date({ mode: "string" }),
    /** The contact who applied a credit. */
    appliedBy: uuid().references(() => contacts.id),
    createdAt: createdAt(),
  },
  (table) => [
    index("allocations_invoice").on(table.invoiceId),
    index("allocations_payment").on(table.paymentId),
    index("allocations_credit_note").on(table.creditNoteId),
    // One charge: two started payments never want the same invoice.
    uniqueIndex("allocations_one_plan").on(table.invoiceId).where(sql`state = 'planned'`),
    check("allocations_amount", sql`${table.amountMinor} > 0`),
    check("allocations_state", oneOf(table.state, ALLOCATION_STATES)),
    check("allocations_one_source", sql`num_nonnulls(${table.paymentId}, ${table.creditNoteId}) = 1`),
    ...moneyPolicies(),
    // The plan of one's own started payment, or a credit of the company allocated to an invoice.
    clientInserts(
      sql`${payersOwn} and credit_note_id is null and refunded_on is null and (
        (state = 'planned' and applied_by is null and applied_on is null and exists (
          select 1 from payments where payments.id = payment_id and payments.state = 'started' and payments.contact_id = ${viewerContact}))
        or (state = 'applied' and applied_by = ${viewerContact} and exists (
          select 1 from payments where payments.id = payment_id and payments.state in ('succeeded', 'partly_refunded'))))`,
    ),
    gateRows,
  ],
);
