import type { Metadata } from "next";
import { LiveRefresh } from "@/components/live/live-refresh";
import { ServiceEmpty } from "@/components/threads/requests/service-empty";
import { SERVICE_TAB_LABELS, ServiceFilterBar } from "@/components/threads/requests/service-filters";
import { ServiceTable } from "@/components/threads/requests/service-table";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { routes } from "@/lib/routes";
import { parseServiceFilters, serviceHref } from "@/lib/threads/requests/schema";
import { countServiceRequests, listServiceRequests } from "@/lib/threads/requests/service-list/queries";

export const metadata: Metadata = { title: "Service requests" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ServiceRequestsPage({ searchParams }: Props) {
  const filters = parseServiceFilters(await searchParams);
  const { list, counts } = await asViewer("client", async (context, { brand, signedIn }) => ({
    list: await listServiceRequests(context, filters, { zone: signedIn.account.timeZone ?? brand.zone }),
    counts: await countServiceRequests(context),
  }));
  return (
    <>
      <LiveRefresh />
      <PageHeader
        back={{ href: routes.accountTeam, label: "Your Account Team" }}
        title="Service requests"
        detail="Your support cases and what you asked your account team, in one list."
      />
      <ServiceFilterBar filters={filters} counts={counts} />
      <h2 className="sr-only">{SERVICE_TAB_LABELS[filters.tab]}</h2>
      <Panel flush>
        {list.count === 0 ? (
          <ServiceEmpty filters={filters} counts={counts} />
        ) : (
          <>
            <ServiceTable rows={list.rows} caption={SERVICE_TAB_LABELS[filters.tab]} />
            <div className="border-t border-line">
              <Pagination
                from={list.from}
                to={list.to}
                total={list.count}
                firstHref={list.from > 1 ? serviceHref(filters) : undefined}
                previousHref={list.previous ? serviceHref(filters, { cursor: list.previous }) : undefined}
                nextHref={list.next ? serviceHref(filters, { cursor: list.next }) : undefined}
              />
            </div>
          </>
        )}
      </Panel>
    </>
  );
}
