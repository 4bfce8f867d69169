import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { log } from "@/lib/log";
import { cancelCheckout, openCheckout } from "@/lib/money/payments/stripe/checkout";
import { runReconcileTask } from "@/lib/money/payments/stripe/reconcile";
import {
  atCheckout,
  checkoutRows,
  ledgerOf,
  mailsAbout,
  paymentRow,
  type Stripe,
  sessionIn,
  setCheckout,
  setPayment,
  startStripe,
} from "./support";

const MINUTE = 60_000;
const later = (milliseconds: number) => new Date(Date.now() + milliseconds);
const GONE = "a session is not in the brand's account at Stripe";

let stripe: Stripe;
const error = vi.spyOn(log, "error");
/** What the log says of the payment. */
const told = ({ id }: { id: string }) =>
  error.mock.calls.flatMap(([facts, sentence]) =>
    sentence === GONE && (facts as { payment: string }).payment === id ? [facts] : [],
  );
beforeAll(async () => {
  stripe = await startStripe();
  stripe.stripe.webhooks.setMode("hold");
});
beforeEach(() => error.mockClear());
afterEach(() => stripe.fault("ok"));
afterAll(() => stripe.close());

/** As if the brand's keys were another account's by now. */
const lose = (sessionId: string) => stripe.stripe.account("cimsoft").sessions.delete(sessionId);
/** Half an hour and more has passed since the attempt was made. */
const over = (id: string, number = 1) =>
  setCheckout(id, number, { createdAt: later(-35 * MINUTE), expiresAt: later(-MINUTE) });
const reconcile = () => runReconcileTask(later(3 * MINUTE));

describe("a session that the brand's account at Stripe does not have", () => {
  it("is left alone while it might still be paid", async () => {
    const payment = await atCheckout();
    lose(payment.sessionId);
    const before = await ledgerOf(payment);
    await reconcile();
    expect(await ledgerOf(payment)).toEqual(before);
    expect(before).toMatchObject({ state: "started", parts: ["planned 10000"] });
    expect(await checkoutRows(payment.id)).toMatchObject([{ state: "open", sessionId: payment.sessionId }]);
    // Its turn comes again, after the others'.
    expect((await paymentRow(payment.id)).observedAt).not.toBeNull();
    expect(told(payment)).toEqual([
      { payment: payment.id, number: 1, brand: "cimsoft", session: payment.sessionId, taken: "for nothing" },
    ]);
    // Whoever wants to go on with it, or end it, reads that this is not possible now.
    for (const attempt of [openCheckout, cancelCheckout]) {
      await expect(attempt(payment.id)).rejects.toMatchObject({
        code: "UNAVAILABLE",
        message: expect.stringContaining("reached"),
      });
    }
    expect(await ledgerOf(payment)).toEqual(before);
    expect(await checkoutRows(payment.id)).toHaveLength(1);
  });

  it("counts as expired once its time is over, and the invoices are free again", async () => {
    const payment = await atCheckout({ totals: [4_000, 6_000] });
    lose(payment.sessionId);
    await over(payment.id);
    await reconcile();
    expect(await ledgerOf(payment)).toMatchObject({
      state: "cancelled",
      credit: 10_000,
      parts: ["released 4000", "released 6000"],
      balances: [{ balance: 4_000 }, { balance: 6_000 }],
    });
    expect(await checkoutRows(payment.id)).toMatchObject([{ state: "expired" }]);
    expect(await mailsAbout(payment.id)).toEqual([]);
    expect(told(payment)).toMatchObject([{ taken: "for expired" }]);
    // The log says it once.
    await runReconcileTask(later(60 * MINUTE));
    expect(told(payment)).toHaveLength(1);
  });

  it("does not prevent paying at a new session after that", async () => {
    const payment = await atCheckout();
    lose(payment.sessionId);
    await over(payment.id);
    const next = sessionIn(await openCheckout(payment.id));
    expect(await checkoutRows(payment.id)).toMatchObject([{ state: "expired" }, { state: "open", sessionId: next }]);
    stripe.payByCard(next);
    await reconcile();
    expect(await ledgerOf(payment)).toMatchObject({ state: "succeeded", parts: ["applied 10000"], credit: 0 });
    expect(await mailsAbout(payment.id)).toEqual(["payment-receipt"]);
  });

  it("does not prevent cancelling the payment after that", async () => {
    const payment = await atCheckout();
    lose(payment.sessionId);
    await over(payment.id);
    await cancelCheckout(payment.id);
    expect(await ledgerOf(payment)).toMatchObject({ state: "cancelled", parts: ["released 10000"] });
    expect(await checkoutRows(payment.id)).toMatchObject([{ state: "expired" }]);
  });

  it("is closed behind a payment that no longer waits", async () => {
    const payment = await atCheckout();
    lose(payment.sessionId);
    await over(payment.id);
    await setPayment(payment.id, { state: "failed" });
    await reconcile();
    expect(await checkoutRows(payment.id)).toMatchObject([{ state: "expired" }]);
    expect((await paymentRow(payment.id)).state).toBe("failed");
  });

  it.each(["processing", "succeeded"] as const)("releases no money of a payment that is %s", async (state) => {
    const payment = await atCheckout();
    stripe.payByBankDebit(payment.sessionId);
    if (state === "succeeded") stripe.settleDebit(payment.sessionId);
    await reconcile();
    const before = await ledgerOf(payment);
    expect(before.state).toBe(state);
    lose(payment.sessionId);
    await over(payment.id);
    await runReconcileTask(later(25 * 60 * MINUTE));
    expect(await ledgerOf(payment)).toEqual(before);
    expect(await checkoutRows(payment.id)).toMatchObject([{ state }]);
    expect(told(payment)).toMatchObject([{ taken: "for nothing" }]);
  });

  it("is not assumed when Stripe does not answer", async () => {
    const payment = await atCheckout();
    await over(payment.id);
    stripe.fault("error-500", 50);
    await reconcile();
    expect((await paymentRow(payment.id)).state).toBe("started");
    expect(told(payment)).toEqual([]);
  });
});
