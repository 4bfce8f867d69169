import { and, eq } from "drizzle-orm";
import type Stripe from "stripe";
import { paymentCheckouts, payments } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { type Attempt, adoptSession } from "./attempts";
import { ask, askFor } from "./faults";
import type { EventObject } from "./known-events";
import { markOf } from "./session-params";

/** The payment that an object of Stripe belongs to, or why it belongs to none of the brand. The words are for staff. */
export type Found = { readonly paymentId: string } | { readonly ignored: string };

/**
 * Fetches an object from the brand's own account and finds its payment through its session. The session must be known,
 * or have the mark of an attempt that has no session yet. Throws StripeUnreachable, StripeRejection.
 */
export async function findPayment(
  stripe: Stripe,
  brandKey: string,
  object: { readonly type: EventObject; readonly id: string },
): Promise<Found> {
  const session = await sessionOf(stripe, object);
  if (typeof session === "string") return { ignored: session };
  return whoseIs(brandKey, session);
}

async function sessionOf(
  stripe: Stripe,
  { type, id }: { type: EventObject; id: string },
): Promise<Stripe.Checkout.Session | string> {
  const missing = "Stripe has no such object in this brand's account.";
  if (type === "checkout.session") {
    const call = "sessions.retrieve";
    return (await askFor({ call, session: id }, () => stripe.checkout.sessions.retrieve(id))) ?? missing;
  }
  const intent = await intentOf(stripe, type, id);
  if (intent === undefined) return missing;
  if (intent === null) return "It belongs to no payment intent.";
  const { data } = await ask({ call: "sessions.list", intent }, () =>
    stripe.checkout.sessions.list({ payment_intent: intent, limit: 1 }),
  );
  return data[0] ?? "It was not paid through a checkout.";
}

/** Id of the payment intent of an object; undefined if the account has no such object. */
async function intentOf(
  stripe: Stripe,
  type: Exclude<EventObject, "checkout.session">,
  id: string,
): Promise<string | null | undefined> {
  const about = { call: `${type}.retrieve`, object: id };
  if (type === "payment_intent") return (await askFor(about, () => stripe.paymentIntents.retrieve(id)))?.id;
  const found = await askFor<Stripe.Charge | Stripe.Refund | Stripe.Dispute>(about, () =>
    type === "charge"
      ? stripe.charges.retrieve(id)
      : type === "refund"
        ? stripe.refunds.retrieve(id)
        : stripe.disputes.retrieve(id),
  );
  const intent = found?.payment_intent;
  return typeof intent === "object" && intent !== null ? intent.id : intent;
}

async function whoseIs(brandKey: string, session: Stripe.Checkout.Session): Promise<Found> {
  return asSystem("an object of Stripe is matched with its payment", async (db) => {
    const [known] = await db.select().from(paymentCheckouts).where(eq(paymentCheckouts.sessionId, session.id));
    if (known) return known.brand === brandKey ? { paymentId: known.paymentId } : { ignored: OTHER_BRAND };
    const mark = markOf(session);
    if (!mark) return { ignored: "It is not a payment of the portal." };
    const [payment] = await db.select().from(payments).where(eq(payments.id, mark.paymentId)).for("update");
    if (!payment) return { ignored: "It names a payment that the portal does not have." };
    if (payment.brand !== brandKey) return { ignored: OTHER_BRAND };
    const [attempt] = await db
      .select()
      .from(paymentCheckouts)
      .where(and(eq(paymentCheckouts.paymentId, payment.id), eq(paymentCheckouts.number, mark.attempt)));
    if (!attempt) return { ignored: "It names an attempt that the portal did not make." };
    const mismatch = whyNot(attempt, payment, session);
    if (mismatch) return { ignored: mismatch };
    await adoptSession(db, attempt, session);
    return { paymentId: payment.id };
  });
}

const OTHER_BRAND = "It belongs to a payment of another brand.";

/**
 * The mark alone is no proof: session and payment must have the same amount and currency, and the attempt must have no
 * other session.
 */
function whyNot(
  attempt: Attempt,
  payment: typeof payments.$inferSelect,
  session: Stripe.Checkout.Session,
): string | null {
  if (attempt.sessionId === session.id) return null;
  if (attempt.sessionId !== null) return "It names an attempt that has another session.";
  const sameMoney =
    session.amount_total === payment.amountMinor && session.currency?.toUpperCase() === payment.currency;
  return sameMoney ? null : "Its amount is not that of the payment which it names.";
}
