import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { LiveRefresh } from "@/components/live/live-refresh";
import { MarkThreadRead } from "@/components/threads/mark-thread-read";
import { PlainUpload } from "@/components/threads/plain-upload";
import { AnswerPanels } from "@/components/threads/requests/staff/answer-panels";
import { CompanyPanel, ContactPanel } from "@/components/threads/requests/staff/beside-panels";
import { ChangePanel } from "@/components/threads/requests/staff/change-panel";
import { StaffRequestFacts } from "@/components/threads/requests/staff/request-facts";
import { WorkPanel } from "@/components/threads/requests/staff/work-panel";
import { Thread } from "@/components/threads/thread";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { PrintButton } from "@/components/ui/print-button";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { worksRequests } from "@/lib/gate/rights";
import { parseDocumentNumber } from "@/lib/kit/document-number";
import { firstParameter } from "@/lib/kit/lists/address";
import { routes } from "@/lib/routes";
import { dismissRequestMailAction, staffMarkRequestReadAction } from "@/lib/threads/requests/staff/actions";
import { findStaffRequest, readRequestChoices, type StaffRequest } from "@/lib/threads/requests/staff/queries";

// Without the number: the title goes out with a 404 too.
export const metadata: Metadata = { title: "Request" };

interface Props {
  params: Promise<{ number: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StaffRequestPage({ params, searchParams }: Props) {
  const number = parseDocumentNumber((await params).number);
  const refusal = firstParameter(await searchParams, "files") ?? undefined;
  const brands = await loadBrands();
  const { found, choices, viewer } = await asViewer("staff", async (context, { brand, viewer, signedIn }) => {
    if (!worksRequests(viewer)) forbidden();
    const reader = { zone: signedIn.account.timeZone ?? brand.zone };
    const found = number && (await findStaffRequest(context, number, brands, reader));
    if (!found) notFound();
    return { found, viewer, choices: await readRequestChoices(context, found, signedIn.account.name) };
  });
  const lastSaid = ownNewestMessage(found);
  const isAsked = newestAuthor(found) === "contact";
  return (
    <>
      <LiveRefresh thread={found.id} />
      <MinuteRefresh />
      <PageHeader
        back={{ href: routes.staffRequests, label: "Requests" }}
        title={
          <span className="wrap-anywhere">
            <span className="tabular text-muted">{found.number}</span> {found.subject}
          </span>
        }
        detail={`${found.company.name} · ${found.brand.shortName}`}
        tools={<PrintButton />}
        toolsBesideBack
      />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-6">
          <StaffRequestFacts found={found} />
          {found.change && (
            <ChangePanel found={found} change={found.change} approveId={uuidv7()} declineId={uuidv7()} />
          )}
          <Panel title="Conversation">
            <Thread
              page={found.thread}
              side="staff"
              kind="request"
              firm={found.brand.shortName}
              dismissMail={{ action: dismissRequestMailAction, hidden: { number: found.number } }}
            />
            {isAsked && <MarkThreadRead action={staffMarkRequestReadAction} number={found.number} className="mt-4" />}
          </Panel>
          <AnswerPanels
            found={found}
            replies={choices.replies}
            staffId={viewer.staffId}
            answerId={uuidv7()}
            noteId={uuidv7()}
          />
          {lastSaid && <PlainUpload number={found.number} messageId={lastSaid} refusal={refusal} />}
        </div>
        <div className="grid min-w-0 gap-6">
          <WorkPanel found={found} workers={choices.workers} />
          <ContactPanel contact={found.contact} />
          <CompanyPanel company={found.company} brandName={found.brand.name} />
        </div>
      </div>
    </>
  );
}

/** Files without scripts are added to what the reader said last. */
function ownNewestMessage({ thread }: StaffRequest): string | null {
  return thread.items.findLast((item) => item.kind === "message" && item.author.isMe)?.id ?? null;
}

/** Who wrote last, of either side. */
function newestAuthor({ thread }: StaffRequest) {
  return thread.items.findLast((item) => item.kind === "message")?.author.kind ?? null;
}
