import { StatusDot } from "@/components/ui/status-dot";
import type { Tone } from "@/components/ui/tone";
import type { AllocationState, CheckoutState, PaymentState, StripeEventState } from "@/db/schema/constants";
import { ALLOCATION_STATE_WORDS, PAYMENT_STATE_WORDS } from "@/lib/money/payments/rules";

const payment: Record<PaymentState, Tone> = {
  started: "neutral",
  processing: "warning",
  succeeded: "success",
  failed: "danger",
  cancelled: "neutral",
  refunded: "neutral",
  partly_refunded: "info",
  disputed: "danger",
};

const allocation: Record<AllocationState, Tone> = {
  planned: "neutral",
  pending: "warning",
  applied: "success",
  disputed: "danger",
  refunded: "neutral",
  released: "neutral",
};

const checkout: Record<CheckoutState, readonly [Tone, string]> = {
  preparing: ["neutral", "Being prepared"],
  open: ["info", "Open"],
  processing: ["warning", "Processing"],
  succeeded: ["success", "Succeeded"],
  failed: ["danger", "Failed"],
  expired: ["neutral", "Ended unpaid"],
};

export const EVENT_STATE_WORDS: Record<StripeEventState, string> = {
  received: "Waiting",
  applied: "Applied",
  ignored: "Ignored",
  failed: "Given up",
};

const event: Record<StripeEventState, Tone> = {
  received: "warning",
  applied: "success",
  ignored: "neutral",
  failed: "danger",
};

export function PaymentStateDot({ state }: { state: PaymentState }) {
  return <StatusDot tone={payment[state]}>{PAYMENT_STATE_WORDS[state]}</StatusDot>;
}

export function AllocationStateDot({ state }: { state: AllocationState }) {
  return <StatusDot tone={allocation[state]}>{ALLOCATION_STATE_WORDS[state]}</StatusDot>;
}

export function CheckoutStateDot({ state }: { state: CheckoutState }) {
  const [tone, word] = checkout[state];
  return <StatusDot tone={tone}>{word}</StatusDot>;
}

export function EventStateDot({ state }: { state: StripeEventState }) {
  return <StatusDot tone={event[state]}>{EVENT_STATE_WORDS[state]}</StatusDot>;
}
