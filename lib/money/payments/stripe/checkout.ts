import type Stripe from "stripe";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { systemNow } from "@/lib/kit/time";
import { log } from "@/lib/log";
import {
  type Attempt,
  addAttempt,
  type Collection,
  endAttempt,
  factsOf,
  LEAST_LIFE_MS,
  readCollection,
  recordSession,
} from "./attempts";
import { notOffered, notReached, requirePayable, requireStarted, whatBecame } from "./checkout-errors";
import { stripeFor } from "./clients";
import { ask, StripeRejection, StripeUnreachable } from "./faults";
import { findSession } from "./find-session";
import { observeAndSettle } from "./observe";
import { ifSoon } from "./patience";
import { retrieveSession } from "./retrieve-session";
import { idempotencyKey, sessionParams } from "./session-params";

/** A session that ends sooner than this is replaced by the next. */
const NEARLY_OVER_MS = 60_000;
/** Added to the window in which Stripe makes a session for an attempt, because clocks differ. */
const CLOCK_SKEW_MS = 60_000;
/**
 * Each round returns, throws, or replaces one attempt. If more rounds than this are needed, another request is working
 * on the same payment.
 */
const ROUNDS = 5;

/**
 * The address of an open session of Stripe's Checkout for a started payment: of the first session, of the open one, or
 * of the next one if the open one is nearly over. Two simultaneous requests get the same session. The caller has
 * checked who may pay. Throws AppError CONFLICT (paid, cancelled, an invoice changed), UNAVAILABLE (Stripe refuses),
 * StripeNotReached.
 */
export async function openCheckout(paymentId: string): Promise<string> {
  const first = await readCollection(paymentId);
  const stripe = stripeFor(first.payment.brand);
  if (!stripe) throw notOffered();
  return ifSoon(first.payment.reference, "pay", openAtStripe(stripe, first));
}

async function openAtStripe(stripe: Stripe, first: Collection): Promise<string> {
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const collection = round === 0 ? first : await readCollection(first.payment.id);
      requireStarted(collection.payment);
      requirePayable(collection.plan, collection.payment.currency);
      const url = await tryToOpen(stripe, collection);
      if (url) return url;
    }
    throw new StripeUnreachable("no session stayed open");
  } catch (error) {
    if (error instanceof RefusedForGood) throw await giveUp(first, error);
    throw inWords(error, first.payment.reference, "pay");
  }
}

/**
 * Cancels a started payment: ends its sessions at Stripe, observes the payment, and settles it accordingly. It does
 * nothing if the payment is cancelled already. Throws AppError CONFLICT if the payment was paid meanwhile (and has then
 * been settled), UNAVAILABLE.
 */
export async function cancelCheckout(paymentId: string): Promise<void> {
  const { payment } = await readCollection(paymentId);
  return ifSoon(payment.reference, "cancel", cancelAtStripe(paymentId));
}

async function cancelAtStripe(paymentId: string): Promise<void> {
  // A colleague may continue the payment at the same time. An attempt that they add is ended in the next round.
  for (let round = 0; round < ROUNDS; round++) {
    const collection = await readCollection(paymentId);
    const { payment } = collection;
    if (payment.state === "cancelled" || payment.state === "failed") return;
    requireStarted(payment);
    const stripe = stripeFor(payment.brand);
    if (!stripe) throw notOffered();
    try {
      for (const attempt of collection.attempts) {
        if (isUnfinished(attempt)) await endAtStripe(stripe, collection, attempt);
      }
      await observeAndSettle(paymentId);
    } catch (error) {
      throw inWords(error, payment.reference, "cancel");
    }
  }
  const { payment } = await readCollection(paymentId);
  if (payment.state !== "cancelled" && payment.state !== "failed") throw new AppError("CONFLICT", whatBecame(payment));
}

/**
 * Ends the attempts of a payment that is no longer started: they are left over when a process dies between two steps.
 * An attempt for which Stripe may still make a session is left for a later run. Throws StripeUnreachable.
 */
export async function endLeftOver(paymentId: string): Promise<void> {
  const collection = await readCollection(paymentId);
  const stripe = stripeFor(collection.payment.brand);
  if (!stripe || collection.payment.state === "started") return;
  for (const attempt of collection.attempts) {
    if (isUnfinished(attempt) && !mayBeMade(attempt)) await endAtStripe(stripe, collection, attempt);
  }
  await observeAndSettle(paymentId);
}

const isUnfinished = ({ state }: Attempt) => state === "preparing" || state === "open";

/** One round: the address of the newest attempt's session, or null if a next attempt has replaced it. */
async function tryToOpen(stripe: Stripe, collection: Collection): Promise<string | null> {
  const { newest, attempts } = collection;
  for (const older of attempts) {
    if (older.number < newest.number && isUnfinished(older)) await requireEnded(stripe, collection, older);
  }
  const session = await sessionOf(stripe, collection, newest);
  if (!session) {
    await addAttempt(newest);
    await endAttempt(newest, "expired");
    return null;
  }
  if (!(await recordSession(newest, session))) {
    await requireEnded(stripe, collection, { ...newest, sessionId: session.id });
    return null;
  }
  if (session.status === "complete") await throwPaid(collection);
  const left = session.expires_at * 1000 - systemNow().epochMilliseconds;
  if (session.status === "open" && left > NEARLY_OVER_MS) return addressOf(session);
  await addAttempt(newest);
  return null;
}

