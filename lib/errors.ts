/** What a rule of the domain can answer. The code decides what the screen says; the message is for people. */
export type AppErrorCode = "NOT_FOUND" | "CONFLICT" | "FORBIDDEN" | "INVALID" | "RATE_LIMITED" | "UNAVAILABLE";

/**
 * An expected outcome that ends a write: shown to the person, never logged as a fault.
 * `field` puts the sentence beside an input; without it the sentence stands above the form.
 */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly field: string | undefined;

  constructor(code: AppErrorCode, message: string, options: { field?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.field = options.field;
  }
}

/**
 * The form was taken before, with something else in it. What it holds now was not: the refusal keeps it and gives the
 * form an `id` of its own, so that sending it again is a new thing.
 */
export class FormUsed extends AppError {
  constructor(message: string) {
    super("CONFLICT", message);
    this.name = "FormUsed";
  }
}
