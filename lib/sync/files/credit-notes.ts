import { v7 as uuidv7 } from "uuid";
import { allocations, invoices } from "@/db/schema";
import type { FileRun } from "../file-kind";
import { idAmong, matching, within } from "../keys";
import type { MergedRow } from "../merge-rows";
import { BadRow } from "../problems";
import { writeRows } from "../write-rows";
import type { InvoiceRow, InvoiceValues } from "./invoice-merge";

export interface CreditNotePlan {
  readonly allocation: typeof allocations.$inferInsert & { creditNoteId: string };
}

type PlannedInvoice = MergedRow<InvoiceRow, InvoiceValues>;
type Target = typeof invoices.$inferSelect;

/**
 * Allocates credit notes to the invoices that they name, up to what those still owe. The rest stays a visible credit.
 * An allocation is identified by credit note and invoice, so the same row again adds nothing.
 */
export async function applyCreditNotes(
  merged: readonly PlannedInvoice[],
  run: FileRun<InvoiceRow>,
): Promise<{ kept: PlannedInvoice[]; allocations: CreditNotePlan[] }> {
  const wanted = merged.flatMap(({ row }) =>
    row.applies_to === undefined ? [] : [{ brand: row.brand, key: row.applies_to }],
  );
  const where = matching({ brand: invoices.brand, key: invoices.externalId }, wanted);
  const found = where ? await run.db.select().from(invoices).where(where).orderBy(invoices.id).for("update") : [];
  const targets = new Map(found.map((invoice) => [within(invoice.brand, invoice.externalId), invoice]));
  const ids = merged.map(({ values }) => values.id);
  const existing = ids.length
    ? await run.db.select().from(allocations).where(idAmong(allocations.creditNoteId, ids))
    : [];
  const kept: PlannedInvoice[] = [];
  const plans: CreditNotePlan[] = [];
  for (const entry of merged) {
    const { line, row, values } = entry;
    try {
      const target = targets.get(within(row.brand, row.applies_to ?? ""));
      checkTarget(values, target);
      const current = existing.find(
        ({ creditNoteId, invoiceId, state }) =>
          creditNoteId === values.id && invoiceId === target.id && state === "applied",
      );
      kept.push(entry);
      const more = values.voidedOn
        ? 0
        : Math.min(values.totalMinor - values.allocatedMinor, target.totalMinor - target.allocatedMinor);
      if (more <= 0) {
        if (!current) run.warn(line, "applies_to", "The invoice owes nothing: the credit note stays a credit.");
        continue;
      }
      target.allocatedMinor += more;
      plans.push({
        allocation: {
          id: current?.id ?? uuidv7(),
          brand: values.brand,
          companyId: values.companyId,
          creditNoteId: values.id,
          invoiceId: target.id,
          amountMinor: (current?.amountMinor ?? 0) + more,
          state: "applied",
        },
      });
    } catch (error) {
      if (!(error instanceof BadRow)) throw error;
      run.bad(line, error.column, error.message);
    }
  }
  return { kept, allocations: plans };
}

function checkTarget(values: InvoiceValues, target: Target | undefined): asserts target is Target {
  if (!target) throw new BadRow("applies_to", "There is no invoice with this external id on this brand.");
  if (target.kind !== "invoice") throw new BadRow("applies_to", "This is not an invoice.");
  if (target.companyId !== values.companyId) throw new BadRow("applies_to", "The invoice is another company's.");
  if (target.currency !== values.currency) throw new BadRow("applies_to", "The invoice is in another currency.");
  if (target.voidedOn) throw new BadRow("applies_to", "The invoice is void.");
}

export async function saveCreditNotes(run: FileRun<InvoiceRow>, plans: readonly CreditNotePlan[]): Promise<void> {
  await writeRows(
    run,
    allocations,
    plans.map(({ allocation }) => allocation),
    ["amountMinor"],
  );
}
