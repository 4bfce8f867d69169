import { and, eq, gte, inArray, lt } from "drizzle-orm";
import type Stripe from "stripe";
import { paymentCheckouts, payments } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { stripeFor } from "./clients";
import { findPayment } from "./find-payment";
import { listSessions } from "./find-session";
import { observeAndSettle } from "./observe";
import { markOf } from "./session-params";

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
/** Sessions of the last hour are left out, because they may be settled on one side only. */
const NEWEST_S = HOUR_S;
const SPAN_S = 7 * DAY_S;

/** A difference between the ledger and Stripe about one session. */
export interface Difference {
  readonly brand: string;
  readonly sessionId: string;
  readonly problem: "not in the ledger" | "not paid at Stripe" | "another amount";
}

/**
 * The job `stripe.compare` compares the ledger with Stripe once a day. For each brand, every session of the last seven
 * days that was paid must be in the ledger with its amount, and the other way round. A payment that is missing in the
 * ledger is settled if possible. Each difference is logged as an error and returned. `now`: system time.
 */
export async function runCompareTask(now: Date): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const brand of Object.keys(env().stripe)) {
    const stripe = stripeFor(brand);
    if (stripe) differences.push(...(await compareBrand(stripe, brand, now.getTime() / 1000)));
  }
  return differences;
}

async function compareBrand(stripe: Stripe, brand: string, now: number): Promise<Difference[]> {
  const to = now - NEWEST_S;
  const span = { from: to - SPAN_S, to };
  const atStripe = (await listSessions(stripe, span)).filter((session) => isPaid(session) && isOf(session, brand));
  const ours = await paidSessions(brand, span, atStripe);
  const differences: Difference[] = [];
  for (const session of atStripe) {
    const amountMinor = ours.get(session.id);
    ours.delete(session.id);
    if (amountMinor === session.amount_total) continue;
    const problem = amountMinor === undefined ? "not in the ledger" : "another amount";
    differences.push({ brand, sessionId: session.id, problem });
    if (problem === "not in the ledger") await settle(stripe, brand, session.id);
  }
  for (const sessionId of ours.keys()) differences.push({ brand, sessionId, problem: "not paid at Stripe" });
  for (const difference of differences) log.error(difference, "the ledger and Stripe differ");
  log.info(
    { brand, sessions: atStripe.length, differences: differences.length },
    "the ledger was compared with Stripe",
  );
  return differences;
}

const isPaid = (session: Stripe.Checkout.Session) => session.status === "complete" && session.payment_status === "paid";

/** The account may be used to sell other things, and two brands may share one account. */
const isOf = (session: Stripe.Checkout.Session, brand: string) =>
  markOf(session) !== null && session.metadata?.brand === brand;

/** Amounts of our paid sessions: those that Stripe listed, and those of the span, which it should have listed. */
async function paidSessions(
  brand: string,
  span: { from: number; to: number },
  atStripe: readonly Stripe.Checkout.Session[],
): Promise<Map<string, number>> {
  const rows = await asSystem("the ledger is compared with Stripe", async (db) => {
    const paid = and(eq(paymentCheckouts.brand, brand), eq(paymentCheckouts.state, "succeeded"));
    const select = () =>
      db
        .select({ sessionId: paymentCheckouts.sessionId, amountMinor: payments.amountMinor })
        .from(paymentCheckouts)
        .innerJoin(payments, eq(payments.id, paymentCheckouts.paymentId));
    const ids = atStripe.map(({ id }) => id);
    const named = ids.length ? await select().where(and(paid, inArray(paymentCheckouts.sessionId, ids))) : [];
    // The span is an hour shorter at both ends: a session is made after its row, and clocks differ.
    const createdAt = paymentCheckouts.createdAt;
    const expected = await select().where(
      and(paid, gte(createdAt, at(span.from + HOUR_S)), lt(createdAt, at(span.to - HOUR_S))),
    );
    return [...named, ...expected];
  });
  return new Map(rows.flatMap(({ sessionId, amountMinor }) => (sessionId ? [[sessionId, amountMinor]] : [])));
}

const at = (seconds: number) => new Date(seconds * 1000);

async function settle(stripe: Stripe, brand: string, id: string): Promise<void> {
  const found = await findPayment(stripe, brand, { type: "checkout.session", id });
  if ("paymentId" in found) await observeAndSettle(found.paymentId);
}
