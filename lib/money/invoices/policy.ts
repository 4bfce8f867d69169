import type { SQL } from "drizzle-orm";
import { invoiceLines, invoices } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { visibleMoneyRows } from "@/lib/people/companies/policy";

/** Invoices and credit notes of the primary company, with the right billing; staff who read money, by brand. Never undefined. */
export function visibleInvoices(viewer: Viewer): SQL {
  return visibleMoneyRows(viewer, invoices);
}

/** Lines of the documents that visibleInvoices shows. Never undefined. */
export function visibleInvoiceLines(viewer: Viewer): SQL {
  return visibleMoneyRows(viewer, invoiceLines);
}
