"use client";

import { type FormEvent, type KeyboardEvent, useActionState, useEffect, useId, useRef, useState } from "react";
import { v7 as uuidv7 } from "uuid";
import { TextAreaField } from "@/components/forms/fields";
import { FormContext } from "@/components/forms/form-context";
import { FormErrorSummary } from "@/components/forms/form-error-summary";
import { ComposerContext } from "@/components/threads/composer-context";
import { FileField } from "@/components/threads/file-field";
import { useTypedText } from "@/components/threads/use-typed-text";
import { useWaitForFiles } from "@/components/threads/use-wait-for-files";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormAction } from "@/lib/gate/actions/result";
import type { CannedReply } from "@/lib/threads/staff/canned-replies/queries";
import { SlashReplies, useSlashReplies } from "./slash-replies";
import { Outbox, type Refused } from "./unsent";

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
  const [posted, post] = useActionState(action, null);
  const [round, setRound] = useState(0);
  const [text, setText] = useState("");
  const [isWaiting, setWaiting] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const outbox = useOutbox(threadId, person, { onWaiting: setWaiting, onRefused: setRefused });
  const prefix = useId();
  const typed = useTypedText({
    ...{ threadId, draftKey: `${person}:chat:${threadId}`, kind: "message", newestId: undefined },
    onRestored: () => setText(typed.box.current?.value ?? ""),
    onTyped: () => setText(typed.box.current?.value ?? ""),
  });
  const files = useWaitForFiles((failed) => {
    if (failed === 0) form.current?.requestSubmit();
  });

  // The text of a refused message is put back, unless another one is being written.
  const box = typed.box;
  useEffect(() => {
    if (refused && box.current?.value === "") box.current.value = refused.message.body;
  }, [refused, box]);

  const put = (value: string) => {
    if (!typed.box.current) return;
    typed.box.current.value = "";
    typed.insert(value);
  };

  const slash = useSlashReplies(replies, text, put);

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (files.isUploading) return files.wait();
    const data = new FormData(event.currentTarget);
    const body = String(data.get("body") ?? "").trim();
    const attached = data.getAll("files[]").map(String);
    if (body === "" && attached.length === 0) return;
    setRefused(null);
    outbox.current?.send({ id: uuidv7(), body, files: attached });
    put("");
    setRound((now) => now + 1);
  };

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
            label="Message"
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

function useOutbox(threadId: string, person: string, listeners: ConstructorParameters<typeof Outbox>[2]) {
  const outbox = useRef<Outbox | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the listeners are setters of state, which do not change.
  useEffect(() => {
    const made = new Outbox(threadId, person, listeners);
    outbox.current = made;
    made.open();
    return () => made.close();
  }, [threadId, person]);
  return outbox;
}

/** Shift-Enter begins a line. Enter that chooses a word of an input method is none. */
function sendByEnter(event: KeyboardEvent<HTMLTextAreaElement>) {
  if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || event.defaultPrevented) return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
