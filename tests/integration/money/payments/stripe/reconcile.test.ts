import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asSystem } from "@/db/viewer";
import { openCheckout } from "@/lib/money/payments/stripe/checkout";
import { runCompareTask } from "@/lib/money/payments/stripe/compare";
import { runReconcileTask } from "@/lib/money/payments/stripe/reconcile";
import {
  atCheckout,
  checkoutRows,
  eventRows,
  jobsOf,
  ledgerOf,
  mailsAbout,
  paymentRow,
  type Stripe,
  setCheckout,
  setPayment,
  startPayment,
  startStripe,
} from "./support";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const later = (milliseconds: number) => new Date(Date.now() + milliseconds);

let stripe: Stripe;
beforeAll(async () => {
  stripe = await startStripe();
});
afterAll(() => stripe.close());
beforeEach(async () => {
  stripe.fault("ok");
  stripe.stripe.webhooks.setMode("hold");
  // What other tests left waiting must not be due here.
  await asSystem("test world", async (db) => {
    await db.execute(sql`update payments set state = 'failed' where state in ('started', 'processing')`);
    await db.execute(sql`update payment_checkouts set state = 'failed' where state in ('preparing', 'open')`);
  });
});

describe("reconciliation with Stripe", () => {
  it("settles a payment of which no webhook told", async () => {
    const card = await atCheckout();
    const debit = await atCheckout({ brand: "insource" });
    const left = await atCheckout();
    stripe.payByCard(card.sessionId);
    stripe.payByBankDebit(debit.sessionId);
    stripe.expire(left.sessionId);
    await runReconcileTask(later(3 * MINUTE));
    expect((await paymentRow(card.id)).state).toBe("succeeded");
    expect((await paymentRow(debit.id)).state).toBe("processing");
    expect((await paymentRow(left.id)).state).toBe("cancelled");
    stripe.settleDebit(debit.sessionId);
    await runReconcileTask(later(10 * MINUTE));
    expect((await paymentRow(debit.id)).state).toBe("processing");
    await runReconcileTask(later(16 * MINUTE));
    expect((await paymentRow(debit.id)).state).toBe("succeeded");
    expect(await mailsAbout(debit.id)).toEqual(["payment-processing", "payment-receipt"]);
  });

  it("leaves a payment that has just begun to its webhooks", async () => {
    const payment = await atCheckout();
    stripe.payByCard(payment.sessionId);
    await runReconcileTask(later(MINUTE));
    expect((await paymentRow(payment.id)).state).toBe("started");
  });

  it("finds a refund that nobody told about within a day", async () => {
    const payment = await atCheckout();
    stripe.payByCard(payment.sessionId);
    await runReconcileTask(later(3 * MINUTE));
    stripe.refund(payment.sessionId);
    await runReconcileTask(later(DAY / 2));
    expect((await paymentRow(payment.id)).state).toBe("succeeded");
    await runReconcileTask(later(DAY + MINUTE));
    expect(await ledgerOf(payment)).toMatchObject({ state: "refunded", balances: [{ balance: 10_000 }] });
  });

  it("finds the session of an attempt whose answer got lost", async () => {
    const payment = await startPayment();
    stripe.fault("timeout-after-accept", 50);
    await expect(openCheckout(payment.id)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    stripe.fault("ok");
    const [session] = stripe.sessionsOf(payment.reference);
    stripe.payByCard(session?.id ?? "");
    await runReconcileTask(later(3 * MINUTE));
    expect((await paymentRow(payment.id)).state).toBe("succeeded");
    expect((await checkoutRows(payment.id))[0]).toMatchObject({ sessionId: session?.id, state: "succeeded" });
  });

  it("keeps an attempt that never reached Stripe until it would have ended, then frees the invoices", async () => {
    const payment = await startPayment();
    await runReconcileTask(later(20 * MINUTE));
    expect((await paymentRow(payment.id)).state).toBe("started");
    await runReconcileTask(later(32 * MINUTE));
    expect(await ledgerOf(payment)).toMatchObject({ state: "cancelled", parts: ["released 10000"] });
    expect(stripe.sessionsOf(payment.reference)).toEqual([]);
  });

  it("goes on when one payment cannot be settled, and does not begin with that one every time", async () => {
    const broken = await atCheckout();
    await setCheckout(broken.id, 1, { sessionId: "cs_test_gone", createdAt: later(-5 * MINUTE) });
    const fine = await atCheckout();
    stripe.payByCard(fine.sessionId);
    expect(await runReconcileTask(later(3 * MINUTE))).toBe(1);
    expect((await paymentRow(fine.id)).state).toBe("succeeded");
    const { observedAt, state } = await paymentRow(broken.id);
    expect(state).toBe("started");
    expect(observedAt).not.toBeNull();
  });

  it("stops its run when Stripe does not answer, and catches up in the next", async () => {
    const payments = await Promise.all(Array.from({ length: 12 }, () => atCheckout()));
    for (const { sessionId } of payments) stripe.payByCard(sessionId);
    const asked = stripe.requests.list().length;
    stripe.fault("error-500", 10_000);
    expect(await runReconcileTask(later(3 * MINUTE))).toBe(0);
    expect(stripe.requests.list().length - asked).toBeLessThan(12 * 3);
    stripe.fault("ok");
    expect(await runReconcileTask(later(3 * MINUTE))).toBe(12);
    for (const { id } of payments) expect((await paymentRow(id)).state).toBe("succeeded");
  });

  it("ends a session that a process which died left open behind a payment that no longer waits", async () => {
    const payment = await atCheckout();
    await setPayment(payment.id, { state: "cancelled" });
    await setCheckout(payment.id, 1, { createdAt: later(-5 * MINUTE) });
    await runReconcileTask(later(3 * MINUTE));
    expect(stripe.session(payment.sessionId).status).toBe("expired");
    expect((await checkoutRows(payment.id))[0]?.state).toBe("expired");
    expect((await paymentRow(payment.id)).state).toBe("cancelled");
  });

  it("queues a job again for an event that waits without one, and no second one", async () => {
    const payment = await atCheckout();
    stripe.payByCard(payment.sessionId);
    stripe.stripe.webhooks.release();
    await stripe.delivered();
    const [event] = (await eventRows("cimsoft")).filter(({ state }) => state === "received");
    if (!event) throw new Error("no event");
    expect(await jobsOf("cimsoft", event.eventId)).toEqual([event.id]);
    await runReconcileTask(later(3 * MINUTE));
    expect(await jobsOf("cimsoft", event.eventId)).toEqual([event.id]);
    await asSystem("test loses the jobs", (db) => db.execute(sql`delete from graphile_worker._private_jobs`));
    await runReconcileTask(later(MINUTE));
    expect(await jobsOf("cimsoft", event.eventId)).toEqual([]);
    await runReconcileTask(later(3 * MINUTE));
    expect(await jobsOf("cimsoft", event.eventId)).toEqual([event.id]);
  });

  it("asks Stripe nothing when nothing is due", async () => {
    const asked = stripe.requests.list().length;
    expect(await runReconcileTask(later(0))).toBe(0);
    expect(stripe.requests.list().length).toBe(asked);
  });
});

describe("the daily comparison with Stripe", () => {
  const tomorrow = () => later(3 * 60 * MINUTE);

  it("finds no difference in a ledger that says what Stripe says", async () => {
    const payment = await atCheckout();
    await atCheckout();
    stripe.payByCard(payment.sessionId);
    await runReconcileTask(later(3 * MINUTE));
    expect((await runCompareTask(tomorrow())).filter(({ sessionId }) => sessionId === payment.sessionId)).toEqual([]);
  });

  it("reports a charge that is not in the ledger, and settles it", async () => {
    const payment = await atCheckout();
    stripe.payByCard(payment.sessionId);
    const found = await runCompareTask(tomorrow());
    expect(found).toContainEqual({ brand: "cimsoft", sessionId: payment.sessionId, problem: "not in the ledger" });
    expect((await paymentRow(payment.id)).state).toBe("succeeded");
    expect((await runCompareTask(tomorrow())).filter(({ sessionId }) => sessionId === payment.sessionId)).toEqual([]);
  });

  it("reports another amount, and a payment that Stripe does not have as paid", async () => {
    const payment = await atCheckout();
    const invented = await atCheckout();
    stripe.payByCard(payment.sessionId);
    await runReconcileTask(later(3 * MINUTE));
    await setPayment(payment.id, { amountMinor: 10_001 });
    await setCheckout(invented.id, 1, { state: "succeeded" });
    const found = await runCompareTask(tomorrow());
    expect(found).toContainEqual({ brand: "cimsoft", sessionId: payment.sessionId, problem: "another amount" });
    expect(found).toContainEqual({ brand: "cimsoft", sessionId: invented.sessionId, problem: "not paid at Stripe" });
  });
});
