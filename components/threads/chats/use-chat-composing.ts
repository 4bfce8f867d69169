import { type FormEvent, useActionState, useEffect, useRef, useState } from "react";
import { v7 as uuidv7 } from "uuid";
import { useTypedText } from "@/components/threads/use-typed-text";
import { useWaitForFiles } from "@/components/threads/use-wait-for-files";
import type { FormAction } from "@/lib/gate/actions/result";
import { Outbox, type Refused } from "./unsent";

interface Options {
  action: FormAction;
  threadId: string;
  person: string;
}

/** The state of a chat's composer: keeps a draft, waits for uploads, and hands messages to the outbox. */
export function useChatComposing({ action, threadId, person }: Options) {
  const [posted, post] = useActionState(action, null);
  const [round, setRound] = useState(0);
  const [text, setText] = useState("");
  const [isWaiting, setWaiting] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const outbox = useOutbox(threadId, person, { onWaiting: setWaiting, onRefused: setRefused });
  const typed = useTypedText({
    ...{ threadId, draftKey: `${person}:chat:${threadId}`, kind: "message", newestId: undefined },
    onRestored: () => setText(typed.box.current?.value ?? ""),
    onTyped: () => setText(typed.box.current?.value ?? ""),
  });
  const files = useWaitForFiles((failed) => {
    if (failed === 0) form.current?.requestSubmit();
  });

  // The text of a refused message is put back, unless another one is being written.
  const { box } = typed;
  useEffect(() => {
    if (refused && box.current?.value === "") box.current.value = refused.message.body;
  }, [refused, box]);

  const put = (value: string) => {
    if (!box.current) return;
    box.current.value = "";
    typed.insert(value);
  };

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

  return { form, post, posted, refused, text, typed, put, files, round, isWaiting, onSubmit };
}

function useOutbox(threadId: string, person: string, options: ConstructorParameters<typeof Outbox>[2]) {
  const outbox = useRef<Outbox | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the options are setters of state, which do not change.
  useEffect(() => {
    const made = new Outbox(threadId, person, options);
    outbox.current = made;
    made.open();
    return () => made.close();
  }, [threadId, person]);
  return outbox;
}
