import type { ErrorResponse } from "resend";

export type ResendErrorName = ErrorResponse["name"];

/** An answer of Resend's API that is no success. Names, statuses and messages: https://resend.com/docs/api-reference/errors */
export class ResendError extends Error {
  readonly statusCode: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 422 | 429 | 500;
  readonly code: ResendErrorName;

  constructor(statusCode: ResendError["statusCode"], code: ResendErrorName, message: string) {
    super(message);
    this.name = "ResendError";
    this.statusCode = statusCode;
    this.code = code;
  }

  /** The body of the answer. */
  body(): ErrorResponse {
    return { statusCode: this.statusCode, name: this.code, message: this.message };
  }
}

export const endpointNotFound = () => new ResendError(404, "not_found", "The requested endpoint does not exist.");
