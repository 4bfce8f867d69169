"use client";

import { useActionState, useState, useTransition } from "react";
import { UNREACHED } from "@/components/forms/unanswered";
import { endingOf } from "@/components/threads/sending";
import type { ActionResult, FormAction } from "@/lib/gate/actions/result";

/** Text fields of one form. */
type Sent = Readonly<Record<string, string>>;

/**
 * Saves a choice without leaving the place where it was made. `post` is for browsers without JavaScript; `refusal` is the
 * sentence of the last answer, of whichever way.
 */
export function useSaving(action: FormAction, name: string) {
  const [posted, post] = useActionState(action, null);
  const [answer, setAnswer] = useState<ActionResult | null>(null);
  const [isSaving, start] = useTransition();
  const state = answer ?? posted;

  const save = (fields: Sent, onSaved: () => void) => {
    if (answer === UNREACHED) setAnswer(null);
    start(async () => {
      const data = new FormData();
      for (const [field, value] of Object.entries(fields)) data.set(field, value);
      try {
        const result = await action(null, data);
        start(() => setAnswer(result));
      } catch (error) {
        const ending = endingOf(error);
        if (ending.kind === "other") throw error;
        // At once: a transition waits for the reload of the page's data that is under way, which waits for the portal too.
        if (ending.kind === "unreachable") setAnswer(UNREACHED);
        else
          start(() => {
            setAnswer(null);
            if (ending.kind === "redirected") onSaved();
          });
      }
    });
  };

  const sentences = state && !state.ok ? [state.message, ...(state.fieldErrors[name] ?? [])] : [];
  const refusal = sentences.filter((sentence) => sentence !== null).join(" ");
  // The transition itself ends only with that reload.
  const pending = isSaving && answer !== UNREACHED;
  return { post, pending, refusal, save };
}
