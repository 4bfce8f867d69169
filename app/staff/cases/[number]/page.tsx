import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { LiveRefresh } from "@/components/live/live-refresh";
import { AnswerPanels } from "@/components/threads/cases/staff/answer-panel";
import { StaffCaseFacts } from "@/components/threads/cases/staff/case-facts";
import { CompanyPanel } from "@/components/threads/cases/staff/company-panel";
import { ContactPanel } from "@/components/threads/cases/staff/contact-panel";
import { PeoplePanel } from "@/components/threads/cases/staff/people-panel";
import { TriagePanel } from "@/components/threads/cases/staff/triage-panel";
import { MarkThreadRead } from "@/components/threads/mark-thread-read";
import { PlainUpload } from "@/components/threads/plain-upload";
import { Thread } from "@/components/threads/thread";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { PrintButton } from "@/components/ui/print-button";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { readsCases, worksCases } from "@/lib/gate/rights";
import { parseDocumentNumber } from "@/lib/kit/document-number";
import { firstParameter } from "@/lib/kit/lists/address";
import { routes } from "@/lib/routes";
import { dismissMailAction, staffMarkCaseReadAction } from "@/lib/threads/cases/staff/actions";
import { readCaseChoices } from "@/lib/threads/cases/staff/choices/queries";
import { findStaffCase, type StaffCase } from "@/lib/threads/cases/staff/queries";

// Without the number: the title goes out with a 404 too.
export const metadata: Metadata = { title: "Case" };

interface Props {
  params: Promise<{ number: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StaffCasePage({ params, searchParams }: Props) {
  const number = parseDocumentNumber((await params).number);
  const refusal = firstParameter(await searchParams, "files") ?? undefined;
  const brands = await loadBrands();
  const { found, choices, viewer } = await asViewer("staff", async (context, { brand, viewer, signedIn }) => {
    if (!readsCases(viewer)) forbidden();
    const reader = { zone: signedIn.account.timeZone ?? brand.zone };
    const found = number && (await findStaffCase(context, number, brands, reader));
    if (!found) notFound();
    return {
      found,
      viewer,
      choices: worksCases(viewer) ? await readCaseChoices(context, found, signedIn.account.name) : null,
    };
  });
  const lastSaid = ownNewestMessage(found);
  const isAsked = newestAuthor(found) === "contact";
  return (
    <>
      <LiveRefresh thread={found.id} />
      <MinuteRefresh />
      <PageHeader
        back={{ href: routes.staffCases, label: "Cases" }}
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
          <StaffCaseFacts found={found} />
          <Panel title="Conversation">
            <Thread
              kind="case"
              page={found.thread}
              side="staff"
              firm={found.brand.shortName}
              {...(choices ? { dismissMail: { action: dismissMailAction, hidden: { number: found.number } } } : {})}
            />
            {isAsked && <MarkThreadRead action={staffMarkCaseReadAction} number={found.number} className="mt-4" />}
          </Panel>
          {choices ? (
            <AnswerPanels
              found={found}
              replies={choices.replies}
              staffId={viewer.staffId}
              answerId={uuidv7()}
              noteId={uuidv7()}
            />
          ) : (
            <p className="no-print text-sm text-muted">
              Your role reads cases. Support agents and administrators answer them.
            </p>
          )}
          {choices && lastSaid && <PlainUpload number={found.number} messageId={lastSaid} refusal={refusal} />}
        </div>
        <div className="grid min-w-0 gap-6">
          {choices && <TriagePanel found={found} choices={choices} staffId={viewer.staffId} />}
          <PeoplePanel found={found} works={choices !== null} />
          <ContactPanel contact={found.contact} />
          <CompanyPanel company={found.company} brandName={found.brand.name} />
        </div>
      </div>
    </>
  );
}

/** Files without scripts are added to what the agent said last. */
function ownNewestMessage({ thread }: StaffCase): string | null {
  return thread.items.findLast((item) => item.kind === "message" && item.author.isMe)?.id ?? null;
}

/** Who wrote last, of either side. */
function newestAuthor({ thread }: StaffCase) {
  return thread.items.findLast((item) => item.kind === "message")?.author.kind ?? null;
}
