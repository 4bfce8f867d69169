"use client";

import clsx from "clsx";
import { type KeyboardEvent, type ReactNode, useId } from "react";
import { TextAreaField } from "@/components/forms/fields";
import { FormContext } from "@/components/forms/form-context";
import { FormErrorSummary } from "@/components/forms/form-error-summary";
import { PendingContext } from "@/components/ui/pending";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormAction } from "@/lib/gate/actions/result";
import { ComposerContext } from "./composer-context";
import { FileField } from "./file-field";
import { useComposing } from "./use-composing";

interface Props {
  /** Takes `id`, `body`, `files[]`, what is in `hidden` and, with `newestId`, `seen`. Success is a redirect. */
  action: FormAction;
  threadId: string;
  /** A UUID (version 7) made where the form is rendered: the same form sent twice is one message. */
  formId: string;
  hidden: Readonly<Record<string, string>>;
  /** Where a draft is kept in this browser; must hold the person's id, and differ between composers. */
  draftKey: string;
  /** A note has its own look, sends no typing hints, and is never an answer. */
  kind?: "message" | "note";
  label?: string;
  button?: string;
  help?: ReactNode;
  /** Low, for a composer that is docked under the conversation: further controls stand beside the button. */
  dense?: boolean;
  /**
   * Newest message of the page. With it, `seen` is sent: the newest message on screen when the person began to type.
   */
  newestId?: string | null;
  /** Values of further controls at first. */
  values?: Readonly<Record<string, string>>;
  /** Further controls, between the text and the button. */
  children?: ReactNode;
}

/**
 * Writes a message or note in a thread. Without JavaScript a plain form; with it drafts are kept and the page is not
 * reloaded.
 */
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
  dense = false,
  newestId,
  values,
  children,
}: Props) {
  const { form, post, id, status, typed, state, pending, round, files, onSubmit } = useComposing({
    action,
    threadId,
    formId,
    draftKey,
    kind,
    newestId,
  });
  const prefix = useId();
  const errorsOf = (name: string) => state?.fieldErrors[name] ?? [];
  return (
    <FormContext value={{ prefix, values: { ...values, ...state?.values }, errorsOf }}>
      <PendingContext value={pending}>
        <ComposerContext value={{ insert: typed.insert }}>
          <form
            ref={form}
            action={post}
            onSubmit={onSubmit}
            noValidate
            // Differs from the field's label, so that each is found by its own name.
            aria-label={kind === "note" ? "Write an internal note" : "Write a message"}
            className={formClass(kind, dense)}
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
              ref={typed.box}
              name="body"
              label={label}
              {...(dense ? { aside: <span className="text-xs text-muted">{help}</span> } : { help })}
              rows={dense ? 2 : 4}
              className={dense ? "min-h-16! lg:max-h-48!" : undefined}
              onInput={typed.onInput}
              onKeyDown={sendByKey}
              aria-keyshortcuts="Control+Enter Meta+Enter"
            />
            <FileField key={round} name="files[]" onBusyChange={files.onUploading} />
            {!dense && children}
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              <SubmitButton>{button}</SubmitButton>
              {dense && children}
              <p role="status" className="text-sm text-muted">
                {files.isWaiting ? "It is sent as soon as your files are there." : status}
              </p>
            </div>
          </form>
        </ComposerContext>
      </PendingContext>
    </FormContext>
  );
}

function formClass(kind: "message" | "note", dense: boolean): string {
  return clsx(
    "no-print grid rounded-lg",
    dense ? "gap-2" : "gap-3",
    kind === "note" && "forced-border border border-warning-mark/50 bg-warning-soft",
    kind === "note" && (dense ? "p-3" : "p-4"),
  );
}

function sendByKey(event: KeyboardEvent<HTMLTextAreaElement>) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
