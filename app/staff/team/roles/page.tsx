import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { TeamTabs } from "@/components/people/accounts/staff/team-tabs";
import { RightsTable } from "@/components/site/roles/staff/rights-table";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { worksRequests } from "@/lib/gate/rights";
import { rightsTable } from "@/lib/site/roles/policy";

export const metadata: Metadata = { title: "Roles and rights" };

export default async function StaffRolesPage() {
  const viewer = await asViewer("staff", async (_, { viewer }) => {
    if (!worksRequests(viewer)) forbidden();
    return viewer;
  });
  return (
    <>
      <PageHeader
        title="Roles and rights"
        detail="What each role may do on its brands. Somebody with several roles may do what any of them may."
      />
      <TeamTabs viewer={viewer} tab="roles" />
      <Panel flush>
        <RightsTable lines={rightsTable()} />
      </Panel>
    </>
  );
}
