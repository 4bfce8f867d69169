import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { expect } from "vitest";
import { allocations, auditEvents, invoices, outbox, paymentCheckouts, paymentRefunds, payments } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { moneyCame } from "@/lib/money/payments/rules";

/** All money of a company, row by row. */
export async function readLedger(companyId: string) {
  return asSystem("test", async (db) => {
    const documents = await db
      .select()
      .from(invoices)
      .where(eq(invoices.companyId, companyId))
      .orderBy(asc(invoices.number));
    const received = await db.select().from(payments).where(eq(payments.companyId, companyId)).orderBy(payments.id);
    const parts = await db
      .select()
      .from(allocations)
      .where(eq(allocations.companyId, companyId))
      .orderBy(allocations.id);
    const attempts = await db
      .select()
      .from(paymentCheckouts)
      .where(eq(paymentCheckouts.companyId, companyId))
      .orderBy(paymentCheckouts.id);
    const refunds = await db
      .select()
      .from(paymentRefunds)
      .where(eq(paymentRefunds.companyId, companyId))
      .orderBy(paymentRefunds.stripeId);
    const ids = received.map(({ id }) => id);
    const mails = ids.length
      ? await db
          .select()
          .from(outbox)
          .where(sql`split_part(${outbox.dedupeKey}, ':', 2) in ${ids}`)
          .orderBy(outbox.dedupeKey)
      : [];
    const audit = ids.length
      ? await db
          .select()
          .from(auditEvents)
          .where(and(eq(auditEvents.entity, "payment"), inArray(auditEvents.entityId, ids)))
          .orderBy(auditEvents.id)
      : [];
    return { documents, received, parts, attempts, refunds, mails, audit };
  });
}

export type LedgerRows = Awaited<ReturnType<typeof readLedger>>;

const total = (rows: readonly { amountMinor: number }[]) => rows.reduce((sum, row) => sum + row.amountMinor, 0);

/** What must be true of a ledger at any time: no cent appears, none vanishes, and one receipt tells of each payment. */
export function expectSound({ documents, received, parts, refunds, mails }: LedgerRows): void {
  for (const document of documents) {
    const on = (...states: string[]) =>
      total(parts.filter((part) => part.invoiceId === document.id && states.includes(part.state)));
    expect(document.allocatedMinor).toBe(on("applied", "disputed"));
    expect(document.pendingMinor).toBe(on("pending"));
    expect(document.disputedMinor).toBe(on("disputed"));
    expect(document.refundedMinor).toBe(on("refunded"));
    expect(document.balanceMinor).toBe(document.voidedOn ? 0 : document.totalMinor - on("applied", "disputed"));
    expect(document.balanceMinor).toBeGreaterThanOrEqual(0);
  }
  for (const payment of received) {
    const own = parts.filter((part) => part.paymentId === payment.id && part.state !== "released");
    expect(payment.allocatedMinor).toBe(total(own));
    expect(total(own) + payment.returnedMinor + payment.unallocatedMinor).toBe(payment.amountMinor);
    expect(Math.min(payment.amountMinor, payment.returnedMinor, payment.unallocatedMinor)).toBeGreaterThanOrEqual(0);
    // What the ERP says of the parts of its own payments is the ERP's to decide.
    if (payment.source !== "portal") continue;
    const waiting = own.filter(({ state }) => state === "planned" || state === "pending");
    const money = own.filter(({ state }) => state !== "planned" && state !== "pending");
    if (moneyCame(payment.state)) expect(waiting).toEqual([]);
    else expect([money, payment.returnedMinor]).toEqual([[], 0]);
    const back = total(refunds.filter(({ paymentId }) => paymentId === payment.id));
    expect(total(own.filter(({ state }) => state === "refunded")) + payment.returnedMinor).toBe(back);
    const receipts = mails.filter(
      ({ kind, dedupeKey }) => kind === "payment-receipt" && dedupeKey.includes(payment.id),
    );
    expect(receipts).toHaveLength(moneyCame(payment.state) ? 1 : 0);
  }
}

/** A payment with all around it, in a ledger that is sound. */
export async function rowsOf({ id, world }: { readonly id: string; readonly world: { company: { id: string } } }) {
  const rows = await readLedger(world.company.id);
  expectSound(rows);
  const payment = rows.received.find((row) => row.id === id);
  if (!payment) throw new Error("no payment");
  const own = rows.parts.filter(({ paymentId }) => paymentId === id);
  return {
    ...rows,
    payment,
    /** What the payment allocates, as `state amount day`. */
    own: own.map((part) => [part.state, part.amountMinor, part.refundedOn ?? ""].join(" ").trim()),
    balances: rows.documents.map(({ balanceMinor }) => balanceMinor),
    kinds: rows.mails.map(({ kind }) => kind).sort(),
    actions: rows.audit.map(({ action }) => action),
  };
}

/** A ledger without ids and times, for comparing two that must be equal. */
export function essence({ documents, received, parts, attempts, refunds }: LedgerRows) {
  const place = new Map(documents.map(({ id }, index) => [id, index]));
  return {
    documents: documents.map((row) => [row.balanceMinor, row.pendingMinor, row.disputedMinor, row.refundedMinor]),
    payments: received.map((row) => ({
      // A late snapshot of a failed attempt does not name its method any more.
      method: row.state === "processing" || moneyCame(row.state) ? row.method : null,
      ...{ state: row.state, amountMinor: row.amountMinor, returnedMinor: row.returnedMinor },
      ...{ unallocatedMinor: row.unallocatedMinor, receivedOn: row.receivedOn, failureCode: row.failureCode },
      ...{ disputeState: row.disputeState, expectedOn: row.expectedOn, succeededAt: row.succeededAt },
    })),
    parts: parts
      .map((row) => [place.get(row.invoiceId), row.state, row.amountMinor, row.refundedOn, row.appliedOn].join(" "))
      .sort(),
    attempts: attempts.map(({ state }) => state),
    refunds: refunds.map((row) => [row.kind, row.amountMinor, row.refundedOn].join(" ")).sort(),
  };
}
