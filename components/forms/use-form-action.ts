"use client";

import { startTransition, useActionState, useState } from "react";
import type { ActionResult, FormAction } from "@/lib/gate/actions/result";
import { answeredAlways } from "./unanswered";

interface FormActionState {
  /** The last answer; null before the first. */
  readonly state: ActionResult | null;
  /** For the form's `action`: posts natively where there is no JavaScript. */
  readonly post: (form: FormData) => void;
  readonly submit: (form: FormData) => void;
  readonly pending: boolean;
}

/**
 * A form's action and its state. Native posting and sending by script are apart, because only a server action itself
 * can be posted natively. React hands the answer to a native post to the form at the same place of the page; with
 * `page`, the page's address, to whatever asks for it there with the same action, also where the form is gone.
 */
export function useFormAction(action: FormAction, page?: string): FormActionState {
  const [posted, post] = useActionState(action, null, page);
  const [unanswered, setUnanswered] = useState<ActionResult | null>(null);
  const [sent, send, isSending] = useActionState(answeredAlways(action, posted, setUnanswered), null);
  const submit = (form: FormData) => {
    setUnanswered(null);
    startTransition(() => send(form));
  };
  return { state: unanswered ?? sent ?? posted, post, submit, pending: isSending && unanswered === null };
}
