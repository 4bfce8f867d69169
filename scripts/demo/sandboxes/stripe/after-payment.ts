import type { StripeAccount } from "./account";
import { type Charge, type Dispute, type Intent, newDispute, newRefund, type Refund } from "./objects";
import { Impossible } from "./payments";

/* Refunds and disputes after a payment. Amounts are minor units. */

export const DISPUTE_TARGETS = ["needs_response", "won", "lost", "warning_needs_response", "warning_closed"] as const;
export type DisputeTarget = (typeof DISPUTE_TARGETS)[number];

/** Gives `amount` back; all that is left when null. Throws Impossible. */
export function refund(account: StripeAccount, intent: Intent, amount: number | null): Refund {
  const charge = receivedCharge(account, intent);
  if (newest(account, charge) && !isWon(newest(account, charge))) {
    throw new Impossible("A disputed payment cannot be refunded.");
  }
  const left = charge.amount - charge.amount_refunded;
  if (left === 0) throw new Impossible("This payment has been refunded already.");
  const given = amount ?? left;
  if (given > left) throw new Impossible(`The amount is greater than what is left of the payment (${left}).`);
  return account.act((emit) => {
    const made = newRefund(charge, given, account.now());
    account.refunds.set(made.id, made);
    countRefunded(charge, given);
    emit("refund.created", made);
    emit("charge.refunded", charge);
    return made;
  });
}

/** The newest refund fails: the money is back with the seller. Throws Impossible. */
export function failRefund(account: StripeAccount, intent: Intent): Refund {
  const charge = receivedCharge(account, intent);
  const made = [...account.refunds.values()].findLast(
    (entry) => entry.charge === charge.id && entry.status === "succeeded",
  );
  if (!made) throw new Impossible("This payment has no refund that could fail.");
  return account.act((emit) => {
    made.status = "failed";
    made.failure_reason = "expired_or_canceled_card";
    countRefunded(charge, -made.amount);
    emit("refund.updated", made);
    emit("charge.refund.updated", made);
    emit("refund.failed", made);
    return made;
  });
}

/**
 * Opens a dispute about all that is left of the money, or moves the open one on. `warning_…` are inquiries, which move
 * no money. Throws Impossible for one that is closed.
 */
export function dispute(account: StripeAccount, intent: Intent, target: DisputeTarget): Dispute {
  const charge = receivedCharge(account, intent);
  const known = newest(account, charge);
  if (known && CLOSED.has(known.status)) throw new Impossible(`The dispute is closed: ${known.status}.`);
  const left = charge.amount - charge.amount_refunded;
  if (!known && left === 0) throw new Impossible("Nothing is left of this payment that could be disputed.");
  const isInquiry = target.startsWith("warning_");
  if (known && isInquiry && !known.status.startsWith("warning_")) {
    throw new Impossible("A dispute does not become an inquiry.");
  }
  return account.act((emit) => {
    let current = known;
    if (!current) {
      current = newDispute(charge, left, isInquiry ? "warning_needs_response" : "needs_response", account.now());
      account.disputes.set(current.id, current);
      charge.disputed = true;
      emit("charge.dispute.created", current);
      if (!isInquiry) emit("charge.dispute.funds_withdrawn", current);
    }
    if (current.status === target) return current;
    const wasInquiry = current.status.startsWith("warning_");
    current.status = target;
    current.is_charge_refundable = isInquiry;
    if (wasInquiry && !isInquiry) emit("charge.dispute.funds_withdrawn", current);
    if (target === "won") emit("charge.dispute.funds_reinstated", current);
    emit(CLOSED.has(target) ? "charge.dispute.closed" : "charge.dispute.updated", current);
    return current;
  });
}

const CLOSED = new Set<string>(["won", "lost", "warning_closed"]);

const isWon = (entry: Dispute | undefined) => entry?.status === "won" || entry?.status === "warning_closed";

function newest(account: StripeAccount, charge: Charge): Dispute | undefined {
  return [...account.disputes.values()].findLast((entry) => entry.charge === charge.id);
}

function countRefunded(charge: Charge, amount: number): void {
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
}

function receivedCharge(account: StripeAccount, intent: Intent): Charge {
  const charge = account.chargeOf(intent);
  if (intent.status === "succeeded" && charge?.paid) return charge;
  throw new Impossible(`Only a payment that succeeded has money to give back; this one is ${intent.status}.`);
}
