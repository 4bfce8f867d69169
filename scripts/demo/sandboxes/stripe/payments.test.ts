import type Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { intentOf, RETURN_TO, SESSION, startStripe } from "./test-support";

let stripe: Awaited<ReturnType<typeof startStripe>>;
beforeEach(async () => {
  stripe = await startStripe();
});
afterEach(() => stripe.close());

const CARD_EVENTS = [
  "payment_intent.created",
  "charge.succeeded",
  "payment_intent.succeeded",
  "checkout.session.completed",
];
const DEBIT_EVENTS = [
  "payment_intent.created",
  "charge.pending",
  "payment_intent.processing",
  "checkout.session.completed",
];

const create = (params: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  stripe.cimsoft.checkout.sessions.create({ ...SESSION, ...params });
const look = (session: { id: string }) =>
  stripe.cimsoft.checkout.sessions.retrieve(session.id, { expand: ["payment_intent.latest_charge"] });

describe("the hosted page", () => {
  it("takes a payment by card", async () => {
    const session = await create({ success_url: `${RETURN_TO}?id={CHECKOUT_SESSION_ID}` });
    const answer = await stripe.press(session, "card");
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `${RETURN_TO}?id=${session.id}`]);
    expect(await look(session)).toMatchObject({
      status: "complete",
      payment_status: "paid",
      url: null,
      customer_details: { email: SESSION.customer_email },
      payment_intent: {
        status: "succeeded",
        amount_received: 125_000,
        latest_charge: { status: "succeeded", paid: true, payment_method_details: { type: "card" } },
      },
    });
    expect(await stripe.types()).toEqual(CARD_EVENTS);
  });

  it("takes one payment for two clicks, also on different buttons", async () => {
    const session = await create();
    const answers = await Promise.all([
      stripe.press(session, "card"),
      stripe.press(session, "card"),
      stripe.press(session, "bank-debit"),
    ]);
    expect(answers.map((answer) => answer.headers.get("location"))).toEqual(Array(3).fill(SESSION.success_url));
    expect(await stripe.types()).toEqual(CARD_EVENTS);
    expect((await stripe.cimsoft.charges.list()).data).toHaveLength(1);
  });

  it("declines a card, says so, and takes the next try in the same payment intent", async () => {
    const session = await create();
    const answer = await stripe.press(session, "decline");
    expect(answer.headers.get("location")).toBe(`/checkout/${session.id}`);
    const declined = await look(session);
    expect(declined).toMatchObject({
      status: "open",
      payment_status: "unpaid",
      payment_intent: {
        status: "requires_payment_method",
        last_payment_error: { code: "card_declined", decline_code: "generic_decline", type: "card_error" },
        latest_charge: { status: "failed", paid: false },
      },
    });
    expect(await (await fetch(session.url ?? "")).text()).toContain("Your card was declined.");

    await stripe.press(session, "card");
    const done = await look(session);
    expect(intentOf(done)).toBe(intentOf(declined));
    expect(done.payment_intent).toMatchObject({ status: "succeeded", last_payment_error: null });
    expect(await stripe.types()).toEqual([
      "payment_intent.created",
      "charge.failed",
      "payment_intent.payment_failed",
      ...CARD_EVENTS.slice(1),
    ]);
  });

  it("starts a bank debit, which settles later", async () => {
    const { session, intent, begun } = await stripe.paid("bank-debit");
    expect(begun).toEqual(DEBIT_EVENTS);
    expect(await look(session)).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
      payment_intent: {
        status: "processing",
        amount_received: 0,
        latest_charge: { status: "pending", paid: false, payment_method_details: { type: "us_bank_account" } },
      },
    });
    expect((await stripe.control(`payments/${intent}/settle`)).status).toBe(200);
    expect(await look(session)).toMatchObject({ payment_status: "paid", payment_intent: { status: "succeeded" } });
    expect(await stripe.types()).toEqual([
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.async_payment_succeeded",
    ]);
    expect((await stripe.control(`payments/${intent}/settle`)).status).toBe(409);
  });

  it("starts a bank debit, which fails later", async () => {
    const { session, intent } = await stripe.paid("bank-debit");
    expect((await stripe.control(`payments/${intent}/fail`)).status).toBe(200);
    expect(await look(session)).toMatchObject({
      status: "complete",
      payment_status: "unpaid",
      payment_intent: {
        status: "requires_payment_method",
        last_payment_error: { decline_code: "insufficient_funds" },
        latest_charge: { status: "failed" },
      },
    });
    expect(await stripe.types()).toEqual([
      "charge.failed",
      "payment_intent.payment_failed",
      "checkout.session.async_payment_failed",
    ]);
    expect((await stripe.control(`payments/${intent}/settle`)).status).toBe(409);
  });

  it("offers and takes only what the session allows", async () => {
    const session = await create({ allowed_payment_method_types: ["card"] });
    const page = await (await fetch(session.url ?? "")).text();
    expect(page).toContain("Pay by card");
    expect(page).not.toContain("Pay by bank debit");
    const answer = await stripe.press(session, "bank-debit");
    expect(answer.headers.get("location")).toBe(`/checkout/${session.id}`);
    expect(await stripe.types()).toEqual([]);
  });

  it("lets the payer leave, and keeps the session open", async () => {
    const session = await create();
    const answer = await stripe.press(session, "cancel");
    expect([answer.status, answer.headers.get("location")]).toEqual([303, SESSION.cancel_url]);
    expect(await look(session)).toMatchObject({ status: "open", payment_intent: null });
  });

  it("takes no payment after the session has ended", async () => {
    const session = await create();
    await stripe.press(session, "decline");
    await stripe.cimsoft.checkout.sessions.expire(session.id);
    const answer = await stripe.press(session, "card");
    expect(answer.headers.get("location")).toBe(`/checkout/${session.id}`);
    expect(await look(session)).toMatchObject({ status: "expired", payment_intent: { status: "canceled" } });
    expect((await stripe.types()).slice(-2)).toEqual(["payment_intent.canceled", "checkout.session.expired"]);
    const page = await (await fetch(`${stripe.sandbox.url}/checkout/${session.id}`)).text();
    expect(page).toContain("This checkout has expired");
    expect(page).not.toContain("Pay by card");
  });

  it("expires its session by itself", async () => {
    await stripe.close();
    let time = Date.parse("2026-11-21T10:00:00Z");
    stripe = await startStripe({ now: () => time });
    const session = await create({ expires_at: time / 1000 + 30 * 60 });
    time += 30 * 60_000 - 1;
    expect(await look(session)).toMatchObject({ status: "open" });
    time += 1;
    expect(await look(session)).toMatchObject({ status: "expired", url: null });
    expect(await stripe.types()).toEqual(["checkout.session.expired"]);
  });
});
