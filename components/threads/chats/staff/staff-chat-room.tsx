import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { ChatRoom } from "@/components/threads/chats/chat-room";
import { MarkThreadRead } from "@/components/threads/mark-thread-read";
import { PlainUpload } from "@/components/threads/plain-upload";
import { Colleagues } from "@/components/threads/staff/colleagues";
import { Thread } from "@/components/threads/thread";
import { Callout } from "@/components/ui/callout";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import { OUTCOME_LABELS } from "@/lib/threads/chats/rules";
import {
  answerChatAction,
  noteChatAction,
  staffMarkChatReadAction,
  takeChatAction,
} from "@/lib/threads/chats/staff/actions";
import type { StaffChat } from "@/lib/threads/chats/staff/queries";
import { decideFileAction } from "@/lib/threads/files/staff/actions";
import { repliesHref } from "@/lib/threads/staff/canned-replies/schema";
import { ChatFaces } from "./faces";

interface Props {
  chat: StaffChat;
  staffId: string;
  /** `?files=` of the page's address: why the last upload without scripts was refused. */
  refusal: string | undefined;
}

/** The conversation of a chat as staff see it, with its composer docked under it. */
export function StaffChatRoom({ chat, staffId, refusal }: Props) {
  const { id, number, thread, brand, state, status, outcome } = chat;
  const said = thread.items.filter((item) => item.kind === "message");
  const ownNewest = said.findLast(({ author }) => author.isMe);
  return (
    <ChatRoom
      threadId={id}
      first={state}
      side="staff"
      offer={null}
      below={
        status === "in_progress" ? (
          <Colleagues key={id} threadId={id} newestId={thread.newestMessageId}>
            <ChatFaces
              answer={answerChatAction}
              note={noteChatAction}
              threadId={id}
              number={number}
              formIds={[uuidv7(), uuidv7()]}
              person={staffId}
              replies={chat.replies}
              repliesHref={repliesHref({ brand: brand.key, kind: "chat" })}
              readers={chat.readers}
            />
          </Colleagues>
        ) : (
          status === "new" && (
            <ActionForm action={takeChatAction} label="Take this chat" className="grid justify-items-start">
              <input type="hidden" name="number" value={number} />
              <SubmitButton>Take</SubmitButton>
            </ActionForm>
          )
        )
      }
      after={
        status === "closed" ? (
          <Callout title={outcome ? `Ended: ${OUTCOME_LABELS.staff[outcome].toLocaleLowerCase("en-US")}` : "Ended"}>
            {state.caseNumber === null ? (
              "Nothing more can be written here."
            ) : (
              <>
                It goes on in case{" "}
                <TextLink href={routes.staffCase(state.caseNumber)} className="tabular">
                  {state.caseNumber}
                </TextLink>
                .
              </>
            )}
          </Callout>
        ) : (
          status === "in_progress" &&
          ownNewest && <PlainUpload number={number} messageId={ownNewest.id} refusal={refusal} />
        )
      }
    >
      <Thread
        page={thread}
        side="staff"
        kind="chat"
        firm={brand.shortName}
        decideFile={{ action: decideFileAction, hidden: { number } }}
      />
      {said.at(-1)?.author.kind === "contact" && (
        <MarkThreadRead action={staffMarkChatReadAction} number={number} className="mt-4" />
      )}
    </ChatRoom>
  );
}
