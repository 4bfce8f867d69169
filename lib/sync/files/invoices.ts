import { getTableColumns } from "drizzle-orm";
import { invoices } from "@/db/schema";
import { systemNow } from "@/lib/kit/time";
import { defineFile, type FileRun, type Line } from "../file-kind";
import { CompanyIds, matching, within } from "../keys";
import { type MergedRow, mergeRows, Taken, toWrite } from "../merge-rows";
import { writeRows } from "../write-rows";
import { applyCreditNotes, type CreditNotePlan, saveCreditNotes } from "./credit-notes";
import { INVOICE_FIELDS, type InvoiceRow, type InvoiceValues, invoiceSchema, mergeInvoice } from "./invoice-merge";

export const invoicesFile = defineFile<InvoiceRow>({
  file: "invoices.csv",
  schema: invoiceSchema,
  required: ["brand", "external_id", "company", "number", "currency", "issued_on", "due_on", "subtotal", "total"],
  identity: (row) => [row.external_id],
  async write(lines, run) {
    // A credit note may come before the invoice to which it is allocated.
    const now = run.final ? lines : lines.filter(({ row }) => row.applies_to === undefined);
    if (!run.final) for (const line of lines) if (line.row.applies_to !== undefined) run.defer(line);
    if (now.length > 0) await writeInvoices(now, run);
  },
});

async function writeInvoices(lines: readonly Line<InvoiceRow>[], run: FileRun<InvoiceRow>): Promise<void> {
  const merged = await planInvoices(lines, run);
  let allocations: CreditNotePlan[] = [];
  let kept: MergedRow<InvoiceRow, InvoiceValues>[] = merged;
  if (run.final) ({ kept, allocations } = await applyCreditNotes(merged, run));
  const now = new Date(systemNow().epochMilliseconds);
  const values = toWrite(kept).map((invoice) => ({ ...documentOf(invoice), updatedAt: now }));
  await writeRows(run, invoices, values, [...INVOICE_FIELDS, "updatedAt"]);
  await saveCreditNotes(run, allocations);
  const allocated = new Set(allocations.map(({ allocation }) => allocation.creditNoteId));
  for (const {
    outcome,
    values: { id },
  } of kept)
    run.count(outcome === "unchanged" && allocated.has(id) ? "updated" : outcome);
}

/** The document without the sums, which the database keeps itself. */
function documentOf(values: InvoiceValues) {
  const { allocatedMinor, pendingMinor, disputedMinor, refundedMinor, ...document } = values;
  return document;
}

/** The columns of InvoiceValues: not the words of its lines, which are long. */
const { createdAt, updatedAt, searchText, balanceMinor, ...COLUMNS } = getTableColumns(invoices);

async function planInvoices(
  lines: readonly Line<InvoiceRow>[],
  run: FileRun<InvoiceRow>,
): Promise<MergedRow<InvoiceRow, InvoiceValues>[]> {
  const rows = lines.map(({ row }) => row);
  const companyIds = await CompanyIds.load(run.db, rows);
  const keys = rows.map((row) => ({ brand: row.brand, key: row.external_id }));
  const where = matching({ brand: invoices.brand, key: invoices.externalId }, keys);
  const found = where
    ? await run.db.select(COLUMNS).from(invoices).where(where).orderBy(invoices.id).for("update")
    : [];
  const stored = new Map(found.map((invoice) => [within(invoice.brand, invoice.externalId), invoice]));
  const numbers = new Taken();
  const numbered = matching(
    { brand: invoices.brand, key: invoices.number },
    rows.flatMap(({ brand, number }) => (number === undefined ? [] : [{ brand, key: number }])),
  );
  const holders = numbered
    ? await run.db
        .select({ id: invoices.id, brand: invoices.brand, number: invoices.number })
        .from(invoices)
        .where(numbered)
    : [];
  for (const holder of holders) numbers.set(within(holder.brand, holder.number), holder.id);
  return mergeRows<InvoiceRow, InvoiceValues>(lines, run, {
    find: (row) => stored.get(within(row.brand, row.external_id)),
    merge: (row, before, id) => {
      const values = mergeInvoice(row, before, id, companyIds.of(row.brand, row.company));
      const key = within(values.brand, values.number);
      numbers.refuseOthers(key, id, "number", "Another document of this brand has this number.");
      return values;
    },
    fields: INVOICE_FIELDS,
    idOf: ({ id }) => id,
  });
}
