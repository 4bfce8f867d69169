import { ChatComposer } from "@/components/threads/chats/chat-composer";
import { Composer } from "@/components/threads/composer";
import { Faces } from "@/components/threads/staff/faces";
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

/** What an agent writes in a chat: to the client, or for colleagues alone. */
export function ChatFaces({ answer, note, threadId, number, formIds, person, replies }: Props) {
  return (
    <Faces
      reply={
        <ChatComposer
          action={answer}
          threadId={threadId}
          number={number}
          formId={formIds[0]}
          person={person}
          replies={replies}
        />
      }
      note={
        <Composer
          kind="note"
          dense
          action={note}
          threadId={threadId}
          formId={formIds[1]}
          hidden={{ number }}
          draftKey={`${person}:staff-chat:${threadId}:note`}
          help="For staff only. No client sees it, and it is never part of a transcript."
        />
      }
    />
  );
}
