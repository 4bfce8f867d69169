"use client";

import { useState } from "react";
import { ChatComposer } from "@/components/threads/chats/chat-composer";
import { Composer } from "@/components/threads/composer";
import { buttonClass } from "@/components/ui/button";
import type { FormAction } from "@/lib/gate/actions/result";
import type { CannedReply } from "@/lib/threads/staff/canned-replies/queries";

interface Props {
  answer: FormAction;
  note: FormAction;
  threadId: string;
  number: string;
  /** UUIDs (version 7) made with the page: for a message and for a note. */
  formIds: readonly [string, string];
  person: string;
  replies: readonly CannedReply[];
}

const FACES = ["reply", "note"] as const;
const LABELS = { reply: "Reply", note: "Internal note" } as const;

/** The two faces of the composer. Without scripts both are shown, one below the other. */
export function Faces({ answer, note, threadId, number, formIds, person, replies }: Props) {
  const [face, setFace] = useState<(typeof FACES)[number]>("reply");
  return (
    <div className="grid gap-2">
      <fieldset className="flex gap-1 noscript:hidden">
        <legend className="sr-only">What to write</legend>
        {FACES.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={face === name}
            onClick={() => setFace(name)}
            className={buttonClass(face === name ? "secondary" : "quiet", "small")}
          >
            {LABELS[name]}
          </button>
        ))}
      </fieldset>
      <div className={face === "reply" ? undefined : "hidden noscript:block"}>
        <ChatComposer
          action={answer}
          threadId={threadId}
          number={number}
          formId={formIds[0]}
          person={person}
          replies={replies}
        />
      </div>
      <div className={face === "note" ? undefined : "hidden noscript:block"}>
        <Composer
          kind="note"
          action={note}
          threadId={threadId}
          formId={formIds[1]}
          hidden={{ number }}
          draftKey={`${person}:staff-chat:${threadId}:note`}
          help="For staff only. No client sees it, and it is never part of a transcript."
        />
      </div>
    </div>
  );
}
