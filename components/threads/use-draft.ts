"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";
import { itemAnchor } from "@/lib/threads/types";
import { dropDraft, readDraft } from "./draft";

interface Restored {
  readonly text: string;
  /** Id of the form that it was sent with, null when it was not sent. */
  readonly sentAs: string | null;
}

/** Puts the draft into an empty field after the first render. Calls `onRestored` with it. */
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
    // It was stored, and only the answer was lost.
    if (draft.sentAs !== null && document.getElementById(itemAnchor(kind, draft.sentAs))) {
      dropDraft(key);
      return;
    }
    box.current.value = draft.text;
    restored(draft);
  }, [key, kind, box]);
}
