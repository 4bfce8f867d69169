import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cancelCheckout, openCheckout } from "@/lib/money/payments/stripe/checkout";
import { runReconcileTask } from "@/lib/money/payments/stripe/reconcile";
import {
  atCheckout,
  checkoutRows,
  ledgerOf,
  mailsAbout,
  payElsewhere,
  paymentRow,
  RETURN_ORIGIN,
  type Stripe,
  sessionIn,
  setCheckout,
  setPayment,
  startPayment,
  startStripe,
} from "./support";

const MINUTE = 60_000;
let stripe: Stripe;
/** What happens while Stripe makes a session. */
let meanwhile: () => Promise<void> = async () => {};

beforeAll(async () => {
  stripe = await startStripe({ beforeSessionStored: () => meanwhile() });
});
afterAll(() => stripe.close());
beforeEach(() => {
  stripe.fault("ok");
  stripe.stripe.webhooks.setMode("hold");
  meanwhile = async () => {};
});

const creates = (reference: string) =>
  stripe.requests
    .list()
    .filter(
      ({ method, path, body }) =>
        method === "POST" && path === "/v1/checkout/sessions" && JSON.stringify(body).includes(reference),
    );

describe("the first session of Checkout", () => {
  it("names what is paid, by whom and for which invoices", async () => {
    const payment = await atCheckout({ totals: [12_480_00, 200_050], parts: [12_480_00, 100_025] });
    const session = stripe.session(payment.sessionId);
    expect(session).toMatchObject({
      amount_total: 12_480_00 + 100_025,
      currency: "usd",
      client_reference_id: payment.reference,
      customer_email: payment.contact.email,
      metadata: { payment_id: payment.id, reference: payment.reference, brand: "cimsoft", attempt: "1" },
      success_url: `${RETURN_ORIGIN}/invoices/payments/${payment.reference}?checkout=done`,
      cancel_url: `${RETURN_ORIGIN}/invoices/payments/${payment.reference}?checkout=left`,
      payment_method_types: ["card", "us_bank_account"],
    });
    const { lines, intentData } = stripe.stripe.account("cimsoft").extras(session);
    expect(lines.map(({ name, amount }) => [name, amount])).toEqual(
      payment.invoices.map(({ number }, index) => [`Invoice ${number}`, index === 0 ? 12_480_00 : 100_025]),
    );
    expect(intentData.metadata).toEqual(session.metadata);
    expect(intentData.description).toContain(payment.reference);
    expect(intentData.description).toContain(payment.company.name);
    const [row, ...others] = await checkoutRows(payment.id);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ state: "open", sessionId: session.id, url: payment.url });
    expect(session.expires_at * 1000).toBe(row?.expiresAt.getTime());
    const life = session.expires_at * 1000 - Date.now();
    expect(life).toBeGreaterThan(30 * MINUTE - 1000);
    expect(life).toBeLessThanOrEqual(31 * MINUTE);
  });

  it("is made in the account of the payment's brand, and takes cards alone outside US dollars", async () => {
    const payment = await atCheckout({ brand: "insource", currency: "CAD" });
    expect(stripe.stripe.account("insource").sessions.has(payment.sessionId)).toBe(true);
    expect(stripe.stripe.account("cimsoft").sessions.has(payment.sessionId)).toBe(false);
    expect(stripe.session(payment.sessionId).payment_method_types).toEqual(["card"]);
  });

  it("is made once, however often it is asked for at once", async () => {
    const payment = await startPayment();
    const urls = await Promise.all(Array.from({ length: 5 }, () => openCheckout(payment.id)));
    expect(new Set(urls).size).toBe(1);
    expect(stripe.sessionsOf(payment.reference)).toHaveLength(1);
    expect(await checkoutRows(payment.id)).toHaveLength(1);
  });

  it("is refused with a sentence when the payment was paid or cancelled, or an invoice changed", async () => {
    const paid = await atCheckout();
    stripe.payByCard(paid.sessionId);
    await expect(openCheckout(paid.id)).rejects.toMatchObject({ code: "CONFLICT", message: /was paid already/ });
    expect((await paymentRow(paid.id)).state).toBe("succeeded");
    await expect(openCheckout(paid.id)).rejects.toMatchObject({ code: "CONFLICT" });

    const cancelled = await atCheckout();
    await cancelCheckout(cancelled.id);
    await expect(openCheckout(cancelled.id)).rejects.toMatchObject({ code: "CONFLICT", message: /was cancelled/ });

    const changed = await startPayment({ totals: [10_000] });
    await payElsewhere(changed, 4_000);
    await expect(openCheckout(changed.id)).rejects.toMatchObject({ code: "CONFLICT", message: /\$60\.00/ });
    expect(stripe.sessionsOf(changed.reference)).toEqual([]);
  });
});

