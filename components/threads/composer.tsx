"use client";

import clsx from "clsx";
import type { FormEvent } from "react";
import {
  type KeyboardEvent,
  type ReactNode,
  useActionState,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
  useTransition,
} from "react";
import { v7 as uuidv7 } from "uuid";
import { formDataOf, keptId } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { FormContext } from "@/components/forms/form-context";
import { FormErrorSummary } from "@/components/forms/form-error-summary";
import { UNREACHABLE } from "@/components/forms/unanswered";
import { PendingContext } from "@/components/ui/pending";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult, FormAction } from "@/lib/gate/actions/result";
import { itemAnchor } from "@/lib/threads/types";
import { ComposerContext } from "./composer-context";
import { dropDraft, keepDraft } from "./draft";
import { FileField } from "./file-field";
import { endingOf } from "./sending";
import { askForNews, sendOut, sharedOf, takeBack, useShared } from "./thread-store";
import { useDraft } from "./use-draft";
import { useTyping } from "./use-typing";

interface Props {
  /** Takes `id`, `body`, `files[]`, what is in `hidden` and, with `newestId`, `seen`. Success is a redirect. */
  action: FormAction;
  threadId: string;
  /** A UUID (version 7) made where the form is rendered: the same form sent twice is one message. */
  formId: string;
  hidden: Readonly<Record<string, string>>;
  /** Where a draft is kept in this browser; must hold the person's id, and differ between composers. */
  draftKey: string;
  /** A note is set apart, is told to nobody who types with, and is never an answer. */
  kind?: "message" | "note";
  label?: string;
  button?: string;
  help?: ReactNode;
  /** Newest message of the page. With it, `seen` is sent: the newest one on screen when the person began to type. */
  newestId?: string | null;
  /** What further controls hold at first. */
  values?: Readonly<Record<string, string>>;
  /** Further controls, between the text and the button. */
  children?: ReactNode;
}

