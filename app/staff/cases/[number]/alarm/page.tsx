import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { LiveRefresh } from "@/components/live/live-refresh";
import { AlarmPanel } from "@/components/threads/alarms/staff/have-it";
import { MarkAlarmSeen } from "@/components/threads/alarms/staff/mark-seen";
import { MarkThreadRead } from "@/components/threads/mark-thread-read";
import { MessageText } from "@/components/threads/message-text";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { readsCases, worksCases } from "@/lib/gate/rights";
import { parseDocumentNumber } from "@/lib/kit/document-number";
import { together } from "@/lib/kit/together";
import { recordLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { findAlarmCase, findAlarmWords } from "@/lib/threads/alarms/staff/queries";
import { staffMarkCaseReadAction } from "@/lib/threads/cases/staff/actions";
import { LOOKED_WITH } from "@/lib/threads/looks/rules";

// Without the number: the title is sent with a 404 too, and must not tell whether the case exists.
export const metadata: Metadata = { title: "Alarm" };

/** The small page that the mail of an alarm leads to: what stands still, and **I have it**. */
export default async function AlarmPage({ params }: PageProps<"/staff/cases/[number]/alarm">) {
  const number = parseDocumentNumber((await params).number);
  const { found, alarm, viewer } = await asViewer("staff", async (context, { brand, viewer, signedIn }) => {
    if (!readsCases(viewer)) forbidden();
    if (!number) notFound();
    const local = { zone: signedIn.account.timeZone ?? brand.zone };
    return together({
      viewer,
      found: findAlarmCase(context, number),
      alarm: findAlarmWords(context, number, local),
    });
  });
  if (!found) notFound();
  await recordLooks(viewer, found, LOOKED_WITH.case);
  return (
    <>
      <LiveRefresh thread={found.id} />
      <MarkAlarmSeen thread={found.id} />
      <PageHeader
        back={{ href: routes.staffCases, label: "Cases" }}
        title="Production stopped"
        detail={
          <span className="wrap-anywhere">
            <span className="tabular">{found.number}</span> {found.companyName}
          </span>
        }
      />
      <div className="grid max-w-120 gap-5">
        {alarm && alarm.kind !== "none" ? (
          <AlarmPanel alarm={alarm} number={found.number} works={worksCases(viewer)} on="alarm" />
        ) : (
          <Callout title="This case calls nobody">
            <TextLink href={routes.staffCase(found.number)}>Open the case</TextLink> to answer it.
          </Callout>
        )}
        <Panel title={<span className="wrap-anywhere">{found.subject}</span>}>
          <div className="grid gap-2 text-sm">
            <p className="text-muted wrap-anywhere">{[found.contactName, found.product].filter(Boolean).join(" · ")}</p>
            <MessageText text={found.text} />
          </div>
        </Panel>
        {alarm?.kind === "reaching" && <MarkThreadRead action={staffMarkCaseReadAction} number={found.number} />}
      </div>
    </>
  );
}
