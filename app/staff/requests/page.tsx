import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { StaffRequestFilterBar } from "@/components/threads/requests/staff/request-filters";
import { StaffRequestTable } from "@/components/threads/requests/staff/request-table";
import { QueuePage } from "@/components/threads/staff/queue-page";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { brandNames } from "@/lib/gate/brand/names";
import { worksRequests } from "@/lib/gate/rights";
import { together } from "@/lib/kit/together";
import { lookedOfCompany } from "@/lib/people/looks/queries";
import { recordLooks } from "@/lib/people/looks/service";
import { countStaffRequests, listStaffRequests } from "@/lib/threads/requests/staff/queue/queries";
import { parseStaffRequestFilters, staffRequestsHref } from "@/lib/threads/requests/staff/queue/schema";
import { listWorkers } from "@/lib/threads/staff/people/queries";

export const metadata: Metadata = { title: "Requests" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StaffRequestsPage({ searchParams }: Props) {
  const filters = parseStaffRequestFilters(await searchParams);
  const allBrands = await loadBrands();
  const { viewer, list, looked, counts, workers } = await asViewer(
    "staff",
    async (context, { brand, viewer, signedIn }) => {
      if (!worksRequests(viewer)) forbidden();
      const local = { zone: signedIn.account.timeZone ?? brand.zone };
      return together({
        viewer,
        // A list of one company is a look at it.
        looked: filters.company ? lookedOfCompany(context, filters.company) : null,
        list: listStaffRequests(context, filters, allBrands, local),
        counts: countStaffRequests(context),
        workers: listWorkers(context, "request"),
      });
    },
  );
  if (looked) await recordLooks(viewer, looked, ["requests"]);
  const brands = await brandNames(viewer.brands);
  return (
    <QueuePage
      kind="request"
      title="Requests"
      detail="What clients of all your brands ask their account team. Answers are promised in each brand’s portal-support hours."
      list={list}
      href={(cursor) => staffRequestsHref(filters, { cursor })}
      bar={<StaffRequestFilterBar filters={filters} counts={counts} brands={brands} workers={workers} />}
      searched="Search looks through numbers, companies, contacts, subjects and what was said."
      nothing="Open requests appear here as soon as a client sends one."
    >
      <StaffRequestTable rows={list.rows} brands={brands} />
    </QueuePage>
  );
}
