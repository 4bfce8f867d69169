import { Download } from "lucide-react";
import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { RowsDone } from "@/components/people/bulk-deeds/staff/rows-done";
import { SavedViews } from "@/components/people/saved-views/staff/saved-views";
import { RenewalFilterBar } from "@/components/threads/requests/renewals/renewal-filters";
import { RenewalTable } from "@/components/threads/requests/renewals/renewal-table";
import { RenewalsBulk } from "@/components/threads/requests/renewals/renewals-bulk";
import { buttonClass } from "@/components/ui/button";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { MinuteRefresh } from "@/components/ui/minute-refresh";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { brandNames } from "@/lib/gate/brand/names";
import { worksRequests } from "@/lib/gate/rights";
import { together } from "@/lib/kit/together";
import { chosenOf, deedKey, deedOf } from "@/lib/people/bulk-deeds/schema";
import { lookedOfSearch } from "@/lib/people/looks/queries";
import { recordManyLooks } from "@/lib/people/looks/service";
import { listSavedViews } from "@/lib/people/saved-views/queries";
import { routes } from "@/lib/routes";
import { findRenewalDeed } from "@/lib/threads/requests/renewals/bulk/queries";
import { listRenewals } from "@/lib/threads/requests/renewals/queries";
import { parseRenewalFilters, renewalsHref } from "@/lib/threads/requests/renewals/schema";
import { listWorkers } from "@/lib/threads/staff/people/queries";

export const metadata: Metadata = { title: "Renewals" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RenewalsPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const filters = parseRenewalFilters(parameters);
  const chosen = chosenOf(parameters);
  const allBrands = await loadBrands();
  const { viewer, list, views, deed, workers } = await asViewer("staff", async (context, { viewer }) => {
    if (!worksRequests(viewer)) forbidden();
    return together({
      viewer,
      // Before the list, whose statements are planned anew: nothing is sent beside those.
      views: listSavedViews(context, "renewals"),
      deed: findRenewalDeed(context, deedOf(parameters)),
      workers: listWorkers(context, "request"),
      list: listRenewals(context, filters, allBrands),
    });
  });
  const valued = list.rows.filter(({ value }) => value !== null);
  await recordManyLooks(viewer, lookedOfSearch(filters.q, valued, ["money"]));
  const brands = await brandNames(viewer.brands);
  const href = renewalsHref(filters);
  return (
    <>
      <ListPage
        list={list}
        href={(cursor) => renewalsHref(filters, { cursor })}
        bar={
          <RenewalFilterBar
            {...{ filters, brands }}
            detail="Agreements of all your brands by their end, and how far the request about each is."
            views={<SavedViews list="renewals" views={views} href={renewalsHref(filters)} />}
            tools={
              list.count > 0 && (
                // A plain anchor: Next's link would prefetch the file.
                <a href={renewalsHref(filters, {}, routes.staffRenewalsCsv)} className={buttonClass("tool")}>
                  <Download aria-hidden size={16} />
                  Download CSV
                </a>
              )
            }
          />
        }
        empty={
          <ListEmpty
            thing="agreement"
            href={renewalsHref(filters)}
            searched="Search looks through companies and products."
            nothing="Agreements appear here from 180 days before they end until 90 days after."
          />
        }
      >
        <MinuteRefresh />
        <RenewalTable
          rows={list.rows}
          brands={brands}
          choice={{ chosen, deed: deedKey(deed) }}
          place={renewalsHref(filters, filters.cursor ? { cursor: filters.cursor } : {})}
        />
        <RenewalsBulk {...{ href, chosen, deed, workers }} me={viewer.staffId} ids={list.rows.map(({ id }) => id)} />
      </ListPage>
      {/* Outside of the list, which may be empty after the deed. */}
      {deed && <RowsDone deed={deed} href={href} rowHref={routes.staffAgreement} />}
    </>
  );
}
