import type { Metadata } from "next";
import { LiveRefresh } from "@/components/live/live-refresh";
import { MemberCard } from "@/components/people/account-team/member-card";
import { AgreementList } from "@/components/people/agreements/agreement-list";
import { UpgradeLink } from "@/components/site/home-page/upgrade-link";
import { OwnRequests } from "@/components/threads/requests/own-requests";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import type { Brand } from "@/lib/gate/brand/types";
import { mayAsk } from "@/lib/gate/rights";
import { firstParameter } from "@/lib/kit/lists/address";
import { businessToday } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { listAccountTeam } from "@/lib/people/account-team/queries";
import { coverageNames } from "@/lib/people/agreements/coverage/rules";
import { listAgreements } from "@/lib/people/agreements/queries";
import { findCompany } from "@/lib/people/companies/queries";
import { routes } from "@/lib/routes";
import { clientUpgradeHref } from "@/lib/site/home-page/rules";
import { listOpenRequests, listRenewalsAsked } from "@/lib/threads/requests/list/queries";

export const metadata: Metadata = { title: "Your Account Team" };

const MOST_REQUESTS = 20;

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Who looks after the company, what it has agreed with the firm, and what was asked. */
export default async function AccountTeamPage({ searchParams }: Props) {
  const isComplete = firstParameter(await searchParams, "agreements") === "all";
  const { brand, today, asks, company, team, agreements, requests, asked } = await asViewer(
    "client",
    (context, { brand, signedIn, viewer }) => {
      const today = businessToday(brand.zone);
      const local = { zone: signedIn.account.timeZone ?? brand.zone };
      return together({
        brand,
        today,
        asks: mayAsk(viewer),
        company: findCompany(context, viewer.companyId),
        team: listAccountTeam(context, viewer.companyId),
        agreements: listAgreements(context, viewer.companyId),
        requests: listOpenRequests(context, local, MOST_REQUESTS),
        asked: listRenewalsAsked(context),
      });
    },
  );
  const mailbox = <TextLink href={`mailto:${brand.supportMailbox}`}>{brand.supportMailbox}</TextLink>;
  return (
    <>
      <LiveRefresh />
      <PageHeader
        title="Your Account Team"
        {...(company ? { detail: company.name } : {})}
        tools={<Tools brand={brand} asks={asks} />}
      />
      <div className="grid gap-6">
        {!asks && (
          <Callout>
            {company
              ? "Your account has no right to send requests here. Write to them, call them, or write to "
              : "Your account is tied to no company yet. Write to portal support: "}
            {mailbox}.
          </Callout>
        )}
        {team.length > 0 ? (
          <section aria-labelledby="team-title">
            <h2 id="team-title" className="sr-only">
              People
            </h2>
            <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
              {team.map((member) => (
                <MemberCard key={member.id} member={member} asks={asks} />
              ))}
            </ul>
          </section>
        ) : (
          <Panel flush>
            <EmptyState
              title="Nobody is named for your company yet"
              action={
                asks && (
                  <ButtonLink href={routes.accountTeamNew({ kind: "message" })} variant="primary">
                    Send a message
                  </ButtonLink>
                )
              }
            >
              Your account manager and the others who look after you will be shown here. Until then {mailbox} is there
              for you.
            </EmptyState>
          </Panel>
        )}
        {(asks || requests.length > 0) && <OwnRequests requests={requests} title="Open requests" />}
        {company && (
          <AgreementList
            agreements={agreements}
            today={today}
            asks={asks}
            asked={new Map(asked.map(({ agreementId, number }) => [agreementId, number]))}
            coverages={coverageNames(brand)}
            isComplete={isComplete}
          />
        )}
      </div>
    </>
  );
}

function Tools({ brand, asks }: { brand: Pick<Brand, "home">; asks: boolean }) {
  return (
    <>
      {asks && (
        <>
          <ButtonLink href={routes.accountTeamNew({ kind: "subscription" })} variant="tool">
            Request subscriptions and contracts
          </ButtonLink>
          <ButtonLink href={routes.accountTeamNew({ kind: "renewal" })} variant="tool">
            Request renewal guidance
          </ButtonLink>
          <ButtonLink href={routes.accountTeamNew({ kind: "support_agreement" })} variant="tool">
            Request support agreement guidance
          </ButtonLink>
        </>
      )}
      <UpgradeLink href={clientUpgradeHref(brand)} label={brand.home.upgradeLabel} variant="tool" />
    </>
  );
}
