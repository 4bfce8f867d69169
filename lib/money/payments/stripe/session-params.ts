import type Stripe from "stripe";
import { routes } from "@/lib/routes";

/** What one attempt to collect a payment is made from: its rows and nothing else. */
export interface SessionFacts {
  readonly paymentId: string;
  readonly reference: string;
  readonly brand: string;
  readonly companyName: string;
  /** Who pays. */
  readonly email: string;
  /** ISO 4217, upper case. */
  readonly currency: string;
  readonly lines: readonly { readonly invoiceNumber: string; readonly amountMinor: number }[];
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly returnOrigin: string;
  readonly expiresAt: Date;
}

/** Who a session belongs to, as it says itself. Anybody with the account's key could have written it. */
export interface SessionMark {
  readonly paymentId: string;
  readonly attempt: number;
}

/** One attempt has one key, so a repeated request makes no second session. */
export const idempotencyKey = (facts: Pick<SessionFacts, "paymentId" | "attempt">) =>
  `payment:${facts.paymentId}:${facts.attempt}`;

/** The request for a session. The same facts give the same bytes: no clock and no chance. */
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
    // At once or not at all: a debit that waits on microdeposits for days is none that clears, and would lock the invoice.
    ...(facts.currency === "USD"
      ? { payment_method_options: { us_bank_account: { verification_method: "instant" as const } } }
      : {}),
    // What is owed is owed in the invoice's currency: nobody is shown another amount.
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

/** The mark that sessionParams put on a session; null for one that is not ours. */
export function markOf(session: Pick<Stripe.Checkout.Session, "metadata">): SessionMark | null {
  const { payment_id: paymentId, attempt } = session.metadata ?? {};
  if (!paymentId || !UUID.test(paymentId) || !attempt || !/^[1-9]\d{0,5}$/.test(attempt)) return null;
  return { paymentId, attempt: Number(attempt) };
}
