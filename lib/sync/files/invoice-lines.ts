import { z } from "zod";
import { invoiceLines, invoices } from "@/db/schema";
import * as cell from "../cells";
import { defineFile } from "../file-kind";
import { idAmong, matching, within } from "../keys";
import { mergeRows, toWrite } from "../merge-rows";
import { BadRow } from "../problems";
import { writeRows } from "../write-rows";
import { LINE_CELLS, LINE_FIELDS, mergeLine } from "./document-lines";

const schema = z.object({ brand: cell.key(), invoice: cell.key(), ...LINE_CELLS });

export type InvoiceLineRow = z.infer<typeof schema>;
type Values = typeof invoiceLines.$inferSelect;

export const invoiceLinesFile = defineFile<InvoiceLineRow>({
  file: "invoice-lines.csv",
  schema,
  required: ["brand", "invoice", "line", "description", "quantity", "unit_price", "amount"],
  identity: (row) => [row.invoice, String(row.line)],
  async write(lines, run) {
    const rows = lines.map(({ row }) => row);
    const where = matching(
      { brand: invoices.brand, key: invoices.externalId },
      rows.map(({ brand, invoice }) => ({ brand, key: invoice })),
    );
    const documents = where
      ? await run.db
          .select({
            id: invoices.id,
            brand: invoices.brand,
            externalId: invoices.externalId,
            companyId: invoices.companyId,
            currency: invoices.currency,
          })
          .from(invoices)
          .where(where)
      : [];
    const byKey = new Map(documents.map((invoice) => [within(invoice.brand, invoice.externalId), invoice]));
    const ids = documents.map(({ id }) => id);
    const found = ids.length
      ? await run.db.select().from(invoiceLines).where(idAmong(invoiceLines.invoiceId, ids)).for("update")
      : [];
    const stored = new Map(found.map((line) => [within(line.invoiceId, String(line.lineNumber)), line]));
    const storedOf = (row: InvoiceLineRow) =>
      stored.get(within(byKey.get(within(row.brand, row.invoice))?.id ?? "", String(row.line)));

    const gone = lines.filter(({ row }) => row.removed);
    const goneIds = gone.flatMap(({ row }) => storedOf(row)?.id ?? []);
    if (goneIds.length > 0) await run.db.delete(invoiceLines).where(idAmong(invoiceLines.id, goneIds));
    for (const { row } of gone) run.count(storedOf(row) ? "updated" : "unchanged");

    const merged = mergeRows<InvoiceLineRow, Values>(
      lines.filter(({ row }) => !row.removed),
      run,
      {
        find: storedOf,
        merge: (row, before, id) => {
          const invoice = byKey.get(within(row.brand, row.invoice));
          if (!invoice) throw new BadRow("invoice", "There is no document with this external id on this brand.");
          const { companyId, currency } = invoice;
          return { id, brand: row.brand, companyId, invoiceId: invoice.id, ...mergeLine(row, before, currency) };
        },
        fields: LINE_FIELDS,
        idOf: ({ id }) => id,
      },
    );
    const values = toWrite(merged);
    await writeRows(run, invoiceLines, values, LINE_FIELDS);
    for (const { outcome } of merged) run.count(outcome);
  },
});
