"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";
import { itemAnchor } from "@/lib/threads/types";
import { dropDraft, readDraft } from "./draft";

interface Restored {
  readonly text: string;
  /** The form that it was sent with before, null when it never was. */
  readonly sentAs: string | null;
}

/** Puts a kept draft back into an empty field, once it is on screen. `onRestored` hears of it. */
export function useDraft(
  key: string,
  kind: "message" | "note",
  box: RefObject<HTMLTextAreaElement | null>,
  onRestored: (of: Restored) => void,
) {
  const restored = useEffectEvent(onRestored);
  useEffect(() => {
    const draft = readDraft(key);
    if (!draft || !box.current || box.current.value !== "") return;
    // It had been sent, and only the answer was lost.
    if (draft.sentAs !== null && document.getElementById(itemAnchor(kind, draft.sentAs))) {
      dropDraft(key);
      return;
    }
    box.current.value = draft.text;
    restored(draft);
  }, [key, kind, box]);
}
