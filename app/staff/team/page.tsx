import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { PeopleTable } from "@/components/people/account-team/staff/people-table";
import { TeamTabs } from "@/components/people/accounts/staff/team-tabs";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { worksRequests } from "@/lib/gate/rights";
import { listTeamPeople } from "@/lib/people/account-team/staff/queries";

export const metadata: Metadata = { title: "Team" };

export default async function StaffTeamPage() {
  const { viewer, people } = await asViewer("staff", async (context, { viewer }) => {
    if (!worksRequests(viewer)) forbidden();
    return { viewer, people: await listTeamPeople(context) };
  });
  const brands = await brandNames(viewer.brands);
  return (
    <>
      <PageHeader title="Team" detail="Who stands on the account teams of your brands, as clients see them." />
      <TeamTabs viewer={viewer} tab="team" />
      <Panel flush>
        {people.length === 0 ? (
          <EmptyState title="Nobody stands on an account team yet">They come with the import from the ERP.</EmptyState>
        ) : (
          <PeopleTable people={people} brands={brands} ownId={viewer.staffId} />
        )}
      </Panel>
    </>
  );
}
