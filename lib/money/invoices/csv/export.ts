import { amountCell, type CsvCell } from "@/lib/kit/csv";
import { type Money, money } from "@/lib/kit/money";
import { daysBetween } from "@/lib/kit/time";
import type { ExportedInvoice } from "./queries";

/** Documents that one file holds at most: what a spreadsheet still opens with ease. */
export const MOST_EXPORTED = 100_000;

export const INVOICE_CSV_HEADER = [
  "Number",
  "Kind",
  "Status",
  "Issued",
  "Due",
  "Days overdue",
  "PO",
  "Currency",
  "Total",
  "Paid and credited",
  "Balance",
  "Voided amount",
  "Company",
] as const;

/**
 * A document as a row of numbers that add up to the sums over the list: a credit note's total carries a minus, and a void
 * document counts for nothing, its amount standing in a column of its own. `today` is `YYYY-MM-DD` in the brand's zone.
 */
function invoiceCsvRow(row: ExportedInvoice, today: string): CsvCell[] {
  const isInvoice = row.kind === "invoice";
  const nothing: Money = money(0, row.total.currency);
  return [
    row.number,
    isInvoice ? "Invoice" : "Credit note",
    row.status,
    row.issuedOn,
    isInvoice ? row.dueOn : null,
    row.status === "Overdue" ? { number: String(daysBetween(row.dueOn, today)) } : null,
    row.poNumber,
    row.total.currency,
    amountCell(row.isVoid ? nothing : row.total),
    isInvoice && !row.isVoid ? amountCell(row.settled) : null,
    amountCell(row.balance),
    row.isVoid ? amountCell(row.total) : null,
    row.companyName,
  ];
}

/** The rows of a file, one after the other. */
export async function* invoiceCsvRows(rows: AsyncIterable<ExportedInvoice>, today: string): AsyncGenerator<CsvCell[]> {
  for await (const row of rows) yield invoiceCsvRow(row, today);
}
