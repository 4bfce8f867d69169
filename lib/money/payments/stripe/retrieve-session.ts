import type Stripe from "stripe";
import { systemNow } from "@/lib/kit/time";
import { log } from "@/lib/log";
import type { Attempt } from "./attempts";
import { ask, StripeRejection } from "./faults";

/** An attempt that has a session. */
export type KnownAttempt = Attempt & { readonly sessionId: string };

/**
 * The session of an attempt as Stripe has it now. Null when the account has no such session (its keys are another account's,
 * or test data was cleared) and nobody can pay it any more: the attempt ended, or its time is over. Throws StripeRejection while
 * it might still be paid, or was: then nothing is released until an operator has mended the keys. StripeUnreachable.
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

/** Whether Stripe has ended the attempt's session by itself. */
function isOver({ expiresAt }: Attempt): boolean {
  return expiresAt.getTime() <= systemNow().epochMilliseconds;
}
