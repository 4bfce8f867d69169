import { and, eq } from "drizzle-orm";
import { invoices } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { findInvoice, type InvoiceDocument } from "@/lib/money/invoices/document/queries";
import { visibleInvoices } from "@/lib/money/invoices/policy";

/** A document with what staff need to know beside it: whose it is. */
export interface StaffInvoice {
  readonly brand: string;
  readonly companyId: string;
  readonly document: InvoiceDocument;
}

/**
 * An invoice or credit note by its id, because numbers are unique within a brand only; null for one that the viewer may
 * not see. `todayOf`: the day in a brand's zone.
 */
export async function findStaffInvoice(
  context: Context<StaffViewer>,
  id: string,
  todayOf: (brand: string) => Promise<string>,
): Promise<StaffInvoice | null> {
  const { viewer, db } = context;
  const [key] = await db
    .select({ brand: invoices.brand, number: invoices.number, companyId: invoices.companyId })
    .from(invoices)
    .where(and(visibleInvoices(viewer), eq(invoices.id, id)));
  if (!key) return null;
  const document = await findInvoice(context, key, await todayOf(key.brand));
  return document && { brand: key.brand, companyId: key.companyId, document };
}
