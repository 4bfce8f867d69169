import { z } from "zod";
import { invoiceLines, invoices } from "@/db/schema";
import * as cell from "../cells";
import { defineFile } from "../file-kind";
import { idAmong, matching, within } from "../keys";
import { need, toMinor } from "../merge-cells";
import { mergeRows, toWrite } from "../merge-rows";
import { BadRow } from "../problems";
import { writeRows } from "../write-rows";

const schema = z.object({
  brand: cell.key(),
  invoice: cell.key(),
  line: cell.wholeNumber(1, 100_000),
  description: cell.paragraph().optional(),
  quantity: cell.quantity().optional(),
  unit_price: cell.amount().optional(),
  amount: cell.amount().optional(),
  removed: cell.yesNo().optional(),
});

export type InvoiceLineRow = z.infer<typeof schema>;
type Values = typeof invoiceLines.$inferSelect;

const FIELDS = [
  "description",
  "quantity",
  "unitPriceMinor",
  "amountMinor",
] as const satisfies readonly (keyof Values)[];

/** A decimal as the database writes it, with four digits after the point. */
function fixedQuantity(text: string): string {
  const [whole = "0", fraction = ""] = text.split(".");
  const fixed = `${whole.replace(/^(-?)0+(?=\d)/, "$1")}.${fraction.padEnd(4, "0")}`;
  return fixed === "-0.0000" ? "0.0000" : fixed;
}

/** The line that results from the row. A pure function. */
function mergeInvoiceLine(
  row: InvoiceLineRow,
  stored: Values | undefined,
  id: string,
  invoice: { id: string; companyId: string; currency: string },
): Values {
  const minor = (column: "unit_price" | "amount", before: number | undefined) =>
    need(column, toMinor(column, row[column], invoice.currency), before);
  return {
    id,
    brand: row.brand,
    companyId: invoice.companyId,
    invoiceId: invoice.id,
    lineNumber: row.line,
    description: need("description", row.description, stored?.description),
    quantity: need("quantity", row.quantity === undefined ? undefined : fixedQuantity(row.quantity), stored?.quantity),
    unitPriceMinor: minor("unit_price", stored?.unitPriceMinor),
    amountMinor: minor("amount", stored?.amountMinor),
  };
}

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
          return mergeInvoiceLine(row, before, id, invoice);
        },
        fields: FIELDS,
        idOf: ({ id }) => id,
      },
    );
    const values = toWrite(merged);
    await writeRows(run, invoiceLines, values, FIELDS);
    for (const { outcome } of merged) run.count(outcome);
  },
});
