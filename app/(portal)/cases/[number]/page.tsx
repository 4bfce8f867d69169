import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { LiveRefresh } from "@/components/live/live-refresh";
import { CaseClose } from "@/components/threads/cases/case-close";
import { caseDraftKey } from "@/components/threads/cases/case-draft";
import { CaseFacts } from "@/components/threads/cases/case-facts";
import { CaseHistory } from "@/components/threads/cases/case-history";
import { CaseNotices, replyWords } from "@/components/threads/cases/case-notices";
import { CaseParticipants } from "@/components/threads/cases/case-participants";
import { ForgetDraft } from "@/components/threads/cases/forget-draft";
import { Composer } from "@/components/threads/composer";
import { MarkThreadRead } from "@/components/threads/mark-thread-read";
import { PlainUpload } from "@/components/threads/plain-upload";
import { Thread } from "@/components/threads/thread";
import { PageHeader } from "@/components/ui/page-header";
import { PrintButton } from "@/components/ui/print-button";
import { asViewer } from "@/lib/gate/actions/context";
import { parseDocumentNumber } from "@/lib/kit/document-number";
import { firstParameter } from "@/lib/kit/lists/address";
import { routes } from "@/lib/routes";
import { markReadAction, replyToCaseAction } from "@/lib/threads/cases/actions";
import { findCase, listCaseCompanies } from "@/lib/threads/cases/queries";
import { caseNumber } from "@/lib/threads/cases/schema";
import type { ThreadItem, ThreadMessage } from "@/lib/threads/types";

// Without number and subject: the title goes out with a 404 too, and must not tell one missing page from another.
export const metadata: Metadata = { title: "Support case" };

interface Props {
  params: Promise<{ number: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const isMessage = (item: ThreadItem): item is ThreadMessage => item.kind === "message";

export default async function CasePage({ params, searchParams }: Props) {
  const number = caseNumber.safeParse(parseDocumentNumber((await params).number));
  const query = await searchParams;
  const { brand, viewer, detail, hasCompanies } = await asViewer("client", async (context, entered) => {
    const { brand, viewer, signedIn } = entered;
    const reader = { zone: signedIn.account.timeZone ?? brand.zone };
    return {
      brand,
      viewer,
      detail: number.success ? await findCase(context, { brand, number: number.data }, reader) : null,
      hasCompanies: (await listCaseCompanies(context)).length > 1,
    };
  });
  if (!detail) notFound();
  const said = detail.thread.items.filter(isMessage);
  const ownNewest = said.findLast(({ author }) => author.isMe);
  const isAnswered = said.at(-1)?.author.isMe === false;
  const isFiled = firstParameter(query, "filed") === "yes" && detail.filedBy.isMe;
  const leadsTo = replyWords(detail);
  return (
    <>
      <LiveRefresh thread={detail.id} />
      <p className="mb-4 hidden text-lg font-semibold print:block">{brand.name}</p>
      <PageHeader
        back={{ href: routes.cases, label: "Support Cases" }}
        title={<span className="wrap-anywhere">{detail.subject}</span>}
        detail={<span className="tabular">{detail.number}</span>}
        tools={<PrintButton />}
        toolsBesideBack
      />
      {isFiled && <ForgetDraft draftKey={caseDraftKey(viewer.contactId)} formId={detail.id} />}
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 gap-6">
          <CaseNotices detail={detail} isFiled={isFiled} sent={firstParameter(query, "sent")} />
          <CaseFacts detail={detail} hasCompanies={hasCompanies} />
          <section aria-labelledby="thread-title" className="grid w-full min-w-0 max-w-reading gap-6 print:max-w-none">
            <h2 id="thread-title" className="text-lg font-semibold">
              Message with Support
            </h2>
            <Thread page={detail.thread} side="client" kind="case" firm={brand.name} />
            {isAnswered && <MarkThreadRead action={markReadAction} number={detail.number} />}
            <Composer
              action={replyToCaseAction}
              threadId={detail.id}
              formId={uuidv7()}
              hidden={{ number: detail.number }}
              draftKey={`case:${detail.id}:${viewer.contactId}`}
              help={leadsTo ?? undefined}
            />
            {ownNewest && detail.status !== "closed" && (
              <PlainUpload
                number={detail.number}
                messageId={ownNewest.id}
                refusal={firstParameter(query, "files") ?? undefined}
              />
            )}
          </section>
        </div>
        <div className="grid min-w-0 gap-6 md:max-xl:grid-cols-2">
          <CaseHistory items={detail.thread.items} />
          <CaseParticipants detail={detail} />
          {detail.status !== "closed" && <CaseClose number={detail.number} />}
        </div>
      </div>
    </>
  );
}
