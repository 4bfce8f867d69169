import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { DecisionsPanel } from "@/components/people/portal-decisions/staff/decisions-panel";
import { RecordHistory } from "@/components/site/audit/staff/record-history";
import { ChangePanel } from "@/components/threads/requests/staff/change-panel";
import { RequestCompanyPanel } from "@/components/threads/requests/staff/company-panel";
import { StaffRequestFacts, StaffRequestLine } from "@/components/threads/requests/staff/request-facts";
import { WorkPanel } from "@/components/threads/requests/staff/work-panel";
import { AnswerPanels } from "@/components/threads/staff/answer-panels";
import { ContactPanel } from "@/components/threads/staff/contact-panel";
import { Customer } from "@/components/threads/staff/customer";
import { RecentThreads } from "@/components/threads/staff/recent-threads";
import { StaffThreadPage } from "@/components/threads/staff/staff-thread-page";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { worksRequests } from "@/lib/gate/rights";
import { parseDocumentNumber } from "@/lib/kit/document-number";
import { firstParameter } from "@/lib/kit/lists/address";
import { together } from "@/lib/kit/together";
import { recordLooks } from "@/lib/people/looks/service";
import { listStandingDecisions } from "@/lib/people/portal-decisions/queries";
import { routes } from "@/lib/routes";
import { readHistory } from "@/lib/site/audit/queries";
import { decidesFiles } from "@/lib/threads/files/staff/policy";
import { LOOKED_WITH } from "@/lib/threads/looks/rules";
import {
  answerRequestAction,
  followRequestAction,
  noteRequestAction,
  staffMarkRequestReadAction,
} from "@/lib/threads/requests/staff/actions";
import { findStaffRequest, readRequestChoices } from "@/lib/threads/requests/staff/queries";

// Without the number: the title is sent with a 404 too, and must not tell whether the request exists.
export const metadata: Metadata = { title: "Request" };

export default async function StaffRequestPage({ params, searchParams }: PageProps<"/staff/requests/[number]">) {
  const number = parseDocumentNumber((await params).number);
  const refusal = firstParameter(await searchParams, "files") ?? undefined;
  const brands = await loadBrands();
  const { found, choices, viewer, standing, history, zone } = await asViewer(
    "staff",
    async (context, { brand, viewer, signedIn }) => {
      if (!worksRequests(viewer)) forbidden();
      const local = { zone: signedIn.account.timeZone ?? brand.zone };
      const found = number && (await findStaffRequest(context, number, brands, local));
      if (!found) notFound();
      return together({
        found,
        viewer,
        choices: readRequestChoices(context, found, signedIn.account.name),
        standing: listStandingDecisions(context, { contactId: found.contact.id, companyId: found.company.id }),
        history: readHistory(context, { kind: "request", id: found.id }),
        zone: local.zone,
      });
    },
  );
  const { askedBy, change, company, contact } = found;
  await recordLooks(viewer, { brand: found.brand.key, companyId: company.id }, [
    ...LOOKED_WITH.request,
    ...(company.balances ? (["money"] as const) : []),
    ...(company.recentCases ? (["cases"] as const) : []),
  ]);
  return (
    <StaffThreadPage
      kind="request"
      found={found}
      back={{ href: routes.staffRequests, label: "Requests" }}
      actions={{ read: staffMarkRequestReadAction, follow: followRequestAction }}
      works
      decidesFiles={decidesFiles(viewer)}
      refusal={refusal}
      urgent={change && <ChangePanel found={found} change={change} approveId={uuidv7()} declineId={uuidv7()} />}
      line={<StaffRequestLine found={found} />}
      answer={
        <AnswerPanels
          kind="request"
          found={found}
          actions={{ answer: answerRequestAction, note: noteRequestAction }}
          seenBy={
            found.kind === "change"
              ? `${askedBy.name} sees it.`
              : `${askedBy.name} and colleagues who see the company’s requests read it.`
          }
          replies={choices.replies}
          readers={choices.workers}
          staffId={viewer.staffId}
        />
      }
    >
      <WorkPanel found={found} workers={choices.workers} />
      <StaffRequestFacts found={found} />
      <Customer>
        <ContactPanel contact={contact}>
          <RecentThreads
            title="Other requests of this contact"
            kind="request"
            lines={contact.recentRequests}
            empty="This is the first."
          />
          <RecentThreads title="Recent cases of this contact" kind="case" lines={contact.recentCases} empty="None." />
        </ContactPanel>
        <RequestCompanyPanel company={found.company} brandName={found.brand.name} />
      </Customer>
      <DecisionsPanel standing={standing} page={{ kind: "request", number: found.number }} />
      <RecordHistory history={history} zone={zone} />
    </StaffThreadPage>
  );
}
