import { defineFile, type FileRun, type Line } from "../file-kind";
import { CompanyIds } from "../keys";
import { BadRow } from "../problems";
import { applyPaymentRow } from "./payment-book-entry";
import { type PaymentRow, paymentSchema } from "./payment-row";
import { loadBook, saveBook } from "./payment-store";

export const paymentsReceivedFile = defineFile<PaymentRow>({
  file: "payments-received.csv",
  schema: paymentSchema,
  required: ["brand", "external_id", "company", "received_on", "currency", "amount", "invoice", "allocated_amount"],
  identity: (row) => [paymentKey(row), row.invoice ?? ""],
  shared: (row) => ({
    group: [paymentKey(row)],
    facts: [row.company, row.received_on, row.currency, decimal(row.amount)],
  }),
  async write(lines, run) {
    const rows = lines.map(({ row }) => row);
    const companyIds = await CompanyIds.load(run.db, rows);
    const book = await loadBook(run.db, rows);
    for (const line of lines)
      applyLine(line, run, (row) => {
        const companyId = companyIds.of(row.brand, row.company);
        if (companyId === undefined) throw new BadRow("company", "The cell is empty.");
        return applyPaymentRow(book, row, companyId, run.final);
      });
    await saveBook(run, book);
  },
});

/** The name of a payment in a file: the ERP's key or, without one, the portal's reference. */
function paymentKey(row: PaymentRow): string {
  return row.external_id ?? `reference ${row.portal_reference}`;
}

/** Makes `100.50` and `0100.5` equal. */
function decimal(text: string): string {
  const [whole = "", fraction = ""] = text.split(".");
  return `${whole.replace(/^0+(?=\d)/, "")}.${fraction.replace(/0+$/, "")}`;
}

function applyLine(
  line: Line<PaymentRow>,
  run: FileRun<PaymentRow>,
  apply: (row: PaymentRow) => ReturnType<typeof applyPaymentRow>,
): void {
  try {
    const applied = apply(line.row);
    if (applied === "later") {
      run.defer(line);
      return;
    }
    for (const { column, reason } of applied.warnings) run.warn(line.line, column, reason);
    run.count(applied.outcome);
  } catch (error) {
    if (!(error instanceof BadRow)) throw error;
    run.bad(line.line, error.column, error.message);
  }
}
