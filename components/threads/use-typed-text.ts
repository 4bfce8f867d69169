import { useRef } from "react";
import { dropDraft, keepDraft } from "./draft";
import { sharedOf } from "./thread-store";
import { useDraft } from "./use-draft";
import { useTyping } from "./use-typing";

interface Options {
  threadId: string;
  draftKey: string;
  kind: "message" | "note";
  newestId: string | null | undefined;
  /** A draft is back; `sentAs` is the form that it was sent with, where no answer came. */
  onRestored: (sentAs: string | null) => void;
  onTyped: () => void;
}

export type TypedText = ReturnType<typeof useTypedText>;

/** The text of a composer: kept as a draft, known as sent or not, with the newest item on screen when it was begun. */
export function useTypedText({ threadId, draftKey, kind, newestId, onRestored, onTyped }: Options) {
  const box = useRef<HTMLTextAreaElement>(null);
  const wasEmpty = useRef(true);
  /** The form that the text was sent with, as long as no answer came, and the text that was. */
  const sent = useRef<{ readonly as: string | null; readonly text: string }>({ as: null, text: "" });
  const seen = useRef<string | null>(null);
  const tellTyping = useTyping(threadId);
  const newestNow = () => sharedOf(threadId).newest ?? newestId ?? null;
  const textNow = () => box.current?.value;

  useDraft(draftKey, kind, box, (draft) => {
    if (draft.sentAs) sent.current = { as: draft.sentAs, text: draft.text };
    wasEmpty.current = false;
    seen.current = newestNow();
    onRestored(draft.sentAs);
  });

  const onInput = () => {
    const text = textNow() ?? "";
    if (wasEmpty.current && text !== "") seen.current = newestNow();
    wasEmpty.current = text === "";
    // Changed since it was sent, it is something else: under the id that may be stored already it would be refused.
    keepDraft(draftKey, text, text === sent.current.text ? sent.current.as : null);
    onTyped();
    if (kind === "message" && text !== "") tellTyping();
  };

  return {
    box,
    onInput,
    insert: (text: string) => {
      const field = box.current;
      if (!field) return;
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.focus();
      onInput();
    },
    seenNow: () => seen.current ?? newestNow() ?? "",
    forgetSeen: () => {
      seen.current = null;
    },
    wasSentAs: (id: string) => sent.current.as === id,
    markSent: (id: string, body: string) => {
      sent.current = { as: id, text: textNow() ?? body };
      keepDraft(draftKey, sent.current.text, id);
    },
    forgetSent: (body: string) => {
      sent.current = { as: null, text: "" };
      keepDraft(draftKey, textNow() ?? body);
    },
    /**
     * Makes room for the next message. What was typed of it while this one was on its way stays; of a text that was
     * changed since its answer was lost, all.
     */
    clear: (wasOnItsWay: boolean) => {
      const text = textNow() ?? "";
      const isSame = wasOnItsWay ? text.startsWith(sent.current.text) : text === sent.current.text;
      const rest = (isSame ? text.slice(sent.current.text.length) : text).trimStart();
      if (box.current) box.current.value = rest;
      wasEmpty.current = rest === "";
      seen.current = rest === "" ? null : newestNow();
      sent.current = { as: null, text: "" };
      if (rest === "") dropDraft(draftKey);
      else keepDraft(draftKey, rest, null);
    },
  };
}
