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
  /** Called when a draft was restored; `sentAs` is the id of the form that it was sent with, where no answer came. */
  onRestored: (sentAs: string | null) => void;
  onTyped: () => void;
}

export type TypedText = ReturnType<typeof useTypedText>;

/**
 * The text of a composer: kept as a draft, with whether it was sent, and the newest item on screen when it was begun.
 */
export function useTypedText({ threadId, draftKey, kind, newestId, onRestored, onTyped }: Options) {
  const box = useRef<HTMLTextAreaElement>(null);
  const wasEmpty = useRef(true);
  /** Id of the form that was sent and its text, while no answer has come. */
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
    // Text that was changed after sending is a new message: the server would refuse it under the id of the first.
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
     * Empties the field for the next message. Text typed while this message was being sent stays; where the text was
     * changed after its answer was lost, all of it stays.
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
