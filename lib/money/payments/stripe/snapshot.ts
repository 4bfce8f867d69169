import type Stripe from "stripe";
import type { DisputeState } from "@/db/schema/constants";
import type { ChargeSnapshot, CheckoutSnapshot, PaymentSnapshot } from "@/lib/money/payments/settlement/snapshot";

/** One session with `payment_intent.latest_charge` expanded, and the refunds and disputes of its intent. */
export interface SessionFindings {
  readonly session: Stripe.Checkout.Session;
  readonly refunds: readonly Stripe.Refund[];
  readonly disputes: readonly Stripe.Dispute[];
}

/**
 * Facts that Stripe's objects do not have. They are passed in, so that two observations of the same state give the same
 * snapshot. In milliseconds of system time.
 */
export interface Seen {
  /** The time of this observation. */
  readonly now: number;
  /** When the money came in, if that is known from an earlier observation. */
  readonly succeededAt: number | null;
  /** When each lost dispute was first observed as lost, by the dispute's id. */
  readonly lostAt: ReadonlyMap<string, number>;
}

/** Converts Stripe's objects into a snapshot for the ledger. */
export function toSnapshot(
  paymentId: string,
  observation: number,
  findings: readonly SessionFindings[],
  seen: Seen,
): PaymentSnapshot {
  const charges = findings.flatMap((found) => chargeOf(found, seen) ?? []);
  return {
    paymentId,
    observation,
    checkouts: findings.map(({ session }) => checkoutOf(session)),
    charge: together(charges),
    processing: findings.map(({ session }) => processingOf(session)).find((found) => found !== null) ?? null,
  };
}

/** The intent of a session, if it was expanded; null before anybody tried to pay. */
export function intentOf(session: Stripe.Checkout.Session): Stripe.PaymentIntent | null {
  return typeof session.payment_intent === "object" ? session.payment_intent : null;
}

function checkoutOf(session: Stripe.Checkout.Session): CheckoutSnapshot {
  const intent = intentOf(session);
  return {
    sessionId: session.id,
    paymentIntentId: intent?.id ?? null,
    state: stateOf(session, intent),
    failureCode: failureOf(intent?.last_payment_error ?? null),
  };
}

function stateOf(session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent | null): CheckoutSnapshot["state"] {
  if (session.status === "open") return "open";
  if (session.status === "expired") return "expired";
  if (session.payment_status === "paid" || intent?.status === "succeeded") return "succeeded";
  // A debit that did not clear leaves a complete session and an intent that requires another method of payment.
  return intent?.status === "requires_payment_method" || intent?.status === "canceled" ? "failed" : "processing";
}

/** The issuer's decline code is more specific than `card_declined`, unless it is the generic one. */
function failureOf(error: Stripe.PaymentIntent.LastPaymentError | null): string | null {
  const reason = error?.decline_code;
  return (reason && reason !== "generic_decline" ? reason : error?.code) ?? null;
}

function latestCharge(intent: Stripe.PaymentIntent | null): Stripe.Charge | null {
  return intent && typeof intent.latest_charge === "object" ? intent.latest_charge : null;
}

function methodOf(intent: Stripe.PaymentIntent): ChargeSnapshot["method"] {
  const type = latestCharge(intent)?.payment_method_details?.type;
  return type === "us_bank_account" ? "bank_debit" : "card";
}

function processingOf(session: Stripe.Checkout.Session): PaymentSnapshot["processing"] {
  const intent = intentOf(session);
  if (!intent || stateOf(session, intent) !== "processing") return null;
  return { method: methodOf(intent), at: (latestCharge(intent)?.created ?? intent.created) * 1000 };
}

function chargeOf({ session, refunds, disputes }: SessionFindings, seen: Seen): ChargeSnapshot | null {
  const intent = intentOf(session);
  if (intent?.status !== "succeeded") return null;
  const charge = latestCharge(intent);
  const method = methodOf(intent);
  const effective = refunds.filter(({ status }) => status !== "failed" && status !== "canceled");
  const lost = disputes.filter(({ status }) => status === "lost");
  return {
    method,
    amountMinor: intent.amount_received,
    currency: intent.currency.toUpperCase(),
    at: seen.succeededAt ?? cameAt(method, charge, intent, seen.now),
    refunds: [
      ...effective.map((refund) => ({
        kind: "refund" as const,
        stripeId: refund.id,
        amountMinor: refund.amount,
        at: refund.created * 1000,
      })),
      ...lost.map((dispute) => ({
        kind: "chargeback" as const,
        stripeId: dispute.id,
        amountMinor: dispute.amount,
        // A dispute has the time at which it was opened, not at which it was lost. Until it was lost the money counts
        // as received.
        at: seen.lostAt.get(dispute.id) ?? seen.now,
      })),
    ],
    dispute: disputeOf(disputes),
  };
}

/**
 * When the money came in. The charge of a debit is made days before it clears, and Stripe does not report when it
 * cleared, so the time of the first observation is used.
 */
function cameAt(
  method: ChargeSnapshot["method"],
  charge: Stripe.Charge | null,
  intent: Stripe.PaymentIntent,
  now: number,
): number {
  return method === "bank_debit" ? now : (charge?.created ?? intent.created) * 1000;
}

/** The state of the disputes. Inquiries (`warning_…`) and prevented disputes move no money and are ignored. */
function disputeOf(disputes: readonly Stripe.Dispute[]): DisputeState | null {
  const states = disputes
    .toSorted((a, b) => b.created - a.created)
    .flatMap(({ status }): DisputeState[] => {
      if (status === "won") return ["won"];
      if (status === "lost") return ["lost"];
      return status === "needs_response" || status === "under_review" || status.startsWith("appeal_") ? ["open"] : [];
    });
  return states.includes("open") ? "open" : (states[0] ?? null);
}

/**
 * Combines the charges of a payment. Normally there is one, because a session is ended before the next is made. If
 * there are two, both count so that no money is lost, and what the invoices do not take becomes credit.
 */
function together(charges: readonly ChargeSnapshot[]): ChargeSnapshot | null {
  const [first, ...others] = charges;
  if (!first) return null;
  const same = others.filter(({ currency }) => currency === first.currency);
  const all = [first, ...same];
  return {
    ...first,
    amountMinor: all.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    refunds: all.flatMap(({ refunds }) => refunds),
    dispute: all.find(({ dispute }) => dispute === "open")?.dispute ?? first.dispute,
  };
}
