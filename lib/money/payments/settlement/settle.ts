import type { Transaction } from "@/db/client";
import { auditAs } from "@/lib/gate/audit/record";
import { log } from "@/lib/log";
import { loadAttempts, loadLedger, lockPayment, saveChange } from "./ledger";
import { computeChange, type LedgerChange } from "./ledger-change";
import { mailPayer } from "./mail";
import type { PaymentSnapshot } from "./snapshot";

/**
 * Brings a payment's rows in line with what Stripe reports, within the caller's transaction (asSystem): payment,
 * allocations, attempts, refunds, audit log and mails. Locks the payment, then its invoices by id.
 * `stale`: a newer observation was settled before, and nothing changes. `unknown`: there is no such portal payment, or
 * the snapshot cannot belong to it (another payment's session, another currency or amount); nothing changes, and it is
 * logged.
 */
export async function settlePayment(
  db: Transaction,
  snapshot: PaymentSnapshot,
): Promise<"settled" | "stale" | "unknown"> {
  const payment = await lockPayment(db, snapshot.paymentId);
  if (payment?.source !== "portal") return unknown(snapshot, "there is no portal payment with this id");
  if (snapshot.observation <= payment.observation) return "stale";
  const attempts = await loadAttempts(db, snapshot);
  if (attempts.some((row) => row.paymentId !== payment.id || row.brand !== payment.brand)) {
    return unknown(snapshot, "a session belongs to another payment");
  }
  const before = await loadLedger(db, payment, attempts);
  let change: LedgerChange;
  try {
    change = computeChange(before, snapshot);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return unknown(snapshot, error.message);
  }
  await saveChange(db, payment, { before, change, observation: snapshot.observation });
  for (const { action, details } of change.audits) {
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

function unknown({ paymentId, observation }: PaymentSnapshot, reason: string): "unknown" {
  log.error({ paymentId, observation, reason }, "what Stripe says does not fit the ledger");
  return "unknown";
}
