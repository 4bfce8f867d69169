import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Transaction } from "@/db/client";
import { allocations, companies, contacts, invoices, paymentCheckouts, payments } from "@/db/schema";
import { asGate } from "@/db/viewer";
import { systemNow } from "@/lib/kit/time";
import { type PlannedPart, requirePayable, requireStarted } from "./checkout-errors";
import type { SessionFacts } from "./session-params";

/**
 * A session lives for 30 minutes, the least that Stripe accepts. The further minute is for the time until the request
 * reaches Stripe.
 */
const SESSION_LIFE_MS = 31 * 60_000;
/** Stripe refuses a session that ends sooner than this. */
export const LEAST_LIFE_MS = 30 * 60_000;

export type Attempt = typeof paymentCheckouts.$inferSelect;

/** A portal payment with its attempts, oldest first, and its plan. */
export interface Collection {
  readonly payment: typeof payments.$inferSelect & { readonly reference: string };
  readonly attempts: readonly Attempt[];
  readonly newest: Attempt;
  readonly plan: readonly PlannedPart[];
  readonly companyName: string;
  readonly email: string;
}

/** Throws if there is no such portal payment, because ids come from our own rows. */
export async function readCollection(paymentId: string): Promise<Collection> {
  return asGate("checkout reads a payment and its plan", async (db) => {
    const [row] = await db
      .select({ payment: payments, companyName: companies.name, email: contacts.email })
      .from(payments)
      .innerJoin(companies, eq(companies.id, payments.companyId))
      .innerJoin(contacts, eq(contacts.id, payments.contactId))
      .where(and(eq(payments.id, paymentId), eq(payments.source, "portal")))
      // The lock keeps others from settling or cancelling the payment before its plan is read: a started payment always
      // has a plan.
      .for("share", { of: payments });
    const attempts = await attemptsOf(db, paymentId);
    const newest = attempts.at(-1);
    if (!row?.payment.reference || !newest) throw new Error("No such payment was started in the portal");
    const payment = { ...row.payment, reference: row.payment.reference };
    const plan = await readPlan(db, paymentId);
    return { payment, attempts, newest, plan, companyName: row.companyName, email: row.email };
  });
}

export function attemptsOf(db: Transaction, paymentId: string): Promise<Attempt[]> {
  return db
    .select()
    .from(paymentCheckouts)
    .where(eq(paymentCheckouts.paymentId, paymentId))
    .orderBy(asc(paymentCheckouts.number));
}

/** The facts from which the session of one attempt is requested. */
export function factsOf(collection: Collection, attempt: Attempt): SessionFacts {
  const { payment, plan, companyName, email } = collection;
  return {
    paymentId: payment.id,
    reference: payment.reference,
    brand: payment.brand,
    companyName,
    email,
    currency: payment.currency,
    lines: plan.map(({ number, amountMinor }) => ({ invoiceNumber: number, amountMinor })),
    attempt: attempt.number,
    returnOrigin: attempt.returnOrigin,
    expiresAt: attempt.expiresAt,
  };
}

export interface KnownSession {
  readonly id: string;
  readonly url: string | null;
}

/**
 * Records the session of an attempt. Returns whether the payment is still started: it may have been cancelled while
 * Stripe was asked. An attempt that already has this session stays as it is.
 */
export async function recordSession(attempt: Attempt, session: KnownSession): Promise<boolean> {
  return asGate("checkout records a session", async (db) => {
    const state = await lockedState(db, attempt.paymentId);
    await adoptSession(db, attempt, session);
    return state === "started";
  });
}

/** Sets the session of an attempt that has none. The caller holds the payment's lock. */
export async function adoptSession(db: Transaction, attempt: Attempt, session: KnownSession): Promise<void> {
  await db
    .update(paymentCheckouts)
    .set({ sessionId: session.id, url: session.url, state: "open", updatedAt: systemDate() })
    .where(and(eq(paymentCheckouts.id, attempt.id), isNull(paymentCheckouts.sessionId)));
}

/**
 * Ends an attempt that Stripe does not know (`failed` if Stripe refused it) or whose session Stripe has ended. If the
 * attempt got a session meanwhile, it is left alone, unless `attempt` has that session.
 */
export async function endAttempt(attempt: Attempt, state: "failed" | "expired"): Promise<void> {
  await asGate("checkout ends an attempt", async (db) => {
    await lockedState(db, attempt.paymentId);
    await db
      .update(paymentCheckouts)
      .set({ state, updatedAt: systemDate() })
      .where(
        and(
          eq(paymentCheckouts.id, attempt.id),
          inArray(paymentCheckouts.state, ["preparing", "open"]),
          attempt.sessionId ? eq(paymentCheckouts.sessionId, attempt.sessionId) : isNull(paymentCheckouts.sessionId),
        ),
      );
  });
}

/**
 * Adds the next attempt after `last`. It is added before anything is ended at Stripe, so that an observation in between
 * does not take the payment for cancelled. Does nothing if another request has added it. Throws AppError CONFLICT if
 * the payment is no longer started, or if an invoice can no longer take its planned amount.
 */
export async function addAttempt(last: Attempt): Promise<void> {
  await asGate("checkout adds an attempt", async (db) => {
    const [payment] = await db.select().from(payments).where(eq(payments.id, last.paymentId)).for("update");
    if (!payment) throw new Error("The payment of an attempt is gone");
    requireStarted(payment);
    requirePayable(await readPlan(db, payment.id, "lock"), payment.currency);
    await db
      .insert(paymentCheckouts)
      .values({
        brand: last.brand,
        companyId: last.companyId,
        contactId: last.contactId,
        paymentId: last.paymentId,
        number: last.number + 1,
        returnOrigin: last.returnOrigin,
        expiresAt: sessionEnd(systemNow()),
      })
      .onConflictDoNothing({ target: [paymentCheckouts.paymentId, paymentCheckouts.number] });
  });
}

/** When a session that is requested now ends by itself, in whole seconds as Stripe counts. `now`: system time. */
export function sessionEnd(now: Temporal.Instant): Date {
  return new Date(Math.floor((now.epochMilliseconds + SESSION_LIFE_MS) / 1000) * 1000);
}

async function readPlan(db: Transaction, paymentId: string, lock?: "lock"): Promise<PlannedPart[]> {
  const parts = await db
    .select({ invoiceId: allocations.invoiceId, amountMinor: allocations.amountMinor })
    .from(allocations)
    .where(and(eq(allocations.paymentId, paymentId), eq(allocations.state, "planned")));
  const amounts = new Map(parts.map((part) => [part.invoiceId, part.amountMinor]));
  const found = db
    .select()
    .from(invoices)
    .where(inArray(invoices.id, [...amounts.keys()]))
    .orderBy(asc(invoices.id));
  const rows = await (lock ? found.for("update") : found);
  return rows
    .map((invoice) => ({ ...invoice, amountMinor: amounts.get(invoice.id) ?? 0 }))
    .sort((a, b) => (a.number < b.number ? -1 : 1));
}

async function lockedState(db: Transaction, paymentId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ state: payments.state })
    .from(payments)
    .where(eq(payments.id, paymentId))
    .for("update");
  return row?.state;
}

const systemDate = () => new Date(systemNow().epochMilliseconds);
