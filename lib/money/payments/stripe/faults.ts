import Stripe from "stripe";
import { RetryLater } from "@/lib/errors";
import { log } from "@/lib/log";

const ASKED_AGAIN = "Stripe is asked again later";

/**
 * Stripe gave no answer that settles anything: a network error, a timeout, an error of Stripe, too many requests, or a
 * key that an operator must replace. Asking again later may help. The message holds nothing that must not be in a log.
 */
export class StripeUnreachable extends RetryLater {
  constructor(reason: string) {
    super(ASKED_AGAIN, reason);
    this.name = "StripeUnreachable";
  }
}

/**
 * Stripe refused a request for good: it had no effect, and the same request is refused again. A job still asks again,
 * because what the request is about may have changed by then.
 */
export class StripeRejection extends RetryLater {
  readonly status: number;
  readonly code: string | null;
  readonly param: string | null;
  /** An earlier request under the same idempotency key had other content. Its result must be looked up. */
  readonly otherRequest: boolean;

  constructor(error: Stripe.errors.StripeError) {
    super(ASKED_AGAIN, factsOf(error));
    this.name = "StripeRejection";
    this.status = error.statusCode ?? 0;
    this.code = error.code ?? null;
    this.param = error.param ?? null;
    this.otherRequest = error.rawType === "idempotency_error" || error.type === "StripeIdempotencyError";
  }
}

/**
 * Sends a request to Stripe. Throws StripeUnreachable or StripeRejection in place of the SDK's errors, whose messages
 * quote what was sent (addresses, names). `about` are facts for the log.
 */
export async function ask<T>(about: Readonly<Record<string, unknown>>, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    const mended = translate(error);
    log.warn({ ...about, fault: mended.name, reason: mended.message }, "Stripe did not do what was asked");
    throw mended;
  }
}

/** The same as ask, but returns null if the object does not exist. */
export async function askFor<T>(about: Readonly<Record<string, unknown>>, call: () => Promise<T>): Promise<T | null> {
  try {
    return await ask(about, call);
  } catch (error) {
    if (error instanceof StripeRejection && error.status === 404) return null;
    throw error;
  }
}

function translate(error: Stripe.errors.StripeError): StripeUnreachable | StripeRejection {
  const status = error.statusCode ?? 0;
  const final = status >= 400 && status < 500 && ![401, 403, 409, 429].includes(status);
  return final ? new StripeRejection(error) : new StripeUnreachable(factsOf(error));
}

/** Type, codes and request id, which Stripe's support asks for; never the message. */
function factsOf(error: Stripe.errors.StripeError): string {
  const facts = [error.type, error.statusCode, error.code, error.param, error.requestId];
  return facts.filter((fact) => fact !== undefined && fact !== null && fact !== "").join(" ");
}
