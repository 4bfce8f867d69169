import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { LiveRefresh } from "@/components/live/live-refresh";
import { StaffRequestFilterBar } from "@/components/threads/requests/staff/request-filters";
import { StaffRequestTable } from "@/components/threads/requests/staff/request-table";
import { ListEmpty } from "@/components/ui/list-empty";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { brandNames } from "@/lib/gate/brand/names";
import { worksRequests } from "@/lib/gate/rights";
import { routes } from "@/lib/routes";
import { listWorkers } from "@/lib/threads/requests/staff/choices/queries";
import { countStaffRequests, listStaffRequests } from "@/lib/threads/requests/staff/queue/queries";
import { parseStaffRequestFilters, staffRequestsHref } from "@/lib/threads/requests/staff/queue/schema";

export const metadata: Metadata = { title: "Requests" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StaffRequestsPage({ searchParams }: Props) {
  const filters = parseStaffRequestFilters(await searchParams);
  const allBrands = await loadBrands();
  const { viewer, list, counts, workers } = await asViewer("staff", async (context, { brand, viewer, signedIn }) => {
    if (!worksRequests(viewer)) forbidden();
    const reader = { zone: signedIn.account.timeZone ?? brand.zone };
    return {
      viewer,
      list: await listStaffRequests(context, filters, allBrands, reader),
      counts: await countStaffRequests(context),
      workers: await listWorkers(context),
    };
  });
  const brands = await brandNames(viewer.brands);
  return (
    <>
      <LiveRefresh />
      <MinuteRefresh />
      <PageHeader
        title="Requests"
        detail="What clients of all your brands ask their account team. Answers are promised in each brand’s portal-support hours."
      />
      <StaffRequestFilterBar filters={filters} counts={counts} brands={brands} workers={workers} />
      <Panel flush>
        {list.count === 0 ? (
          <ListEmpty
            thing="request"
            narrowed={staffRequestsHref(filters) !== routes.staffRequests}
            href={routes.staffRequests}
            searched="Search looks through numbers, companies, subjects and what was said."
            nothing="Open requests appear here as soon as a client sends one."
          />
        ) : (
          <>
            <StaffRequestTable rows={list.rows} brands={brands} />
            <div className="border-t border-line">
              <Pagination
                from={list.from}
                to={list.to}
                total={list.count}
                firstHref={list.from > 1 ? staffRequestsHref(filters) : undefined}
                previousHref={list.previous ? staffRequestsHref(filters, { cursor: list.previous }) : undefined}
                nextHref={list.next ? staffRequestsHref(filters, { cursor: list.next }) : undefined}
              />
            </div>
          </>
        )}
      </Panel>
    </>
  );
}
