import { defineRoute } from "@/lib/actions/route";
import { readsMoney } from "@/lib/companies/policy";
import { csvResponse } from "@/lib/csv";
import { INVOICE_CSV_HEADER, invoiceCsvRows, MOST_EXPORTED } from "@/lib/invoices/export";
import { exportInvoices } from "@/lib/invoices/export-queries";
import { listInvoices } from "@/lib/invoices/queries";
import { parseInvoiceFilters } from "@/lib/invoices/schema";
import { businessToday } from "@/lib/time";

/** The list as filtered and sorted, all of its pages, as CSV. */
export const GET = defineRoute({
  name: "invoices.export",
  audience: "client",
  signedOut: "login",
  gate: "rendering",
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
