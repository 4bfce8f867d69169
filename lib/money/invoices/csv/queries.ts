import { and } from "drizzle-orm";
import { invoices } from "@/db/schema";
import type { ClientViewer, Context } from "@/db/viewer";
import { type Money, money } from "@/lib/kit/money";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { cursorAt, type InvoiceRow, invoiceRow, pageQuery, within } from "@/lib/money/invoices/queries";
import type { InvoiceFilters } from "@/lib/money/invoices/schema";
import { sought } from "@/lib/money/invoices/search/queries";
import { findCompany } from "@/lib/people/companies/queries";

/** A row of the list with the further columns of the CSV file. */
export interface ExportedInvoice extends InvoiceRow {
  readonly companyName: string;
  /**
   * For an invoice, the amount that payments and credits have paid; for a credit note, the amount that has been used.
   */
  readonly settled: Money;
}

/** The number of documents in the filtered list. */
export async function countInvoices(context: Context, filters: InvoiceFilters, today: string): Promise<number> {
  const { viewer, db } = context;
  const asked = await sought(context, filters);
  return db.$count(invoices, and(visibleInvoices(viewer), within(viewer, asked, filters.status, today)));
}

/**
 * Every document of the filtered list in its order, whatever the cursor is. All come from one snapshot, because a
 * context is one transaction. `today` is `YYYY-MM-DD` in the brand's zone.
 */
export async function* exportInvoices(
  context: Context<ClientViewer>,
  filters: InvoiceFilters,
  today: string,
  rowsARead = 1000,
): AsyncGenerator<ExportedInvoice> {
  // A client sees only documents of the primary company.
  const companyName = (await findCompany(context, context.viewer.companyId))?.name ?? "";
  const asked = await sought(context, filters);
  let cursor: InvoiceFilters["cursor"] = null;
  for (;;) {
    const stored: Awaited<ReturnType<typeof pageQuery>> = await pageQuery(
      context,
      { ...asked, cursor },
      today,
      rowsARead,
    );
    for (const row of stored) {
      yield { ...invoiceRow(row, today), companyName, settled: money(row.allocatedMinor, row.currency) };
    }
    const last = stored.at(-1);
    if (!last || stored.length < rowsARead) return;
    cursor = cursorAt(last, "after", filters.sort);
  }
}
