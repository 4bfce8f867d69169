import type { Transaction } from "@/db/client";
import { auditAs } from "@/lib/gate/audit/record";
import { log } from "@/lib/log";
import { loadLedger, loadTries, lockPayment, saveChange } from "./ledger";
import { mailPayer } from "./mail";
import type { PaymentPicture } from "./picture";
import { type LedgerChange, planSettlement } from "./plan";

/**
 * Brings a payment's rows in line with what Stripe says, within the caller's transaction (asSystem): payment,
 * allocations, tries, refunds, audit log and mails. Locks the payment, then its invoices by id.
 * `stale`: a newer look has been settled, nothing changes. `unknown`: not a portal payment of ours, or the picture cannot
 * be this payment's (another payment's session, another currency or amount); nothing changes and it is logged.
 */
export async function settlePayment(
  db: Transaction,
  picture: PaymentPicture,
): Promise<"settled" | "stale" | "unknown"> {
  const payment = await lockPayment(db, picture.paymentId);
  if (payment?.source !== "portal") return unknown(picture, "there is no portal payment with this id");
  if (picture.observation <= payment.observation) return "stale";
  const tries = await loadTries(db, picture);
  if (tries.some((row) => row.paymentId !== payment.id || row.brand !== payment.brand)) {
    return unknown(picture, "a session belongs to another payment");
  }
  const before = await loadLedger(db, payment, tries);
  let change: LedgerChange;
  try {
    change = planSettlement(before, picture);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return unknown(picture, error.message);
  }
  await saveChange(db, payment, { before, change, observation: picture.observation });
  for (const { action, details } of change.deeds) {
    await auditAs(db, "system", {
      brand: payment.brand,
      action: `payment.${action}`,
      entity: "payment",
      entityId: payment.id,
      details: { reference: payment.reference, ...details },
    });
  }
  await mailPayer(db, payment, change);
  return "settled";
}

function unknown({ paymentId, observation }: PaymentPicture, reason: string): "unknown" {
  log.error({ paymentId, observation, reason }, "what Stripe says does not fit the ledger");
  return "unknown";
}
