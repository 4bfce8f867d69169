import { defineRoute } from "@/lib/gate/actions/route";
import { streamCsv } from "@/lib/kit/csv";
import { businessToday } from "@/lib/kit/time";
import { INVOICE_CSV_HEADER, invoiceCsvRows, MOST_EXPORTED } from "@/lib/money/invoices/csv/export";
import { countInvoices, exportInvoices } from "@/lib/money/invoices/csv/queries";
import { parseInvoiceFilters } from "@/lib/money/invoices/schema";
import { readsMoney } from "@/lib/people/companies/policy";

/** The list as filtered and sorted, all of its pages, as CSV. */
export const GET = defineRoute({
  name: "invoices.export",
  audience: "client",
  signedOut: "login",
  slots: "rendering",
  handle: async ({ brand, viewer, asViewer }, request) => {
    if (!readsMoney(viewer)) return null;
    const { searchParams } = new URL(request.url);
    const query = Object.fromEntries([...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]));
    const filters = { ...parseInvoiceFilters(query), cursor: null };
    const today = businessToday(brand.zone);
    return streamCsv(`Invoices ${today}`, INVOICE_CSV_HEADER, (send) =>
      asViewer("read", async (context) => {
        const count = await countInvoices(context, filters, today);
        if (count > MOST_EXPORTED) {
          const most = MOST_EXPORTED.toLocaleString("en-US");
          return new Response(`One file holds ${most} documents at most. Narrow the list by dates or status.`, {
            status: 413,
          });
        }
        await send(invoiceCsvRows(exportInvoices(context, filters, today), today));
        return null;
      }),
    );
  },
});
