import type Stripe from "stripe";
import type { Attempt } from "./attempts";
import { ask } from "./faults";
import { markOf } from "./session-params";

/** More than the clocks of two machines differ, in seconds. */
const SLACK_S = 5 * 60;

/** Sessions that Stripe made in a span of time (system time, seconds), newest first, from all pages. */
export function listSessions(
  stripe: Stripe,
  span: { readonly from: number; readonly to: number },
): Promise<Stripe.Checkout.Session[]> {
  const created = { gte: Math.floor(span.from), lte: Math.ceil(span.to) };
  return ask({ call: "sessions.list" }, async () => {
    const sessions: Stripe.Checkout.Session[] = [];
    for await (const session of stripe.checkout.sessions.list({ created, limit: 100 })) sessions.push(session);
    return sessions;
  });
}

/** The span of time in which the session of an attempt was made, if it was made at all. */
function spanOf(attempt: Pick<Attempt, "createdAt" | "expiresAt">): { from: number; to: number } {
  return { from: attempt.createdAt.getTime() / 1000 - SLACK_S, to: attempt.expiresAt.getTime() / 1000 + SLACK_S };
}

/** The session that has the attempt's mark, or null. */
function sessionFor(
  attempt: Pick<Attempt, "paymentId" | "number">,
  sessions: readonly Stripe.Checkout.Session[],
): Stripe.Checkout.Session | null {
  const match = sessions.find((session) => {
    const mark = markOf(session);
    return mark?.paymentId === attempt.paymentId && mark.attempt === attempt.number;
  });
  return match ?? null;
}

/**
 * Searches the account for the session of an attempt, for the case that Stripe made the session but its answer did not
 * arrive.
 */
export async function findSession(stripe: Stripe, attempt: Attempt): Promise<Stripe.Checkout.Session | null> {
  return sessionFor(attempt, await listSessions(stripe, spanOf(attempt)));
}
