/** Types of objects that events about payments are about. */
export type EventObject = "checkout.session" | "payment_intent" | "charge" | "refund" | "dispute";

const TYPES: Readonly<Record<string, EventObject>> = {
  "checkout.session.completed": "checkout.session",
  "checkout.session.expired": "checkout.session",
  "checkout.session.async_payment_succeeded": "checkout.session",
  "checkout.session.async_payment_failed": "checkout.session",
  "payment_intent.processing": "payment_intent",
  "payment_intent.succeeded": "payment_intent",
  "payment_intent.payment_failed": "payment_intent",
  "payment_intent.canceled": "payment_intent",
  "charge.succeeded": "charge",
  "charge.failed": "charge",
  "charge.refunded": "charge",
  "charge.refund.updated": "refund",
  "charge.dispute.created": "dispute",
  "charge.dispute.updated": "dispute",
  "charge.dispute.closed": "dispute",
  "charge.dispute.funds_withdrawn": "dispute",
  "charge.dispute.funds_reinstated": "dispute",
  "refund.created": "refund",
  "refund.updated": "refund",
  "refund.failed": "refund",
};

/** The type of object that an event of this type is about; null for a type of event that the portal does not use. */
export function objectOf(type: string): EventObject | null {
  return Object.hasOwn(TYPES, type) ? (TYPES[type] ?? null) : null;
}
