import type { Metadata } from "next";
import { v7 as uuidv7 } from "uuid";
import { askOf } from "@/components/threads/cases/ask";
import { agreementChoices, draftKeyOf, memberChoices } from "@/components/threads/requests/form-choices";
import { headingOf, MESSAGE_HELP } from "@/components/threads/requests/headings";
import { RequestForm } from "@/components/threads/requests/request-form";
import { RequestsShut } from "@/components/threads/requests/requests-shut";
import { inBothZones } from "@/components/threads/two-zones";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { routes } from "@/lib/routes";
import { askRequestAction } from "@/lib/threads/requests/actions";
import { readRequestForm } from "@/lib/threads/requests/ask/queries";
import { parseAskedFor } from "@/lib/threads/requests/schema";

export const metadata: Metadata = { title: "New request" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const back = { href: routes.accountTeam, label: "Your Account Team" };
const ASKS_FOR_A_DAY = ["subscription", "renewal", "support_agreement", "estimate"];

export default async function NewRequestPage({ searchParams }: Props) {
  const wish = parseAskedFor(await searchParams);
  const { brand, viewer, form } = await asViewer("client", async (context, { brand, viewer, signedIn }) => ({
    brand,
    viewer,
    form: await readRequestForm(context, brand, wish, { zone: signedIn.account.timeZone ?? brand.zone }),
  }));
  if ("why" in form) {
    return (
      <>
        <PageHeader back={back} title="New request" />
        <RequestsShut why={form.why} ask={askOf(form.team, brand.supportMailbox)} />
      </>
    );
  }
  const { kind, estimate, member, agreement, today, expected } = form;
  const invoice = form.invoice?.number ?? null;
  const heading = headingOf(kind, form);
  const values = Object.entries({ invoice, estimate, member, agreement }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return (
    <>
      <PageHeader back={back} title={<span className="wrap-anywhere">{heading}</span>} />
      <div className="max-w-160">
        <RequestForm
          // The key makes React build new fields for another subject: they would keep what was typed over a client-side
          // navigation.
          key={[kind, invoice, estimate, member, agreement].join("|")}
          action={askRequestAction}
          formId={uuidv7()}
          draftKey={draftKeyOf(viewer.contactId, kind, form)}
          kind={kind}
          label={heading}
          members={memberChoices(form.team)}
          agreements={agreementChoices(form.agreements)}
          agreementLabel={kind === "support_agreement" ? "Which support agreement?" : "Which agreement?"}
          neededFrom={ASKS_FOR_A_DAY.includes(kind) ? today : null}
          messageHelp={MESSAGE_HELP[kind]}
          values={Object.fromEntries(values)}
          expected={`You can expect an answer by ${inBothZones(expected)}, here and by mail.`}
        />
      </div>
    </>
  );
}
