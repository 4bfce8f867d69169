import { Tabs } from "@/components/ui/tabs";
import type { StaffViewer } from "@/db/viewer";
import { managesAccounts } from "@/lib/people/accounts/policy";
import { routes } from "@/lib/routes";

/** The rooms about the firm's people. Accounts are for administrators. */
export function TeamTabs({ viewer, tab }: { viewer: StaffViewer; tab: "team" | "accounts" | "roles" }) {
  const tabs = [
    { href: routes.staffTeam, label: "Account teams", selected: tab === "team" },
    ...(managesAccounts(viewer)
      ? [{ href: routes.staffAccounts, label: "Accounts", selected: tab === "accounts" }]
      : []),
    { href: routes.staffRoles, label: "Roles and rights", selected: tab === "roles" },
  ];
  return <Tabs label="Team" tabs={tabs} />;
}
