import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { SavedViews } from "@/components/people/saved-views/staff/saved-views";
import { StaffRequestFilterBar } from "@/components/threads/requests/staff/request-filters";
import { StaffRequestTable } from "@/components/threads/requests/staff/request-table";
import { QueuePage } from "@/components/threads/staff/queue-page";
import { choicesOf } from "@/components/ui/choices";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { brandNames } from "@/lib/gate/brand/names";
import { worksRequests } from "@/lib/gate/rights";
import { together } from "@/lib/kit/together";
import { findDeed } from "@/lib/people/bulk-deeds/queries";
import { chosenOf, deedKey, deedOf } from "@/lib/people/bulk-deeds/schema";
import { lookedOfCompany, lookedOfSearch } from "@/lib/people/looks/queries";
import { recordLooks, recordManyLooks } from "@/lib/people/looks/service";
import { listSavedViews } from "@/lib/people/saved-views/queries";
import { KINDS } from "@/lib/threads/kinds";
import {
  bulkAssignRequestsAction,
  bulkCloseRequestsAction,
  bulkSetRequestStatusAction,
  bulkSnoozeRequestsAction,
  bulkUndoRequestsAction,
} from "@/lib/threads/requests/staff/actions";
import { countStaffRequests, listStaffRequests } from "@/lib/threads/requests/staff/queue/queries";
import { parseStaffRequestFilters, staffRequestsHref } from "@/lib/threads/requests/staff/queue/schema";
import { BULK_STATUSES } from "@/lib/threads/staff/bulk/schema";
import { listWorkers } from "@/lib/threads/staff/people/queries";

export const metadata: Metadata = { title: "Requests" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const DETAIL =
  "What clients of all your brands ask their account team. Answers are promised in each brand’s portal-support hours.";

export default async function StaffRequestsPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const filters = parseStaffRequestFilters(parameters);
  const chosen = chosenOf(parameters);
  const allBrands = await loadBrands();
  const { viewer, zone, list, looked, counts, workers, views, deed } = await asViewer(
    "staff",
    async (context, { brand, viewer, signedIn }) => {
      if (!worksRequests(viewer)) forbidden();
      const local = { zone: signedIn.account.timeZone ?? brand.zone };
      return together({
        ...{ viewer, zone: local.zone },
        // A list of one company is a look at it.
        looked: filters.company ? lookedOfCompany(context, filters.company) : null,
        list: listStaffRequests(context, filters, allBrands, local),
        counts: countStaffRequests(context),
        views: listSavedViews(context, "requests"),
        deed: findDeed(context, "request", deedOf(parameters)),
        workers: listWorkers(context, "request"),
      });
    },
  );
  if (looked) await recordLooks(viewer, looked, ["requests"]);
  await recordManyLooks(viewer, lookedOfSearch(filters.q, list.rows, ["requests"]));
  const brands = await brandNames(viewer.brands);
  return (
    <QueuePage
      kind="request"
      detail={DETAIL}
      list={list}
      href={(cursor) => staffRequestsHref(filters, { cursor })}
      bar={
        <StaffRequestFilterBar
          detail={DETAIL}
          views={<SavedViews list="requests" views={views} href={staffRequestsHref(filters)} />}
          filters={filters}
          counts={counts}
          brands={brands}
          workers={workers}
        />
      }
      bulk={{
        ...{ workers, deed, chosen, zone, me: viewer.staffId },
        statuses: choicesOf(BULK_STATUSES.request, KINDS.request.staffLabels),
        actions: {
          assign: bulkAssignRequestsAction,
          status: bulkSetRequestStatusAction,
          snooze: bulkSnoozeRequestsAction,
          close: bulkCloseRequestsAction,
          undo: bulkUndoRequestsAction,
        },
      }}
      searched="Search looks through numbers, companies, contacts, subjects and what was said."
      nothing="Open requests appear here as soon as a client sends one."
    >
      <StaffRequestTable rows={list.rows} filters={filters} brands={brands} chosen={chosen} deed={deedKey(deed)} />
    </QueuePage>
  );
}
