import { eq, sql } from "drizzle-orm";
import type Stripe from "stripe";
import type { Transaction } from "@/db/client";
import { paymentRefunds, payments } from "@/db/schema";
import { asGate } from "@/db/viewer";
import { systemNow } from "@/lib/kit/time";
import { log } from "@/lib/log";
import { settlePayment } from "@/lib/money/payments/settlement/settle";
import type { CheckoutSnapshot, PaymentSnapshot } from "@/lib/money/payments/settlement/snapshot";
import { attemptsOf } from "./attempts";
import { stripeFor } from "./clients";
import { ask, StripeUnreachable } from "./faults";
import { type KnownAttempt, retrieveSession } from "./retrieve-session";
import { intentOf, type Seen, type SessionFindings, toSnapshot } from "./snapshot";

/**
 * A snapshot of everything that Stripe reports about a payment now. Its number is taken first, so of two snapshots the
 * one with the greater number shows the later state. Throws StripeUnreachable, StripeRejection.
 */
async function observe(paymentId: string): Promise<PaymentSnapshot> {
  const { observation, brand, attempts, seen } = await begin(paymentId);
  if (attempts.length === 0) return toSnapshot(paymentId, observation, [], seen);
  const stripe = stripeFor(brand);
  if (!stripe) throw new StripeUnreachable(`${brand} has no account at Stripe any more`);
  const findings: SessionFindings[] = [];
  const gone: CheckoutSnapshot[] = [];
  for (const attempt of attempts) {
    const found = await retrieve(stripe, attempt);
    if (found) findings.push(found);
    else if (attempt.state === "open") gone.push(expired(attempt));
  }
  if (findings.filter(({ session }) => intentOf(session)?.status === "succeeded").length > 1) {
    log.error({ payment: paymentId, brand }, "a payment was charged twice: the second charge became credit");
  }
  const snapshot = toSnapshot(paymentId, observation, findings, seen);
  return { ...snapshot, checkouts: [...snapshot.checkouts, ...gone] };
}

/**
 * `stale`: a newer observation was settled before this one. `unknown`: what Stripe reports does not fit the payment.
 */
export type SettleOutcome = "settled" | "stale" | "unknown";

/**
 * Observes a payment at Stripe and brings the ledger in line. `alongside` runs in the same transaction. Throws
 * StripeUnreachable, StripeRejection.
 */
export async function observeAndSettle(
  paymentId: string,
  alongside?: (db: Transaction, outcome: SettleOutcome) => Promise<void>,
): Promise<SettleOutcome> {
  const snapshot = await observe(paymentId);
  return asGate("the ledger is brought in line with Stripe", async (db) => {
    const outcome = await settlePayment(db, snapshot);
    await alongside?.(db, outcome);
    return outcome;
  });
}

interface Beginning {
  readonly observation: number;
  readonly brand: string;
  readonly attempts: readonly KnownAttempt[];
  readonly seen: Seen;
}

function begin(paymentId: string): Promise<Beginning> {
  return asGate("a look at Stripe begins", async (db) => {
    const [next] = await db.execute<{ number: string }>(sql`select nextval('payment_observations') as number`);
    const [payment] = await db.select().from(payments).where(eq(payments.id, paymentId));
    if (!next || !payment) throw new Error("No such payment");
    const attempts = await attemptsOf(db, paymentId);
    const lost = await db.select().from(paymentRefunds).where(eq(paymentRefunds.paymentId, paymentId));
    return {
      observation: Number(next.number),
      brand: payment.brand,
      attempts: attempts.flatMap((attempt) => (attempt.sessionId ? { ...attempt, sessionId: attempt.sessionId } : [])),
      seen: {
        now: systemNow().epochMilliseconds,
        succeededAt: payment.succeededAt?.getTime() ?? null,
        lostAt: new Map(
          lost.filter(({ kind }) => kind === "chargeback").map((row) => [row.stripeId, row.createdAt.getTime()]),
        ),
      },
    };
  });
}

/** The snapshot of an attempt whose session the account does not have and whose time is over. */
function expired({ sessionId, paymentIntentId }: KnownAttempt): CheckoutSnapshot {
  return { sessionId, paymentIntentId, state: "expired", failureCode: null };
}

/** Null in the cases that retrieveSession describes. */
async function retrieve(stripe: Stripe, attempt: KnownAttempt): Promise<SessionFindings | null> {
  const session = await retrieveSession(stripe, attempt, { expand: ["payment_intent.latest_charge"] });
  if (!session) return null;
  const intent = intentOf(session);
  if (intent?.status !== "succeeded") return { session, refunds: [], disputes: [] };
  const of = { payment_intent: intent.id, limit: 100 };
  const [refunds, disputes] = await Promise.all([
    ask({ call: "refunds.list", intent: intent.id }, () =>
      stripe.refunds.list(of).autoPagingToArray({ limit: 10_000 }),
    ),
    ask({ call: "disputes.list", intent: intent.id }, () =>
      stripe.disputes.list(of).autoPagingToArray({ limit: 10_000 }),
    ),
  ]);
  return { session, refunds, disputes };
}
