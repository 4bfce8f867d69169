import { defineRoute } from "@/lib/gate/actions/route";
import { readsAudit } from "@/lib/gate/audit/policy";
import { brandNames } from "@/lib/gate/brand/names";
import { streamCsv } from "@/lib/kit/csv";
import { businessToday } from "@/lib/kit/time";
import { AUDIT_CSV_HEADER, auditCsvRows, MOST_AUDIT_LINES } from "@/lib/site/audit/export";
import { countAudit, exportAudit } from "@/lib/site/audit/queries";
import { parseAuditFilters } from "@/lib/site/audit/schema";

/** The log as filtered, all of its pages, as CSV. */
export const GET = defineRoute({
  name: "audit.export",
  audience: "staff",
  signedOut: "login",
  slots: "rendering",
  handle: async ({ brand, viewer, signedIn, asViewer }, request) => {
    if (!readsAudit(viewer)) return null;
    const { searchParams } = new URL(request.url);
    const query = Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]));
    const filters = { ...parseAuditFilters(query), cursor: null };
    const local = { zone: signedIn.account.timeZone ?? brand.zone };
    const names = await brandNames(viewer.brands);
    return streamCsv(`Audit log ${businessToday(brand.zone)}`, AUDIT_CSV_HEADER, (send) =>
      asViewer("read", async (context) => {
        if ((await countAudit(context, filters, local)) > MOST_AUDIT_LINES) {
          const most = MOST_AUDIT_LINES.toLocaleString("en-US");
          return new Response(`One file holds ${most} lines at most. Narrow the list by days or person.`, {
            status: 413,
          });
        }
        await send(auditCsvRows(exportAudit(context, filters, local), names));
        return null;
      }),
    );
  },
});
