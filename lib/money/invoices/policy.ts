import type { SQL } from "drizzle-orm";
import { invoiceLines, invoices } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { visibleMoneyRows } from "@/lib/people/companies/policy";

/**
 * The invoices and credit notes that a viewer may see: of the primary company, for a client with the right billing; of
 * their brands, for staff who may read money. Never undefined.
 */
export function visibleInvoices(viewer: Viewer): SQL {
  return visibleMoneyRows(viewer, invoices);
}

/** Lines of the documents that visibleInvoices shows. Never undefined. */
export function visibleInvoiceLines(viewer: Viewer): SQL {
  return visibleMoneyRows(viewer, invoiceLines);
}
