import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { EstimateFacts } from "@/components/money/estimates/estimate-facts";
import { EstimateLines } from "@/components/money/estimates/estimate-lines";
import { needsCode } from "@/components/money/invoices/mixed";
import { RecordHistory } from "@/components/site/audit/staff/record-history";
import { WriteFirst } from "@/components/threads/staff/begin/write-first";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { brandByKey } from "@/lib/gate/brand/load";
import { businessToday } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { findStaffEstimate } from "@/lib/money/estimates/staff/queries";
import { readsMoney } from "@/lib/people/companies/policy";
import { parseClientId } from "@/lib/people/companies/staff/schema";
import { recordLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { readHistory } from "@/lib/site/audit/queries";

// Without the number: the title is sent with a 404 too, and must not tell whether the estimate exists.
export const metadata: Metadata = { title: "Estimate" };

interface Props {
  params: Promise<{ id: string }>;
}

/** An estimate as its client sees it, with links for staff. */
export default async function StaffEstimatePage({ params }: Props) {
  const id = parseClientId((await params).id);
  const { viewer, found, history, zone } = await asViewer("staff", async (context, { viewer, brand, signedIn }) => {
    if (!readsMoney(viewer)) forbidden();
    if (!id) notFound();
    return together({
      viewer,
      found: findStaffEstimate(context, id, async (brand) => businessToday((await brandByKey(brand)).zone)),
      history: readHistory(context, { kind: "estimate", id }),
      zone: signedIn.account.timeZone ?? brand.zone,
    });
  });
  if (!id || !found) notFound();
  await recordLooks(viewer, found, ["money"]);
  const { estimate, companyId } = found;
  const brand = await brandByKey(found.brand);
  const code = needsCode([estimate.total], brand.currency);
  return (
    <>
      <PageHeader
        back={{ href: routes.staffCompany(companyId), label: estimate.companyName }}
        title={`Estimate ${estimate.number}`}
        detail={estimate.title}
        tools={<WriteFirst viewer={viewer} of={{ company: companyId, estimate: id }} />}
      />
      <div className="grid gap-6">
        <EstimateFacts
          estimate={estimate}
          zone={brand.zone}
          code={code}
          company={<TextLink href={routes.staffCompany(companyId)}>{estimate.companyName}</TextLink>}
        />
        <EstimateLines estimate={estimate} code={code} />
        <RecordHistory history={history} zone={zone} />
      </div>
    </>
  );
}
