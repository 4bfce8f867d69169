import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { allocations, paymentCheckouts, paymentRefunds, payments, stripeEvents } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { readsMoney, visibleMoneyRows } from "@/lib/people/companies/policy";

/**
 * The payments that a viewer may see: of the primary company, for a client with the right billing; of their brands, for
 * staff who may read money. Never undefined.
 */
export function visiblePayments(viewer: Viewer): SQL {
  return visibleMoneyRows(viewer, payments);
}

/** The allocations that a viewer may see, by the same rule as visiblePayments. Never undefined. */
export function visibleAllocations(viewer: Viewer): SQL {
  return visibleMoneyRows(viewer, allocations);
}

/** The refunds and chargebacks that a viewer may see, by the same rule as visiblePayments. Never undefined. */
export function visibleRefunds(viewer: Viewer): SQL {
  return visibleMoneyRows(viewer, paymentRefunds);
}

/**
 * The attempts to collect a payment that a viewer may see. A client sees only their own, not a colleague's, because
 * whoever has the address of a session can pay there. Staff see them by the same rule as visiblePayments, but never
 * that address: the database gives them no right to the column. Never undefined.
 */
export function visibleCheckouts(viewer: Viewer): SQL {
  const rows = visibleMoneyRows(viewer, paymentCheckouts);
  if (viewer.kind === "staff") return rows;
  return and(rows, eq(paymentCheckouts.contactId, viewer.contactId)) ?? sql`false`;
}

/**
 * The events of Stripe that a viewer may see: of their brands, for staff who may read money; none for a client. Never
 * undefined.
 */
export function visibleStripeEvents(viewer: Viewer): SQL {
  if (viewer.kind === "client" || !readsMoney(viewer) || viewer.brands.length === 0) return sql`false`;
  return inArray(stripeEvents.brand, [...viewer.brands]);
}
