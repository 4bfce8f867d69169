import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { AssignManager } from "@/components/people/companies/staff/assign-manager";
import { CompanyDecisions, EditCompany } from "@/components/people/companies/staff/edit-company";
import { MergesPanel } from "@/components/people/merges/staff/merges-panel";
import { DecisionsPanel } from "@/components/people/portal-decisions/staff/decisions-panel";
import { buttonClass } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { firstParameter, sentenceFor } from "@/lib/kit/lists/address";
import { systemNow } from "@/lib/kit/time";
import { parseClientId } from "@/lib/people/companies/staff/schema";
import { listManagerChoices } from "@/lib/people/edits/companies/managers/queries";
import { findEditedCompany } from "@/lib/people/edits/companies/queries";
import { editsPeople } from "@/lib/people/edits/contacts/policy";
import { recordLooks } from "@/lib/people/looks/service";
import { listMerges } from "@/lib/people/merges/queries";
import { listTeamDecisions } from "@/lib/people/portal-decisions/queries";
import { routes } from "@/lib/routes";

// Without the name: the title is sent with a 404 too, and must not tell whether the company exists.
export const metadata: Metadata = { title: "Edit company" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const SAVED: Readonly<Record<string, string>> = {
  details: "Saved. Imports leave what you changed alone until it is handed back to the ERP.",
  manager: "Saved. Imports leave it alone until it is handed back to the ERP.",
  merged: "Merged. It can be undone for a day.",
  undone: "The merge is undone.",
  "handed-back": "Handed back to the ERP. It stays as it is until an import says something else.",
};

export default async function EditCompanyPage({ params, searchParams }: Props) {
  const id = parseClientId((await params).id);
  const saved = sentenceFor(SAVED, firstParameter(await searchParams, "saved"));
  const { viewer, company, decisions, merges, managers, zone } = await asViewer(
    "staff",
    async (context, { viewer, brand, signedIn }) => {
      if (!editsPeople(viewer)) forbidden();
      const zone = signedIn.account.timeZone ?? brand.zone;
      if (!id) notFound();
      const [company, decisions, merges] = await Promise.all([
        findEditedCompany(context, id),
        listTeamDecisions(context, id),
        listMerges(context, "company", id),
      ]);
      const managers = company ? await listManagerChoices(context, company.brand) : [];
      return { viewer, company, decisions, merges, managers, zone };
    },
  );
  if (!company) notFound();
  await recordLooks(viewer, { brand: company.brand, companyId: company.id }, ["contacts"]);
  const isMerged = company.mergedInto !== null;
  return (
    <>
      <PageHeader
        back={{ href: routes.staffCompany(company.id), label: "Company" }}
        title={company.name}
        detail={company.externalId}
        tools={
          !isMerged && (
            <>
              <Link href={routes.staffCompanyInvite(company.id)} className={buttonClass("tool")}>
                Invite contacts
              </Link>
              <Link href={routes.staffMerge("company", company.id)} className={buttonClass("tool")}>
                Merge
              </Link>
            </>
          )
        }
      />
      <div className="grid grid-cols-1 gap-6">
        {saved && (
          <Callout tone="success" role="status">
            {saved}
          </Callout>
        )}
        {company.mergedInto !== null && (
          <Callout title="Merged into another company">
            <TextLink href={routes.staffCompanyEdit(company.mergedInto)}>Open the survivor</TextLink>
          </Callout>
        )}
        {!isMerged && <EditCompany company={company} />}
        {!isMerged && !company.closedAt && <AssignManager companyId={company.id} choices={managers} />}
        <CompanyDecisions company={company} />
        <DecisionsPanel standing={{ contactId: null, fields: [], decisions }} page={{ companyPage: company.id }} />
        <MergesPanel merges={merges} zone={zone} now={new Date(systemNow().epochMilliseconds)} />
      </div>
    </>
  );
}
