import { and, eq, sql } from "drizzle-orm";
import Stripe from "stripe";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { stripeEvents } from "@/db/schema";
import { asGate } from "@/db/viewer";
import { env } from "@/lib/env";
import { readBody } from "@/lib/kit/read-body";
import { log } from "@/lib/log";
import { isTestAccount, takesPayments } from "./clients";

/** Limit of a request; Stripe's events have a few kilobytes. */
const MAX_BYTES = 1024 * 1024;
/** How old a signature may be, in seconds of system time. */
const TOLERANCE_S = 300;

/** The only parts of an event that are used. Everything else is asked from Stripe when the event is handled. */
const eventSchema = z.object({
  id: z.string().regex(/^evt_\w{1,200}$/),
  type: z.string().min(1).max(200),
  created: z.number().int().positive().max(100_000_000_000),
  livemode: z.boolean(),
  data: z.object({ object: z.object({ object: z.string().max(100), id: z.string().max(255).optional() }) }),
});

type IncomingEvent = z.infer<typeof eventSchema>;

const answer = (status: number, body: object) =>
  Response.json(body, { status, headers: { "cache-control": "no-store" } });

/** The same answer for every fault, so that it tells nothing about brands and secrets. */
const refused = () => answer(400, { error: "The signature does not fit." });

/**
 * Receives an event of Stripe for a brand. It is verified with that brand's secrets alone; then row and job are stored
 * in one transaction, and the answer is 200. An event that was received before is acknowledged again. 400 without a
 * valid signature, 413 for more than 1 MB.
 */
export async function receiveWebhook(brandKey: string, request: Request): Promise<Response> {
  const body = await readBody(request, MAX_BYTES);
  if (body === null) return answer(413, { error: "The request is too large." });
  const signature = request.headers.get("stripe-signature");
  if (!signature || !takesPayments(brandKey)) return refused();
  const event = verified(brandKey, body, signature);
  if (!event) {
    log.warn({ brand: brandKey }, "a webhook with a wrong or old signature was refused");
    return refused();
  }
  await storeEvent(brandKey, event);
  return answer(200, { received: true });
}

/** The event, if one of the brand's secrets signed exactly these bytes recently; else null. */
function verified(brandKey: string, body: Buffer, signature: string): IncomingEvent | null {
  for (const secret of env().stripe[brandKey]?.webhookSecrets ?? []) {
    try {
      // Bytes that are not valid UTF-8 change when they become text, so their signature does not match.
      const event = Stripe.webhooks.constructEvent(body.toString("utf8"), signature, secret, TOLERANCE_S);
      return eventSchema.safeParse(event).data ?? null;
    } catch {
      // Not this secret: the next one may fit.
    }
  }
  return null;
}

async function storeEvent(brandKey: string, event: IncomingEvent): Promise<void> {
  const wrongMode = event.livemode === isTestAccount(brandKey);
  await asGate("a webhook is stored with its job", async (db) => {
    const id = uuidv7();
    const { object } = event.data;
    const stored = await db
      .insert(stripeEvents)
      .values({
        id,
        brand: brandKey,
        eventId: event.id,
        type: event.type,
        objectType: object.object,
        objectId: object.id ?? null,
        livemode: event.livemode,
        happenedAt: new Date(event.created * 1000),
        ...(wrongMode
          ? {
              state: "ignored" as const,
              note: "Test and live mode are mixed: check this brand's keys.",
              handledAt: sql`now()`,
            }
          : {}),
      })
      .onConflictDoNothing({ target: [stripeEvents.brand, stripeEvents.eventId] })
      .returning({ id: stripeEvents.id });
    if (stored.length === 0) {
      await revive(db, brandKey, event.id);
      return;
    }
    if (wrongMode) {
      log.error({ brand: brandKey, event: event.id, type: event.type }, "an event of the other mode was ignored");
      return;
    }
    await addEventJob(db, id);
  });
}

/** An event that was given up and is sent again from Stripe's dashboard gets a new job. */
async function revive(db: Transaction, brandKey: string, eventId: string): Promise<void> {
  const [row] = await db
    .update(stripeEvents)
    .set({ state: "received", note: null, handledAt: null })
    .where(and(eq(stripeEvents.brand, brandKey), eq(stripeEvents.eventId, eventId), eq(stripeEvents.state, "failed")))
    .returning({ id: stripeEvents.id });
  if (row) await addEventJob(db, row.id);
}

/** Adds the job that handles a stored event. An event has one job, however often it is added. */
async function addEventJob(db: Transaction, id: string): Promise<void> {
  await db.execute(sql`select enqueue_stripe_event(${id}::uuid)`);
}
