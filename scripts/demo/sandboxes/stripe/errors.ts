import type Stripe from "stripe";

type Details = {
  type?: Stripe.StripeRawError["type"];
  code?: string;
  /** Name of the parameter as it was sent, e.g. `line_items[0][quantity]`. */
  param?: string;
};

/** An answer of Stripe's API that is no success: https://docs.stripe.com/api/errors and https://docs.stripe.com/error-codes */
export class StripeApiError extends Error {
  readonly status: 400 | 401 | 404 | 409 | 429 | 500;
  readonly details: Details;
  /** Whether the call itself refused. What is refused before it (parameters, keys) is not kept for an idempotency key. */
  readonly fromCall: boolean;

  constructor(status: StripeApiError["status"], message: string, details: Details = {}, fromCall = false) {
    super(message);
    this.name = "StripeApiError";
    this.status = status;
    this.details = details;
    this.fromCall = fromCall;
  }

  /** The body of the answer. */
  body(): { error: object } {
    const { type = "invalid_request_error", code, param } = this.details;
    return {
      error: {
        ...(code ? { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}` } : {}),
        message: this.message,
        ...(param ? { param } : {}),
        type,
      },
    };
  }
}

export const badRequest = (message: string, details?: Details) => new StripeApiError(400, message, details);

export const unknownUrl = (method: string, path: string) =>
  new StripeApiError(
    404,
    `Unrecognized request URL (${method}: ${path}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.`,
  );

/** `label` is Stripe's word for the object, e.g. `checkout.session`. */
export const noSuch = (label: string, id: string, param = "id") =>
  new StripeApiError(404, `No such ${label}: '${id}'`, { code: "resource_missing", param });
