"use client";

import { type KeyboardEvent, useId } from "react";
import { TextAreaField } from "@/components/forms/fields";
import { FormContext } from "@/components/forms/form-context";
import { FormErrorSummary } from "@/components/forms/form-error-summary";
import { ComposerContext } from "@/components/threads/composer-context";
import { FileField } from "@/components/threads/file-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { FormAction } from "@/lib/gate/actions/result";
import type { CannedReply } from "@/lib/threads/staff/canned-replies/queries";
import { SlashReplies, useSlashReplies } from "./slash-replies";
import { useChatComposing } from "./use-chat-composing";

interface Props {
  /** For browsers without JavaScript: takes `id`, `number`, `body` and `files[]`. */
  action: FormAction;
  threadId: string;
  number: string;
  /** A UUID (version 7) made where the form is rendered. */
  formId: string;
  /** Id of the person, under which drafts and unsent messages are kept in this browser. */
  person: string;
  /** Canned replies of staff: they are offered for a text that begins with `/`. */
  replies?: readonly CannedReply[];
}

/**
 * Writes messages of a chat. Enter sends, and the next message can be written at once: what is on its way is sent in
 * order, and again until the server has it.
 */
export function ChatComposer({ action, threadId, number, formId, person, replies = [] }: Props) {
  const composing = useChatComposing({ action, threadId, person });
  const { form, post, posted, refused, text, typed, put, files, round, isWaiting, onSubmit } = composing;
  const prefix = useId();
  const slash = useSlashReplies(replies, text, put);
  const sentence = refused?.sentence ?? posted?.message ?? null;
  return (
    <FormContext value={{ prefix, values: posted?.values ?? {}, errorsOf: (name) => posted?.fieldErrors[name] ?? [] }}>
      <ComposerContext value={{ insert: typed.insert }}>
        <form
          ref={form}
          action={post}
          onSubmit={onSubmit}
          noValidate
          aria-label="Write a message"
          className="no-print grid gap-2"
        >
          <FormErrorSummary
            prefix={prefix}
            fieldErrors={posted?.fieldErrors ?? {}}
            message={sentence}
            reference={posted?.reference ?? null}
            occasion={refused ?? posted}
          />
          <input type="hidden" name="number" value={number} />
          <input type="hidden" name="id" value={formId} />
          <SlashReplies slash={slash} />
          <TextAreaField
            ref={typed.box}
            name="body"
            label={<VisuallyHidden>Message</VisuallyHidden>}
            placeholder="Enter sends, Shift-Enter begins a line"
            rows={2}
            onInput={typed.onInput}
            onKeyDown={(event) => slash.onKeyDown(event) || sendByEnter(event)}
            aria-keyshortcuts="Enter"
            {...slash.attributes}
          />
          <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
            <FileField key={round} name="files[]" onBusyChange={files.onUploading} />
            <SubmitButton>Send</SubmitButton>
          </div>
          <p role="status" className="text-sm text-muted empty:hidden">
            {isWaiting
              ? "No connection. Your messages are kept here and sent as soon as it is back."
              : files.isWaiting && "It is sent as soon as your files are there."}
          </p>
        </form>
      </ComposerContext>
    </FormContext>
  );
}

/** Shift-Enter begins a line. Enter that chooses a word of an input method is none. */
function sendByEnter(event: KeyboardEvent<HTMLTextAreaElement>) {
  if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || event.defaultPrevented) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
