import type { ReactNode } from "react";
import { v7 as uuidv7 } from "uuid";
import { LiveRefresh } from "@/components/live/live-refresh";
import { PageHeader } from "@/components/ui/page-header";
import { PrintButton } from "@/components/ui/print-button";
import type { ThreadKind } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import type { ClientThread } from "@/lib/threads/life/queries";
import { ClientRoomKeys } from "./client-room-keys";
import { Composer } from "./composer";
import { MarkThreadRead } from "./mark-thread-read";
import { PlainUpload } from "./plain-upload";
import { Thread } from "./thread";

interface Props {
  kind: ThreadKind;
  detail: ClientThread<ThreadKind>;
  /** Name of the brand: shown beside names of staff, and in print. */
  firm: string;
  contactId: string;
  back: { readonly href: string; readonly label: string };
  actions: { readonly reply: FormAction; readonly read: FormAction };
  heading: string;
  /** What a message does besides being read, such as reopening. */
  help: string | undefined;
  /** `?files=` of the page's address: why the last upload without scripts was refused. */
  refusal: string | null;
  /** Callouts and facts, above the messages. */
  above: ReactNode;
  /** Panels beside the messages. */
  children: ReactNode;
}

/** A thread with its composer, as its client sees it. */
export function ClientThreadPage(props: Props) {
  const { kind, detail, firm, contactId, back, actions, heading, help, refusal, above, children } = props;
  const { id, number, subject, status, thread } = detail;
  const said = thread.items.filter((item) => item.kind === "message");
  const ownNewest = said.findLast(({ author }) => author.isMe);
  const isAnswered = said.at(-1)?.author.isMe === false;
  return (
    <>
      <LiveRefresh thread={id} />
      <p className="mb-4 hidden text-lg font-semibold print:block">{firm}</p>
      <PageHeader
        back={back}
        title={<span className="wrap-anywhere">{subject}</span>}
        detail={<span className="tabular">{number}</span>}
        tools={
          <>
            <ClientRoomKeys />
            <PrintButton />
          </>
        }
        toolsBesideBack
      />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 gap-6">
          {above}
          <section aria-labelledby="thread-title" className="grid w-full min-w-0 max-w-reading gap-6 print:max-w-none">
            <h2 id="thread-title" className="text-lg font-semibold">
              {heading}
            </h2>
            <Thread page={thread} side="client" kind={kind} firm={firm} />
            {isAnswered && <MarkThreadRead action={actions.read} number={number} />}
            <div id="reply" className="scroll-mt-20">
              <Composer
                action={actions.reply}
                threadId={id}
                formId={uuidv7()}
                hidden={{ number }}
                draftKey={`${kind}:${id}:${contactId}`}
                help={help}
              />
            </div>
            {ownNewest && status !== "closed" && (
              <PlainUpload number={number} messageId={ownNewest.id} refusal={refusal ?? undefined} />
            )}
          </section>
        </div>
        {children}
      </div>
    </>
  );
}
