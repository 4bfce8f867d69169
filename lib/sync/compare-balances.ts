import path from "node:path";
import type { Transaction } from "@/db/client";
import { invoices } from "@/db/schema";
import { formatMoney, parseMinor } from "@/lib/kit/money";
import { type InvoiceRow, invoiceSchema } from "./files/invoice-merge";
import { invoicesFile } from "./files/invoices";
import { matching, within } from "./keys";
import { readCsv } from "./read-csv";
import { addWarning, type FileReport } from "./report";
import type { Run } from "./runs";

const BATCH = 500;

/**
 * Compares the column `balance` of invoices.csv with the ledger once the payments of the run are imported, and adds a
 * warning for each difference. The file is read a second time, because its rows are not kept. Returns the run to whose
 * report warnings were added, if any.
 */
export async function compareBalances(db: Transaction, folder: string, runs: readonly Run[]): Promise<Run | null> {
  const run = runs.find(({ report }) => report.file === invoicesFile.file);
  if (!run || run.report.errors.length > 0) return null;
  const before = run.report.warningCount;
  let batch: { line: number; row: InvoiceRow }[] = [];
  for await (const { line, cells } of readCsv(path.join(folder, invoicesFile.file), invoicesFile.columns)) {
    if (cells.balance === undefined) continue;
    const parsed = invoiceSchema.safeParse(cells);
    if (!parsed.success) continue;
    batch.push({ line, row: parsed.data });
    if (batch.length < BATCH) continue;
    await compare(db, batch, run.report);
    batch = [];
  }
  await compare(db, batch, run.report);
  return run.report.warningCount > before ? run : null;
}

async function compare(
  db: Transaction,
  batch: readonly { line: number; row: InvoiceRow }[],
  report: FileReport,
): Promise<void> {
  const where = matching(
    { brand: invoices.brand, key: invoices.externalId },
    batch.map(({ row }) => ({ brand: row.brand, key: row.external_id })),
  );
  if (!where) return;
  const found = await db
    .select({
      brand: invoices.brand,
      externalId: invoices.externalId,
      currency: invoices.currency,
      balanceMinor: invoices.balanceMinor,
    })
    .from(invoices)
    .where(where);
  const byKey = new Map(found.map((invoice) => [within(invoice.brand, invoice.externalId), invoice]));
  for (const { line, row } of batch) {
    const invoice = byKey.get(within(row.brand, row.external_id));
    if (!invoice || row.balance === undefined) continue;
    const theirs = parseMinor(row.balance, invoice.currency);
    if (theirs === invoice.balanceMinor) continue;
    const ours = formatMoney({ minor: invoice.balanceMinor, currency: invoice.currency }, { code: true });
    addWarning(report, line, "balance", `The file says ${row.balance}, the ledger ${ours}.`);
  }
}
