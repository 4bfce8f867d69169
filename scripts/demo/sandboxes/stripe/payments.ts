import type { Cause, Emit, StripeAccount } from "./account";
import { StripeApiError } from "./errors";
import { type Charge, type Intent, type Method, newCharge, newIntent, type Session } from "./objects";

/*
 * Actions of the payer and the payer's bank, with the events that Stripe sends for them, in Stripe's usual order. What
 * is not possible in a payment's state throws Impossible with a sentence and changes nothing.
 */
export class Impossible extends Error {}

export function payByCard(account: StripeAccount, session: Session): void {
  account.act((emit) => {
    const intent = beginPaying(account, session, "card", emit);
    const charge = addCharge(account, session, intent, "card");
    receive(intent, charge);
    emit("charge.succeeded", charge);
    emit("payment_intent.succeeded", intent);
    complete(session, "paid");
    emit("checkout.session.completed", session);
  });
}

export function declineCard(account: StripeAccount, session: Session): void {
  account.act((emit) => {
    const intent = beginPaying(account, session, "card", emit);
    const charge = addCharge(account, session, intent, "card");
    const refusal = {
      code: "card_declined",
      decline_code: "generic_decline",
      message: "Your card was declined.",
    } as const;
    charge.status = "failed";
    charge.failure_code = refusal.code;
    charge.failure_message = refusal.message;
    intent.last_payment_error = { ...refusal, charge: charge.id, type: "card_error" };
    emit("charge.failed", charge);
    emit("payment_intent.payment_failed", intent);
  });
}

/** Starts a bank debit: the session is complete, but the money has not arrived. */
export function payByBankDebit(account: StripeAccount, session: Session): void {
  account.act((emit) => {
    const intent = beginPaying(account, session, "us_bank_account", emit);
    const charge = addCharge(account, session, intent, "us_bank_account");
    intent.status = "processing";
    intent.payment_method = charge.payment_method;
    emit("charge.pending", charge);
    emit("payment_intent.processing", intent);
    complete(session, "unpaid");
    emit("checkout.session.completed", session);
  });
}

/** The money of a bank debit arrives. */
export function settle(account: StripeAccount, intent: Intent): void {
  const { charge, session } = debitOnItsWay(account, intent);
  account.act((emit) => {
    receive(intent, charge);
    emit("charge.succeeded", charge);
    emit("payment_intent.succeeded", intent);
    session.payment_status = "paid";
    emit("checkout.session.async_payment_succeeded", session);
  });
}

/** The payer's bank refuses the bank debit. */
export function fail(account: StripeAccount, intent: Intent): void {
  const { charge, session } = debitOnItsWay(account, intent);
  account.act((emit) => {
    const refusal = {
      code: "insufficient_funds",
      message: "The customer's account has insufficient funds to cover this payment.",
    };
    charge.status = "failed";
    charge.failure_code = refusal.code;
    charge.failure_message = refusal.message;
    intent.status = "requires_payment_method";
    intent.payment_method = null;
    intent.last_payment_error = {
      code: "payment_intent_payment_attempt_failed",
      decline_code: refusal.code,
      message: refusal.message,
      charge: charge.id,
      type: "invalid_request_error",
    };
    emit("charge.failed", charge);
    emit("payment_intent.payment_failed", intent);
    emit("checkout.session.async_payment_failed", session);
  });
}

/** Ends an open session. Throws StripeApiError 400 for one that is not open, as Stripe does. */
export function expireSession(account: StripeAccount, session: Session, cause?: Cause): void {
  if (session.status !== "open") {
    const status = session.status === "complete" ? "complete" : "expired";
    const message = `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${status}\`.`;
    throw new StripeApiError(400, message, {}, true);
  }
  account.act((emit) => {
    session.status = "expired";
    session.url = null;
    const intent = account.intents.get(session.payment_intent ?? "");
    if (intent) {
      intent.status = "canceled";
      intent.canceled_at = account.now();
      intent.cancellation_reason = "expired";
      emit("payment_intent.canceled", intent);
    }
    emit("checkout.session.expired", session);
  }, cause);
}

function beginPaying(account: StripeAccount, session: Session, method: Method, emit: Emit): Intent {
  if (session.status !== "open") throw new Impossible(`This checkout is ${session.status}.`);
  if (!session.payment_method_types.includes(method)) throw new Impossible("This checkout does not take that method.");
  const known = account.intents.get(session.payment_intent ?? "");
  if (known) return known;
  const intent = newIntent(session, account.extras(session).intentData, account.now());
  account.intents.set(intent.id, intent);
  session.payment_intent = intent.id;
  emit("payment_intent.created", intent);
  return intent;
}

function addCharge(account: StripeAccount, session: Session, intent: Intent, method: Method): Charge {
  const charge = newCharge(intent, method, session.customer_email, account.now());
  account.charges.set(charge.id, charge);
  intent.latest_charge = charge.id;
  return charge;
}

function receive(intent: Intent, charge: Charge): void {
  charge.status = "succeeded";
  charge.paid = true;
  charge.captured = true;
  charge.amount_captured = charge.amount;
  intent.status = "succeeded";
  intent.amount_received = intent.amount;
  intent.payment_method = charge.payment_method;
  intent.last_payment_error = null;
}

function complete(session: Session, paymentStatus: "paid" | "unpaid"): void {
  session.status = "complete";
  session.payment_status = paymentStatus;
  session.url = null;
  session.customer_details = {
    address: { city: null, country: "US", line1: null, line2: null, postal_code: null, state: null },
    business_name: null,
    email: session.customer_email,
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt: "none",
    tax_ids: [],
  };
}

function debitOnItsWay(account: StripeAccount, intent: Intent): { charge: Charge; session: Session } {
  const charge = account.chargeOf(intent);
  const session = account.sessionOf(intent);
  if (intent.status === "processing" && charge && session) return { charge, session };
  throw new Impossible(`Only a bank debit on its way can settle or fail; this payment is ${intent.status}.`);
}
