import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { AgreementFacts } from "@/components/people/agreements/staff/agreement-facts";
import { CoveragePanel } from "@/components/people/agreements/staff/coverage-panel";
import { TermForm } from "@/components/people/agreements/staff/term-form";
import { DecisionsPanel } from "@/components/people/portal-decisions/staff/decisions-panel";
import { RecordHistory } from "@/components/site/audit/staff/record-history";
import { WriteFirst } from "@/components/threads/staff/begin/write-first";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { readsCases, worksRequests } from "@/lib/gate/rights";
import { firstParameter, sentenceFor } from "@/lib/kit/lists/address";
import { together } from "@/lib/kit/together";
import { decidesAgreements } from "@/lib/people/agreements/policy";
import { findStaffAgreement } from "@/lib/people/agreements/staff/queries";
import { recordLooks } from "@/lib/people/looks/service";
import { HANDED_BACK } from "@/lib/people/portal-decisions/list/schema";
import { listDecisionsOfAgreement } from "@/lib/people/portal-decisions/queries";
import { routes } from "@/lib/routes";
import { readHistory } from "@/lib/site/audit/queries";

// Without the product: the title is sent with a 404 too, and must not tell whether the agreement exists.
export const metadata: Metadata = { title: "Agreement" };

const SAVED: Readonly<Record<string, string>> = {
  term: "The last day is decided. Imports leave it alone until it is handed back to the ERP.",
  coverage: "The coverage is decided. Imports leave it alone until it is handed back to the ERP.",
  [HANDED_BACK]: "Handed back to the ERP. It stays as it is until an import says something else.",
};

export default async function StaffAgreementPage({ params, searchParams }: PageProps<"/staff/agreements/[id]">) {
  const { id } = await params;
  const query = await searchParams;
  const brands = await loadBrands();
  const { viewer, agreement, decisions, history, zone } = await asViewer(
    "staff",
    async (context, { viewer, brand, signedIn }) => {
      // Everybody who reads cases serves clients, and so reads agreements.
      if (!readsCases(viewer)) forbidden();
      const zone = signedIn.account.timeZone ?? brand.zone;
      const agreement = await findStaffAgreement(context, id, brands, { zone });
      if (!agreement) notFound();
      return together({
        viewer,
        agreement,
        decisions: decidesAgreements(viewer) ? listDecisionsOfAgreement(context, agreement.id) : [],
        history: readHistory(context, { kind: "agreement", id: agreement.id }),
        zone,
      });
    },
  );
  const { company, value } = agreement;
  await recordLooks(viewer, { brand: agreement.brand.key, companyId: company.id }, value ? ["money"] : []);
  const done = firstParameter(query, "saved");
  const saved = sentenceFor(SAVED, done);
  return (
    <>
      <PageHeader
        back={
          worksRequests(viewer)
            ? { href: routes.staffRenewals, label: "Renewals" }
            : { href: routes.staffCases, label: "Cases" }
        }
        title={agreement.product}
        detail={company.name}
        tools={<WriteFirst viewer={viewer} of={{ company: company.id, agreement: agreement.id }} />}
      />
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
        <AgreementFacts
          agreement={agreement}
          brief={worksRequests(viewer) ? routes.staffRenewalBrief(agreement.id) : null}
        >
          {agreement.kind === "support" && decidesAgreements(viewer) && (
            <TermForm agreement={agreement} saved={done === "term" ? saved : null} />
          )}
        </AgreementFacts>
        {agreement.kind === "support" && (
          <div className="grid min-w-0 grid-cols-1 gap-6">
            <CoveragePanel
              agreement={agreement}
              decides={decidesAgreements(viewer)}
              saved={done === "term" ? null : saved}
            />
            <DecisionsPanel standing={{ contactId: null, fields: [], decisions }} page={{ agreement: agreement.id }} />
          </div>
        )}
        <RecordHistory history={history} zone={zone} />
      </div>
    </>
  );
}
