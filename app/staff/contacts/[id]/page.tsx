import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { ClientMails } from "@/components/mail/log/client-mails";
import { StartViewPanel } from "@/components/people/client-views/staff/start-panel";
import { CompanyLink } from "@/components/people/companies/staff/client-links";
import { ContactFacts } from "@/components/people/contacts/staff/contact-facts";
import { ContactRightsPanel } from "@/components/people/contacts/staff/contact-rights";
import { EditRecord } from "@/components/people/contacts/staff/edit-record";
import { RecordHistory } from "@/components/site/audit/staff/record-history";
import { ChangesPanel } from "@/components/site/clients/staff/changes-panel";
import { WriteFirst } from "@/components/threads/staff/begin/write-first";
import { ContactThreads } from "@/components/threads/staff/contact-threads";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { brandByKey } from "@/lib/gate/brand/load";
import { together } from "@/lib/kit/together";
import { viewsAsClients } from "@/lib/people/client-views/policy";
import { whyNotViewed } from "@/lib/people/client-views/rules";
import { servesClients } from "@/lib/people/companies/policy";
import { parseClientId } from "@/lib/people/companies/staff/schema";
import { findContactHead } from "@/lib/people/contacts/staff/queries";
import { editsPeople } from "@/lib/people/edits/contacts/policy";
import { recordLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { readHistory } from "@/lib/site/audit/queries";
import { readContactParts } from "@/lib/site/clients/contact/queries";

// Without the name: the title is sent with a 404 too, and must not tell whether the contact exists.
export const metadata: Metadata = { title: "Contact" };

interface Props {
  params: Promise<{ id: string }>;
}

export default async function StaffContactPage({ params }: Props) {
  const id = parseClientId((await params).id);
  const { viewer, host, contact, brand, local, parts, history } = await asViewer("staff", async (context, entered) => {
    if (!servesClients(entered.viewer)) forbidden();
    const contact = id && (await findContactHead(context, id));
    if (!contact) notFound();
    const brand = await brandByKey(contact.brand);
    const local = { zone: entered.signedIn.account.timeZone ?? entered.brand.zone };
    return together({
      ...{ viewer: entered.viewer, host: entered.brand.key, contact, brand, local },
      history: readHistory(context, { kind: "contact", id: contact.id }),
      parts: readContactParts(context, contact.id, { local, brand }),
    });
  });
  if (contact.company) {
    await recordLooks(viewer, { brand: contact.brand, companyId: contact.company.id }, [
      "contacts",
      ...(parts.cases ? (["cases"] as const) : []),
      ...(parts.requests ? (["requests"] as const) : []),
    ]);
  }
  return (
    <>
      <PageHeader
        back={{ href: routes.staffContacts, label: "Contacts" }}
        title={contact.name}
        detail={contact.company ? <CompanyLink company={contact.company} /> : "No company"}
        tools={
          <>
            {contact.company && (
              <WriteFirst viewer={viewer} of={{ company: contact.company.id, contact: contact.id }} cases />
            )}
            {editsPeople(viewer) && <EditRecord href={routes.staffContactEdit(contact.id)} />}
          </>
        }
      />
      <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid min-w-0 grid-cols-1 gap-6">
          <ContactFacts
            contact={contact}
            brandName={brand.name}
            signIn={parts.signIn}
            details={parts}
            zone={local.zone}
          />
          <ContactThreads {...parts} />
          {parts.mails && <ClientMails rows={parts.mails} named={false} />}
        </div>
        <div className="grid min-w-0 grid-cols-1 gap-6">
          <ContactRightsPanel contact={contact} relations={parts.relations} />
          <ChangesPanel changes={parts.changes} />
          {viewsAsClients(viewer) && (
            <StartViewPanel contactId={contact.id} closed={whyNotViewed(contact, host, brand)} formId={uuidv7()} />
          )}
          <RecordHistory history={history} zone={local.zone} />
          {history && (
            <p className="text-sm">
              <TextLink href={routes.staffContactData(contact.id)}>Export or erase this person’s data</TextLink>
            </p>
          )}
        </div>
      </div>
    </>
  );
}
