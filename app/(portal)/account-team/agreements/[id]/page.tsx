import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { UpgradeLink } from "@/components/site/home-page/upgrade-link";
import { BriefSheet } from "@/components/site/renewal-brief/brief-sheet";
import { RequestsAboutPanel } from "@/components/threads/requests/requests-about";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { PrintButton } from "@/components/ui/print-button";
import { asViewer } from "@/lib/gate/actions/context";
import { brandByKey } from "@/lib/gate/brand/load";
import { mayAsk } from "@/lib/gate/rights";
import { rowId } from "@/lib/kit/lists/values";
import { together } from "@/lib/kit/together";
import { routes } from "@/lib/routes";
import { clientUpgradeHref } from "@/lib/site/home-page/rules";
import { findRenewalBrief } from "@/lib/site/renewal-brief/queries";
import { requestsAbout } from "@/lib/threads/requests/list/queries";

// Without the product: the title is sent with a 404 too, and must not tell whether the agreement exists.
export const metadata: Metadata = { title: "Agreement" };

interface Props {
  params: Promise<{ id: string }>;
}

/** One sheet about an agreement, the same that the account manager has. */
export default async function RenewalBriefPage({ params }: Props) {
  const id = rowId.safeParse((await params).id).data;
  const { brief, asks, asked } = await asViewer("client", (context, { viewer, brand, signedIn }) =>
    together({
      brief: id ? findRenewalBrief(context, id, brandByKey) : null,
      asks: mayAsk(viewer),
      asked: id ? requestsAbout(context, { agreementId: id }, { zone: signedIn.account.timeZone ?? brand.zone }) : [],
    }),
  );
  if (!brief) notFound();
  const open = asked.find(({ status }) => status !== "closed");
  const { agreement, brand } = brief;
  return (
    <>
      <p className="mb-4 hidden text-lg font-semibold print:block">{brand.name}</p>
      <PageHeader
        back={{ href: routes.accountTeam, label: "Your Account Team" }}
        title={agreement.product}
        action={
          open ? (
            <ButtonLink href={routes.request(open.number)} variant="primary">
              Open request {open.number}
            </ButtonLink>
          ) : (
            asks && (
              <ButtonLink href={routes.accountTeamNew({ kind: "renewal", agreement: agreement.id })} variant="primary">
                Request renewal guidance
              </ButtonLink>
            )
          )
        }
        tools={
          <>
            <UpgradeLink href={clientUpgradeHref(brand, agreement.id)} label={brand.home.upgradeLabel} variant="tool" />
            <PrintButton />
          </>
        }
      />
      <div className="grid gap-6">
        <BriefSheet brief={brief} />
        <RequestsAboutPanel title="What you asked about it" requests={asked} />
      </div>
    </>
  );
}
