import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EstimatePdfLink, QuotationLink } from "@/components/estimates/estimate-actions";
import { EstimateFacts } from "@/components/estimates/estimate-facts";
import { EstimateNext } from "@/components/estimates/estimate-next";
import { needsCode } from "@/components/invoices/mixed";
import { PageHeader } from "@/components/ui/page-header";
import { listAccountTeam } from "@/lib/account-team/queries";
import { asViewer } from "@/lib/actions/context";
import { env } from "@/lib/env";
import { findEstimate } from "@/lib/estimates/queries";
import { leadsToQuotation, quotationTarget } from "@/lib/estimates/rules";
import { parseDocumentNumber } from "@/lib/lists";
import { routes } from "@/lib/routes";
import { businessToday } from "@/lib/time";

// Without the number: the title goes out with a 404 too, and must not tell one missing page from another.
export const metadata: Metadata = { title: "Estimate" };

interface Props {
  params: Promise<{ number: string }>;
}

export default async function EstimatePage({ params }: Props) {
  const number = parseDocumentNumber((await params).number);
  const { brand, estimate, team } = await asViewer("client", async (context, { brand, viewer }) => ({
    brand,
    estimate: number && (await findEstimate(context, { brand: brand.key, number }, businessToday(brand.zone))),
    team: await listAccountTeam(context, viewer.companyId),
  }));
  if (!estimate) notFound();
  const inQuotationPortal =
    leadsToQuotation(estimate.status) &&
    quotationTarget(estimate, brand, { loopback: env().PORTAL_DEMO === "1" }) !== null;
  const manager = team.find((member) => member.role === "account_manager");
  return (
    <>
      <p className="mb-4 hidden text-lg font-semibold print:block">{brand.name}</p>
      <PageHeader
        back={{ href: routes.estimates, label: "Estimates" }}
        title={`Estimate ${estimate.number}`}
        detail={estimate.title}
        action={inQuotationPortal && <QuotationLink number={estimate.number} />}
        tools={<EstimatePdfLink number={estimate.number} />}
      />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <EstimateFacts estimate={estimate} zone={brand.zone} code={needsCode([estimate.total], brand.currency)} />
        <EstimateNext
          estimate={estimate}
          inQuotationPortal={inQuotationPortal}
          ask={manager ?? { name: "portal support", email: brand.supportMailbox }}
        />
      </div>
    </>
  );
}
