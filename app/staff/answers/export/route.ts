import { defineRoute } from "@/lib/gate/actions/route";
import { loadBrands } from "@/lib/gate/brand/load";
import { readsCases } from "@/lib/gate/rights";
import { csvResponse } from "@/lib/kit/csv";
import { businessToday } from "@/lib/kit/time";
import { coverageNames } from "@/lib/people/agreements/coverage/rules";
import { recordManyLooks } from "@/lib/people/looks/service";
import { SEVERITY_LABELS } from "@/lib/threads/cases/rules";
import { parseAnswerFilters } from "@/lib/threads/promises/schema";
import { ANSWER_CSV_HEADER, MOST_PROMISES, promiseCsvRows } from "@/lib/threads/promises/staff/export";
import { countPromises, exportPromises, lookedOfPromises } from "@/lib/threads/promises/staff/list/queries";
import { groupNames } from "@/lib/threads/promises/staff/rules";

/** The promises of the page as filtered, one a row, as CSV: for a lead those of their brands, for others their own. */
export const GET = defineRoute({
  name: "answers.export",
  audience: "staff",
  signedOut: "login",
  slots: "rendering",
  handle: async ({ brand, viewer, signedIn, asViewer }, request) => {
    if (!readsCases(viewer)) return null;
    const { searchParams } = new URL(request.url);
    const query = Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]));
    const filters = parseAnswerFilters(query);
    const local = { zone: signedIn.account.timeZone ?? brand.zone };
    const brands = (await loadBrands()).filter(({ key }) => viewer.brands.includes(key));
    const names = groupNames(brands, SEVERITY_LABELS, coverageNames);
    const looked = await asViewer("read", async (context) => {
      const isTooMany = (await countPromises(context, filters, local)) > MOST_PROMISES;
      return isTooMany ? [] : lookedOfPromises(context, filters, local);
    });
    await recordManyLooks(viewer, looked);
    return asViewer("read", async (context) => {
      if ((await countPromises(context, filters, local)) > MOST_PROMISES) {
        const most = MOST_PROMISES.toLocaleString("en-US");
        return new Response(`One file holds ${most} answers at most. Narrow the list by brand or company.`, {
          status: 413,
        });
      }
      const rows = promiseCsvRows(exportPromises(context, filters, local), names, local);
      return csvResponse(`Answers ${businessToday(brand.zone)}`, ANSWER_CSV_HEADER, rows);
    });
  },
});
