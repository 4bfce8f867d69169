import { type FormEvent, useActionState, useRef, useState } from "react";
import { formDataOf, keptId } from "@/components/forms/action-form";
import type { FormAction } from "@/lib/gate/actions/result";
import { useSending } from "./use-sending";
import { useTypedText } from "./use-typed-text";
import { useWaitForFiles } from "./use-wait-for-files";

interface Options {
  action: FormAction;
  threadId: string;
  formId: string;
  draftKey: string;
  kind: "message" | "note";
  newestId: string | null | undefined;
}

/** The state of a composer: keeps a draft, waits for uploads, sends, and reports the result. */
export function useComposing({ action, threadId, formId, draftKey, kind, newestId }: Options) {
  const [posted, post] = useActionState(action, null);
  const [id, setId] = useState(keptId(posted?.values.id) ?? formId);
  const [status, setStatus] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const typed = useTypedText({
    ...{ threadId, draftKey, kind, newestId },
    onRestored: (sentAs) => {
      if (sentAs) setId(sentAs);
      setStatus("Your draft is back.");
    },
    onTyped: () => setStatus(""),
  });
  const { state, pending, round, send } = useSending({
    ...{ action, posted, threadId, kind, id, setId, typed },
    onSent: () => setStatus(kind === "note" ? "The note was added." : "Your message was sent."),
  });
  const files = useWaitForFiles((failed) => {
    if (failed === 0) form.current?.requestSubmit();
    else setStatus("Not sent yet: not every file arrived. Try those again or remove them, then send.");
  });

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    if (files.isUploading) return files.wait();
    const data = formDataOf(event);
    if (newestId !== undefined) data.set("seen", typed.seenNow());
    setStatus("");
    send(data);
  };

  return { form, post, id, status, typed, state, pending, round, files, onSubmit };
}
