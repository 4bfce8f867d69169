import { z } from "zod";
import type { invoices } from "@/db/schema";
import { INVOICE_KINDS } from "@/db/schema/constants";
import * as cell from "../cells";
import { keep, need, refuseChange, refuseNegative, toMinor } from "../merge-cells";
import { BadRow } from "../problems";

export const invoiceSchema = z.object({
  brand: cell.key(),
  external_id: cell.key(),
  company: cell.key().optional(),
  number: cell.line(60).optional(),
  kind: cell.choice(INVOICE_KINDS).optional(),
  currency: cell.currency().optional(),
  issued_on: cell.day().optional(),
  due_on: cell.day().optional(),
  po_number: cell.line(100).optional(),
  terms: cell.line(100).optional(),
  memo: cell.paragraph().optional(),
  subtotal: cell.amount().optional(),
  tax: cell.amount().optional(),
  total: cell.amount().optional(),
  voided_on: cell.day().optional(),
  applies_to: cell.key().optional(),
  balance: cell.amount().optional(),
});

export type InvoiceRow = z.infer<typeof invoiceSchema>;
type Stored = typeof invoices.$inferSelect;
/** The columns of a document that a file sets, and the sums that limit its changes. */
export type InvoiceValues = Omit<Stored, "createdAt" | "updatedAt" | "searchText" | "balanceMinor">;

export const INVOICE_FIELDS = [
  "number",
  "issuedOn",
  "dueOn",
  "poNumber",
  "terms",
  "memo",
  "subtotalMinor",
  "taxMinor",
  "totalMinor",
  "voidedOn",
] as const satisfies readonly (keyof InvoiceValues)[];

/**
 * The document that results from the row. A pure function. Throws BadRow if the document would contradict itself or
 * what is allocated to it.
 */
export function mergeInvoice(
  row: InvoiceRow,
  stored: InvoiceValues | undefined,
  id: string,
  company: string | undefined,
): InvoiceValues {
  const companyId = need("company", company, stored?.companyId);
  refuseChange("company", companyId, stored?.companyId);
  const kind = row.kind ?? stored?.kind ?? "invoice";
  refuseChange("kind", kind, stored?.kind);
  const currency = need("currency", row.currency, stored?.currency);
  refuseChange("currency", currency, stored?.currency);
  if (row.applies_to !== undefined && kind !== "credit_note") {
    throw new BadRow("applies_to", "Only a credit note applies to an invoice.");
  }
  const issuedOn = need("issued_on", row.issued_on, stored?.issuedOn);
  // A credit note is never due. Its day of issue takes the place, so that it has an order among the other documents.
  const dueOn = need("due_on", row.due_on ?? (kind === "credit_note" ? issuedOn : undefined), stored?.dueOn);
  if (dueOn < issuedOn) throw new BadRow("due_on", "The document is due before it is issued.");
  const values: InvoiceValues = {
    id,
    brand: row.brand,
    externalId: row.external_id,
    companyId,
    number: need("number", row.number, stored?.number),
    kind,
    currency,
    issuedOn,
    dueOn,
    poNumber: keep(row.po_number, stored?.poNumber),
    terms: keep(row.terms, stored?.terms),
    memo: keep(row.memo, stored?.memo),
    ...mergeTotals(row, stored, currency),
    voidedOn: keep(row.voided_on, stored?.voidedOn),
    allocatedMinor: stored?.allocatedMinor ?? 0,
    pendingMinor: stored?.pendingMinor ?? 0,
    disputedMinor: stored?.disputedMinor ?? 0,
    refundedMinor: stored?.refundedMinor ?? 0,
  };
  checkAgainstAllocations(values, stored);
  return values;
}

function mergeTotals(row: InvoiceRow, stored: InvoiceValues | undefined, currency: string) {
  const minor = (column: "subtotal" | "tax" | "total", before: number | undefined) =>
    refuseNegative(column, need(column, toMinor(column, row[column], currency), before));
  const subtotalMinor = minor("subtotal", stored?.subtotalMinor);
  const taxMinor = minor("tax", stored?.taxMinor ?? 0);
  const totalMinor = minor("total", stored?.totalMinor);
  if (totalMinor !== subtotalMinor + taxMinor) throw new BadRow("total", "The total is not subtotal plus tax.");
  return { subtotalMinor, taxMinor, totalMinor };
}

function checkAgainstAllocations(values: InvoiceValues, stored: InvoiceValues | undefined): void {
  if (values.totalMinor < values.allocatedMinor) {
    throw new BadRow("total", "The total is lower than what is already allocated against the document.");
  }
  const allocated = values.allocatedMinor + values.pendingMinor;
  if (values.voidedOn !== null && !stored?.voidedOn && allocated > 0) {
    throw new BadRow("voided_on", "Money is allocated against the document: move it before the document is void.");
  }
}
