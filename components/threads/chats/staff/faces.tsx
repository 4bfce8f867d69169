import { ChatComposer } from "@/components/threads/chats/chat-composer";
import { Composer } from "@/components/threads/composer";
import { Faces } from "@/components/threads/staff/faces";
import { MentionPicker } from "@/components/threads/staff/mention-picker";
import { TextLink } from "@/components/ui/text-link";
import type { FormAction } from "@/lib/gate/actions/result";
import type { CannedReply } from "@/lib/threads/staff/canned-replies/queries";
import type { Worker } from "@/lib/threads/staff/people/queries";

interface Props {
  answer: FormAction;
  note: FormAction;
  threadId: string;
  number: string;
  /** UUIDs (version 7) made with the page: for a message and for a note. */
  formIds: readonly [string, string];
  person: string;
  replies: readonly CannedReply[];
  /** Where the canned replies are edited. */
  repliesHref: string;
  /** Colleagues who can be asked in a note. */
  readers: readonly Worker[];
}

/** What an agent writes in a chat: to the client, or for colleagues alone. */
export function ChatFaces(props: Props) {
  const { answer, note, threadId, number, formIds, person, replies } = props;
  return (
    <Faces
      reply={
        <>
          <ChatComposer
            action={answer}
            threadId={threadId}
            number={number}
            formId={formIds[0]}
            person={person}
            replies={replies}
          />
          <TextLink href={props.repliesHref} className="mt-1 inline-block text-sm">
            Edit canned replies
          </TextLink>
        </>
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
          help="For staff only. No client sees it, and it is never part of a transcript; whoever you name as @Name is told."
        >
          <MentionPicker people={props.readers.filter(({ id }) => id !== person)} />
        </Composer>
      }
    />
  );
}
