import type { AllocationState, InvoiceKind, PaymentMethod, PaymentState } from "@/db/schema/constants";

/** Payment methods in words. */
export const PAYMENT_METHOD_WORDS: Readonly<Record<PaymentMethod, string>> = {
  card: "Card",
  bank_debit: "Bank debit",
  check: "Check",
  wire: "Wire transfer",
  ach: "ACH transfer",
  other: "Payment",
};

/** States of an allocation in words. */
export const ALLOCATION_STATE_WORDS: Readonly<Record<AllocationState, string>> = {
  planned: "Started",
  pending: "Processing",
  applied: "Received",
  disputed: "Disputed",
  refunded: "Refunded",
  released: "Not received",
};

export const PAYMENT_STATE_WORDS: Readonly<Record<PaymentState, string>> = {
  started: "Started",
  processing: "Processing",
  succeeded: "Received",
  failed: "Failed",
  cancelled: "Cancelled",
  refunded: "Refunded",
  partly_refunded: "Partly refunded",
  disputed: "Disputed",
};

/** States of a payment whose money came. From here it never returns to a state without money. */
export const MONEY_STATES = ["succeeded", "partly_refunded", "refunded", "disputed"] as const;

/**
 * The states that a payment may change to. It goes forward only: a failed or cancelled payment takes no new attempt.
 * But if Stripe reports that its money came after all, it counts as received.
 */
export const PAYMENT_TRANSITIONS: Readonly<Record<PaymentState, readonly PaymentState[]>> = {
  started: ["processing", "failed", "cancelled", ...MONEY_STATES],
  processing: ["failed", "cancelled", ...MONEY_STATES],
  failed: ["processing", ...MONEY_STATES],
  cancelled: ["processing", ...MONEY_STATES],
  succeeded: ["partly_refunded", "refunded", "disputed"],
  partly_refunded: ["succeeded", "refunded", "disputed"],
  refunded: ["succeeded", "partly_refunded", "disputed"],
  disputed: ["succeeded", "partly_refunded", "refunded"],
};

/** Whether a payment's money has come in, even if it was refunded or disputed later. */
export function moneyCame(state: PaymentState): boolean {
  return MONEY_STATES.some((money) => money === state);
}

/** States in which the part of a payment that is allocated to no invoice is a usable credit. */
export const CREDIT_STATES = ["succeeded", "partly_refunded"] as const;

/** Whether a payment in this state gives a credit. */
export function givesCredit(state: PaymentState): boolean {
  return CREDIT_STATES.some((credit) => credit === state);
}

/**
 * The credit of a payment in minor units, which a client can allocate to an invoice. It is zero while the payment is on
 * its way or disputed, and after it was refunded as a whole.
 */
export function creditOf(payment: { readonly state: PaymentState; readonly unallocatedMinor: number }): number {
  return givesCredit(payment.state) ? Math.max(0, payment.unallocatedMinor) : 0;
}

/** Why an invoice cannot be paid right now. */
export type PayBlock = "not_an_invoice" | "void" | "paid" | "processing" | "started";

export const PAY_BLOCK_WORDS: Readonly<Record<PayBlock, string>> = {
  not_an_invoice: "A credit note is not paid.",
  void: "This invoice is void.",
  paid: "This invoice has no balance.",
  processing: "A payment for this invoice is processing.",
  started: "A payment for this invoice has been started.",
};

export interface PayFacts {
  readonly kind: InvoiceKind;
  readonly voidedOn: string | null;
  readonly balanceMinor: number;
  readonly pendingMinor: number;
  /** True if a started payment has a planned allocation for the invoice. */
  readonly planned: boolean;
}

/** The first reason why an invoice cannot be paid; null when it can. */
export function payBlock(facts: PayFacts): PayBlock | null {
  if (facts.kind !== "invoice") return "not_an_invoice";
  if (facts.voidedOn !== null) return "void";
  if (facts.balanceMinor <= 0) return "paid";
  if (facts.pendingMinor > 0) return "processing";
  return facts.planned ? "started" : null;
}

