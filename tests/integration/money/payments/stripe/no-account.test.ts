import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { cancelCheckout, openCheckout } from "@/lib/money/payments/stripe/checkout";
import { runEventTask } from "@/lib/money/payments/stripe/event";
import { runReconcileTask } from "@/lib/money/payments/stripe/reconcile";
import { createStripeEvent } from "@/tests/support/world";
import {
  atCheckout,
  checkoutRows,
  eventRow,
  ledgerOf,
  paymentRow,
  type Stripe,
  setCheckout,
  setPayment,
  startPayment,
  startStripe,
} from "./support";

const MINUTE = 60_000;
const later = (milliseconds: number) => new Date(Date.now() + milliseconds);

let stripe: Stripe;
beforeAll(async () => {
  // InSource's account was taken away with payments still in it. Before anything reads the environment.
  delete process.env.STRIPE_SECRET_KEY_INSOURCE;
  delete process.env.STRIPE_WEBHOOK_SECRET_INSOURCE;
  stripe = await startStripe();
  stripe.stripe.webhooks.setMode("hold");
});
afterAll(() => stripe.close());

/** A payment of the brand without an account, begun before anything else. */
async function stranded(state: "started" | "processing" | "succeeded") {
  const payment = await startPayment({ brand: "insource", age: 2 * 24 * 60 * MINUTE });
  await setCheckout(payment.id, 1, { sessionId: `cs_test_${payment.id}`, state: state === "started" ? "open" : state });
  if (state !== "started") await setPayment(payment.id, { state });
  if (state === "succeeded") await setPayment(payment.id, { succeededAt: later(-2 * 24 * 60 * MINUTE) });
  return payment;
}

it("reconciliation skips a brand without an account, and never puts it before the others", async () => {
  const left = [await stranded("started"), await stranded("processing"), await stranded("succeeded")];
  // As many as one run takes.
  for (let more = 0; more < 100; more++) await stranded("started");
  const before = await Promise.all(left.map(ledgerOf));
  const paid = await atCheckout();
  stripe.payByCard(paid.sessionId);
  expect(await runReconcileTask(later(3 * MINUTE))).toBe(1);
  expect((await paymentRow(paid.id)).state).toBe("succeeded");
  expect(await Promise.all(left.map(ledgerOf))).toEqual(before);
  for (const { id } of left) expect((await paymentRow(id)).observedAt).toBeNull();
}, 60_000);

it("a person who wants to pay or cancel on a brand without an account reads that it is not possible now, and nothing changes", async () => {
  const payment = await stranded("started");
  for (const attempt of [openCheckout, cancelCheckout]) {
    await expect(attempt(payment.id)).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: "Electronic payment is not available right now. Nothing was charged.",
    });
  }
  expect(await ledgerOf(payment)).toMatchObject({ state: "started", parts: ["planned 10000"] });
  expect(await checkoutRows(payment.id)).toMatchObject([{ state: "open" }]);
});

it("an event of a brand without an account waits for the account to come back", async () => {
  const event = await createStripeEvent({ brand: "insource", state: "received" });
  await expect(runEventTask({ id: event.id })).rejects.toThrow("insource has no account at Stripe any more");
  expect(await eventRow(event.eventId)).toMatchObject({ state: "received" });
});

it("reconciliation without any account reads no payment", async () => {
  delete process.env.STRIPE_SECRET_KEY_CIMSOFT;
  delete process.env.STRIPE_WEBHOOK_SECRET_CIMSOFT;
  vi.resetModules();
  const { runReconcileTask: runWithout } = await import("@/lib/money/payments/stripe/reconcile");
  const payment = await startPayment({ age: 10 * MINUTE });
  const asked = stripe.requests.list().length;
  expect(await runWithout(later(0))).toBe(0);
  expect((await paymentRow(payment.id)).state).toBe("started");
  expect(stripe.requests.list()).toHaveLength(asked);
});
