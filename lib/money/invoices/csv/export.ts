import { amountCell, type CsvCell } from "@/lib/kit/csv";
import { type Money, money } from "@/lib/kit/money";
import { daysBetween } from "@/lib/kit/time";
import type { ExportedInvoice } from "./queries";

/** The most documents in one file: a spreadsheet opens that many with ease. */
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
 * A document as a row whose amounts add up to the sums above the list. The total of a credit note is negative. A void
 * document counts as zero, and its amount is in a column of its own. `today` is `YYYY-MM-DD` in the brand's zone.
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

/** The rows of a CSV file, made one by one. */
export async function* invoiceCsvRows(rows: AsyncIterable<ExportedInvoice>, today: string): AsyncGenerator<CsvCell[]> {
  for await (const row of rows) yield invoiceCsvRow(row, today);
}
