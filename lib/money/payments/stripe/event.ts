import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { stripeEvents } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { describeError, log } from "@/lib/log";
import { stripeFor } from "./clients";
import { StripeUnreachable } from "./faults";
import { findPayment } from "./find-payment";
import { objectOf } from "./known-events";
import { observeAndSettle } from "./observe";

const payloadSchema = z.object({ id: z.uuid() });

type EventRow = typeof stripeEvents.$inferSelect;

/**
 * The job `stripe.event`: fetches the object of the event from the brand's account and brings the payment in line with
 * what Stripe reports now. Event and ledger change in one transaction, so that the effect is the same however often the
 * job runs and wherever it dies. Throws so that the queue tries again; on the `lastAttempt` the event becomes `failed`,
 * where staff see it.
 */
export async function runEventTask(payload: unknown, { lastAttempt = false } = {}): Promise<void> {
  const { id } = payloadSchema.parse(payload);
  const event = await readEvent(id);
  if (!event || event.state === "applied" || event.state === "ignored") return;
  try {
    await handle(event);
  } catch (error) {
    if (lastAttempt) await giveUp(event, error);
    throw error;
  }
}

async function handle(event: EventRow): Promise<void> {
  const type = objectOf(event.type);
  if (!type) return ignore(event, "The portal has no use for events of this type.");
  if (event.objectType !== type || !event.objectId) return ignore(event, "It is not about what its type says.");
  const stripe = stripeFor(event.brand);
  if (!stripe) throw new StripeUnreachable(`${event.brand} has no account at Stripe any more`);
  const found = await findPayment(stripe, event.brand, { type, id: event.objectId });
  if ("ignored" in found) return ignore(event, found.ignored);
  const { paymentId } = found;
  const outcome = await observeAndSettle(paymentId, (db, settled) =>
    finish(
      db,
      event,
      settled === "unknown"
        ? { state: "failed", paymentId, note: "What Stripe says does not fit the payment in the ledger." }
        : { state: "applied", paymentId, note: null },
    ),
  );
  log.info({ ...about(event), payment: paymentId, outcome }, "an event was handled");
}

async function ignore(event: EventRow, note: string): Promise<void> {
  await asSystem("an event that changes nothing is put away", (db) => finish(db, event, { state: "ignored", note }));
  log.info({ ...about(event), note }, "an event was ignored");
}

async function giveUp(event: EventRow, error: unknown): Promise<void> {
  const note = `Given up after many attempts: ${describeError(error).name ?? "unknown"}`;
  await asSystem("an event is given up", (db) => finish(db, event, { state: "failed", note }));
  log.error({ ...about(event) }, "an event was given up");
}

async function finish(
  db: Transaction,
  event: EventRow,
  to: Pick<typeof stripeEvents.$inferInsert, "state" | "note" | "paymentId">,
): Promise<void> {
  await db
    .update(stripeEvents)
    .set({ ...to, handledAt: sql`now()` })
    .where(eq(stripeEvents.id, event.id));
}

async function readEvent(id: string): Promise<EventRow | undefined> {
  const [row] = await asSystem("the event job reads its row", (db) =>
    db.select().from(stripeEvents).where(eq(stripeEvents.id, id)),
  );
  return row;
}

const about = (event: EventRow) => ({ brand: event.brand, event: event.eventId, type: event.type });