describe("an open session of Checkout", () => {
  it("is continued, after a declined card as well", async () => {
    const payment = await atCheckout();
    stripe.declineCard(payment.sessionId);
    expect(await openCheckout(payment.id)).toBe(payment.url);
    expect(await checkoutRows(payment.id)).toHaveLength(1);
  });

  it("is replaced when it is nearly over, and can't be paid any more", async () => {
    const payment = await atCheckout();
    stripe.leave(payment.sessionId, 59);
    const next = await openCheckout(payment.id);
    expect(next).not.toBe(payment.url);
    expect(stripe.session(payment.sessionId).status).toBe("expired");
    expect(stripe.session(sessionIn(next))).toMatchObject({ status: "open", metadata: { attempt: "2" } });
    expect((await checkoutRows(payment.id)).map(({ state }) => state)).toEqual(["expired", "open"]);
    await runReconcileTask(new Date(Date.now() + 3 * MINUTE));
    expect((await paymentRow(payment.id)).state).toBe("started");
    stripe.payByCard(sessionIn(next));
    await runReconcileTask(new Date(Date.now() + 10 * MINUTE));
    expect(await ledgerOf(payment)).toMatchObject({ state: "succeeded", credit: 0, parts: ["applied 10000"] });
  });

  it("is replaced by one other when two ask at once", async () => {
    const payment = await atCheckout();
    stripe.expire(payment.sessionId);
    const urls = await Promise.all([openCheckout(payment.id), openCheckout(payment.id), openCheckout(payment.id)]);
    expect(new Set(urls).size).toBe(1);
    expect(stripe.sessionsOf(payment.reference).map(({ status }) => status)).toEqual(["expired", "open"]);
  });

  it("that was paid while it was nearly over is kept", async () => {
    const payment = await atCheckout();
    stripe.leave(payment.sessionId, 30);
    stripe.payByBankDebit(payment.sessionId);
    await expect(openCheckout(payment.id)).rejects.toMatchObject({ code: "CONFLICT", message: /on its way/ });
    expect((await paymentRow(payment.id)).state).toBe("processing");
    expect(stripe.sessionsOf(payment.reference)).toHaveLength(1);
  });

  it("ends its payment when it expires", async () => {
    const payment = await atCheckout();
    stripe.expire(payment.sessionId);
    await runReconcileTask(new Date(Date.now() + 3 * MINUTE));
    expect(await ledgerOf(payment)).toMatchObject({ state: "cancelled", parts: ["released 10000"] });
    expect(await mailsAbout(payment.id)).toEqual([]);
  });
});

