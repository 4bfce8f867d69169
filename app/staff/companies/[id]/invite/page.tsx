import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { InvitePanel } from "@/components/people/companies/staff/invite-panel";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { firstParameter } from "@/lib/kit/lists/address";
import { systemNow } from "@/lib/kit/time";
import { parseClientId } from "@/lib/people/companies/staff/schema";
import { findEditedCompany, listInvitees } from "@/lib/people/edits/companies/queries";
import { editsPeople } from "@/lib/people/edits/contacts/policy";
import { recordLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";

// Without the name: the title is sent with a 404 too, and must not tell whether the company exists.
export const metadata: Metadata = { title: "Invite contacts" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function InviteContactsPage({ params, searchParams }: Props) {
  const id = parseClientId((await params).id);
  const sent = Number(firstParameter(await searchParams, "sent") ?? Number.NaN);
  const now = new Date(systemNow().epochMilliseconds);
  const { viewer, company, people } = await asViewer("staff", async (context, { viewer }) => {
    if (!editsPeople(viewer)) forbidden();
    if (!id) notFound();
    const [company, people] = await Promise.all([findEditedCompany(context, id), listInvitees(context, id, now)]);
    return { viewer, company, people };
  });
  if (!company || company.mergedInto !== null) notFound();
  await recordLooks(viewer, { brand: company.brand, companyId: company.id }, ["contacts"]);
  return (
    <>
      <PageHeader
        back={{ href: routes.staffCompanyEdit(company.id), label: "Edit company" }}
        title="Invite contacts"
        detail={company.name}
      />
      <div className="grid grid-cols-1 gap-6">
        {Number.isInteger(sent) && sent >= 0 && (
          <Callout tone={sent > 0 ? "success" : "info"} role="status">
            {sent === 0 ? "Nobody was left to invite." : sent === 1 ? "1 mail goes out." : `${sent} mails go out.`}
          </Callout>
        )}
        <InvitePanel companyId={company.id} people={people} batch={uuidv7()} />
      </div>
    </>
  );
}
