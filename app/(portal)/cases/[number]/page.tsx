import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { CallNow } from "@/components/people/on-call/call-now";
import { NightCallout } from "@/components/threads/alarms/night-callout";
import { CaseCallouts, replyWords } from "@/components/threads/cases/case-callouts";
import { CaseClose } from "@/components/threads/cases/case-close";
import { caseDraftKey } from "@/components/threads/cases/case-draft";
import { CaseFacts } from "@/components/threads/cases/case-facts";
import { CaseHandover, CaseShift } from "@/components/threads/cases/case-handover";
import { CaseHistory } from "@/components/threads/cases/case-history";
import { CaseParticipants } from "@/components/threads/cases/case-participants";
import { ForgetDraft } from "@/components/threads/cases/forget-draft";
import { ClientThreadPage } from "@/components/threads/client-thread-page";
import { asViewer } from "@/lib/gate/actions/context";
import { parseDocumentNumber } from "@/lib/kit/document-number";
import { firstParameter } from "@/lib/kit/lists/address";
import { together } from "@/lib/kit/together";
import { routes } from "@/lib/routes";
import { findNight } from "@/lib/threads/alarms/night/queries";
import { markReadAction, replyToCaseAction } from "@/lib/threads/cases/actions";
import { shiftOf } from "@/lib/threads/cases/handover/rules";
import { findCase, listCaseCompanies } from "@/lib/threads/cases/queries";
import { caseNumber } from "@/lib/threads/cases/schema";
import { findChatOfCase } from "@/lib/threads/chats/queries";

// Without number and subject: the title is sent with a 404 too, and must not tell whether the case exists.
export const metadata: Metadata = { title: "Support case" };

export default async function CasePage({ params, searchParams }: PageProps<"/cases/[number]">) {
  const number = caseNumber.safeParse(parseDocumentNumber((await params).number));
  const query = await searchParams;
  const { brand, viewer, detail, hasCompanies, chat, night } = await asViewer("client", async (context, entered) => {
    const { brand, viewer, signedIn } = entered;
    const local = { zone: signedIn.account.timeZone ?? brand.zone };
    return together({
      brand,
      viewer,
      detail: number.success ? findCase(context, { brand, number: number.data }, local) : null,
      night: number.success ? findNight(context, brand, number.data, local) : null,
      chat: number.success ? findChatOfCase(context, number.data) : null,
      hasCompanies: listCaseCompanies(context).then(({ length }) => length > 1),
    });
  });
  if (!detail) notFound();
  const isFiled = firstParameter(query, "filed") === "yes" && detail.filedBy.isMe;
  return (
    <ClientThreadPage
      kind="case"
      detail={detail}
      firm={brand.name}
      contactId={viewer.contactId}
      back={{ href: routes.cases, label: "Support Cases" }}
      actions={{ reply: replyToCaseAction, read: markReadAction }}
      heading="Message with Support"
      help={replyWords(detail) ?? undefined}
      refusal={firstParameter(query, "files")}
      above={
        <>
          {isFiled && <ForgetDraft draftKey={caseDraftKey(viewer.contactId)} formId={detail.id} />}
          <CaseCallouts detail={detail} isFiled={isFiled} sent={firstParameter(query, "sent")} />
          {night && <NightCallout night={night} />}
          <CaseShift shift={shiftOf(detail.thread.items)} />
          <CaseFacts detail={detail} hasCompanies={hasCompanies} chat={chat} />
        </>
      }
    >
      <div className="grid min-w-0 gap-6 md:max-xl:grid-cols-2">
        {night?.onCall && <CallNow contact={night.onCall} />}
        <CaseHistory items={detail.thread.items} />
        <CaseParticipants detail={detail} />
        {detail.status !== "closed" && <CaseHandover detail={detail} formId={uuidv7()} />}
        {detail.status !== "closed" && <CaseClose number={detail.number} />}
      </div>
    </ClientThreadPage>
  );
}
