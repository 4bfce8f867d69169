import { PAYMENT_SOURCES, PAYMENT_STATES, STRIPE_EVENT_STATES } from "@/db/schema/constants";
import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { dayOrNull, keyOrNull, oneOf, search } from "@/lib/kit/lists/parameters";
import { day, rowId } from "@/lib/kit/lists/values";
import { routes } from "@/lib/routes";

export const STAFF_PAGE_SIZE = 50;

export type PaymentSource = (typeof PAYMENT_SOURCES)[number];

const payments = defineFilters({
  path: routes.staffPayments,
  parameters: {
    q: search(),
    state: oneOf(PAYMENT_STATES),
    brand: keyOrNull(),
    source: oneOf(PAYMENT_SOURCES),
    /** First and last day of receipt, both included. */
    from: dayOrNull(),
    to: dayOrNull(),
  },
  // Newest first: by day of receipt, then by id.
  cursor: defineCursor({ receivedOn: day }),
});
export const { parse: parseStaffPaymentFilters, href: staffPaymentsHref } = payments;
export type StaffPaymentFilters = ReturnType<typeof parseStaffPaymentFilters>;
export type PaymentCursor = NonNullable<StaffPaymentFilters["cursor"]>;

const events = defineFilters({
  path: routes.staffStripeEvents,
  parameters: { q: search(), state: oneOf(STRIPE_EVENT_STATES), brand: keyOrNull() },
  // By id, which is the order in which the events arrived.
  cursor: defineCursor({}),
});
export const { parse: parseStripeEventFilters, href: stripeEventsHref } = events;
export type StripeEventFilters = ReturnType<typeof parseStripeEventFilters>;
export type EventCursor = NonNullable<StripeEventFilters["cursor"]>;

/** A payment's id from the last part of an address; null if it cannot be one. */
export function parsePaymentId(segment: string): string | null {
  return rowId.safeParse(segment).data ?? null;
}
