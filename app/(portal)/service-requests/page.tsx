import type { Metadata } from "next";
import { LiveRefresh } from "@/components/live/live-refresh";
import { ServiceEmpty } from "@/components/threads/requests/service-empty";
import { SERVICE_TAB_LABELS, ServiceFilterBar } from "@/components/threads/requests/service-filters";
import { ServiceTable } from "@/components/threads/requests/service-table";
import { ListPage } from "@/components/ui/list-page";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { asViewer } from "@/lib/gate/actions/context";
import { together } from "@/lib/kit/together";
import { routes } from "@/lib/routes";
import { parseServiceFilters, SERVICE_TABS, serviceHref } from "@/lib/threads/requests/schema";
import { countServiceRequests, listServiceRequests } from "@/lib/threads/requests/service-list/queries";

export const metadata: Metadata = { title: "Service requests" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ServiceRequestsPage({ searchParams }: Props) {
  const filters = parseServiceFilters(await searchParams);
  const { list, counts } = await asViewer("client", (context, { brand, signedIn }) =>
    together({
      list: listServiceRequests(context, filters, { zone: signedIn.account.timeZone ?? brand.zone }),
      counts: countServiceRequests(context),
    }),
  );
  return (
    <>
      <LiveRefresh />
      <PageHeader
        back={{ href: routes.accountTeam, label: "Your Account Team" }}
        title="Service requests"
        detail="Your support cases and what you asked your account team, in one list."
      />
      <ListPage
        list={list}
        href={(cursor) => serviceHref(filters, { cursor })}
        bar={
          <>
            <Tabs
              label="Service requests"
              tabs={SERVICE_TABS.map((tab) => ({
                href: serviceHref(filters, { tab }),
                label: SERVICE_TAB_LABELS[tab],
                count: counts[tab],
                selected: tab === filters.tab,
              }))}
            />
            {counts.open + counts.closed > 0 && <ServiceFilterBar filters={filters} />}
          </>
        }
        heading={SERVICE_TAB_LABELS[filters.tab]}
        empty={<ServiceEmpty filters={filters} counts={counts} />}
      >
        <ServiceTable rows={list.rows} caption={SERVICE_TAB_LABELS[filters.tab]} />
      </ListPage>
    </>
  );
}
