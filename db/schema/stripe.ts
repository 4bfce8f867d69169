import { sql } from "drizzle-orm";
import { bigint, boolean, check, date, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { companies, contacts } from "./companies";
import {
  CHECKOUT_STATES,
  type CheckoutState,
  REFUND_KINDS,
  type RefundKind,
  STRIPE_EVENT_STATES,
  type StripeEventState,
} from "./constants";
import { payments } from "./payments";
import {
  clientInserts,
  clientReads,
  createdAt,
  gateRows,
  id,
  inStaffBrands,
  instant,
  MONEY_READERS,
  moneyPolicies,
  oneOf,
  payersOwn,
  staffHasRole,
  staffReads,
  viewerBrand,
  viewerCompany,
  viewerContact,
  viewerHasBilling,
} from "./shared";

/**
 * Attempts to collect a payment. Each is one session of Stripe's Checkout. Its request is made from this row alone, so
 * that a repeated request has the same bytes under the same idempotency key (`payment:<payment>:<number>`). Among
 * clients only the payer reads it, because whoever has the address of a session can pay there.
 */
export const paymentCheckouts = pgTable(
  "payment_checkouts",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id),
    paymentId: uuid()
      .notNull()
      .references(() => payments.id),
    /** 1 for the first attempt. */
    number: integer().notNull(),
    state: text().$type<CheckoutState>().notNull().default("preparing"),
    /** Origin of the brand from which the payer came and to which they return; one of the configured origins. */
    returnOrigin: text().notNull(),
    /** When the session ends by itself, system time in whole seconds. */
    expiresAt: instant().notNull(),
    sessionId: text().unique("payment_checkouts_session"),
    url: text(),
    paymentIntentId: text().unique("payment_checkouts_intent"),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (table) => [
    unique("payment_checkouts_number").on(table.paymentId, table.number),
    index("payment_checkouts_unknown").on(table.brand, table.createdAt).where(sql`session_id is null`),
    index("payment_checkouts_unended").on(table.paymentId).where(sql`state in ('preparing', 'open')`),
    check("payment_checkouts_state", oneOf(table.state, CHECKOUT_STATES)),
    check("payment_checkouts_number_from_one", sql`${table.number} >= 1`),
    clientReads(
      sql`company_id = ${viewerCompany} and brand = ${viewerBrand} and ${viewerHasBilling} and contact_id = ${viewerContact}`,
    ),
    clientInserts(
      sql`${payersOwn} and contact_id = ${viewerContact} and number = 1 and state = 'preparing' and session_id is null and url is null
        and payment_intent_id is null and exists (
          select 1 from payments where payments.id = payment_id and payments.state = 'started' and payments.contact_id = ${viewerContact})`,
    ),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole(...MONEY_READERS)}`),
    gateRows,
  ],
);

/** Money of a portal payment that went back to the payer, as Stripe reports it. */
export const paymentRefunds = pgTable(
  "payment_refunds",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    paymentId: uuid()
      .notNull()
      .references(() => payments.id),
    kind: text().$type<RefundKind>().notNull(),
    /** Stripe's id of the refund or the lost dispute. */
    stripeId: text().notNull(),
    amountMinor: bigint({ mode: "number" }).notNull(),
    /** Business day in the brand's zone. */
    refundedOn: date({ mode: "string" }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    unique("payment_refunds_stripe").on(table.brand, table.stripeId),
    index("payment_refunds_payment").on(table.paymentId),
    index("payment_refunds_company").on(table.companyId, table.refundedOn),
    check("payment_refunds_kind", oneOf(table.kind, REFUND_KINDS)),
    check("payment_refunds_amount", sql`${table.amountMinor} > 0`),
    ...moneyPolicies(),
    gateRows,
  ],
);

/**
 * Events that Stripe's webhooks delivered, each stored once. The payload is not kept: the worker asks Stripe for the
 * current state of the object.
 */
export const stripeEvents = pgTable(
  "stripe_events",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    /** Stripe's `evt_…`, unique within an account. */
    eventId: text().notNull(),
    type: text().notNull(),
    /** Kind and id of the object that the event is about (`checkout.session`, `cs_…`). */
    objectType: text(),
    objectId: text(),
    livemode: boolean().notNull(),
    /** When the event happened, according to Stripe. */
    happenedAt: instant().notNull(),
    state: text().$type<StripeEventState>().notNull().default("received"),
    /** Why the event was ignored or given up, in words for staff. */
    note: text(),
    /** The payment that the event is about, once it is known. */
    paymentId: uuid().references(() => payments.id),
    receivedAt: createdAt(),
    handledAt: instant(),
  },
  (table) => [
    unique("stripe_events_event").on(table.brand, table.eventId),
    index("stripe_events_newest").on(table.brand, table.id),
    index("stripe_events_payment").on(table.paymentId),
    index("stripe_events_object").on(table.brand, table.objectId),
    index("stripe_events_by_state").on(table.brand, table.state, table.id),
    index("stripe_events_type").on(table.brand, table.type),
    index("stripe_events_waiting").on(table.receivedAt).where(sql`state = 'received'`),
    check("stripe_events_state", oneOf(table.state, STRIPE_EVENT_STATES)),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole(...MONEY_READERS)}`),
    gateRows,
  ],
);
