import type { CheckoutState, DisputeState, RefundKind } from "@/db/schema/constants";

/** One session of Checkout as Stripe has it. */
export interface CheckoutSnapshot {
  readonly sessionId: string;
  readonly paymentIntentId: string | null;
  readonly state: Exclude<CheckoutState, "preparing">;
  /** Stripe's code of the last failure, e.g. `card_declined`, `debit_not_authorized`; null without one. */
  readonly failureCode: string | null;
}

/** Money that came in for a payment, and what has become of it since. */
export interface ChargeSnapshot {
  readonly method: "card" | "bank_debit";
  /** Minor units of `currency` (ISO 4217, upper case). */
  readonly amountMinor: number;
  readonly currency: string;
  /** When it came in, system time in milliseconds. */
  readonly at: number;
  /** Effective ones only: failed and canceled refunds, and disputes that are not lost, are left out. */
  readonly refunds: readonly {
    readonly kind: RefundKind;
    readonly stripeId: string;
    readonly amountMinor: number;
    readonly at: number;
  }[];
  /** The newest dispute's state; inquiries (`warning_*`) move no money and are none. */
  readonly dispute: DisputeState | null;
}

/**
 * Everything that Stripe says about one payment at one time: what the ledger is brought in line with. Order, number and
 * lateness of events don't matter, because each of them only makes us look again.
 */
export interface PaymentSnapshot {
  readonly paymentId: string;
  /** From the sequence payment_observations, taken before Stripe was asked. A snapshot older than the row's changes nothing. */
  readonly observation: number;
  /** All sessions that were ever made for the payment. */
  readonly checkouts: readonly CheckoutSnapshot[];
  readonly charge: ChargeSnapshot | null;
  /** Method of a debit that still clears, for a payment that is processing; null otherwise. */
  readonly processing: { readonly method: "card" | "bank_debit"; readonly at: number } | null;
}
