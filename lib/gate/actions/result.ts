/**
 * What a form gets back. The same shape serves a form without JavaScript, `useActionState` and a test.
 * `values` is what was typed, never a password or a file, so that nothing typed is lost.
 */
export interface ActionResult {
  readonly ok: boolean;
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  /** Sentences by field path (dotted names). */
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;
  /** One sentence for the whole form. */
  readonly message: string | null;
  /** Given to people when something broke on our side; the log has the cause under it. */
  readonly reference: string | null;
}

/** The one shape of a server action that a form calls. Success ends in a redirect, so a returned result is a refusal or a notice. */
export type FormAction = (previous: ActionResult | null, form: FormData) => Promise<ActionResult>;