/**
 * Ends an attempt that must not be paid any more. If its session was paid, the payment is settled with it and AppError
 * CONFLICT is thrown.
 */
async function requireEnded(stripe: Stripe, collection: Collection, attempt: Attempt): Promise<void> {
  const status = await endAtStripe(stripe, collection, attempt);
  if (status === "complete") await throwPaid(collection);
}

async function throwPaid({ payment }: Collection): Promise<never> {
  await observeAndSettle(payment.id);
  const { payment: settled } = await readCollection(payment.id);
  throw new AppError("CONFLICT", whatBecame(settled));
}

/** Ends an attempt at Stripe and in its row. `complete`: it was paid or is being paid, so nothing was ended. */
async function endAtStripe(stripe: Stripe, collection: Collection, attempt: Attempt): Promise<"complete" | "expired"> {
  let session: Stripe.Checkout.Session | null;
  try {
    session = await sessionOf(stripe, collection, attempt);
  } catch (error) {
    if (!(error instanceof RefusedForGood)) throw error;
    session = null;
  }
  if (session) {
    await recordSession(attempt, session);
    const ended = session.status === "open" ? await expire(stripe, session.id) : session;
    if (ended.status === "complete") return "complete";
  }
  await endAttempt({ ...attempt, sessionId: session?.id ?? attempt.sessionId }, "expired");
  return "expired";
}

/** Stripe refuses to expire a session that was just paid or has just ended. Then the session is retrieved instead. */
async function expire(stripe: Stripe, sessionId: string): Promise<Stripe.Checkout.Session> {
  try {
    return await ask({ call: "sessions.expire", session: sessionId }, () => stripe.checkout.sessions.expire(sessionId));
  } catch (error) {
    if (!(error instanceof StripeRejection)) throw error;
    const session = await ask({ call: "sessions.retrieve", session: sessionId }, () =>
      stripe.checkout.sessions.retrieve(sessionId),
    );
    if (session.status === "open") throw new StripeUnreachable("an open session could not be expired");
    return session;
  }
}

/** Thrown if Stripe does not accept this payment at all. */
class RefusedForGood extends Error {
  readonly attempt: Attempt;

  constructor(attempt: Attempt, cause: StripeRejection) {
    super("Stripe refuses the session", { cause });
    this.attempt = attempt;
  }
}

/** If Stripe refuses a payment, it is not tried forever: the payment fails and its invoices can be paid again. */
async function giveUp({ payment }: Collection, { attempt, cause }: RefusedForGood): Promise<AppError> {
  log.error({ reference: payment.reference, brand: payment.brand, err: cause }, "Stripe refused to open a checkout");
  await endAttempt(attempt, "failed");
  try {
    await observeAndSettle(payment.id);
  } catch (error) {
    log.warn({ reference: payment.reference, err: error }, "a refused payment is settled later, by reconciliation");
  }
  return new AppError(
    "UNAVAILABLE",
    `Stripe did not accept payment ${payment.reference}, and nothing was charged. Write to us and name that reference.`,
    { cause },
  );
}

/**
 * The session of an attempt as Stripe has it now. If no session is known yet, it is requested again under its
 * idempotency key, which makes it at most once. Null if there is no session (it was never made or is not in the
 * account) and none can be paid any more.
 */
async function sessionOf(
  stripe: Stripe,
  collection: Collection,
  attempt: Attempt,
): Promise<Stripe.Checkout.Session | null> {
  const { sessionId } = attempt;
  if (sessionId) return retrieveSession(stripe, { ...attempt, sessionId });
  if (!mayBeMade(attempt)) return findSession(stripe, attempt);
  const facts = factsOf(collection, attempt);
  try {
    const created = await ask({ call: "sessions.create", reference: facts.reference }, () =>
      stripe.checkout.sessions.create(sessionParams(facts), { idempotencyKey: idempotencyKey(facts) }),
    );
    // Stripe answers a repeated request with the first answer, so the present state of the session is retrieved.
    if (created.lastResponse.headers["idempotent-replayed"] !== "true") return created;
    return await ask({ call: "sessions.retrieve", session: created.id }, () =>
      stripe.checkout.sessions.retrieve(created.id),
    );
  } catch (error) {
    if (!(error instanceof StripeRejection)) throw error;
    if (error.otherRequest || error.param === "expires_at") return findSession(stripe, attempt);
    throw new RefusedForGood(attempt, error);
  }
}

/**
 * Whether Stripe can still make a session for an attempt without one. Later the session would end too soon, and Stripe
 * refuses it.
 */
function mayBeMade({ sessionId, expiresAt }: Attempt): boolean {
  const windowEnds = expiresAt.getTime() - LEAST_LIFE_MS;
  return sessionId === null && systemNow().epochMilliseconds <= windowEnds + CLOCK_SKEW_MS;
}

/**
 * The address to which the payer goes. An address outside the configured checkout is an error of the set-up and is
 * never followed.
 */
function addressOf(session: Stripe.Checkout.Session): string {
  const { STRIPE_CHECKOUT_ORIGIN: origin } = env();
  if (session.url?.startsWith(`${origin}/`)) return session.url;
  throw new Error(`Stripe's checkout is not on ${origin}: set STRIPE_CHECKOUT_ORIGIN to where the account has it`);
}

function inWords(error: unknown, reference: string, what: "pay" | "cancel"): unknown {
  const unanswered = error instanceof StripeUnreachable || error instanceof StripeRejection;
  return unanswered ? notReached(reference, what, error) : error;
}
