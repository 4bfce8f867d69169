import type Stripe from "stripe";
import fixtures from "./fixtures.json";
import { newId } from "./ids";
import { DEFAULT_LIFE_SECONDS, type SessionParams } from "./session-params";

/*
 * New objects of Stripe's API, typed by its SDK and seeded from its published examples. Related objects are named by id;
 * they are only put in when an answer is expanded. Times are whole seconds since the epoch, amounts minor units.
 */
type Ids<T, K extends keyof T> = Omit<T, K> & { [P in K]: Extract<T[P], string | null> };

export type Session = Ids<Stripe.Checkout.Session, "payment_intent">;
export type Intent = Ids<Stripe.PaymentIntent, "latest_charge">;
export type Charge = Ids<Stripe.Charge, "payment_intent">;
export type Refund = Ids<Stripe.Refund, "charge" | "payment_intent">;
export type Dispute = Ids<Stripe.Dispute, "charge" | "payment_intent">;
export type Method = "card" | "us_bank_account";

export function newSession(params: SessionParams, now: number, origin: string): Session {
  const id = newId("cs_test_");
  const { origin_context: _, ...example } = fixtures["checkout.session"];
  return {
    ...example,
    id,
    object: "checkout.session",
    adaptive_pricing: { enabled: params.adaptive_pricing?.enabled ?? false },
    after_expiration: null,
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount_subtotal: params.total,
    amount_total: params.total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: now,
    currency: params.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer_creation: "if_required",
    customer_details: null,
    customer_email: params.customer_email ?? null,
    expires_at: params.expires_at ?? now + DEFAULT_LIFE_SECONDS,
    invoice_creation: {
      enabled: false,
      invoice_data: {
        account_tax_ids: null,
        custom_fields: null,
        description: null,
        footer: null,
        issuer: null,
        metadata: {},
        rendering_options: null,
      },
    },
    locale: params.locale ?? null,
    managed_payments: { enabled: false },
    metadata: params.metadata ?? {},
    mode: "payment",
    origin_context: null,
    payment_intent: null,
    payment_method_collection: "if_required",
    payment_method_configuration_details: null,
    payment_method_options: params.payment_method_options ?? {},
    payment_method_types: allowedMethods(params),
    payment_status: "unpaid",
    permissions: null,
    saved_payment_method_options: null,
    shipping_address_collection: null,
    shipping_cost: null,
    status: "open",
    submit_type: params.submit_type ?? null,
    success_url: params.success_url,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: `${origin}/checkout/${id}`,
    wallet_options: null,
  } satisfies Session;
}

/** Where the portal leaves the choice to Stripe, a US account's checkout offers bank debit for US dollars. */
function allowedMethods(params: SessionParams): Method[] {
  return params.allowed_payment_method_types ?? (params.currency === "usd" ? ["card", "us_bank_account"] : ["card"]);
}

export type IntentData = {
  metadata?: Record<string, string>;
  description?: string;
  statement_descriptor_suffix?: string;
};

export function newIntent(session: Session, data: IntentData, now: number): Intent {
  const id = newId("pi_");
  return {
    ...fixtures.payment_intent,
    id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: session.amount_total ?? 0,
    amount_details: { tip: {} },
    automatic_payment_methods: null,
    canceled_at: null,
    capture_method: "automatic_async",
    client_secret: `${id}_${newId("secret_")}`,
    confirmation_method: "automatic",
    created: now,
    currency: session.currency ?? "usd",
    description: data.description ?? null,
    last_payment_error: null,
    managed_payments: { enabled: false },
    metadata: data.metadata ?? {},
    next_action: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: session.payment_method_types,
    payment_record: null,
    processing: null,
    shipping: null,
    statement_descriptor_suffix: data.statement_descriptor_suffix ?? null,
    status: "requires_payment_method",
    transfer_data: null,
  } satisfies Intent;
}

export function newCharge(intent: Intent, method: Method, email: string | null, now: number): Charge {
  const address = { city: null, country: "US", line1: null, line2: null, postal_code: null, state: null };
  return {
    ...fixtures.charge,
    id: newId(method === "card" ? "ch_" : "py_"),
    object: "charge",
    amount: intent.amount,
    amount_captured: 0,
    authorization_code: undefined,
    balance_transaction: null,
    billing_details: { address, email, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    created: now,
    currency: intent.currency,
    description: intent.description,
    metadata: { ...intent.metadata },
    outcome: null,
    paid: false,
    payment_intent: intent.id,
    payment_method: newId("pm_"),
    payment_method_details: methodDetails(method),
    shipping: null,
    source: null,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: "pending",
    transfer_data: null,
  } satisfies Charge;
}

function methodDetails(method: Method): Stripe.Charge.PaymentMethodDetails {
  if (method === "us_bank_account") {
    return {
      type: "us_bank_account",
      us_bank_account: {
        account_holder_type: "company",
        account_type: "checking",
        bank_name: "STRIPE TEST BANK",
        fingerprint: "FFDMA0xfhBjWSZLu",
        last4: "6789",
        payment_reference: null,
        routing_number: "110000000",
      },
    };
  }
  const { card } = fixtures.charge.payment_method_details;
  return {
    type: "card",
    card: {
      ...card,
      electronic_commerce_indicator: null,
      extended_authorization: undefined,
      incremental_authorization: undefined,
      installments: null,
      multicapture: undefined,
      overcapture: undefined,
      regulated_status: null,
      three_d_secure: null,
      wallet: null,
    },
  };
}

export function newRefund(charge: Charge, amount: number, now: number): Refund {
  const card = charge.payment_method_details?.type === "card";
  return {
    ...fixtures.refund,
    id: newId("re_"),
    object: "refund",
    amount,
    charge: charge.id,
    created: now,
    currency: charge.currency,
    destination_details: card
      ? { card: { type: "refund" }, type: "card" }
      : { type: "us_bank_transfer", us_bank_transfer: { reference: null, reference_status: null } },
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    status: "succeeded",
  } satisfies Refund;
}

export function newDispute(charge: Charge, amount: number, status: string, now: number): Dispute {
  const card = charge.payment_method_details?.type === "card";
  return {
    ...fixtures.dispute,
    id: newId("dp_"),
    object: "dispute",
    amount,
    charge: charge.id,
    created: now,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...fixtures.dispute.evidence, enhanced_evidence: {} },
    evidence_details: {
      due_by: now + 9 * 24 * 60 * 60,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "manual",
    },
    intended_submission_method: null,
    is_charge_refundable: status.startsWith("warning_"),
    payment_intent: charge.payment_intent,
    payment_method_details: card
      ? {
          type: "card",
          card: {
            brand: "visa",
            case_type: status.startsWith("warning_") ? "inquiry" : "chargeback",
            network: "visa",
            network_reason_code: "10.4",
          },
        }
      : undefined,
    reason: card ? "fraudulent" : "bank_cannot_process",
    status,
  } satisfies Dispute;
}

/** A line of what is paid, as the hosted page shows it. Amount in minor units of the session's currency. */
export type Line = { name: string; description: string | null; quantity: number; amount: number };

/** What a session was made with and does not show itself. */
export type Extras = { lines: Line[]; intentData: IntentData };

/** What an event can be about. */
export type Subject = Session | Intent | Charge | Refund | Dispute;
export type StripeEvent = Omit<Stripe.EventBase, "data"> & { data: { object: Subject } };
