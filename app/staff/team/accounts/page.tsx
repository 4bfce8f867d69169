import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { AccountTable } from "@/components/people/accounts/staff/account-table";
import { InvitePanel } from "@/components/people/accounts/staff/invite-panel";
import { TeamTabs } from "@/components/people/accounts/staff/team-tabs";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { brandNames } from "@/lib/gate/brand/names";
import { managesAccounts } from "@/lib/people/accounts/policy";
import { listAccounts } from "@/lib/people/accounts/queries";

export const metadata: Metadata = { title: "Accounts" };

export default async function StaffAccountsPage() {
  const { viewer, accounts } = await asViewer("staff", async (context, { viewer }) => {
    if (!managesAccounts(viewer)) forbidden();
    return { viewer, accounts: await listAccounts(context) };
  });
  const brands = await brandNames(viewer.brands);
  return (
    <>
      <PageHeader
        title="Accounts"
        detail="Who of the firm signs in on your brands, and as what."
        action={<ButtonLink href="#invite">Invite a colleague</ButtonLink>}
      />
      <TeamTabs viewer={viewer} tab="accounts" />
      <div className="grid grid-cols-1 gap-6">
        <Panel flush>
          <AccountTable accounts={accounts} brands={brands} ownId={viewer.staffId} />
        </Panel>
        <InvitePanel brands={brands} />
      </div>
    </>
  );
}