describe("when Stripe does not answer", () => {
  it.each(["error-500", "rate-limit", "unreachable"] as const)(
    "with %s the payment is kept, and continued later",
    async (mode) => {
      const payment = await startPayment();
      stripe.fault(mode, 50);
      await expect(openCheckout(payment.id)).rejects.toMatchObject({
        code: "UNAVAILABLE",
        message: `Stripe could not be reached. Nothing was charged: your payment ${payment.reference} is kept, continue it in a moment.`,
      });
      expect((await checkoutRows(payment.id)).map(({ state }) => state)).toEqual(["preparing"]);
      expect((await paymentRow(payment.id)).state).toBe("started");
      stripe.fault("ok");
      await openCheckout(payment.id);
      expect(stripe.sessionsOf(payment.reference)).toHaveLength(1);
    },
  );

  it("although it made the session, the next request gets that very session", async () => {
    const payment = await startPayment();
    stripe.fault("timeout-after-accept", 50);
    await expect(openCheckout(payment.id)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    const [made] = stripe.sessionsOf(payment.reference);
    expect(made?.status).toBe("open");
    stripe.fault("ok");
    expect(sessionIn(await openCheckout(payment.id))).toBe(made?.id);
    expect(stripe.sessionsOf(payment.reference)).toHaveLength(1);
    const bodies = creates(payment.reference).map(({ body }) => JSON.stringify(body));
    expect(bodies.length).toBeGreaterThan(1);
    expect(new Set(bodies).size).toBe(1);
  });

  it("and the session has ended before anybody came back, another is made", async () => {
    const payment = await startPayment();
    stripe.fault("timeout-after-accept", 50);
    await expect(openCheckout(payment.id)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    stripe.fault("ok");
    const [made] = stripe.sessionsOf(payment.reference);
    stripe.expire(made?.id ?? "");
    const url = await openCheckout(payment.id);
    expect(sessionIn(url)).not.toBe(made?.id);
    expect(stripe.session(sessionIn(url)).status).toBe("open");
  });

  it("and the next request would differ, the session is found by the attempt's id that it carries", async () => {
    const payment = await startPayment();
    stripe.fault("timeout-after-accept", 50);
    await expect(openCheckout(payment.id)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    stripe.fault("ok");
    const [row] = await checkoutRows(payment.id);
    await setCheckout(payment.id, 1, { returnOrigin: "http://other.localhost:3000" });
    const [made] = stripe.sessionsOf(payment.reference);
    expect(sessionIn(await openCheckout(payment.id))).toBe(made?.id);
    expect(row?.sessionId).toBeNull();
  });

  it("for so long that the attempt is too old, another takes its place", async () => {
    const payment = await startPayment({ age: 5 * MINUTE });
    const url = await openCheckout(payment.id);
    expect(stripe.session(sessionIn(url)).metadata?.attempt).toBe("2");
    expect((await checkoutRows(payment.id)).map(({ state }) => state)).toEqual(["expired", "open"]);
  });
});

it("a payment that Stripe refuses for good fails, and its invoice is free again", async () => {
  const payment = await startPayment({ totals: [10] });
  await expect(openCheckout(payment.id)).rejects.toMatchObject({ code: "UNAVAILABLE", message: /did not accept/ });
  expect(await ledgerOf(payment)).toMatchObject({ state: "failed", parts: ["released 10"] });
  expect(await mailsAbout(payment.id)).toEqual([]);
});

describe("cancelling a payment", () => {
  it("ends the session and frees the invoices; doing it twice does nothing more", async () => {
    const payment = await atCheckout({ totals: [10_000, 5_000] });
    await cancelCheckout(payment.id);
    await cancelCheckout(payment.id);
    expect(stripe.session(payment.sessionId).status).toBe("expired");
    expect(await ledgerOf(payment)).toMatchObject({
      state: "cancelled",
      parts: ["released 10000", "released 5000"],
      balances: [{ balance: 10_000 }, { balance: 5_000 }],
    });
  });

  it("says so when it was paid meanwhile, and the money stands", async () => {
    const payment = await atCheckout();
    stripe.payByCard(payment.sessionId);
    await expect(cancelCheckout(payment.id)).rejects.toMatchObject({ code: "CONFLICT", message: /was paid already/ });
    expect(await ledgerOf(payment)).toMatchObject({ state: "succeeded", balances: [{ balance: 0 }] });
    expect(await mailsAbout(payment.id)).toEqual(["payment-receipt"]);
  });

  it("ends a session that the portal had no record of", async () => {
    const payment = await startPayment();
    stripe.fault("timeout-after-accept", 50);
    await expect(openCheckout(payment.id)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    stripe.fault("ok");
    await cancelCheckout(payment.id);
    expect(stripe.sessionsOf(payment.reference).map(({ status }) => status)).toEqual(["expired"]);
    expect((await paymentRow(payment.id)).state).toBe("cancelled");
  });

  it("is possible for an attempt that never reached Stripe, however old", async () => {
    const payment = await startPayment({ age: 20 * MINUTE });
    await cancelCheckout(payment.id);
    expect((await paymentRow(payment.id)).state).toBe("cancelled");
    expect(stripe.sessionsOf(payment.reference)).toEqual([]);
  });

  it("is not done, and says so, when Stripe cannot be reached", async () => {
    const payment = await atCheckout();
    stripe.fault("unreachable", 50);
    await expect(cancelCheckout(payment.id)).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: /not cancelled yet/,
    });
    expect((await paymentRow(payment.id)).state).toBe("started");
  });

  it("and paying it at the same time: one of them counts, and the ledger says which", async () => {
    for (let round = 0; round < 10; round++) {
      const payment = await atCheckout();
      const [cancelled] = await Promise.allSettled([
        cancelCheckout(payment.id),
        fetch(`${payment.url}/card`, { method: "POST", redirect: "manual" }),
      ]);
      const { status } = stripe.session(payment.sessionId);
      expect((await paymentRow(payment.id)).state).toBe(status === "complete" ? "succeeded" : "cancelled");
      expect(cancelled.status).toBe(status === "complete" ? "rejected" : "fulfilled");
    }
  });

  it("while Stripe makes the session ends the session, and nobody is sent there", async () => {
    const payment = await startPayment();
    meanwhile = () => setPayment(payment.id, { state: "cancelled" }).then(() => {});
    await expect(openCheckout(payment.id)).rejects.toMatchObject({ code: "CONFLICT", message: /was cancelled/ });
    expect(stripe.sessionsOf(payment.reference).map(({ status }) => status)).toEqual(["expired"]);
    expect((await checkoutRows(payment.id)).map(({ state }) => state)).toEqual(["expired"]);
  });

  it("and continuing a session that is nearly over at the same time leaves none open", async () => {
    for (let round = 0; round < 5; round++) {
      const payment = await atCheckout();
      stripe.leave(payment.sessionId, 30);
      await Promise.allSettled([openCheckout(payment.id), cancelCheckout(payment.id), openCheckout(payment.id)]);
      expect((await paymentRow(payment.id)).state).toBe("cancelled");
      expect(stripe.sessionsOf(payment.reference).filter(({ status }) => status === "open")).toEqual([]);
    }
  });

  it("and continuing it at the same time leaves no session open behind a cancelled payment", async () => {
    for (let round = 0; round < 10; round++) {
      const payment = await startPayment();
      await Promise.allSettled([openCheckout(payment.id), cancelCheckout(payment.id), openCheckout(payment.id)]);
      const { state } = await paymentRow(payment.id);
      expect(state).toBe("cancelled");
      expect(stripe.sessionsOf(payment.reference).filter(({ status }) => status === "open")).toEqual([]);
    }
  });
});
