import { Download } from "lucide-react";
import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { ErasurePanel } from "@/components/people/person-data/staff/erasure-panel";
import { buttonClass } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { parseClientId } from "@/lib/people/companies/staff/schema";
import { lookedOfContacts } from "@/lib/people/looks/queries";
import { recordLooks } from "@/lib/people/looks/service";
import { managesPersonData } from "@/lib/people/person-data/policy";
import { findPerson, readPersonData } from "@/lib/people/person-data/queries";
import { isErased } from "@/lib/people/person-data/rules";
import { routes } from "@/lib/routes";

// Without the name: the title is sent with a 404 too, and must not tell whether the contact exists.
export const metadata: Metadata = { title: "Data of a contact" };

export default async function StaffContactDataPage({ params }: PageProps<"/staff/contacts/[id]/data">) {
  const id = parseClientId((await params).id);
  const { viewer, person, data, looked } = await asViewer("staff", async (context, { viewer }) => {
    if (!managesPersonData(viewer)) forbidden();
    const person = id && (await findPerson(context, id));
    if (!person) notFound();
    return {
      ...{ viewer, person, data: await readPersonData(context, person.id) },
      looked: await lookedOfContacts(context, [person.id]),
    };
  });
  if (!data) notFound();
  for (const one of looked) await recordLooks(viewer, one, ["contacts"]);
  const erased = isErased(person);
  return (
    <>
      <PageHeader
        back={{ href: routes.staffContact(person.id), label: "Contact" }}
        title="Data of a contact"
        detail={erased ? "Former contact" : `${person.name} · ${person.email}`}
      />
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
        <Panel title="What the portal holds">
          <div className="grid gap-4">
            <DefinitionList>
              <Count term="Conversations opened" rows={data.threads} />
              <Count term="Messages written" rows={data.messages} />
              <Count term="Files sent" rows={data.files} />
              <Count term="Mails to them" rows={data.mails} />
              <Count term="Payments made" rows={data.payments} />
            </DefinitionList>
            <a href={routes.staffContactDataExport(person.id)} className={buttonClass("secondary")}>
              <Download aria-hidden size={16} />
              Download data and files
            </a>
            <p className="text-sm text-muted">
              An archive (.tar) with one JSON file and the files that they sent. That it was taken stays in the audit
              log.
            </p>
          </div>
        </Panel>
        {erased ? (
          <Callout tone="success" role="status">
            This person is erased. What is left has no name.
          </Callout>
        ) : (
          <ErasurePanel person={person} />
        )}
      </div>
    </>
  );
}

function Count({ term, rows }: { term: string; rows: readonly unknown[] }) {
  return (
    <Fact inline term={term}>
      {rows.length.toLocaleString("en-US")}
    </Fact>
  );
}
