import clsx from "clsx";
import type { Metadata } from "next";
import { LiveRefresh } from "@/components/live/live-refresh";
import { needsCode } from "@/components/money/invoices/mixed";
import { CallNow } from "@/components/people/on-call/call-now";
import { BesidePanel } from "@/components/site/dashboard/beside-panel";
import { ChangesPanel } from "@/components/site/dashboard/changes-panel";
import { OwedPanel } from "@/components/site/dashboard/owed-panel";
import { WaitingPanel } from "@/components/site/dashboard/waiting-panel";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { mayAsk } from "@/lib/gate/rights";
import { businessDayOf, businessNow, businessToday, formatDay } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { isPayOffered } from "@/lib/money/payments/checkout/policy";
import { widestCoverage } from "@/lib/people/agreements/coverage/rules";
import { REACHED, readOnCall } from "@/lib/people/on-call/queries";
import { type Dashboard, readDashboard } from "@/lib/site/dashboard/queries";
import { clientUpgradeHref } from "@/lib/site/home-page/rules";

export const metadata: Metadata = { title: "Dashboard" };

/** What waits on the client, what they owe and what changed, in this order; beside them whom to call. */
export default async function DashboardPage() {
  const { brand, signedIn, viewer, today, dashboard, onCall } = await asViewer(
    "client",
    async (context, { brand, signedIn, viewer }) => {
      const today = businessToday(brand.zone);
      const local = { zone: signedIn.account.timeZone ?? brand.zone };
      const { lastVisit } = signedIn;
      const lastVisitOn = lastVisit && businessDayOf(lastVisit, brand.zone);
      return together({
        ...{ brand, signedIn, viewer, today },
        dashboard: readDashboard(context, { today, lastVisitOn, local }),
        onCall: readOnCall(context, brand, REACHED, local),
      });
    },
  );
  const { companyName, support, supportTerms, waiting, changes, since, team, money, hasCases, chat } = dashboard;
  const call = viewer.companyId === null ? null : onCall.contactOf(viewer.companyId);
  const code = needsCode(amountsOf(dashboard), brand.currency);
  const pays = isPayOffered(viewer);
  return (
    <>
      <PageHeader
        title={`Hello, ${signedIn.account.name}`}
        detail={[companyName, formatDay(today)].filter(Boolean).join(" · ")}
      />
      <LiveRefresh />
      <div
        className={clsx(
          "grid items-start gap-3 sm:gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]",
          call && "xl:grid-rows-[auto_1fr]",
        )}
      >
        {/* First on phones, where the column beside comes last: who calls at night does not scroll. */}
        {call && (
          <div className="min-w-0 xl:col-start-2">
            <CallNow contact={call} isBrief />
          </div>
        )}
        <div className={clsx("grid min-w-0 gap-3 sm:gap-6 xl:col-start-1 xl:row-start-1", call && "xl:row-span-2")}>
          <WaitingPanel
            waiting={waiting}
            today={today}
            code={code}
            pays={pays}
            asks={mayAsk(viewer)}
            files={hasCases}
          />
          <div className={clsx("grid min-w-0 items-start gap-3 sm:gap-6", money && "lg:grid-cols-2")}>
            {money && <OwedPanel data={money} brandCurrency={brand.currency} today={today} code={code} pays={pays} />}
            <ChangesPanel changes={changes} since={since} code={code} />
          </div>
        </div>
        <div className="min-w-0 xl:col-start-2">
          <BesidePanel
            brand={brand}
            zone={signedIn.account.timeZone}
            team={team}
            chat={hasCases ? { open: chat } : null}
            standing={support}
            coverage={widestCoverage(brand, supportTerms, businessNow())}
            upgrade={{ href: clientUpgradeHref(brand), label: brand.home.upgradeLabel }}
          />
        </div>
      </div>
    </>
  );
}

function amountsOf({ money, waiting, changes }: Dashboard) {
  return [
    ...(money?.balances.map((balance) => balance.open) ?? []),
    ...(money?.credit.usable ?? []),
    ...(money?.credit.notes ?? []),
    ...waiting.rows.flatMap((row) => {
      if (row.kind === "estimate") return [row.row.total];
      if (row.kind === "invoice") return [row.row.balance];
      return row.kind === "payment" ? [row.row.amount] : [];
    }),
    ...changes.flatMap((change) => ("amount" in change.row ? [change.row.amount] : [])),
  ];
}
