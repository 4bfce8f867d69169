import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { AccountPanel } from "@/components/people/contacts/staff/account-panel";
import { AddressForm, DetailsForm, RelationsForm, RightsForm } from "@/components/people/contacts/staff/edit-forms";
import { MergesPanel } from "@/components/people/merges/staff/merges-panel";
import { DecisionsPanel } from "@/components/people/portal-decisions/staff/decisions-panel";
import { buttonClass } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { PORTAL_FIELDS } from "@/db/schema/constants";
import { asViewer } from "@/lib/gate/actions/context";
import { firstParameter, sentenceFor } from "@/lib/kit/lists/address";
import { systemNow } from "@/lib/kit/time";
import { parseClientId } from "@/lib/people/companies/staff/schema";
import { editsPeople } from "@/lib/people/edits/contacts/policy";
import { findEditedContact } from "@/lib/people/edits/contacts/queries";
import { recordLooks } from "@/lib/people/looks/service";
import { listMerges } from "@/lib/people/merges/queries";
import { listRelationDecisions } from "@/lib/people/portal-decisions/queries";
import { routes } from "@/lib/routes";

// Without the name: the title is sent with a 404 too, and must not tell whether the contact exists.
export const metadata: Metadata = { title: "Edit contact" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const SAVED: Readonly<Record<string, string>> = {
  details: "Saved. Imports leave it alone until it is handed back to the ERP.",
  rights: "The rights are saved. Imports leave them alone until they are handed back to the ERP.",
  address: "The new address gets a link to confirm. Until then the old one signs in.",
  relations: "The related companies are saved.",
  account: "The account is changed.",
  invited: "The invitation goes out by mail.",
  merged: "Merged. It can be undone for a day.",
  undone: "The merge is undone.",
  "handed-back": "Handed back to the ERP. It stays as it is until an import says something else.",
};

export default async function EditContactPage({ params, searchParams }: Props) {
  const id = parseClientId((await params).id);
  const saved = sentenceFor(SAVED, firstParameter(await searchParams, "saved"));
  const { viewer, contact, decisions, merges, zone } = await asViewer(
    "staff",
    async (context, { viewer, brand, signedIn }) => {
      if (!editsPeople(viewer)) forbidden();
      const zone = signedIn.account.timeZone ?? brand.zone;
      if (!id) notFound();
      const [contact, decisions, merges] = await Promise.all([
        findEditedContact(context, id),
        listRelationDecisions(context, id),
        listMerges(context, "contact", id),
      ]);
      return { viewer, contact, decisions, merges, zone };
    },
  );
  if (!contact) notFound();
  if (contact.company) {
    await recordLooks(viewer, { brand: contact.brand, companyId: contact.company.id }, ["contacts"]);
  }
  const now = new Date(systemNow().epochMilliseconds);
  const fields = PORTAL_FIELDS.filter((field) => contact.fields.includes(field));
  return (
    <>
      <PageHeader
        back={{ href: routes.staffContact(contact.id), label: "Contact" }}
        title={contact.name}
        detail={contact.email}
        tools={
          contact.mergedInto === null && (
            <Link href={routes.staffMerge("contact", contact.id)} className={buttonClass("tool")}>
              Merge
            </Link>
          )
        }
      />
      <div className="grid grid-cols-1 gap-6">
        {saved && (
          <Callout tone="success" role="status">
            {saved}
          </Callout>
        )}
        {contact.mergedInto !== null && (
          <Callout title="Merged into another contact">
            <TextLink href={routes.staffContactEdit(contact.mergedInto)}>Open the survivor</TextLink>
          </Callout>
        )}
        <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
          {contact.mergedInto === null && (
            <>
              <div className="grid min-w-0 grid-cols-1 gap-6">
                <DetailsForm contact={contact} />
                <RightsForm contact={contact} />
              </div>
              <div className="grid min-w-0 grid-cols-1 gap-6">
                <AccountPanel contact={contact} zone={zone} inviteId={uuidv7()} />
                {contact.closedAt === null && <AddressForm contact={contact} />}
                <RelationsForm contact={contact} />
              </div>
            </>
          )}
          <DecisionsPanel standing={{ contactId: contact.id, fields, decisions }} page={{ contactPage: contact.id }} />
          <MergesPanel merges={merges} zone={zone} now={now} />
        </div>
      </div>
    </>
  );
}
