import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { allocations, paymentCheckouts, paymentRefunds, payments, stripeEvents } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { readsMoney, visibleMoneyRows } from "@/lib/people/companies/policy";

/** Payments of the primary company, with the right billing; staff who read money, by brand. Never undefined. */
export function visiblePayments(viewer: Viewer): SQL {
  return visibleMoneyRows(viewer, payments);
}

/** What was allocated to invoices: as visiblePayments. Never undefined. */
export function visibleAllocations(viewer: Viewer): SQL {
  return visibleMoneyRows(viewer, allocations);
}

/** Money that went back: as visiblePayments. Never undefined. */
export function visibleRefunds(viewer: Viewer): SQL {
  return visibleMoneyRows(viewer, paymentRefunds);
}

/**
 * Attempts to collect a payment. A client sees their own alone, not a colleague's: the address of a session is a way to
 * pay. Staff as in visiblePayments, and never that address (the database gives them no right to the column). Never
 * undefined.
 */
export function visibleCheckouts(viewer: Viewer): SQL {
  const rows = visibleMoneyRows(viewer, paymentCheckouts);
  if (viewer.kind === "staff") return rows;
  return and(rows, eq(paymentCheckouts.contactId, viewer.contactId)) ?? sql`false`;
}

/** What Stripe told, for staff who read money, by brand; nothing for a client. Never undefined. */
export function visibleStripeEvents(viewer: Viewer): SQL {
  if (viewer.kind === "client" || !readsMoney(viewer) || viewer.brands.length === 0) return sql`false`;
  return inArray(stripeEvents.brand, [...viewer.brands]);
}
