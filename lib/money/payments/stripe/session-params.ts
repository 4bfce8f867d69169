import type Stripe from "stripe";
import { routes } from "@/lib/routes";

/** The facts from which the request of one attempt is made. They come from its rows and nothing else. */
export interface SessionFacts {
  readonly paymentId: string;
  readonly reference: string;
  readonly brand: string;
  readonly companyName: string;
  /** The payer's address. */
  readonly email: string;
  /** ISO 4217, upper case. */
  readonly currency: string;
  readonly lines: readonly { readonly invoiceNumber: string; readonly amountMinor: number }[];
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly returnOrigin: string;
  readonly expiresAt: Date;
}

/**
 * The mark on a session that names its payment and attempt. Anybody who has the account's key could have written it.
 */
export interface SessionMark {
  readonly paymentId: string;
  readonly attempt: number;
}

/** Each attempt has one key, so that a repeated request makes no second session. */
export const idempotencyKey = (facts: Pick<SessionFacts, "paymentId" | "attempt">) =>
  `payment:${facts.paymentId}:${facts.attempt}`;

/**
 * The request for a session. The same facts give the same bytes: the request depends on no clock and no random value.
 */
export function sessionParams(facts: SessionFacts): Stripe.Checkout.SessionCreateParams {
  const metadata = {
    payment_id: facts.paymentId,
    reference: facts.reference,
    brand: facts.brand,
    attempt: String(facts.attempt),
  };
  const back = `${facts.returnOrigin}${routes.payment(facts.reference)}`;
  return {
    mode: "payment",
    line_items: facts.lines.map((line) => ({
      quantity: 1,
      price_data: {
        currency: facts.currency.toLowerCase(),
        unit_amount: line.amountMinor,
        product_data: { name: `Invoice ${line.invoiceNumber}` },
      },
    })),
    allowed_payment_method_types: facts.currency === "USD" ? ["card", "us_bank_account"] : ["card"],
    // Only instant verification: a debit that waits for microdeposits takes days before it begins to clear, and its
    // invoice could not be paid meanwhile.
    ...(facts.currency === "USD"
      ? { payment_method_options: { us_bank_account: { verification_method: "instant" as const } } }
      : {}),
    // The payer owes the amount in the invoice's currency, so Stripe must not show it in another currency.
    adaptive_pricing: { enabled: false },
    client_reference_id: facts.reference,
    customer_email: facts.email,
    metadata,
    payment_intent_data: {
      description: `${facts.reference}, ${facts.companyName}`.slice(0, 500),
      metadata,
    },
    expires_at: Math.floor(facts.expiresAt.getTime() / 1000),
    success_url: `${back}?checkout=done`,
    cancel_url: `${back}?checkout=left`,
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The mark that sessionParams set on a session; null for a session that is not ours. */
export function markOf(session: Pick<Stripe.Checkout.Session, "metadata">): SessionMark | null {
  const { payment_id: paymentId, attempt } = session.metadata ?? {};
  if (!paymentId || !UUID.test(paymentId) || !attempt || !/^[1-9]\d{0,5}$/.test(attempt)) return null;
  return { paymentId, attempt: Number(attempt) };
}
