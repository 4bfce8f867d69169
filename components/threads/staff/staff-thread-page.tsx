import type { ReactNode } from "react";
import { LiveRefresh } from "@/components/live/live-refresh";
import { CompanyLink } from "@/components/people/companies/staff/client-links";
import { MarkThreadRead } from "@/components/threads/mark-thread-read";
import { PlainUpload } from "@/components/threads/plain-upload";
import { Thread } from "@/components/threads/thread";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { PrintButton } from "@/components/ui/print-button";
import type { ThreadKind } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { decideFileAction } from "@/lib/threads/files/staff/actions";
import { dismissMailAction, joinMailAction } from "@/lib/threads/received/actions";
import type { StaffThread } from "@/lib/threads/staff/queries";

interface Props {
  kind: ThreadKind;
  found: StaffThread<ThreadKind> & { readonly company: { readonly id: string; readonly name: string } };
  back: { readonly href: string; readonly label: string };
  actions: { readonly read: FormAction };
  /** The viewer may answer. */
  works: boolean;
  /** Whether the viewer may release and discard held files. */
  decidesFiles: boolean;
  /** `?files=` of the page's address: why the last upload without scripts was refused. */
  refusal: string | undefined;
  /** Facts, above the conversation. */
  facts: ReactNode;
  /** Composers, under the conversation. */
  answer: ReactNode;
  /** Panels beside it. */
  children: ReactNode;
}

/** A thread as staff see it, with facts, composers and panels. */
export function StaffThreadPage(props: Props) {
  const { kind, found, back, actions, works, decidesFiles, refusal, facts, answer, children } = props;
  const { id, number, subject, company, brand, thread } = found;
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
        tools={<PrintButton />}
        toolsBesideBack
      />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-6">
          {facts}
          <Panel title="Conversation">
            <Thread
              kind={kind}
              page={thread}
              side="staff"
              firm={brand.shortName}
              {...(works ? { mailActions: { join: joinMailAction, dismiss: dismissMailAction } } : {})}
              {...(decidesFiles ? { decideFile: { action: decideFileAction, hidden: { number } } } : {})}
            />
            {isAsked && <MarkThreadRead action={actions.read} number={number} className="mt-4" />}
          </Panel>
          {answer}
          {works && ownNewest && <PlainUpload number={number} messageId={ownNewest.id} refusal={refusal} />}
        </div>
        <div className="grid min-w-0 gap-6">{children}</div>
      </div>
    </>
  );
}
