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

/** What a form is sent again with in place of what it had, by the names of its fields. */
type Renewed = Readonly<Record<string, string>>;

/**
 * The form was taken before, with something else in it. What it holds now was not: the refusal keeps it and gives the
 * form an `id` of its own, so that sending it again is a new thing. `renewed`: the same for a form whose field is called
 * otherwise, or that needs more than an id.
 */
export class FormUsed extends AppError {
  readonly renewed: Renewed | null;

  constructor(message: string = FORM_USED, renewed: Renewed | null = null) {
    super("CONFLICT", message);
    this.name = "FormUsed";
    this.renewed = renewed;
  }
}

const FORM_USED = "You already sent this form with something else in it. What you typed is still here: send it again.";

/** Throws FormUsed where what stands under the id of a form that was sent again is not what it holds now. */
export function requireSame<T extends object>(
  sent: T,
  stored: Partial<Record<keyof T, unknown>>,
  ...used: ConstructorParameters<typeof FormUsed>
): void {
  const names = Object.keys(sent) as (keyof T)[];
  if (!names.every((name) => stored[name] === sent[name])) throw new FormUsed(...used);
}

/**
 * A job could not do its work now and is tried again: by somebody else's fault or by nobody's, so it is no failure.
 * Queue and log get the words (what waits, for the log's line) and the reason as they are: neither may hold what a log
 * may not show.
 */
export class RetryLater extends Error {
  readonly words: string;

  constructor(words: string, reason: string) {
    super(reason);
    this.name = "RetryLater";
    this.words = words;
  }
}
