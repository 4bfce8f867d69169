import { defineRoute } from "@/lib/gate/actions/route";
import { loadBrands } from "@/lib/gate/brand/load";
import { brandNames } from "@/lib/gate/brand/names";
import { worksRequests } from "@/lib/gate/rights";
import { csvResponse } from "@/lib/kit/csv";
import { businessToday } from "@/lib/kit/time";
import { recordManyLooks } from "@/lib/people/looks/service";
import { MOST_RENEWALS, RENEWAL_CSV_HEADER, renewalCsvRows } from "@/lib/threads/requests/renewals/export";
import { exportRenewals, listRenewals, lookedOfRenewals } from "@/lib/threads/requests/renewals/queries";
import { parseRenewalFilters } from "@/lib/threads/requests/renewals/schema";

/** The list as filtered, all of its pages, as CSV. */
export const GET = defineRoute({
  name: "renewals.export",
  audience: "staff",
  signedOut: "login",
  slots: "rendering",
  handle: async ({ brand, viewer, asViewer }, request) => {
    if (!worksRequests(viewer)) return null;
    const { searchParams } = new URL(request.url);
    const query = Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]));
    const filters = { ...parseRenewalFilters(query), cursor: null };
    const brands = await loadBrands();
    const names = await brandNames(viewer.brands);
    const looked = await asViewer("read", async (context) => {
      const { count } = await listRenewals(context, filters, brands);
      return count > MOST_RENEWALS ? [] : lookedOfRenewals(context, filters, brands);
    });
    await recordManyLooks(viewer, looked);
    return asViewer("read", async (context) => {
      const { count } = await listRenewals(context, filters, brands);
      if (count > MOST_RENEWALS) {
        const most = MOST_RENEWALS.toLocaleString("en-US");
        return new Response(`One file holds ${most} agreements at most. Narrow the list by window or brand.`, {
          status: 413,
        });
      }
      const rows = renewalCsvRows(exportRenewals(context, filters, brands), names);
      return csvResponse(`Renewals ${businessToday(brand.zone)}`, RENEWAL_CSV_HEADER, rows);
    });
  },
});
