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
 * Money received, or on its way. What is neither allocated to an invoice nor returned is a credit that the client sees
 * (`unallocatedMinor`). The id of a portal payment is made together with its form, so the same form sent twice is one
 * payment.
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
    /** The ERP's key. A portal payment gets it once the ERP reports the payment back. */
    externalId: text(),
    /** `CP-…`: every payment made in the portal has one. It is on the receipt and in the ERP. */
    reference: text(),
    method: text().$type<PaymentMethod>().notNull(),
    state: text().$type<PaymentState>().notNull(),
    currency: text().notNull(),
    amountMinor: minor().notNull(),
    /** The sum allocated to invoices, kept by a trigger on `allocations`. */
    allocatedMinor: minor().notNull().default(0),
    /** The sum that was returned without having been allocated to an invoice: a refunded credit. */
    returnedMinor: minor().notNull().default(0),
    unallocatedMinor: minor().notNull().generatedAlwaysAs(sql`amount_minor - allocated_minor - returned_minor`),
    /**
     * Business day in the brand's zone on which the money came. For a started payment it is the day on which it was
     * started.
     */
    receivedOn: date({ mode: "string" }).notNull(),
    /**
     * The contact who paid in the portal. The name is as it was then; it is stored because a client cannot read the
     * records of colleagues.
     */
    contactId: uuid().references(() => contacts.id),
    contactName: text(),
    /** What the payer added: their own PO number, and a note on what the money is for. */
    poNumber: text(),
    note: text(),
    /** Stripe's code for why the last attempt failed. */
    failureCode: text(),
    disputeState: text().$type<DisputeState>(),
    /** When a bank debit is expected to have cleared. */
    expectedOn: date({ mode: "string" }),
    /** When the money came in, in system time; null before that. It is set once, when the receipt is queued. */
    succeededAt: instant(),
    /**
     * Number of the newest observation of Stripe that this row shows, from the sequence payment_observations. An
     * observation with a lower number changes nothing.
     */
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
    // For reconciliation, which reads the unsettled payments: they are few, however many payments there are.
    index("payments_unsettled").on(table.brand, table.id).where(sql`state in ('started', 'processing')`),
    // In the order in which reconciliation takes payments whose money came: those observed longest ago first.
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
    // A client can only start a payment. The states after that come from Stripe.
    clientInserts(
      sql`${payersOwn} and source = 'portal' and state = 'started' and contact_id = ${viewerContact} and reference is not null
        and external_id is null and allocated_minor = 0 and returned_minor = 0 and dispute_state is null and succeeded_at is null and observation = 0`,
    ),
    // Locking a row requires a policy for UPDATE. The only column that a client has the right to update is
    // `updated_at`.
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
    /** Business day from which the allocation counts; null means the day of its payment or credit note. */
    appliedOn: date({ mode: "string" }),
    /** Business day on which a refunded part went back; null means the day of its payment. */
    refundedOn: date({ mode: "string" }),
    /** The contact who applied a credit. */
    appliedBy: uuid().references(() => contacts.id),
    createdAt: createdAt(),
  },
  (table) => [
    index("allocations_invoice").on(table.invoiceId),
    index("allocations_payment").on(table.paymentId),
    index("allocations_credit_note").on(table.creditNoteId),
    // Prevents a double charge: two started payments cannot plan to pay the same invoice.
    uniqueIndex("allocations_one_plan").on(table.invoiceId).where(sql`state = 'planned'`),
    check("allocations_amount", sql`${table.amountMinor} > 0`),
    check("allocations_state", oneOf(table.state, ALLOCATION_STATES)),
    check("allocations_one_source", sql`num_nonnulls(${table.paymentId}, ${table.creditNoteId}) = 1`),
    ...moneyPolicies(),
    // A client may insert the plan of their own started payment, or allocate a credit of the company to an invoice.
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
