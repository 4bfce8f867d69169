import type { AllocationState, PaymentMethod, PaymentState } from "@/db/schema/constants";

/** How money came, in words. */
export const PAYMENT_METHOD_WORDS: Readonly<Record<PaymentMethod, string>> = {
  card: "Card",
  bank_debit: "Bank debit",
  check: "Check",
  wire: "Wire transfer",
  ach: "ACH transfer",
  other: "Payment",
};

/** What became of the part of a payment that was laid against an invoice, in words. */
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

/** States in which money came in or is on its way; the others have nothing to tell a client about received payments. */
export const RECEIVED_STATES = ["processing", "succeeded", "refunded", "partly_refunded", "disputed"] as const;
