import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { ChangeForm } from "@/components/people/settings/change-form";
import { Callout } from "@/components/ui/callout";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { mayAsk } from "@/lib/gate/rights";
import { firstParameter } from "@/lib/kit/lists/address";
import { businessToday } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { settingsHref } from "@/lib/people/settings/schema";
import { routes } from "@/lib/routes";
import { listWaitingChanges, readLockedDetails } from "@/lib/threads/requests/changes/queries";
import { changeReason, currentWords, parseChangeField } from "@/lib/threads/requests/changes/rules";
import { CHANGE_LABELS } from "@/lib/threads/requests/rules";

export const metadata: Metadata = { title: "Request a change" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Asks for a change of something that administrators alone may edit. */
export default async function ChangePage({ searchParams }: Props) {
  const field = parseChangeField(firstParameter(await searchParams, "field"));
  const { brand, viewer, locked, waiting } = await asViewer("client", (context, entered) =>
    together({
      ...entered,
      locked: readLockedDetails(context, businessToday(entered.brand.zone)),
      waiting: listWaitingChanges(context),
    }),
  );
  if (!field) notFound();
  const label = CHANGE_LABELS[field];
  const asked = waiting.find((one) => one.field === field);
  return (
    <>
      <PageHeader
        back={{ href: settingsHref(routes.settings, "locked"), label: "Settings" }}
        title={`Request a change: ${label.toLowerCase()}`}
        detail={`${changeReason(field, brand)} Portal support makes the change once it is approved.`}
      />
      <div className="grid max-w-160 gap-6">
        <Panel>
          <DefinitionList>
            <Fact term={`${label} now`}>
              <span className="wrap-anywhere">{currentWords(locked, field)}</span>
            </Fact>
            {asked && (
              <Fact term="You asked for">
                <span className="wrap-anywhere">{asked.wanted}</span>
              </Fact>
            )}
          </DefinitionList>
        </Panel>
        {!mayAsk(viewer) ? (
          <Callout title="You cannot send requests in the portal">
            Your account has no {viewer.companyId === null ? "company" : "right to requests"} yet. Write to{" "}
            <TextLink
              href={`mailto:${brand.supportMailbox}?subject=${encodeURIComponent(`Change of ${label.toLowerCase()}`)}`}
            >
              {brand.supportMailbox}
            </TextLink>
            .
          </Callout>
        ) : asked ? (
          <Callout title="You already asked to have this changed">
            It waits for an answer. To add something, write in{" "}
            <TextLink href={routes.request(asked.number)}>{asked.number}</TextLink>.
          </Callout>
        ) : (
          <ChangeForm field={field} rights={locked.rights} email={locked.email} formId={uuidv7()} />
        )}
      </div>
    </>
  );
}
