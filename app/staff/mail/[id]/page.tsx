import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { MailContent } from "@/components/mail/log/mail-content";
import { MailStatusDot } from "@/components/mail/log/mail-status";
import { SendAgain } from "@/components/mail/log/send-again";
import { ContactLink } from "@/components/people/companies/staff/client-links";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Instant } from "@/components/ui/facts";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { contentOf } from "@/lib/mail/log/content";
import { lookedOfMails } from "@/lib/mail/log/looks/queries";
import { readsMailLog } from "@/lib/mail/log/policy";
import { findMail } from "@/lib/mail/log/queries";
import { DELIVERY_LABELS, MAIL_STATUS_HELP } from "@/lib/mail/log/rules";
import { parseMailId } from "@/lib/mail/log/schema";
import { recordManyLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Mail" };

interface Props {
  params: Promise<{ id: string }>;
}

export default async function StaffMailItemPage({ params }: Props) {
  const id = parseMailId((await params).id);
  const { viewer, mail, looked, zone } = await asViewer("staff", async (context, { viewer, brand, signedIn }) => {
    if (!readsMailLog(viewer)) forbidden();
    const mail = id && (await findMail(context, id));
    const looked = mail ? await lookedOfMails(context, [mail.id]) : [];
    return { viewer, mail, looked, zone: signedIn.account.timeZone ?? brand.zone };
  });
  if (!mail) notFound();
  await recordManyLooks(viewer, looked);
  const content = await contentOf(mail);
  const brands = await brandNames([mail.brand]);
  return (
    <>
      <PageHeader
        back={{ href: routes.staffMail, label: "Mail" }}
        title={mail.label}
        detail={<span className="wrap-anywhere">To {mail.to}</span>}
      />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 gap-5 lg:order-last">
          <Panel title="State">
            <DefinitionList>
              <Fact term="State">
                <span className="grid gap-0.5">
                  <MailStatusDot status={mail.status} />
                  <span className="text-xs text-muted">{MAIL_STATUS_HELP[mail.status]}</span>
                </span>
              </Fact>
              {mail.reason && (
                <Fact term="Reason">
                  <span className="wrap-anywhere">{mail.reason}</span>
                </Fact>
              )}
              <Fact term="Brand">{brands[mail.brand]}</Fact>
              {(mail.contact || mail.toName) && (
                <Fact term="Name">
                  {mail.contact ? (
                    <ContactLink contact={mail.contact} />
                  ) : (
                    <span className="wrap-anywhere">{mail.toName}</span>
                  )}
                </Fact>
              )}
              <Fact term="Queued">
                <Instant value={mail.createdAt} zone={zone} />
              </Fact>
              {mail.sentAt && (
                <Fact term="Handed to the provider">
                  <Instant value={mail.sentAt} zone={zone} />
                </Fact>
              )}
              <Fact term="Attempts">{mail.attempts}</Fact>
              {mail.providerId && (
                <Fact term="Id at the provider">
                  <span className="tabular text-xs wrap-anywhere">{mail.providerId}</span>
                </Fact>
              )}
            </DefinitionList>
          </Panel>
          <SendAgain mail={mail} />
          {mail.events.length > 0 && (
            <Panel title="What the provider told">
              <ul className="grid gap-2 text-sm">
                {mail.events.map((event) => (
                  <li key={event.id} className="grid">
                    <span>{DELIVERY_LABELS[event.kind]}</span>
                    <Instant value={event.at} zone={zone} className="text-xs text-muted" />
                    {event.reason && <span className="text-xs wrap-anywhere">{event.reason}</span>}
                  </li>
                ))}
              </ul>
            </Panel>
          )}
        </div>
        <MailContent content={content} />
      </div>
    </>
  );
}
