import type { Metadata } from "next";
import { v7 as uuidv7 } from "uuid";
import { UpgradeLink } from "@/components/site/home-page/upgrade-link";
import { askOf } from "@/components/threads/cases/ask";
import { agreementChoices, draftKeyOf } from "@/components/threads/requests/form-choices";
import { RequestForm } from "@/components/threads/requests/request-form";
import { RequestsShut } from "@/components/threads/requests/requests-shut";
import { inBothZones } from "@/components/threads/two-zones";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { firstParameter } from "@/lib/kit/lists/address";
import { rowId } from "@/lib/kit/lists/values";
import { routes } from "@/lib/routes";
import { askRequestAction } from "@/lib/threads/requests/actions";
import { readRequestForm } from "@/lib/threads/requests/ask/queries";

export const metadata: Metadata = { title: "Upgrade" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const back = { href: routes.accountTeam, label: "Your Account Team" };

/** **Upgrade** for clients: the brand's short form, or where it has none, the way to the brand's own page. */
export default async function ClientUpgradePage({ searchParams }: Props) {
  const named = rowId.safeParse(firstParameter(await searchParams, "agreement")).data ?? null;
  const wish = {
    kind: "subscription",
    member: null,
    agreement: named,
    invoice: null,
    estimate: null,
    isUpgrade: true,
  } as const;
  const { brand, viewer, form } = await asViewer("client", async (context, { brand, viewer, signedIn }) => ({
    brand,
    viewer,
    form:
      brand.home.upgradeBy === "form"
        ? await readRequestForm(context, brand, wish, { zone: signedIn.account.timeZone ?? brand.zone })
        : null,
  }));
  const { upgradeLabel, upgradeText, upgradeUrl, upgradeAsk } = brand.home;
  const header = <PageHeader back={back} title={<span className="wrap-anywhere">{upgradeLabel}</span>} />;
  if (form === null) {
    return (
      <>
        {header}
        <Panel>
          <div className="grid justify-items-start gap-4">
            <p className="wrap-anywhere">{upgradeText}</p>
            <UpgradeLink href={upgradeUrl} label={upgradeLabel} variant="primary" />
          </div>
        </Panel>
      </>
    );
  }
  if ("why" in form) {
    return (
      <>
        {header}
        <RequestsShut why={form.why} ask={askOf(form.team, brand.supportMailbox)} />
      </>
    );
  }
  const { agreement, expected } = form;
  return (
    <>
      {header}
      <div className="max-w-160">
        <RequestForm
          key={agreement}
          action={askRequestAction}
          formId={uuidv7()}
          draftKey={`${draftKeyOf(viewer.contactId, "subscription", form)}:upgrade`}
          kind="subscription"
          isUpgrade
          label={upgradeLabel}
          members={[]}
          agreements={agreementChoices(form.agreements)}
          agreementLabel="Which agreement is it about?"
          neededFrom={null}
          messageHelp={upgradeAsk}
          values={agreement ? { agreement } : {}}
          expected={`You can expect an answer by ${inBothZones(expected)}, here and by mail.`}
        />
      </div>
    </>
  );
}
