import type { Metadata } from "next";
import { CspReportsPanel } from "@/components/gate/staff/csp-reports-panel";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Troubles } from "@/components/mail/log/troubles";
import { OwnDutyPanel } from "@/components/people/on-call/staff/own-duty";
import { QueuePanel } from "@/components/threads/cases/staff/queue-panel";
import { RequestsPanel } from "@/components/threads/requests/staff/requests-panel";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import type { StaffRole } from "@/db/schema/constants";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { readsCspReports } from "@/lib/gate/csp-reports/policy";
import { countCspReports } from "@/lib/gate/csp-reports/queries";
import { readsCases, worksCases, worksRequests } from "@/lib/gate/rights";
import { systemNow } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { listTroubles } from "@/lib/mail/log/queries";
import { listOwnDuties } from "@/lib/people/on-call/queries";
import { countStaffCases } from "@/lib/threads/cases/staff/queue/queries";
import { countStaffRequests } from "@/lib/threads/requests/staff/queue/queries";

export const metadata: Metadata = { title: "Staff" };

const roleWords: Record<StaffRole, string> = {
  account_manager: "Account manager",
  subscription_manager: "Subscription manager",
  support_agent: "Support agent",
  administrator: "Administrator",
  marketing: "Marketing",
};

/** The queues in numbers for those who work them, and the viewer's own roles and brands. */
export default async function StaffPage() {
  const { signedIn, viewer, zone, troubles, duties, counts, requests, blocked } = await asViewer(
    "staff",
    (context, entered) =>
      together({
        signedIn: entered.signedIn,
        viewer: entered.viewer,
        zone: entered.signedIn.account.timeZone ?? entered.brand.zone,
        troubles: listTroubles(context),
        duties: listOwnDuties(context, { zone: entered.signedIn.account.timeZone ?? entered.brand.zone }),
        counts: readsCases(entered.viewer) ? countStaffCases(context) : null,
        requests: worksRequests(entered.viewer) ? countStaffRequests(context) : null,
        blocked: readsCspReports(entered.viewer) ? countCspReports(context, systemNow()) : null,
      }),
  );
  const brands = (await loadBrands()).filter((brand) => viewer.brands.includes(brand.key));
  return (
    <>
      <PageHeader title={`Hello, ${signedIn.account.name}`} detail="You are on the staff side of the portal." />
      <div className="grid max-w-reading gap-6">
        <Troubles
          troubles={troubles}
          brands={Object.fromEntries(brands.map(({ key, shortName }) => [key, shortName]))}
          zone={zone}
        />
        {duties.length > 0 && (
          <OwnDutyPanel
            duties={duties}
            brands={Object.fromEntries(brands.map(({ key, shortName }) => [key, shortName]))}
          />
        )}
        {(counts || requests) && <LiveRefresh />}
        {requests && <RequestsPanel counts={requests} />}
        {counts && <QueuePanel counts={counts} works={worksCases(viewer)} />}
        <Panel title="Your account">
          <DefinitionList>
            <Fact inline term="Name">
              {signedIn.account.name}
            </Fact>
            <Fact inline term="Email">
              {signedIn.account.email}
            </Fact>
            <Fact inline term={viewer.roles.length === 1 ? "Role" : "Roles"}>
              {viewer.roles.map((role) => roleWords[role]).join(", ")}
            </Fact>
            <Fact inline term={brands.length === 1 ? "Brand" : "Brands"}>
              {brands.map((brand) => brand.name).join(", ")}
            </Fact>
          </DefinitionList>
        </Panel>
        {blocked && (
          <CspReportsPanel counts={blocked} brands={Object.fromEntries(brands.map(({ key, name }) => [key, name]))} />
        )}
      </div>
    </>
  );
}
