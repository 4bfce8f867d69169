import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { LiveRefresh } from "@/components/live/live-refresh";
import { NightScreen } from "@/components/threads/alarms/night-screen";
import { AskLink, askOf } from "@/components/threads/cases/ask";
import { caseDraftKey } from "@/components/threads/cases/case-draft";
import { ForgetDraft } from "@/components/threads/cases/forget-draft";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { Refresh } from "@/components/ui/refresh";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { mayAsk } from "@/lib/gate/rights";
import { parseDocumentNumber } from "@/lib/kit/document-number";
import { firstParameter } from "@/lib/kit/lists/address";
import { together } from "@/lib/kit/together";
import { listAccountTeam } from "@/lib/people/account-team/queries";
import { routes } from "@/lib/routes";
import { findNight } from "@/lib/threads/alarms/night/queries";
import { caseNumber } from "@/lib/threads/cases/schema";

// Without number and subject: the title is sent with a 404 too, and must not tell whether the case exists.
export const metadata: Metadata = { title: "Production stopped" };

/** What happens with a case of stopped production outside chat hours: made for a phone at night. */
export default async function TonightPage({ params, searchParams }: PageProps<"/cases/[number]/tonight">) {
  const number = caseNumber.safeParse(parseDocumentNumber((await params).number));
  const isFiled = firstParameter(await searchParams, "filed") === "yes";
  const { brand, viewer, night, team } = await asViewer("client", async (context, { brand, viewer, signedIn }) => {
    const local = { zone: signedIn.account.timeZone ?? brand.zone };
    return together({
      ...{ brand, viewer },
      night: number.success ? findNight(context, brand, number.data, local) : null,
      team: listAccountTeam(context, viewer.companyId),
    });
  });
  if (!night) notFound();
  const isWaiting = night.alarm?.kind === "reaching" && night.isStopped;
  const ask = mayAsk(viewer) ? (
    <TextLink href={routes.accountTeamNew({ kind: "support_agreement" })}>Ask your account team for it</TextLink>
  ) : (
    <>
      Ask <AskLink ask={askOf(team, brand.supportMailbox)} subject="On-call coverage" />.
    </>
  );
  return (
    <>
      {/* While somebody is being reached the page reads itself anew every few seconds, so that nothing that happens
          before it listens is lost. */}
      {isWaiting ? <Refresh /> : <LiveRefresh thread={night.id} />}
      {isFiled && night.isMine && <ForgetDraft draftKey={caseDraftKey(viewer.contactId)} formId={night.id} />}
      <PageHeader
        back={{ href: routes.cases, label: "Support Cases" }}
        title="Production stopped"
        detail={
          <span className="wrap-anywhere">
            <span className="tabular">{night.number}</span> {night.subject}
          </span>
        }
      />
      {isFiled && night.isMine && (
        <Callout tone="success" role="status" title={`Your case ${night.number} is filed`} className="mb-5 max-w-120" />
      )}
      <NightScreen night={night} ask={ask} />
    </>
  );
}
