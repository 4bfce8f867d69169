import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { ForgetDraft } from "@/components/threads/cases/forget-draft";
import { ChatComposer } from "@/components/threads/chats/chat-composer";
import { chatDraftKey } from "@/components/threads/chats/chat-draft";
import { ChatEnded } from "@/components/threads/chats/chat-ended";
import { EndChat, IntoCase } from "@/components/threads/chats/chat-forms";
import { ChatRoom } from "@/components/threads/chats/chat-room";
import { ClientRoomKeys } from "@/components/threads/client-room-keys";
import { MarkThreadRead } from "@/components/threads/mark-thread-read";
import { PlainUpload } from "@/components/threads/plain-upload";
import { Thread } from "@/components/threads/thread";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { parseDocumentNumber } from "@/lib/kit/document-number";
import { firstParameter } from "@/lib/kit/lists/address";
import { routes } from "@/lib/routes";
import {
  endChatAction,
  mailTranscriptAction,
  makeCaseAction,
  markChatReadAction,
  sayInChatAction,
} from "@/lib/threads/chats/actions";
import { findChat } from "@/lib/threads/chats/queries";
import { chatSchema } from "@/lib/threads/chats/schema";

// Without number and subject: the title is sent with a 404 too, and must not tell whether the chat exists.
export const metadata: Metadata = { title: "Chat" };

export default async function OwnChatPage({ params, searchParams }: PageProps<"/chat/[number]">) {
  const place = chatSchema.safeParse({ number: parseDocumentNumber((await params).number) });
  const query = await searchParams;
  const { brand, viewer, chat } = await asViewer("client", async (context, { brand, viewer, signedIn }) => {
    const local = { zone: signedIn.account.timeZone ?? brand.zone };
    const chat = place.success ? await findChat(context, { brand, number: place.data.number }, local) : null;
    return { brand, viewer, chat };
  });
  if (!chat) notFound();
  const { id, number, subject, product, thread, state } = chat;
  const said = thread.items.filter((item) => item.kind === "message");
  const ownNewest = said.findLast(({ author }) => author.isMe);
  const isOpen = state.status !== "closed";
  const intoCase = <IntoCase action={makeCaseAction} number={number} side="client" />;
  return (
    <>
      <PageHeader
        back={{ href: routes.chats, label: "Chat with Technical Support" }}
        title={<span className="wrap-anywhere">{subject}</span>}
        detail={
          <>
            <span className="tabular">{number}</span> · {product}
          </>
        }
        tools={isOpen && <ClientRoomKeys />}
      />
      <ForgetDraft draftKey={chatDraftKey(viewer.contactId)} formId={id} />
      <div className="w-full max-w-reading">
        <ChatRoom
          threadId={id}
          first={state}
          side="client"
          offer={intoCase}
          below={
            isOpen && (
              <div id="reply">
                <ChatComposer
                  action={sayInChatAction}
                  threadId={id}
                  number={number}
                  formId={uuidv7()}
                  person={viewer.contactId}
                />
              </div>
            )
          }
          after={
            isOpen ? (
              <div className="no-print grid gap-4">
                {ownNewest && (
                  <PlainUpload
                    number={number}
                    messageId={ownNewest.id}
                    refusal={firstParameter(query, "files") ?? undefined}
                  />
                )}
                <div className="flex flex-wrap items-start justify-between gap-3">
                  {intoCase}
                  <EndChat action={endChatAction} number={number} />
                </div>
              </div>
            ) : (
              <ChatEnded
                state={state}
                transcript={mailTranscriptAction}
                mailed={firstParameter(query, "mailed") === "yes"}
              >
                {state.caseNumber === null && state.outcome !== "lost" && intoCase}
              </ChatEnded>
            )
          }
        >
          {isOpen && <ReloadWithoutScripts number={number} />}
          <Thread page={thread} side="client" kind="chat" firm={brand.name} />
          {said.at(-1)?.author.isMe === false && <MarkThreadRead action={markChatReadAction} number={number} />}
        </ChatRoom>
      </div>
    </>
  );
}

function ReloadWithoutScripts({ number }: { number: string }) {
  return (
    <noscript>
      <p className="mb-3 text-sm">
        <TextLink href={routes.chat(number)}>Reload this page</TextLink> to see what was answered.
      </p>
    </noscript>
  );
}
