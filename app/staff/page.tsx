import type { Metadata } from "next";
import { CspReportsPanel } from "@/components/gate/staff/csp-reports-panel";
import { LiveRefresh } from "@/components/live/live-refresh";
import { Troubles } from "@/components/mail/log/troubles";
import { OwnDutyPanel } from "@/components/people/on-call/staff/own-duty";
import { DayList } from "@/components/site/my-day/day-list";
import { Figures } from "@/components/site/my-day/figures";
import { RenewalsDue } from "@/components/site/my-day/renewals-due";
import { StartingPoints } from "@/components/site/my-day/starting-points";
import { ClockSymbols } from "@/components/threads/staff/clock-mark";
import { PageHeader } from "@/components/ui/page-header";
import type { StaffRole } from "@/db/schema/constants";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { worksCases, worksRequests } from "@/lib/gate/rights";
import { together } from "@/lib/kit/together";
import { type MyDay, readMyDay } from "@/lib/site/my-day/queries";
import { staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";
import { staffRequestsHref } from "@/lib/threads/requests/staff/queue/schema";

export const metadata: Metadata = { title: "Overview" };

const roleWords: Record<StaffRole, string> = {
  account_manager: "Account manager",
  subscription_manager: "Subscription manager",
  support_agent: "Support agent",
  administrator: "Administrator",
  marketing: "Marketing",
};

/** The viewer's day by their roles: what is next by the clock, what nobody has taken, and what is late or has failed. */
export default async function StaffPage() {
  const { signedIn, viewer, brands, zone, day } = await asViewer("staff", async (context, entered) => {
    const zone = entered.signedIn.account.timeZone ?? entered.brand.zone;
    const brands = (await loadBrands()).filter((brand) => entered.viewer.brands.includes(brand.key));
    return together({ ...entered, brands, zone, day: readMyDay(context, brands, { zone }) });
  });
  const names = Object.fromEntries(brands.map(({ key, shortName }) => [key, shortName]));
  const fullNames = Object.fromEntries(brands.map(({ key, name }) => [key, name]));
  const shown = brands.length > 1 ? names : {};
  const { parts, renewals, duties, troubles, blocked } = day;
  const works = { cases: worksCases(viewer), requests: worksRequests(viewer) };
  const lists = (of: { readonly cases: string; readonly requests: string }) => [
    ...(works.cases ? [{ href: of.cases, label: works.requests ? "Cases" : "All" }] : []),
    ...(works.requests ? [{ href: of.requests, label: works.cases ? "Requests" : "All" }] : []),
  ];
  return (
    <>
      <PageHeader
        title={`Hello, ${signedIn.account.name}`}
        detail={`${viewer.roles.map((role) => roleWords[role]).join(", ")} · ${brands.map(({ name }) => name).join(", ")}`}
      />
      <LiveRefresh />
      <ClockSymbols />
      <Troubles troubles={troubles} brands={names} zone={zone} />
      <div className="grid gap-4">
        <Figures day={day} works={works.cases} brands={names} />
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="grid min-w-0 gap-4">
            {parts && <OwnParts parts={parts} lists={lists} brands={shown} />}
            {renewals && <RenewalsDue rows={renewals} />}
            {!parts && <StartingPoints viewer={viewer} />}
          </div>
          <div className="grid min-w-0 gap-4">
            {duties.length > 0 && <OwnDutyPanel duties={duties} brands={names} />}
            {parts && (
              <DayList
                title="Late with colleagues"
                rows={parts.late}
                empty="No colleague is late."
                all={lists({ cases: staffCasesHref({ late: true }), requests: staffRequestsHref({ late: true }) })}
                brands={{}}
                narrow
              />
            )}
            {blocked && blocked.length > 0 && <CspReportsPanel counts={blocked} brands={fullNames} />}
          </div>
        </div>
      </div>
    </>
  );
}

interface OwnPartsProps {
  parts: NonNullable<MyDay["parts"]>;
  lists: (of: { readonly cases: string; readonly requests: string }) => { href: string; label: string }[];
  brands: Readonly<Record<string, string>>;
}

function OwnParts({ parts, lists, brands }: OwnPartsProps) {
  return (
    <>
      <DayList
        title="Waiting on me, next by clock"
        rows={parts.mine}
        empty="You owe nobody an answer."
        all={lists({
          cases: staffCasesHref({ assignee: "me" }),
          requests: staffRequestsHref({ owner: "me" }),
        })}
        brands={brands}
      />
      <DayList
        title="New and unassigned"
        rows={parts.unowned}
        empty="Everything has somebody."
        all={lists({
          cases: staffCasesHref({ assignee: "nobody" }),
          requests: staffRequestsHref({ owner: "nobody" }),
        })}
        brands={brands}
      />
    </>
  );
}
