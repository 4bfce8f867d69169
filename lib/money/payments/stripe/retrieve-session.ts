import type Stripe from "stripe";
import { systemNow } from "@/lib/kit/time";
import { log } from "@/lib/log";
import type { Attempt } from "./attempts";
import { ask, StripeRejection } from "./faults";

/** An attempt that has a session. */
export type KnownAttempt = Attempt & { readonly sessionId: string };

/**
 * The session of an attempt as Stripe has it now. Null if the account has no such session (the keys are of another
 * account, or test data was deleted) and nobody can pay it any more, because the attempt ended or its time is over.
 * Throws StripeRejection if the session might still be paid or was paid: then nothing is released until an operator has
 * corrected the keys. Throws StripeUnreachable.
 */
export async function retrieveSession(
  stripe: Stripe,
  attempt: KnownAttempt,
  params: Stripe.Checkout.SessionRetrieveParams = {},
): Promise<Stripe.Checkout.Session | null> {
  const { sessionId } = attempt;
  try {
    return await ask({ call: "sessions.retrieve", session: sessionId }, () =>
      stripe.checkout.sessions.retrieve(sessionId, params),
    );
  } catch (error) {
    if (!(error instanceof StripeRejection) || error.code !== "resource_missing") throw error;
    if (attempt.state === "expired" || attempt.state === "failed") return null;
    const { paymentId: payment, number, brand } = attempt;
    const ended = attempt.state === "open" && isOver(attempt);
    log.error(
      { payment, number, brand, session: sessionId, taken: ended ? "for expired" : "for nothing" },
      "a session is not in the brand's account at Stripe",
    );
    if (!ended) throw error;
    return null;
  }
}

/** Whether the time at which Stripe ends the session by itself is over. */
function isOver({ expiresAt }: Attempt): boolean {
  return expiresAt.getTime() <= systemNow().epochMilliseconds;
}