/** Writes into a thread. Without JavaScript a plain form; with it nothing typed is lost and the page stays where it is. */
export function Composer({
  action,
  threadId,
  formId,
  hidden,
  draftKey,
  kind = "message",
  label = kind === "note" ? "Internal note" : "Message",
  button = kind === "note" ? "Add note" : "Send",
  help,
  newestId,
  values,
  children,
}: Props) {
  const [posted, post] = useActionState(action, null);
  const [answer, setAnswer] = useState<ActionResult | null>(null);
  const state = answer ?? posted;
  const [id, setId] = useState(keptId(posted?.values.id) ?? formId);
  const [pending, start] = useTransition();
  const [isUploading, setUploading] = useState(false);
  const [waitsForFiles, setWaiting] = useState(false);
  const [status, setStatus] = useState("");
  const prefix = useId();
  const form = useRef<HTMLFormElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const wasEmpty = useRef(true);
  const sentAs = useRef<string | null>(null);
  const sentText = useRef("");
  const [round, setRound] = useState(0);
  const failedFiles = useRef(0);
  const shared = useShared(threadId);
  const seen = useRef<string | null>(null);
  const tellTyping = useTyping(threadId);
  const newestNow = () => sharedOf(threadId).newest ?? newestId ?? null;

  useDraft(draftKey, kind, box, (draft) => {
    if (draft.sentAs) {
      setId(draft.sentAs);
      sentAs.current = draft.sentAs;
      sentText.current = draft.text;
    }
    wasEmpty.current = false;
    seen.current = newestNow();
    setStatus("Your draft is back.");
  });

  /**
   * Makes room for the next message. What was typed of it while this one was on its way stays; of a text that was changed
   * since its answer was lost, all.
   */
  const reset = (wasOnItsWay: boolean) => {
    const text = box.current?.value ?? "";
    const isSame = wasOnItsWay ? text.startsWith(sentText.current) : text === sentText.current;
    const rest = (isSame ? text.slice(sentText.current.length) : text).trimStart();
    if (box.current) box.current.value = rest;
    wasEmpty.current = rest === "";
    seen.current = rest === "" ? null : newestNow();
    sentAs.current = null;
    sentText.current = "";
    if (rest === "") dropDraft(draftKey);
    else keepDraft(draftKey, rest, null);
    setAnswer(null);
    setId(uuidv7());
    setRound((now) => now + 1);
    setStatus(kind === "note" ? "The note was added." : "Your message was sent.");
  };

  // It was stored although no answer came, or another tab has sent this very form.
  const onStored = useEffectEvent(() => {
    if (pending || !document.getElementById(itemAnchor(kind, id))) return;
    if (sentAs.current === id) reset(false);
    else setId(uuidv7());
  });
  useEffect(() => {
    if (shared.last !== null) onStored();
  }, [shared.last]);

  const onInput = () => {
    const text = box.current?.value ?? "";
    if (wasEmpty.current && text !== "") seen.current = newestNow();
    wasEmpty.current = text === "";
    // Changed since it was sent, it is something else: under the id that may be stored already it would be refused.
    keepDraft(draftKey, text, text === sentText.current ? sentAs.current : null);
    if (status) setStatus("");
    if (kind === "message" && text !== "") tellTyping();
  };

  const send = async (data: FormData) => {
    const body = String(data.get("body") ?? "");
    const files = data.getAll("files[]").length;
    if (body.trim() || files) sendOut(threadId, { id, body, isNote: kind === "note", files });
    sentAs.current = id;
    sentText.current = box.current?.value ?? body;
    keepDraft(draftKey, sentText.current, id);
    try {
      const result = await action(state, data);
      takeBack(threadId, id);
      if (result.message !== null) {
        // A refusal as a whole may be about what others wrote: it is read before the next try.
        askForNews(threadId);
        seen.current = null;
      }
      // A form that was used before comes back with another id.
      const given = keptId(result.values.id);
      if (given && given !== id) {
        setId(given);
        sentAs.current = null;
        sentText.current = "";
        keepDraft(draftKey, box.current?.value ?? body);
      }
      setAnswer(result);
    } catch (error) {
      const ending = endingOf(error);
      if (ending.kind !== "redirected" || ending.path !== window.location.pathname) takeBack(threadId, id);
      if (ending.kind === "redirected") {
        askForNews(threadId);
        reset(true);
        box.current?.focus({ preventScroll: true });
      } else if (ending.kind === "unreachable") {
        setAnswer({ ok: false, values: {}, fieldErrors: {}, message: UNREACHABLE, reference: null });
      } else if (ending.kind === "other") throw error;
    }
  };

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    if (isUploading) {
      setWaiting(true);
      return;
    }
    const data = formDataOf(event);
    if (newestId !== undefined) data.set("seen", seen.current ?? newestNow() ?? "");
    setStatus("");
    start(() => send(data));
  };

  const onUploading = (busy: boolean, failed: number) => {
    failedFiles.current = failed;
    setUploading(busy);
  };

  const onArrived = useEffectEvent(() => {
    setWaiting(false);
    if (failedFiles.current === 0) form.current?.requestSubmit();
    else setStatus("Not sent yet: not every file arrived. Try those again or remove them, then send.");
  });
  // Once both are on screen, whichever came last: the form's own answer to being sent must know of it.
  useEffect(() => {
    if (waitsForFiles && !isUploading) onArrived();
  }, [waitsForFiles, isUploading]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    form.current?.requestSubmit();
  };

  const insert = (text: string) => {
    const field = box.current;
    if (!field) return;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    onInput();
  };

  const errorsOf = (name: string) => state?.fieldErrors[name] ?? [];
  return (
    <FormContext value={{ prefix, values: { ...values, ...state?.values }, errorsOf }}>
      <PendingContext value={pending}>
        <ComposerContext value={{ insert }}>
          <form
            ref={form}
            action={post}
            onSubmit={onSubmit}
            noValidate
            // Another name than its field's, which is found by it.
            aria-label={kind === "note" ? "Write an internal note" : "Write a message"}
            className={clsx(
              "no-print grid gap-3 rounded-lg",
              kind === "note" && "forced-border border border-warning-mark/50 bg-warning-soft p-4",
            )}
          >
            <FormErrorSummary
              prefix={prefix}
              fieldErrors={state?.fieldErrors ?? {}}
              message={state?.ok ? null : (state?.message ?? null)}
              reference={state?.reference ?? null}
              occasion={state}
            />
            {Object.entries(hidden).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <input type="hidden" name="id" value={id} />
            {newestId !== undefined && <input type="hidden" name="seen" value={newestId ?? ""} />}
            <TextAreaField
              ref={box}
              name="body"
              label={label}
              help={help}
              rows={4}
              onInput={onInput}
              onKeyDown={onKeyDown}
              aria-keyshortcuts="Control+Enter Meta+Enter"
            />
            <FileField key={round} name="files[]" onBusyChange={onUploading} />
            {children}
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <SubmitButton>{button}</SubmitButton>
              <p role="status" className="text-sm text-muted">
                {waitsForFiles ? "It is sent as soon as your files are there." : status}
              </p>
            </div>
          </form>
        </ComposerContext>
      </PendingContext>
    </FormContext>
  );
}
