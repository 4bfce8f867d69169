import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { ClientMails } from "@/components/mail/log/client-mails";
import { CompanyEstimates } from "@/components/money/estimates/staff/company-estimates";
import { OpenInvoices } from "@/components/money/invoices/staff/open-invoices";
import { CompanyPayments } from "@/components/money/payments/staff/company-payments";
import { CompanyBalance } from "@/components/money/statements/staff/company-balance";
import { CompanyAgreements } from "@/components/people/companies/staff/company-agreements";
import { CompanyFacts } from "@/components/people/companies/staff/company-facts";
import { CompanyPeople } from "@/components/people/companies/staff/company-people";
import { CompanyRelations } from "@/components/people/companies/staff/company-relations";
import { CompanyTeam } from "@/components/people/companies/staff/company-team";
import { EditRecord } from "@/components/people/contacts/staff/edit-record";
import { RecordHistory } from "@/components/site/audit/staff/record-history";
import { ChangesPanel } from "@/components/site/clients/staff/changes-panel";
import { WriteFirst } from "@/components/threads/staff/begin/write-first";
import { CompanyThreads } from "@/components/threads/staff/company-threads";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { brandByKey } from "@/lib/gate/brand/load";
import { worksRequests } from "@/lib/gate/rights";
import { businessToday } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { servesClients } from "@/lib/people/companies/policy";
import { findCompanyHead } from "@/lib/people/companies/staff/queries";
import { parseClientId } from "@/lib/people/companies/staff/schema";
import { editsPeople } from "@/lib/people/edits/contacts/policy";
import { recordLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { readHistory } from "@/lib/site/audit/queries";
import { readCompanyParts, SHOWN } from "@/lib/site/clients/company/queries";

// Without the name: the title is sent with a 404 too, and must not tell whether the company exists.
export const metadata: Metadata = { title: "Company" };

interface Props {
  params: Promise<{ id: string }>;
}

export default async function StaffCompanyPage({ params }: Props) {
  const id = parseClientId((await params).id);
  const { viewer, company, brand, today, parts, history, zone } = await asViewer("staff", async (context, entered) => {
    const { viewer, signedIn } = entered;
    if (!servesClients(viewer)) forbidden();
    const company = id && (await findCompanyHead(context, id));
    if (!company) notFound();
    const brand = await brandByKey(company.brand);
    const today = businessToday(brand.zone);
    const local = { zone: signedIn.account.timeZone ?? entered.brand.zone };
    const parts = readCompanyParts(context, company.id, { today, local, brand });
    const history = readHistory(context, { kind: "company", id: company.id });
    return together({ viewer, company, brand, today, parts, history, zone: local.zone });
  });
  await recordLooks(viewer, { brand: company.brand, companyId: company.id }, [
    "contacts",
    ...(parts.money ? (["money"] as const) : []),
    ...(parts.cases ? (["cases"] as const) : []),
    ...(parts.requests ? (["requests"] as const) : []),
  ]);
  const { money } = parts;
  return (
    <>
      <PageHeader
        back={{ href: routes.staffCompanies, label: "Companies" }}
        title={company.name}
        detail={brand.name}
        tools={
          <>
            <WriteFirst viewer={viewer} of={{ company: company.id }} cases />
            {editsPeople(viewer) && <EditRecord href={routes.staffCompanyEdit(company.id)} />}
          </>
        }
      />
      <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid min-w-0 grid-cols-1 gap-6">
          <CompanyFacts company={company} brandName={brand.name} />
          <CompanyAgreements agreements={parts.agreements} today={today} />
          <CompanyPeople
            companyId={company.id}
            people={parts.people.slice(0, SHOWN)}
            hasMore={parts.people.length > SHOWN}
          />
          <CompanyThreads companyId={company.id} {...parts} />
          {money && (
            <>
              <OpenInvoices rows={money.invoices} />
              <CompanyPayments rows={money.payments} />
              <CompanyEstimates rows={money.estimates} />
            </>
          )}
          {parts.mails && <ClientMails rows={parts.mails} named />}
        </div>
        <div className="grid min-w-0 grid-cols-1 gap-6">
          {money && <CompanyBalance balances={money.balances} currency={brand.currency} />}
          <CompanyTeam team={parts.team} opensPeople={worksRequests(viewer)} />
          <CompanyRelations relations={parts.relations} />
          <ChangesPanel changes={parts.changes} />
          <RecordHistory history={history} zone={zone} />
        </div>
      </div>
    </>
  );
}