export interface FailureWords {
  /** What happened, a sentence. */
  readonly what: string;
  /** What to do, a sentence. */
  readonly todo: string;
}

const OTHER_WAY = "Pay again with another card or a bank account.";
const OTHER_ACCOUNT = "Pay again with another bank account or a card.";

const DEFAULT_FAILURE: FailureWords = {
  what: "The payment did not go through.",
  todo: "Pay again, or use another card or bank account.",
};

/** Stripe's codes (errors of a payment, declines, returns of a bank debit) for which a client can do something. */
const FAILURES: Readonly<Record<string, FailureWords>> = {
  card_declined: { what: "The card was declined.", todo: "Use another card or a bank account, or ask your bank why." },
  generic_decline: {
    what: "The card was declined.",
    todo: "Use another card or a bank account, or ask your bank why.",
  },
  do_not_honor: { what: "The card was declined.", todo: "Use another card or a bank account, or ask your bank why." },
  insufficient_funds: {
    what: "The account had too little money for this payment.",
    todo: "Pay again when there is enough, or use another card or bank account.",
  },
  expired_card: { what: "The card has expired.", todo: OTHER_WAY },
  incorrect_cvc: { what: "The security code of the card was wrong.", todo: "Try again with the code on the card." },
  incorrect_number: { what: "The card number was wrong.", todo: "Try again with the number on the card." },
  incorrect_zip: {
    what: "The postal code did not match the card.",
    todo: "Try again with the card's billing address.",
  },
  card_not_supported: { what: "The card does not take this kind of payment.", todo: OTHER_WAY },
  card_velocity_exceeded: {
    what: "The payment is over the limit of the card.",
    todo: "Use another card or a bank account, or ask your bank to raise the limit.",
  },
  authentication_required: {
    what: "Your bank asks you to confirm the payment.",
    todo: "Try again and confirm it when your bank asks.",
  },
  payment_intent_authentication_failure: {
    what: "The payment was not confirmed with your bank.",
    todo: "Try again and confirm it when your bank asks, or use another card.",
  },
  processing_error: { what: "The payment could not be processed.", todo: "Try again in a few minutes." },
  debit_not_authorized: {
    what: "Your bank did not allow the debit.",
    todo: "Ask your bank to allow debits, or pay with another bank account or a card.",
  },
  account_closed: { what: "The bank account is closed.", todo: OTHER_ACCOUNT },
  no_account: { what: "The bank account was not found.", todo: OTHER_ACCOUNT },
  invalid_account_number: { what: "The bank account was not found.", todo: OTHER_ACCOUNT },
  bank_account_unusable: { what: "The bank account does not take debits.", todo: OTHER_ACCOUNT },
  bank_account_restricted: {
    what: "The bank account does not take debits.",
    todo: "Ask your bank to allow debits, or pay with another bank account or a card.",
  },
  bank_account_frozen: { what: "The bank account is blocked.", todo: OTHER_ACCOUNT },
  bank_ownership_changed: { what: "The owner of the bank account has changed.", todo: OTHER_ACCOUNT },
  could_not_process: { what: "Your bank could not process the debit.", todo: "Pay again, or use a card." },
};

/** Words for a client about a code of Stripe. Null and unknown codes get general words. */
export function failureWords(code: string | null): FailureWords {
  return (code !== null && Object.hasOwn(FAILURES, code) && FAILURES[code]) || DEFAULT_FAILURE;
}

/**
 * The reference `CP-…` of these letters and digits, from which all signs were removed; null if they are no reference.
 */
export function referenceOf(bare: string): string | null {
  const [, own] = /^cp([0-9a-z]{10})$/i.exec(bare) ?? [];
  return own ? `CP-${own.toUpperCase()}` : null;
}
