import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { DecisionsPanel } from "@/components/people/portal-decisions/staff/decisions-panel";
import { CaseArticle } from "@/components/site/articles/staff/case-article";
import { RecordHistory } from "@/components/site/audit/staff/record-history";
import { AlarmPanel } from "@/components/threads/alarms/staff/have-it";
import { StaffCaseFacts, StaffCaseLine } from "@/components/threads/cases/staff/case-facts";
import { CaseLinks } from "@/components/threads/cases/staff/case-links";
import { CaseCompanyPanel } from "@/components/threads/cases/staff/company-panel";
import { GoesOn } from "@/components/threads/cases/staff/goes-on";
import { PeoplePanel } from "@/components/threads/cases/staff/people-panel";
import { TriagePanel } from "@/components/threads/cases/staff/triage-panel";
import { AnswerPanels } from "@/components/threads/staff/answer-panels";
import { ContactPanel } from "@/components/threads/staff/contact-panel";
import { Customer } from "@/components/threads/staff/customer";
import { RecentThreads } from "@/components/threads/staff/recent-threads";
import { StaffThreadPage } from "@/components/threads/staff/staff-thread-page";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { readsCases, worksCases } from "@/lib/gate/rights";
import { parseDocumentNumber } from "@/lib/kit/document-number";
import { firstParameter } from "@/lib/kit/lists/address";
import { together } from "@/lib/kit/together";
import { coverageNames } from "@/lib/people/agreements/coverage/rules";
import { recordLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { findArticleOf } from "@/lib/site/articles/queries";
import { readHistory } from "@/lib/site/audit/queries";
import { findChatAndAlarm } from "@/lib/threads/alarms/staff/queries";
import {
  answerCaseAction,
  followCaseAction,
  noteCaseAction,
  staffMarkCaseReadAction,
} from "@/lib/threads/cases/staff/actions";
import { readCaseChoices } from "@/lib/threads/cases/staff/choices/queries";
import { findStaffCase } from "@/lib/threads/cases/staff/queries";
import { decidesFiles } from "@/lib/threads/files/staff/policy";
import { LOOKED_WITH } from "@/lib/threads/looks/rules";

// Without the number: the title is sent with a 404 too, and must not tell whether the case exists.
export const metadata: Metadata = { title: "Case" };

export default async function StaffCasePage({ params, searchParams }: PageProps<"/staff/cases/[number]">) {
  const number = parseDocumentNumber((await params).number);
  const refusal = firstParameter(await searchParams, "files") ?? undefined;
  const brands = await loadBrands();
  const { found, choices, viewer, chat, alarm, history, zone, article } = await asViewer(
    "staff",
    async (context, { brand, viewer, signedIn }) => {
      if (!readsCases(viewer)) forbidden();
      const local = { zone: signedIn.account.timeZone ?? brand.zone };
      if (!number) notFound();
      const { found, beside } = await together({
        beside: findChatAndAlarm(context, number, local),
        found: findStaffCase(context, number, brands, local),
      });
      if (!found) notFound();
      return together({
        ...{ found, viewer, ...beside },
        choices: worksCases(viewer) ? readCaseChoices(context, found, signedIn.account.name) : null,
        article: worksCases(viewer) && found.status === "closed" ? findArticleOf(context, found.id) : null,
        history: readHistory(context, { kind: "case", id: found.id }),
        zone: local.zone,
      });
    },
  );
  await recordLooks(viewer, { brand: found.brand.key, companyId: found.company.id }, LOOKED_WITH.case);
  return (
    <StaffThreadPage
      kind="case"
      found={found}
      back={{ href: routes.staffCases, label: "Cases" }}
      actions={{ read: staffMarkCaseReadAction, follow: followCaseAction }}
      works={choices !== null}
      decidesFiles={decidesFiles(viewer)}
      refusal={refusal}
      urgent={
        alarm &&
        alarm.kind !== "none" &&
        found.status !== "closed" && (
          <AlarmPanel alarm={alarm} number={found.number} works={choices !== null} on="case" />
        )
      }
      line={<StaffCaseLine found={found} works={choices !== null} />}
      answer={
        found.goesOnIn ? (
          <GoesOn number={found.goesOnIn} />
        ) : choices ? (
          <AnswerPanels
            kind="case"
            found={found}
            actions={{ answer: answerCaseAction, note: noteCaseAction }}
            seenBy={`${found.filedBy.name}, everybody who takes part and the company’s other readers of this case see it.`}
            replies={choices.replies}
            readers={choices.readers}
            staffId={viewer.staffId}
          />
        ) : (
          <ReadsOnly />
        )
      }
    >
      {choices && <TriagePanel found={found} choices={choices} staffId={viewer.staffId} />}
      {!choices && found.links.length > 0 && (
        <Panel title="Properties">
          <CaseLinks number={found.number} links={found.links} works={false} />
        </Panel>
      )}
      <StaffCaseFacts found={found} chat={chat} />
      {choices && found.status === "closed" && (
        <CaseArticle caseId={found.id} article={article} isSolved={found.closeReason === "solved"} />
      )}
      <PeoplePanel found={found} works={choices !== null} />
      <CaseCustomer found={found} />
      {choices && <DecisionsPanel standing={choices.standing} page={{ kind: "case", number: found.number }} />}
      <RecordHistory history={history} zone={zone} />
    </StaffThreadPage>
  );
}

function ReadsOnly() {
  return (
    <p className="no-print text-sm text-muted">Your role reads cases. Support agents and administrators answer them.</p>
  );
}

function CaseCustomer({ found }: { found: NonNullable<Awaited<ReturnType<typeof findStaffCase>>> }) {
  return (
    <Customer>
      <ContactPanel contact={found.contact}>
        <RecentThreads
          title="Recent cases of this contact"
          kind="case"
          lines={found.contact.recent}
          empty="This is the first."
        />
      </ContactPanel>
      <CaseCompanyPanel company={found.company} brandName={found.brand.name} coverages={coverageNames(found.brand)} />
    </Customer>
  );
}
