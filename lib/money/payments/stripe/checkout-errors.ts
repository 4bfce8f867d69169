import type { InvoiceKind, PaymentState } from "@/db/schema/constants";
import { AppError } from "@/lib/errors";
import { formatMoney } from "@/lib/kit/money";

/** An invoice as it is now, with the amount that a started payment plans to pay of it. */
export interface PlannedPart {
  readonly number: string;
  readonly kind: InvoiceKind;
  readonly voidedOn: string | null;
  readonly balanceMinor: number;
  readonly pendingMinor: number;
  readonly amountMinor: number;
}

interface Named {
  readonly reference: string | null;
  readonly state: PaymentState;
}

/** Throws AppError CONFLICT, in words for the payer, unless the payment is still started. */
export function requireStarted(payment: Named): void {
  if (payment.state !== "started") throw new AppError("CONFLICT", whatBecame(payment));
}

/** Throws AppError CONFLICT if an invoice can no longer take its planned amount. */
export function requirePayable(plan: readonly PlannedPart[], currency: string): void {
  if (plan.length === 0) throw new Error("A started payment has no plan");
  for (const part of plan) {
    const takes = part.kind === "invoice" && !part.voidedOn && part.pendingMinor === 0;
    if (takes && part.amountMinor <= part.balanceMinor) continue;
    const open = formatMoney({ minor: part.balanceMinor, currency });
    const why = part.voidedOn
      ? "was voided"
      : part.pendingMinor > 0
        ? "has another payment on its way"
        : `has a balance of ${open} by now`;
    throw new AppError("CONFLICT", `Invoice ${part.number} ${why}. Cancel this payment and start a new one.`);
  }
}

/** A sentence on the state of a payment that somebody wanted to continue or cancel. */
export function whatBecame({ reference, state }: Named): string {
  const name = `Payment ${reference ?? ""}`.trim();
  switch (state) {
    case "started":
      return `${name} is still waiting to be paid.`;
    case "processing":
      return `${name} was made by bank debit and is on its way.`;
    case "cancelled":
      return `${name} was cancelled. Start a new one.`;
    case "failed":
      return `${name} failed and nothing was charged. Start a new one.`;
    default:
      return `${name} was paid already.`;
  }
}

/** Stripe gave no answer. The payment stays as it is. */
export class StripeNotReached extends AppError {}

/** StripeNotReached with words for the person who wanted to pay or cancel. */
export function notReached(reference: string, what: "pay" | "cancel", cause: unknown): StripeNotReached {
  const sentence =
    what === "pay"
      ? `Stripe could not be reached. Nothing was charged: your payment ${reference} is kept, continue it in a moment.`
      : `Stripe could not be reached, so payment ${reference} is not cancelled yet. Try again in a moment.`;
  return new StripeNotReached("UNAVAILABLE", sentence, { cause });
}

/** The error for a brand whose account was removed after the payment was started. */
export function notOffered(): AppError {
  return new AppError("UNAVAILABLE", "Electronic payment is not available right now. Nothing was charged.");
}
