import Stripe from "stripe";
import { RetryLater } from "@/lib/errors";
import { log } from "@/lib/log";

const ASKED_AGAIN = "Stripe is asked again later";

/**
 * Stripe gave no answer that settles anything: network, timeout, its own fault, too many requests, or a key that an
 * operator has to mend. Asking again later may help. Holds nothing that a log may not show.
 */
export class StripeUnreachable extends RetryLater {
  constructor(reason: string) {
    super(ASKED_AGAIN, reason);
    this.name = "StripeUnreachable";
  }
}

/**
 * Stripe refused a request for good: nothing came of it, and asking again brings the same answer. A job does ask again:
 * what it looks at may stand otherwise by then.
 */
export class StripeRejection extends RetryLater {
  readonly status: number;
  readonly code: string | null;
  readonly param: string | null;
  /** An earlier request under the same idempotency key had other bytes; what became of that one is to be looked up. */
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
 * Asks Stripe. Throws StripeUnreachable or StripeRejection in place of the SDK's errors, whose messages quote what was
 * sent (addresses, names); `about` are facts for the log.
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

/** The same for an object that may not exist: null then. */
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

/** Kind, codes and the number that Stripe's own support asks for; never the message. */
function factsOf(error: Stripe.errors.StripeError): string {
  const facts = [error.type, error.statusCode, error.code, error.param, error.requestId];
  return facts.filter((fact) => fact !== undefined && fact !== null && fact !== "").join(" ");
}
