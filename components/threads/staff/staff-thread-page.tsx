import type { ReactNode } from "react";
import { LiveRefresh } from "@/components/live/live-refresh";
import { CompanyLink } from "@/components/people/companies/staff/client-links";
import { MarkThreadRead } from "@/components/threads/mark-thread-read";
import { PlainUpload } from "@/components/threads/plain-upload";
import { Thread } from "@/components/threads/thread";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { PageHeader } from "@/components/ui/page-header";
import { PrintButton } from "@/components/ui/print-button";
import type { ThreadKind } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { decideFileAction } from "@/lib/threads/files/staff/actions";
import { dismissMailAction, joinMailAction } from "@/lib/threads/received/actions";
import type { Around } from "@/lib/threads/staff/neighbors/queries";
import type { StaffThread } from "@/lib/threads/staff/queries";
import { Colleagues } from "./colleagues";
import { QueueSteps } from "./queue-steps";
import { RoomKeysHelp } from "./room-keys-help";
import { FollowForm } from "./work-forms";

interface Props {
  kind: ThreadKind;
  found: StaffThread<ThreadKind> & {
    readonly company: { readonly id: string; readonly name: string };
    readonly around: Around;
  };
  back: { readonly href: string; readonly label: string };
  actions: { readonly read: FormAction; readonly follow: FormAction };
  /** The viewer may answer. */
  works: boolean;
  /** Whether the viewer may release and discard held files. */
  decidesFiles: boolean;
  /** `?files=` of the page's address: why the last upload without scripts was refused. */
  refusal: string | undefined;
  /** What has to be decided first: above the conversation, at the desk on top of the column beside it. */
  urgent: ReactNode;
  /** How it stands, in the line above the messages. */
  line: ReactNode;
  /** The composer, docked under the messages. */
  answer: ReactNode;
  /** Properties and panels beside it. */
  children: ReactNode;
}

/**
 * A thread as staff see it. From 1024 px the conversation fills the window and scrolls above its composer, and begins at
 * its end; below that the page scrolls.
 */
export function StaffThreadPage(props: Props) {
  const { kind, found, back, actions, works, decidesFiles, refusal, urgent, line } = props;
  const { id, number, subject, company, brand, thread, around } = found;
  const said = thread.items.filter((item) => item.kind === "message");
  // Files sent without scripts are attached to the viewer's newest message.
  const ownNewest = said.findLast(({ author, mailFrom }) => author.isMe && mailFrom === null);
  const isAsked = said.at(-1)?.author.kind === "contact";
  return (
    <>
      <LiveRefresh thread={id} />
      <MinuteRefresh />
      <PageHeader
        back={back}
        title={
          <span className="wrap-anywhere">
            <span className="tabular text-muted">{number}</span> {subject}
          </span>
        }
        detail={
          <>
            <CompanyLink company={company} /> · {brand.shortName}
          </>
        }
        tools={
          <>
            <FollowForm kind={kind} action={actions.follow} number={number} isFollowed={around.isFollowing} />
            <QueueSteps kind={kind} number={number} neighbors={around.neighbors} />
            <RoomKeysHelp />
            <PrintButton />
          </>
        }
      />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_20rem] xl:grid-rows-[auto_1fr]">
        <div className="grid min-w-0 gap-6 empty:hidden xl:col-start-2 xl:row-start-1">{urgent}</div>
        <div className="grid min-w-0 gap-6 xl:sticky xl:top-20 xl:col-start-1 xl:row-span-2 xl:row-start-1">
          <section
            aria-label="Conversation and composer"
            className="flex min-w-0 flex-col rounded-lg border border-line bg-surface lg:h-[calc(100dvh-14rem)] lg:min-h-128 print:h-auto"
          >
            <div className="flex-none border-b border-line px-4 py-2.5">{line}</div>
            {/* In reverse, the browser itself begins at the end and stays there when something is added. */}
            <div
              // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
              tabIndex={0}
              className="px-4 py-4 lg:flex lg:min-h-0 lg:flex-1 lg:flex-col-reverse lg:overflow-y-auto lg:overscroll-contain print:overflow-visible"
            >
              <div className="lg:mb-auto">
                <Thread
                  kind={kind}
                  page={thread}
                  side="staff"
                  firm={brand.shortName}
                  {...(works ? { mailActions: { join: joinMailAction, dismiss: dismissMailAction } } : {})}
                  {...(decidesFiles ? { decideFile: { action: decideFileAction, hidden: { number } } } : {})}
                />
                {isAsked && <MarkThreadRead action={actions.read} number={number} className="mt-4" />}
              </div>
            </div>
            <div className="no-print flex-none border-t border-line px-4 py-3 lg:max-h-3/5 lg:overflow-y-auto">
              <Colleagues key={id} threadId={id} newestId={thread.newestMessageId}>
                {props.answer}
              </Colleagues>
            </div>
          </section>
          {works && ownNewest && <PlainUpload number={number} messageId={ownNewest.id} refusal={refusal} />}
        </div>
        <div className="grid min-w-0 gap-4 xl:col-start-2">{props.children}</div>
      </div>
    </>
  );
}
