import { defineRoute } from "@/lib/gate/actions/route";
import { csvResponse } from "@/lib/kit/csv";
import { businessToday } from "@/lib/kit/time";
import { INVOICE_CSV_HEADER, invoiceCsvRows, MOST_EXPORTED } from "@/lib/money/invoices/csv/export";
import { exportInvoices } from "@/lib/money/invoices/csv/queries";
import { listInvoices } from "@/lib/money/invoices/queries";
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
    return asViewer("read", async (context) => {
      const { count } = await listInvoices(context, filters, today);
      if (count > MOST_EXPORTED) {
        const most = MOST_EXPORTED.toLocaleString("en-US");
        return new Response(`One file holds ${most} documents at most. Narrow the list by dates or status.`, {
          status: 413,
        });
      }
      const rows = invoiceCsvRows(exportInvoices(context, filters, today), today);
      return csvResponse(`Invoices ${today}`, INVOICE_CSV_HEADER, rows);
    });
  },
});
