import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { CompanyLink } from "@/components/people/companies/staff/client-links";
import { BriefSheet } from "@/components/site/renewal-brief/brief-sheet";
import { WriteFirst } from "@/components/threads/staff/begin/write-first";
import { PageHeader } from "@/components/ui/page-header";
import { PrintButton } from "@/components/ui/print-button";
import { asViewer } from "@/lib/gate/actions/context";
import { brandByKey } from "@/lib/gate/brand/load";
import { worksRequests } from "@/lib/gate/rights";
import { parseClientId } from "@/lib/people/companies/staff/schema";
import { recordLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { findRenewalBrief } from "@/lib/site/renewal-brief/queries";

// Without the product: the title is sent with a 404 too, and must not tell whether the agreement exists.
export const metadata: Metadata = { title: "Renewal brief" };

interface Props {
  params: Promise<{ id: string }>;
}

/** One sheet about an agreement, for the talk about its renewal. The client's contacts read the same one. */
export default async function StaffRenewalBriefPage({ params }: Props) {
  const id = parseClientId((await params).id);
  const { brief, viewer } = await asViewer("staff", async (context, { viewer }) => {
    if (!worksRequests(viewer)) forbidden();
    return { viewer, brief: id && (await findRenewalBrief(context, id, brandByKey)) };
  });
  if (!brief) notFound();
  const looked = { brand: brief.brand.key, companyId: brief.company.id };
  await recordLooks(viewer, looked, brief.cases ? ["cases"] : []);
  return (
    <>
      <p className="mb-4 hidden text-lg font-semibold print:block">{brief.brand.name}</p>
      <PageHeader
        back={{ href: routes.staffAgreement(brief.agreement.id), label: "Agreement" }}
        title={`Renewal brief: ${brief.agreement.product}`}
        detail="The company’s contacts read the same sheet, those with all its cases the figures too."
        tools={
          <>
            <WriteFirst viewer={viewer} of={{ company: brief.company.id, agreement: brief.agreement.id }} />
            <PrintButton />
          </>
        }
        toolsBesideBack
      />
      <BriefSheet brief={brief} company={<CompanyLink company={brief.company} />} />
    </>
  );
}
