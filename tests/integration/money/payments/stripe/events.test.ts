import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StripeEvent } from "@/scripts/demo/sandboxes/stripe/objects";
import {
  atCheckout,
  checkoutRows,
  eventRow,
  ledgerOf,
  mailsAbout,
  paymentRow,
  type Stripe,
  setCheckout,
  setPayment,
  startStripe,
} from "./support";
import { about, eventsOf, tell } from "./telling";

let stripe: Stripe;
beforeAll(async () => {
  stripe = await startStripe();
});
afterAll(() => stripe.close());
beforeEach(() => {
  stripe.fault("ok");
  stripe.stripe.webhooks.setMode("hold");
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

describe("the order of Stripe's events", () => {
  it("does not matter: every permutation of a card payment's events, doubled, ends the same", async () => {
    for (const order of permutations([0, 1, 2, 3])) {
      const payment = await atCheckout({ totals: [7_000, 3_000] });
      const events = eventsOf(stripe, () => stripe.payByCard(payment.sessionId));
      expect(events).toHaveLength(4);
      for (const index of [...order, ...order]) {
        const event = events[index];
        if (event) await tell("cimsoft", event);
      }
      expect(await ledgerOf(payment)).toMatchObject({
        state: "succeeded",
        credit: 0,
        parts: ["applied 3000", "applied 7000"],
        balances: [{ balance: 0 }, { balance: 0 }],
      });
      expect(await mailsAbout(payment.id)).toEqual(["payment-receipt"]);
    }
  }, 120_000);

  it("does not matter from a debit to its dispute either, each event told as late as can be", async () => {
    const stories: StripeEvent["type"][] = [
      "payment_intent.processing",
      "checkout.session.async_payment_succeeded",
      "charge.refunded",
      "charge.dispute.created",
    ];
    const ends = new Set<string>();
    for (const order of permutations(stories)) {
      const payment = await atCheckout({ totals: [10_000] });
      const events = eventsOf(stripe, () => {
        stripe.payByBankDebit(payment.sessionId);
        stripe.settleDebit(payment.sessionId);
        stripe.refund(payment.sessionId, 2_500);
        stripe.dispute(payment.sessionId, "needs_response");
      });
      for (const type of order) {
        const event = events.find((candidate) => candidate.type === type);
        if (event) await tell("cimsoft", event);
      }
      ends.add(JSON.stringify(await ledgerOf(payment)));
      expect(await mailsAbout(payment.id)).toEqual(expect.arrayContaining(["payment-receipt", "payment-refunded"]));
    }
    expect([...ends]).toHaveLength(1);
    expect([...ends][0]).toContain('"state":"disputed"');
  }, 120_000);
});

describe("a payment by bank debit", () => {
  it("is shown as processing, then settles", async () => {
    const payment = await atCheckout();
    for (const event of eventsOf(stripe, () => stripe.payByBankDebit(payment.sessionId))) await tell("cimsoft", event);
    expect(await ledgerOf(payment)).toMatchObject({
      state: "processing",
      balances: [{ balance: 10_000, pending: 10_000 }],
    });
    expect(await paymentRow(payment.id)).toMatchObject({ method: "bank_debit", expectedOn: expect.any(String) });
    for (const event of eventsOf(stripe, () => stripe.settleDebit(payment.sessionId))) await tell("cimsoft", event);
    expect(await ledgerOf(payment)).toMatchObject({ state: "succeeded", balances: [{ balance: 0, pending: 0 }] });
    expect(await mailsAbout(payment.id)).toEqual(["payment-processing", "payment-receipt"]);
  });

  it("is shown as processing, then fails, and the invoice is free again", async () => {
    const payment = await atCheckout();
    for (const event of eventsOf(stripe, () => stripe.payByBankDebit(payment.sessionId))) await tell("cimsoft", event);
    for (const event of eventsOf(stripe, () => stripe.failDebit(payment.sessionId))) await tell("cimsoft", event);
    expect(await ledgerOf(payment)).toMatchObject({
      state: "failed",
      parts: ["released 10000"],
      balances: [{ balance: 10_000, pending: 0 }],
    });
    expect((await paymentRow(payment.id)).failureCode).toBe("insufficient_funds");
    expect(await mailsAbout(payment.id)).toEqual(["payment-processing", "payment-failed"]);
  });
});

it("a declined card leaves the payment started, with what the bank said", async () => {
  const payment = await atCheckout();
  for (const event of eventsOf(stripe, () => stripe.declineCard(payment.sessionId))) await tell("cimsoft", event);
  expect(await paymentRow(payment.id)).toMatchObject({ state: "started", failureCode: "card_declined" });
  for (const event of eventsOf(stripe, () => stripe.payByCard(payment.sessionId))) await tell("cimsoft", event);
  expect(await paymentRow(payment.id)).toMatchObject({ state: "succeeded", failureCode: null });
  expect(await mailsAbout(payment.id)).toEqual(["payment-receipt"]);
});

it("a refund in parts takes the money back, and a refund that fails allocates it again", async () => {
  const payment = await atCheckout({ totals: [7_000, 3_000] });
  const told = async (happen: () => void) => {
    for (const event of eventsOf(stripe, happen)) await tell("cimsoft", event);
    return ledgerOf(payment);
  };
  await told(() => stripe.payByCard(payment.sessionId));
  expect(await told(() => stripe.refund(payment.sessionId, 4_000))).toMatchObject({
    state: "partly_refunded",
    balances: [
      { balance: 1_000, refunded: 1_000 },
      { balance: 3_000, refunded: 3_000 },
    ],
    refunds: ["refund 4000"],
  });
  expect(await told(() => stripe.refund(payment.sessionId))).toMatchObject({
    state: "refunded",
    balances: [{ balance: 7_000 }, { balance: 3_000 }],
    refunds: ["refund 4000", "refund 6000"],
  });
  expect(await told(() => stripe.failRefund(payment.sessionId))).toMatchObject({
    state: "partly_refunded",
    balances: [{ balance: 1_000 }, { balance: 3_000 }],
    refunds: ["refund 4000"],
  });
  expect(await mailsAbout(payment.id)).toEqual(["payment-receipt", "payment-refunded", "payment-refunded"]);
});

describe("a dispute that Stripe tells of", () => {
  it.each([
    ["won", { state: "succeeded", dispute: "won", refunds: [], balances: [{ balance: 0, disputed: 0 }] }],
    ["lost", { state: "refunded", dispute: "lost", refunds: ["chargeback 10000"], balances: [{ balance: 10_000 }] }],
  ] as const)("is open, then %s", async (end, expected) => {
    const payment = await atCheckout();
    for (const event of eventsOf(stripe, () => stripe.payByCard(payment.sessionId))) await tell("cimsoft", event);
    for (const event of eventsOf(stripe, () => stripe.dispute(payment.sessionId, "needs_response")))
      await tell("cimsoft", event);
    expect(await ledgerOf(payment)).toMatchObject({
      state: "disputed",
      dispute: "open",
      balances: [{ balance: 0, disputed: 10_000 }],
    });
    for (const event of eventsOf(stripe, () => stripe.dispute(payment.sessionId, end))) await tell("cimsoft", event);
    expect(await ledgerOf(payment)).toMatchObject(expected);
    const before = JSON.stringify(await ledgerOf(payment));
    await tell("cimsoft", about("charge.dispute.updated", disputeOf(payment.sessionId)));
    expect(JSON.stringify(await ledgerOf(payment))).toBe(before);
    expect(await mailsAbout(payment.id)).toEqual(["payment-receipt"]);
  });

  it("that is only an inquiry moves no money", async () => {
    const payment = await atCheckout();
    stripe.payByCard(payment.sessionId);
    for (const event of eventsOf(stripe, () => stripe.dispute(payment.sessionId, "warning_needs_response"))) {
      await tell("cimsoft", event);
    }
    expect(await ledgerOf(payment)).toMatchObject({ state: "succeeded", dispute: null, balances: [{ balance: 0 }] });
  });

  function disputeOf(sessionId: string): { id: string; object: string } {
    const account = stripe.stripe.account("cimsoft");
    const intent = stripe.session(sessionId).payment_intent;
    const found = [...account.disputes.values()].find((entry) => entry.payment_intent === intent);
    if (!found) throw new Error("no dispute");
    return { id: found.id, object: "dispute" };
  }
});

it("an event that comes before the portal has recorded the session finds its payment", async () => {
  const payment = await atCheckout();
  await setCheckout(payment.id, 1, { sessionId: null, url: null, state: "preparing" });
  const events = eventsOf(stripe, () => stripe.payByCard(payment.sessionId));
  const early = events.find(({ type }) => type === "charge.succeeded");
  await tell("cimsoft", early ?? {});
  expect(await eventRow(early?.id ?? "")).toMatchObject({ state: "applied", paymentId: payment.id });
  expect((await checkoutRows(payment.id))[0]).toMatchObject({ sessionId: payment.sessionId, state: "succeeded" });
  expect((await paymentRow(payment.id)).state).toBe("succeeded");
});

it("money that comes for a payment which had ended is counted", async () => {
  const payment = await atCheckout();
  await setPayment(payment.id, { state: "cancelled" });
  for (const event of eventsOf(stripe, () => stripe.payByCard(payment.sessionId))) await tell("cimsoft", event);
  expect((await paymentRow(payment.id)).state).toBe("succeeded");
});
