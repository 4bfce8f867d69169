import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { ReceivedStateDot } from "@/components/threads/received/received-state";
import { WholeMail } from "@/components/threads/received/whole-mail";
import { MailButtons } from "@/components/threads/waiting-mail";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Instant } from "@/components/ui/facts";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { recordManyLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { contactsHref } from "@/lib/site/clients/schema";
import { kindOf } from "@/lib/threads/kinds";
import { lookedOfReceived } from "@/lib/threads/looks/queries";
import { dismissMailAction, joinMailAction } from "@/lib/threads/received/actions";
import { readsReceived } from "@/lib/threads/received/policy";
import { findReceived } from "@/lib/threads/received/queries";
import { RECEIVED_HELP, waits } from "@/lib/threads/received/rules";
import { parseReceivedId } from "@/lib/threads/received/schema";
import { itemAnchor } from "@/lib/threads/types";

export const metadata: Metadata = { title: "Received mail" };

interface Props {
  params: Promise<{ id: string }>;
}

export default async function StaffReceivedMailPage({ params }: Props) {
  const id = parseReceivedId((await params).id);
  const { viewer, mail, looked, zone } = await asViewer("staff", async (context, { viewer, brand, signedIn }) => {
    if (!readsReceived(viewer)) forbidden();
    const zone = signedIn.account.timeZone ?? brand.zone;
    const mail = id && (await findReceived(context, id, { zone }));
    return { viewer, mail, looked: mail ? await lookedOfReceived(context, [mail.id]) : [], zone };
  });
  if (!mail || looked.length === 0) notFound();
  await recordManyLooks(viewer, looked);
  const brands = await brandNames([mail.brand]);
  const { kind, number } = mail.thread;
  const whole = mail.whole ?? { headers: [], text: mail.body ?? "", html: "" };
  const place = mail.messageId ? `#${itemAnchor("message", mail.messageId)}` : "";
  return (
    <>
      <PageHeader
        back={{ href: routes.staffReceived, label: "Received mail" }}
        title={<span className="wrap-anywhere">{mail.subject || "Without a subject"}</span>}
        detail={
          <span className="wrap-anywhere">
            From{" "}
            {mail.from ? <TextLink href={contactsHref({ q: mail.from })}>{mail.from}</TextLink> : "an unknown sender"}
          </span>
        }
      />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 gap-5 lg:order-last">
          <Panel title="State">
            <DefinitionList>
              <Fact term="State">
                <span className="grid gap-0.5">
                  <ReceivedStateDot state={mail.state} />
                  <span className="text-xs text-muted">{RECEIVED_HELP[mail.state]}</span>
                </span>
              </Fact>
              {mail.reason && (
                <Fact term="Reason">
                  <span className="wrap-anywhere">{mail.reason}</span>
                </Fact>
              )}
              {mail.handledBy && <Fact term="By">{mail.handledBy}</Fact>}
              <Fact term="Conversation">
                <TextLink href={`${kindOf(kind).staffPath(number)}${place}`}>{number}</TextLink>
              </Fact>
              <Fact term="Brand">{brands[mail.brand]}</Fact>
              <Fact term="Received">
                <Instant value={mail.time.at} zone={zone} />
              </Fact>
            </DefinitionList>
            {waits(mail.state) && (
              <div className="mt-4">
                <MailButtons id={mail.id} actions={{ join: joinMailAction, dismiss: dismissMailAction }} />
                <p className="mt-2 text-xs text-muted">
                  Joined, everybody in the conversation reads it, with its files, as mail from that address that you
                  joined. Its status stays as it is. Dismissed, it stays here without its files.
                </p>
              </div>
            )}
          </Panel>
        </div>
        <WholeMail mail={whole} files={mail.files} />
      </div>
    </>
  );
}
