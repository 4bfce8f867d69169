/**
 * What a form gets back. The same shape serves a form without JavaScript, `useActionState` and a test. `values` is what
 * was typed, so that it is not lost, but never a password or a file.
 */
export interface ActionResult {
  readonly ok: boolean;
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  /** Sentences by field path (dotted names). */
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;
  /** One sentence for the whole form. */
  readonly message: string | null;
  /** Shown to people if something broke on our side; the log has the cause under this reference. */
  readonly reference: string | null;
}

/**
 * The shape of every server action that a form calls. Success ends in a redirect, so a returned result is a refusal or
 * a notice.
 */
export type FormAction = (previous: ActionResult | null, form: FormData) => Promise<ActionResult>;
