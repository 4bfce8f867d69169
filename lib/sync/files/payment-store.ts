import { or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { plannedAnew } from "@/db/plans";
import { allocations, invoices, payments } from "@/db/schema";
import { systemNow } from "@/lib/kit/time";
import type { FileRun } from "../file-kind";
import { idAmong, matching } from "../keys";
import { writeRows } from "../write-rows";
import { type BookAllocation, PaymentBook } from "./payment-book";
import type { PaymentRow } from "./payment-row";

const FIELDS = [
  "externalId",
  "reference",
  "method",
  "state",
  "amountMinor",
  "receivedOn",
] as const satisfies readonly (keyof typeof payments.$inferInsert)[];

/* What the book needs of each record. A batch reads hundreds of them, and its time goes by the number of values. */
const PAYMENT_COLUMNS = {
  id: payments.id,
  brand: payments.brand,
  companyId: payments.companyId,
  source: payments.source,
  externalId: payments.externalId,
  reference: payments.reference,
  method: payments.method,
  state: payments.state,
  currency: payments.currency,
  amountMinor: payments.amountMinor,
  returnedMinor: payments.returnedMinor,
  receivedOn: payments.receivedOn,
};
const INVOICE_COLUMNS = {
  id: invoices.id,
  brand: invoices.brand,
  companyId: invoices.companyId,
  externalId: invoices.externalId,
  kind: invoices.kind,
  currency: invoices.currency,
  totalMinor: invoices.totalMinor,
  voidedOn: invoices.voidedOn,
  allocatedMinor: invoices.allocatedMinor,
};

/** Loads and locks what the rows touch: payments by key and by reference, all their allocations, and the invoices. */
export async function loadBook(db: Transaction, rows: readonly PaymentRow[]): Promise<PaymentBook> {
  const keys = rows.flatMap(({ brand, external_id: key }) => (key === undefined ? [] : [{ brand, key }]));
  const references = rows.flatMap(({ portal_reference }) => portal_reference ?? []);
  const where = or(
    matching({ brand: payments.brand, key: payments.externalId }, keys) ?? undefined,
    references.length > 0 ? amongReferences(references) : undefined,
  );
  const found = where
    ? await db.select(PAYMENT_COLUMNS).from(payments).where(where).orderBy(payments.id).for("update")
    : [];
  const ids = found.map(({ id }) => id);
  const parts = ids.length ? await db.select().from(allocations).where(idAmong(allocations.paymentId, ids)) : [];
  const named = rows.flatMap(({ brand, invoice }) => (invoice === undefined ? [] : [{ brand, key: invoice }]));
  const wanted = or(
    matching({ brand: invoices.brand, key: invoices.externalId }, named) ?? undefined,
    parts.length > 0 ? idAmong(invoices.id, [...new Set(parts.map(({ invoiceId }) => invoiceId))]) : undefined,
  );
  const documents = wanted
    ? await db.select(INVOICE_COLUMNS).from(invoices).where(wanted).orderBy(invoices.id).for("update")
    : [];
  return new PaymentBook(
    found.map((payment) => ({ ...payment, fate: "stored" })),
    parts.flatMap((part) => (part.paymentId ? [{ ...part, paymentId: part.paymentId, fate: "stored" as const }] : [])),
    documents,
  );
}

/** References are unique among all brands. Planned anew as in `matching`. */
function amongReferences(references: readonly string[]) {
  return sql`(${payments.reference} = any(${sql.param([...references])}::text[]) and ${plannedAnew})`;
}

/**
 * Writes the book. Allocations that are removed or changed are taken off their invoice first, so that no row in between
 * violates the checks of the ledger.
 */
export async function saveBook(run: FileRun<PaymentRow>, book: PaymentBook): Promise<void> {
  const { db } = run;
  const idsOf = (fate: BookAllocation["fate"]) =>
    book.allocations.filter((part) => part.fate === fate).map(({ id }) => id);
  const changed = idsOf("changed");
  if (changed.length > 0) {
    await db.update(allocations).set({ state: "released" }).where(idAmong(allocations.id, changed));
  }
  const gone = idsOf("gone");
  if (gone.length > 0) await db.delete(allocations).where(idAmong(allocations.id, gone));
  const merged = book.payments.filter(({ fate }) => fate === "gone").map(({ id }) => id);
  if (merged.length > 0) await db.delete(payments).where(idAmong(payments.id, merged));

  const updatedAt = new Date(systemNow().epochMilliseconds);
  const byId = new Map(book.payments.map((payment) => [payment.id, payment]));
  const written = book.payments
    .filter(({ fate }) => fate === "new" || fate === "changed")
    .map(
      ({ id, brand, companyId, source, externalId, reference, method, state, currency, amountMinor, receivedOn }) => ({
        ...{ id, brand, companyId, source, externalId, reference, method, state, currency, amountMinor, receivedOn },
        updatedAt,
      }),
    );
  await writeRows(run, payments, written, [...FIELDS, "updatedAt"]);
  const allocated = book.allocations.flatMap(({ fate, ...part }) => {
    const payment = byId.get(part.paymentId);
    if (!payment || (fate !== "new" && fate !== "changed")) return [];
    const { id, paymentId, invoiceId, amountMinor, state, appliedBy, appliedOn } = part;
    const { brand, companyId } = payment;
    return [{ id, brand, companyId, paymentId, invoiceId, amountMinor, state, appliedBy, appliedOn }];
  });
  await writeRows(run, allocations, allocated, ["amountMinor", "state"]);
}
