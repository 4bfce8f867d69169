import type { CheckoutState, DisputeState, RefundKind } from "@/db/schema/constants";

/** One session of Checkout as Stripe has it. */
export interface CheckoutSnapshot {
  readonly sessionId: string;
  readonly paymentIntentId: string | null;
  readonly state: Exclude<CheckoutState, "preparing">;
  /** Stripe's code of the last failure, e.g. `card_declined`, `debit_not_authorized`; null without one. */
  readonly failureCode: string | null;
}

/** Money that came in for a payment, and its refunds and disputes since. */
export interface ChargeSnapshot {
  readonly method: "card" | "bank_debit";
  /** Minor units of `currency` (ISO 4217, upper case). */
  readonly amountMinor: number;
  readonly currency: string;
  /** When it came in, system time in milliseconds. */
  readonly at: number;
  /** Only what took effect: failed and canceled refunds, and disputes that are not lost, are left out. */
  readonly refunds: readonly {
    readonly kind: RefundKind;
    readonly stripeId: string;
    readonly amountMinor: number;
    readonly at: number;
  }[];
  /** State of the newest dispute. Inquiries (`warning_*`) move no money and are not counted as disputes. */
  readonly dispute: DisputeState | null;
}

/**
 * Everything that Stripe reports about one payment at one time. The ledger is brought in line with it. The order,
 * number and delay of events do not matter, because each event only causes a new observation.
 */
export interface PaymentSnapshot {
  readonly paymentId: string;
  /**
   * Number from the sequence payment_observations, taken before Stripe was asked. A snapshot with a lower number than
   * the row's changes nothing.
   */
  readonly observation: number;
  /** All sessions that were ever made for the payment. */
  readonly checkouts: readonly CheckoutSnapshot[];
  readonly charge: ChargeSnapshot | null;
  /** Method and instant of a payment that has not cleared yet; null otherwise. */
  readonly processing: { readonly method: "card" | "bank_debit"; readonly at: number } | null;
}
