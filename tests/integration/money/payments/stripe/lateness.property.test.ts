import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runEventTask } from "@/lib/money/payments/stripe/event";
import { runReconcileTask } from "@/lib/money/payments/stripe/reconcile";
import { Impossible } from "@/scripts/demo/sandboxes/stripe/payments";
import {
  atCheckout,
  eventRow,
  ledgerOf,
  mailsAbout,
  postWebhook,
  SECRETS,
  type Stripe,
  sign,
  startStripe,
  webhookRequest,
} from "./support";

const RUNS = process.env.PORTAL_TEST_LONG ? 400 : 15;
const DAY = 24 * 60 * 60_000;

let stripe: Stripe;
beforeAll(async () => {
  stripe = await startStripe();
  stripe.stripe.webhooks.setMode("hold");
});
afterAll(() => stripe.close());

type Deed = (sessionId: string) => void;

const deeds: Record<string, Deed> = {
  decline: (id) => stripe.declineCard(id),
  card: (id) => stripe.payByCard(id),
  debit: (id) => stripe.payByBankDebit(id),
  settle: (id) => stripe.settleDebit(id),
  fail: (id) => stripe.failDebit(id),
  refundSome: (id) => void stripe.refund(id, 1_700),
  refundAll: (id) => void stripe.refund(id),
  failRefund: (id) => stripe.failRefund(id),
  dispute: (id) => void stripe.dispute(id, "needs_response"),
  win: (id) => void stripe.dispute(id, "won"),
  lose: (id) => void stripe.dispute(id, "lost"),
  expire: (id) => stripe.expire(id),
};

/** One of the possible courses of things; what can't be in a state is skipped. Each deed has the fate of its events. */
const course = fc.array(
  fc.record({
    deed: fc.constantFrom(...Object.keys(deeds)),
    /** How many deeds later each of its events is told; -1 is never, and all of them once more when doubled. */
    delays: fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 6, maxLength: 6 }),
    doubled: fc.boolean(),
    reconciled: fc.boolean(),
  }),
  { minLength: 1, maxLength: 9 },
);

function tryDeed(name: string, sessionId: string): void {
  try {
    deeds[name]?.(sessionId);
  } catch (error) {
    const refused = error instanceof Impossible || (error as { status?: number }).status === 400;
    if (!refused && !(error as Error).message.startsWith("Nobody has begun")) throw error;
  }
}

async function tell(eventId: string): Promise<void> {
  const event = stripe.stripe.account("cimsoft").events.get(eventId);
  const body = JSON.stringify(event);
  expect((await postWebhook("cimsoft", webhookRequest(body, sign(body, SECRETS.cimsoft, Date.now())))).status).toBe(
    200,
  );
  await runEventTask({ id: (await eventRow(eventId))?.id });
}

it("the ledger ends as Stripe has it, with one receipt, however late, often or never the events come", async () => {
  const run = async (steps: typeof course extends fc.Arbitrary<infer T> ? T : never) => {
    const payment = await atCheckout({ totals: [6_000, 5_000], parts: [6_000, 4_000] });
    const due: { at: number; eventId: string }[] = [];
    for (const [index, { deed, delays, doubled, reconciled }] of steps.entries()) {
      const before = stripe.eventsOf("cimsoft").length;
      tryDeed(deed, payment.sessionId);
      for (const [number, { id: eventId }] of stripe.eventsOf("cimsoft").slice(before).entries()) {
        const delay = delays[number % delays.length] ?? 0;
        if (delay < 0) continue;
        due.push({ at: index + delay, eventId });
        if (doubled) due.push({ at: index + delay + 1, eventId });
      }
      for (const { eventId } of due.filter(({ at }) => at === index).reverse()) await tell(eventId);
      if (reconciled) await runReconcileTask(new Date(Date.now() + 16 * 60_000));
      // The invariants of the ledger are checked in there after every step.
      await ledgerOf(payment);
    }
    for (const { eventId } of due.filter(({ at }) => at >= steps.length)) await tell(eventId);
    // What was lost is found: a day's look covers money that came, the others are looked at sooner.
    await runReconcileTask(new Date(Date.now() + 2 * DAY));

    const ledger = await ledgerOf(payment);
    const mails = await mailsAbout(payment.id);
    const { status } = stripe.session(payment.sessionId);
    const account = stripe.stripe.account("cimsoft");
    const intent = account.intents.get(stripe.session(payment.sessionId).payment_intent ?? "");
    const refunds = [...account.refunds.values()].filter(
      (refund) => refund.payment_intent === intent?.id && refund.status === "succeeded",
    );
    const dispute = [...account.disputes.values()].findLast((entry) => entry.payment_intent === intent?.id);
    const back =
      refunds.reduce((sum, { amount }) => sum + amount, 0) + (dispute?.status === "lost" ? dispute.amount : 0);
    const came = intent?.status === "succeeded";
    const open = dispute?.status === "needs_response";
    const expected = came
      ? { state: open ? "disputed" : back === 0 ? "succeeded" : back === 10_000 ? "refunded" : "partly_refunded" }
      : {
          state:
            intent?.status === "processing"
              ? "processing"
              : status === "open"
                ? "started"
                : status === "complete"
                  ? "failed"
                  : "cancelled",
        };
    expect(ledger).toMatchObject(expected);
    const owed = ledger.balances.reduce((sum, { balance }) => sum + balance, 0);
    expect(owed).toBe(11_000 - (came ? 10_000 - back : 0));
    expect(mails.filter((kind) => kind === "payment-receipt")).toHaveLength(came ? 1 : 0);
  };
  await fc.assert(fc.asyncProperty(course, run), { numRuns: RUNS });
}, 600_000);
