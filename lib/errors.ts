/** Outcomes of the domain's rules. The code decides what the screen shows; the message is for people. */
export type AppErrorCode = "NOT_FOUND" | "CONFLICT" | "FORBIDDEN" | "INVALID" | "RATE_LIMITED" | "UNAVAILABLE";

/**
 * An expected outcome that ends a write. It is shown to the person and never logged as an error. With `field` the
 * sentence is shown beside that input, else above the form.
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

/** Values that replace those of the form when it is sent again, by field name. */
type Renewed = Readonly<Record<string, string>>;

/**
 * The form was sent before with other content, so its present content was not saved. The form keeps what was typed and
 * gets a new `id`, so that sending it again is a new request. `renewed` has the new values for a form whose id has
 * another field name or that needs more than an id.
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

/** Throws FormUsed if the content of a form that was sent again differs from what is stored under its id. */
export function requireSame<T extends object>(
  sent: T,
  stored: Partial<Record<keyof T, unknown>>,
  ...used: ConstructorParameters<typeof FormUsed>
): void {
  const names = Object.keys(sent) as (keyof T)[];
  if (!names.every((name) => stored[name] === sent[name])) throw new FormUsed(...used);
}

/**
 * A job could not do its work now and is tried again. It is not logged as a failure, because the portal is not at
 * fault. The queue and the log get `words` (what waits, for the log's line) and the reason unchanged, so neither may
 * hold what must not be in a log.
 */
export class RetryLater extends Error {
  readonly words: string;

  constructor(words: string, reason: string) {
    super(reason);
    this.name = "RetryLater";
    this.words = words;
  }
}
