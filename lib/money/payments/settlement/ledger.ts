import { asc, eq, inArray, or } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { allocations, brandHolidays, brands, invoices, paymentCheckouts, paymentRefunds, payments } from "@/db/schema";
import { systemNow } from "@/lib/kit/time";
import type { Allocation } from "./allocation";
import type { Ledger, LedgerChange, PaymentFields } from "./ledger-change";
import type { PaymentSnapshot } from "./snapshot";

export type PaymentRow = typeof payments.$inferSelect;
type CheckoutRow = typeof paymentCheckouts.$inferSelect;

/** A payment by id, locked. Every writer locks the payment before its invoices. */
export async function lockPayment(db: Transaction, id: string): Promise<PaymentRow | undefined> {
  const [payment] = await db.select().from(payments).where(eq(payments.id, id)).for("update");
  return payment;
}

/** The attempts of the payment, and any other attempt that has one of the snapshot's sessions or intents. */
export async function loadAttempts(db: Transaction, { paymentId, checkouts }: PaymentSnapshot): Promise<CheckoutRow[]> {
  const sessions = checkouts.map(({ sessionId }) => sessionId);
  const intents = checkouts.flatMap(({ paymentIntentId }) => paymentIntentId ?? []);
  return db
    .select()
    .from(paymentCheckouts)
    .where(
      or(
        eq(paymentCheckouts.paymentId, paymentId),
        sessions.length > 0 ? inArray(paymentCheckouts.sessionId, sessions) : undefined,
        intents.length > 0 ? inArray(paymentCheckouts.paymentIntentId, intents) : undefined,
      ),
    )
    .orderBy(asc(paymentCheckouts.number));
}

/** The related rows of a locked payment. Its invoices are locked in the order of their ids. */
export async function loadLedger(db: Transaction, payment: PaymentRow, attempts: CheckoutRow[]): Promise<Ledger> {
  const parts = await db
    .select()
    .from(allocations)
    .where(eq(allocations.paymentId, payment.id))
    .orderBy(asc(allocations.id));
  const ids = [...new Set(parts.map(({ invoiceId }) => invoiceId))];
  const rows = ids.length
    ? await db.select().from(invoices).where(inArray(invoices.id, ids)).orderBy(asc(invoices.id)).for("update")
    : [];
  const refunds = await db.select().from(paymentRefunds).where(eq(paymentRefunds.paymentId, payment.id));
  const [brand] = await db.select({ zone: brands.zone }).from(brands).where(eq(brands.key, payment.brand));
  if (!brand) throw new Error("A payment's brand is missing");
  const holidays = await db
    .select({ day: brandHolidays.day, closes: brandHolidays.closes, reopens: brandHolidays.reopens })
    .from(brandHolidays)
    .where(eq(brandHolidays.brand, payment.brand));
  return {
    currency: payment.currency,
    payment: { ...payment, succeededAt: payment.succeededAt?.getTime() ?? null },
    parts,
    invoices: rows,
    checkouts: attempts,
    refunds,
    zone: brand.zone,
    holidays,
  };
}

/**
 * Writes what has changed. Parts that change are released first and allocated afterwards, so that no row in between
 * violates the checks of the ledger.
 */
export async function saveChange(
  db: Transaction,
  payment: PaymentRow,
  { before, change, observation }: { before: Ledger; change: LedgerChange; observation: number },
): Promise<void> {
  const stored = new Map(before.parts.map((part) => [part.id, part]));
  const kept = new Set(change.parts.map(({ id }) => id));
  const moved = change.parts.filter((part) =>
    differs(stored.get(part.id), part, ["amountMinor", "state", "refundedOn"]),
  );
  const changed = moved.filter(({ id }) => stored.has(id)).map(({ id }) => id);
  const gone = before.parts.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
  if (changed.length > 0) {
    await db.update(allocations).set({ state: "released" }).where(inArray(allocations.id, changed));
  }
  if (gone.length > 0) await db.delete(allocations).where(inArray(allocations.id, gone));
  await saveTries(db, before, change);
  await saveRefunds(db, payment, before, change);
  await savePayment(db, payment, { before: before.payment, after: change.payment, observation });
  for (const part of moved) await savePart(db, payment, part, stored.has(part.id));
}

async function savePart(db: Transaction, payment: PaymentRow, part: Allocation, known: boolean): Promise<void> {
  const { id, invoiceId, amountMinor, state, appliedOn, refundedOn, appliedBy } = part;
  if (known) {
    await db.update(allocations).set({ amountMinor, state, refundedOn }).where(eq(allocations.id, id));
    return;
  }
  const { brand, companyId } = payment;
  await db.insert(allocations).values({
    ...{ id, brand, companyId, paymentId: payment.id, invoiceId },
    ...{ amountMinor, state, appliedOn, refundedOn, appliedBy },
  });
}

async function saveTries(db: Transaction, before: Ledger, change: LedgerChange): Promise<void> {
  const stored = new Map(before.checkouts.map((row) => [row.id, row]));
  for (const row of change.checkouts) {
    if (!differs(stored.get(row.id), row, ["state", "paymentIntentId"])) continue;
    await db
      .update(paymentCheckouts)
      .set({ state: row.state, paymentIntentId: row.paymentIntentId, updatedAt: now() })
      .where(eq(paymentCheckouts.id, row.id));
  }
}

async function saveRefunds(db: Transaction, payment: PaymentRow, before: Ledger, change: LedgerChange): Promise<void> {
  const stored = new Map(before.refunds.map((row) => [row.stripeId, row]));
  const wanted = new Set(change.refunds.map(({ stripeId }) => stripeId));
  const gone = before.refunds.filter(({ stripeId }) => !wanted.has(stripeId)).map(({ id }) => id);
  if (gone.length > 0) await db.delete(paymentRefunds).where(inArray(paymentRefunds.id, gone));
  const { brand, companyId, id: paymentId } = payment;
  for (const refund of change.refunds) {
    const { kind, stripeId, amountMinor, refundedOn } = refund;
    const known = stored.get(stripeId);
    if (!differs(known, refund, ["kind", "amountMinor", "refundedOn"])) continue;
    const facts = { kind, amountMinor, refundedOn };
    if (known) await db.update(paymentRefunds).set(facts).where(eq(paymentRefunds.id, known.id));
    else await db.insert(paymentRefunds).values({ brand, companyId, paymentId, stripeId, ...facts });
  }
}

const FIELDS = [
  "state",
  "method",
  "amountMinor",
  "returnedMinor",
  "receivedOn",
  "failureCode",
  "disputeState",
  "expectedOn",
  "succeededAt",
] as const satisfies readonly (keyof PaymentFields)[];

async function savePayment(
  db: Transaction,
  { id }: PaymentRow,
  { before, after, observation }: { before: PaymentFields; after: PaymentFields; observation: number },
): Promise<void> {
  const { state, method, amountMinor, returnedMinor, receivedOn, failureCode, disputeState, expectedOn } = after;
  const changes = differs(before, after, FIELDS) && {
    ...{ state, method, amountMinor, returnedMinor, receivedOn, failureCode, disputeState, expectedOn },
    succeededAt: after.succeededAt === null ? null : new Date(after.succeededAt),
    updatedAt: now(),
  };
  await db
    .update(payments)
    .set({ ...changes, observation, observedAt: now() })
    .where(eq(payments.id, id));
}

function differs<T extends object>(before: T | undefined, after: T, fields: readonly (keyof T)[]): boolean {
  return before === undefined || fields.some((field) => before[field] !== after[field]);
}

const now = () => new Date(systemNow().epochMilliseconds);
