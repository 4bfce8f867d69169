import { z } from "zod";
import {
  PAYMENT_SOURCES,
  PAYMENT_STATES,
  type PaymentState,
  STRIPE_EVENT_STATES,
  type StripeEventState,
} from "@/db/schema/constants";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { decodePlace, encodePlace } from "@/lib/kit/lists/cursor";
import { cleanQuery } from "@/lib/kit/lists/search";
import { routes } from "@/lib/routes";

export const STAFF_PAGE_SIZE = 50;

export type PaymentSource = (typeof PAYMENT_SOURCES)[number];

/** The row beside which a page begins, and on which side. Newest first: by day of receipt, then by id. */
export interface PaymentCursor {
  readonly side: "after" | "before";
  readonly receivedOn: string;
  readonly id: string;
}

export interface StaffPaymentFilters {
  readonly q: string;
  readonly state: PaymentState | null;
  readonly brand: string | null;
  readonly source: PaymentSource | null;
  /** Received from and to, `YYYY-MM-DD`, both included. */
  readonly from: string | null;
  readonly to: string | null;
  readonly cursor: PaymentCursor | null;
}

/** Events are in the order of their arrival, which is their ids' order. */
export interface EventCursor {
  readonly side: "after" | "before";
  readonly id: string;
}

export interface StripeEventFilters {
  readonly q: string;
  readonly state: StripeEventState | null;
  readonly brand: string | null;
  readonly cursor: EventCursor | null;
}

const day = z.iso.date().refine((value) => value >= "1900-01-01");
const rowId = z.guid().transform((id) => id.toLowerCase());
const side = z.enum(["after", "before"]);
const brandKey = z.string().regex(/^[a-z][a-z0-9-]{0,40}$/);
const query = z.string().transform(cleanQuery).catch("");

const paymentParameters = z.object({
  q: query,
  state: z.enum(PAYMENT_STATES).nullable().catch(null),
  brand: brandKey.nullable().catch(null),
  source: z.enum(PAYMENT_SOURCES).nullable().catch(null),
  from: day.nullable().catch(null),
  to: day.nullable().catch(null),
  after: z
    .string()
    .max(200)
    .transform(decodePlace)
    .pipe(z.tuple([side, day, rowId]).transform(([side, receivedOn, id]): PaymentCursor => ({ side, receivedOn, id })))
    .nullable()
    .catch(null),
});

const eventParameters = z.object({
  q: query,
  state: z.enum(STRIPE_EVENT_STATES).nullable().catch(null),
  brand: brandKey.nullable().catch(null),
  after: z
    .string()
    .max(200)
    .transform(decodePlace)
    .pipe(z.tuple([side, rowId]).transform(([side, id]): EventCursor => ({ side, id })))
    .nullable()
    .catch(null),
});

const read = (raw: RawParameters, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, firstParameter(raw, name)]));

/** The filters of an address. Whatever cannot be read falls back to its default; there is no wrong address of this list. */
export function parseStaffPaymentFilters(raw: RawParameters): StaffPaymentFilters {
  const { after, ...rest } = paymentParameters.parse(read(raw, Object.keys(paymentParameters.shape)));
  return { ...rest, cursor: after };
}

/** As parseStaffPaymentFilters, for the list of Stripe's events. */
export function parseStripeEventFilters(raw: RawParameters): StripeEventFilters {
  const { after, ...rest } = eventParameters.parse(read(raw, Object.keys(eventParameters.shape)));
  return { ...rest, cursor: after };
}

function href(path: string, values: Readonly<Record<string, string | null>>, after: string | null): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) search.set(name, value);
  if (after) search.set("after", after);
  return search.size > 0 ? `${path}?${search}` : path;
}

/** The address of the list with filters changed. A change of anything but the cursor begins at the first page. */
export function staffPaymentsHref(filters: StaffPaymentFilters, change: Partial<StaffPaymentFilters> = {}): string {
  const { cursor, ...rest } = { ...filters, cursor: null, ...change };
  return href(routes.staffPayments, rest, cursor && encodePlace([cursor.side, cursor.receivedOn, cursor.id]));
}

/** As staffPaymentsHref, for the list of Stripe's events. */
export function stripeEventsHref(filters: StripeEventFilters, change: Partial<StripeEventFilters> = {}): string {
  const { cursor, ...rest } = { ...filters, cursor: null, ...change };
  return href(routes.staffStripeEvents, rest, cursor && encodePlace([cursor.side, cursor.id]));
}

/** A payment's id from the last part of an address; null when it can be none. */
export function parsePaymentId(segment: string): string | null {
  return rowId.safeParse(segment).data ?? null;
}
