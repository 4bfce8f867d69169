import clsx from "clsx";
import type { Metadata } from "next";
import { LiveRefresh } from "@/components/live/live-refresh";
import { needsCode } from "@/components/money/invoices/mixed";
import { CallNow } from "@/components/people/on-call/call-now";
import { BalancePanel } from "@/components/site/dashboard/balance-panel";
import { CasesPanel } from "@/components/site/dashboard/cases-panel";
import { ChatPanel } from "@/components/site/dashboard/chat-panel";
import { LatestInvoices, LatestPayments } from "@/components/site/dashboard/latest-panels";
import { ProgressPanel } from "@/components/site/dashboard/progress-panel";
import { ReachPanel } from "@/components/site/dashboard/reach-panel";
import { RenewalsPanel } from "@/components/site/dashboard/renewals-panel";
import { SupportPanel } from "@/components/site/dashboard/support-panel";
import { TeamPanel } from "@/components/site/dashboard/team-panel";
import { WaitingPanel } from "@/components/site/dashboard/waiting-panel";
import { askOf } from "@/components/threads/cases/ask";
import { OwnRequests } from "@/components/threads/requests/own-requests";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { mayAsk } from "@/lib/gate/rights";
import { businessNow, businessToday, formatDay } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { widestCoverage } from "@/lib/people/agreements/coverage/rules";
import { REACHED, readOnCall } from "@/lib/people/on-call/queries";
import { type DashboardMoney, readDashboard } from "@/lib/site/dashboard/queries";

export const metadata: Metadata = { title: "Dashboard" };

export default async function DashboardPage() {
  const { brand, signedIn, viewer, today, dashboard, onCall } = await asViewer(
    "client",
    async (context, { brand, signedIn, viewer }) => {
      const today = businessToday(brand.zone);
      const local = { zone: signedIn.account.timeZone ?? brand.zone };
      return together({
        ...{ brand, signedIn, viewer, today },
        dashboard: readDashboard(context, today, local),
        onCall: readOnCall(context, brand, REACHED, local),
      });
    },
  );
  const { companyName, support, supportTerms, ending, requests, team, money, cases, chat } = dashboard;
  const ask = askOf(team, brand.supportMailbox);
  const asks = mayAsk(viewer);
  const hasRequests = asks || requests.length > 0;
  const call = viewer.companyId === null ? null : onCall.contactOf(viewer.companyId);
  const isWide = money !== null || cases !== null || hasRequests;
  // First on phones, where the column beside comes last: who calls at night does not scroll.
  const isBeside = isWide && call !== null;
  const code = money !== null && needsCode(amountsOf(money), brand.currency);
  return (
    <>
      <PageHeader
        title={`Hello, ${signedIn.account.name}`}
        detail={[companyName, formatDay(today)].filter(Boolean).join(" · ")}
      />
      <LiveRefresh />
      <div
        className={clsx(
          "grid items-start gap-6",
          isWide && "xl:grid-cols-[minmax(0,1fr)_22rem]",
          isBeside && "xl:grid-rows-[auto_1fr]",
        )}
      >
        {isBeside && (
          <div className="min-w-0 xl:col-start-2">
            <CallNow contact={call} />
          </div>
        )}
        {isWide && (
          <div className={clsx("grid min-w-0 gap-6 xl:col-start-1 xl:row-start-1", isBeside && "xl:row-span-2")}>
            {money && <BalancePanel data={money} brandCurrency={brand.currency} today={today} code={code} />}
            {cases && <CasesPanel cases={cases} />}
            {hasRequests && <OwnRequests requests={requests} title="Open requests" />}
            {money && (
              <>
                <ProgressPanel payments={money.paymentsInProgress} zone={brand.zone} code={code} />
                <WaitingPanel data={money} today={today} code={code} />
                <LatestInvoices data={money} code={code} />
                <LatestPayments data={money} code={code} />
              </>
            )}
          </div>
        )}
        <div
          className={clsx(
            "grid min-w-0 items-start gap-6 md:grid-cols-2",
            isWide ? "xl:col-start-2 xl:grid-cols-1" : "xl:grid-cols-3",
          )}
        >
          {call && !isBeside && <CallNow contact={call} />}
          <SupportPanel
            standing={support}
            coverage={widestCoverage(brand, supportTerms, businessNow())}
            brand={brand}
            ask={ask}
          />
          {cases && <ChatPanel brand={brand} zone={signedIn.account.timeZone} chat={chat} />}
          {companyName && <RenewalsPanel ending={ending} today={today} asks={asks} />}
          <div className="md:max-xl:row-span-2">
            <TeamPanel team={team} supportMailbox={brand.supportMailbox} />
          </div>
          <ReachPanel brand={brand} zone={signedIn.account.timeZone} />
        </div>
      </div>
    </>
  );
}

function amountsOf(money: DashboardMoney) {
  return [
    ...money.balances.map((balance) => balance.open),
    ...money.credit,
    ...money.endingEstimates.map((estimate) => estimate.total),
    ...money.latestInvoices.map((row) => row.total),
    ...money.paymentsInProgress.map((payment) => payment.amount),
    ...money.latestPayments.map((payment) => payment.amount),
  ];
}
