import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EstimatePdfLink, QuotationLink } from "@/components/money/estimates/estimate-actions";
import { EstimateFacts } from "@/components/money/estimates/estimate-facts";
import { EstimateLines } from "@/components/money/estimates/estimate-lines";
import { EstimateNext } from "@/components/money/estimates/estimate-next";
import { needsCode } from "@/components/money/invoices/mixed";
import { RequestsAboutPanel } from "@/components/threads/requests/requests-about";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { env } from "@/lib/env";
import { asViewer } from "@/lib/gate/actions/context";
import { mayAsk } from "@/lib/gate/rights";
import { parseDocumentNumber } from "@/lib/kit/document-number";
import { businessToday } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { findEstimate } from "@/lib/money/estimates/queries";
import { leadsToQuotation, quotationTarget } from "@/lib/money/estimates/rules";
import { listAccountTeam } from "@/lib/people/account-team/queries";
import { routes } from "@/lib/routes";
import { requestsAbout } from "@/lib/threads/requests/list/queries";

// Without the number: the title is sent with a 404 too, and must not tell whether the estimate exists.
export const metadata: Metadata = { title: "Estimate" };

interface Props {
  params: Promise<{ number: string }>;
}

export default async function EstimatePage({ params }: Props) {
  const number = parseDocumentNumber((await params).number);
  const { brand, estimate, team, isAsker, asked } = await asViewer("client", async (context, entered) => {
    const { brand, viewer, signedIn } = entered;
    const zone = signedIn.account.timeZone ?? brand.zone;
    return together({
      brand,
      isAsker: mayAsk(viewer),
      asked: number ? requestsAbout(context, { estimateNumber: number }, { zone }) : [],
      estimate: number && findEstimate(context, { brand: brand.key, number }, businessToday(brand.zone)),
      team: listAccountTeam(context, viewer.companyId),
    });
  });
  if (!estimate) notFound();
  const inQuotationPortal =
    leadsToQuotation(estimate.status) &&
    quotationTarget(estimate, brand, { loopback: env().PORTAL_DEMO === "1" }) !== null;
  const code = needsCode([estimate.total], brand.currency);
  const asksAnew = isAsker && estimate.status === "Expired";
  const manager = team.find((member) => member.role === "account_manager");
  return (
    <>
      <p className="mb-4 hidden text-lg font-semibold print:block">{brand.name}</p>
      <PageHeader
        back={{ href: routes.estimates, label: "Estimates" }}
        title={`Estimate ${estimate.number}`}
        detail={estimate.title}
        action={
          inQuotationPortal ? (
            <QuotationLink number={estimate.number} />
          ) : (
            asksAnew && (
              <ButtonLink
                href={routes.accountTeamNew({ kind: "estimate", estimate: estimate.number })}
                variant="primary"
              >
                Ask for a new quote
              </ButtonLink>
            )
          )
        }
        tools={<EstimatePdfLink number={estimate.number} />}
      />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-6">
          <EstimateFacts estimate={estimate} zone={brand.zone} code={code} />
          <EstimateLines estimate={estimate} code={code} />
          <RequestsAboutPanel title="Quotes that you asked for" requests={asked} />
        </div>
        <EstimateNext
          estimate={estimate}
          inQuotationPortal={inQuotationPortal}
          asksAnew={asksAnew}
          ask={manager ?? { name: "portal support", email: brand.supportMailbox }}
        />
      </div>
    </>
  );
}
