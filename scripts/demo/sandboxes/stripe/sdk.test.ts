import Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import fixtures from "./fixtures.json";
import { intentOf, SESSION, sdk, startStripe } from "./test-support";

let stripe: Awaited<ReturnType<typeof startStripe>>;
beforeEach(async () => {
  stripe = await startStripe();
});
afterEach(() => stripe.close());

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "accepted",
    (error: unknown) => error,
  );

describe("Stripe's SDK", () => {
  it("creates and retrieves a session", async () => {
    const made = await stripe.cimsoft.checkout.sessions.create({
      ...SESSION,
      expires_at: Math.floor(Date.now() / 1000) + 31 * 60,
    });
    expect(made).toMatchObject({
      object: "checkout.session",
      amount_total: 125_000,
      currency: "usd",
      status: "open",
      payment_status: "unpaid",
      payment_intent: null,
      client_reference_id: SESSION.client_reference_id,
      customer_email: SESSION.customer_email,
      metadata: SESSION.metadata,
      payment_method_types: ["card", "us_bank_account"],
      livemode: false,
      url: `${stripe.sandbox.url}/checkout/${made.id}`,
    });
    expect(made.id).toMatch(/^cs_test_\w{58}$/);
    expect(made.lastResponse).toMatchObject({ statusCode: 200, apiVersion: Stripe.API_VERSION });
    expect(made.lastResponse.requestId).toMatch(/^req_\w+$/);
    expect(await stripe.cimsoft.checkout.sessions.retrieve(made.id)).toEqual(made);
  });

  it("sums lines and quantities", async () => {
    const line = (amount: number, quantity: number) => ({
      quantity,
      price_data: { currency: "USD", unit_amount: amount, product_data: { name: "Invoice" } },
    });
    const made = await stripe.cimsoft.checkout.sessions.create({ ...SESSION, line_items: [line(333, 3), line(1, 1)] });
    expect(made).toMatchObject({ amount_total: 1_000, amount_subtotal: 1_000, currency: "usd" });
  });

  it("expires a session, but not a second time", async () => {
    const made = await stripe.cimsoft.checkout.sessions.create(SESSION);
    expect(await stripe.cimsoft.checkout.sessions.expire(made.id)).toMatchObject({ status: "expired", url: null });
    expect(await refusal(stripe.cimsoft.checkout.sessions.expire(made.id))).toMatchObject({
      type: "StripeInvalidRequestError",
      message: expect.stringContaining("has a status of `expired`"),
    });
  });

  it("expands what can be expanded, and nothing else", async () => {
    const made = await stripe.cimsoft.checkout.sessions.create({ ...SESSION, expand: ["payment_intent"] });
    expect(made.payment_intent).toBeNull();
    await stripe.press(made, "card");
    const { sessions } = stripe.cimsoft.checkout;
    const plain = await sessions.retrieve(made.id);
    const once = await sessions.retrieve(made.id, { expand: ["payment_intent"] });
    const twice = await sessions.retrieve(made.id, { expand: ["payment_intent.latest_charge"] });
    expect(once.payment_intent).toMatchObject({
      id: plain.payment_intent,
      status: "succeeded",
      amount_received: 125_000,
      metadata: SESSION.payment_intent_data.metadata,
      latest_charge: expect.stringMatching(/^ch_/),
    });
    expect(twice.payment_intent).toMatchObject({
      latest_charge: { object: "charge", paid: true, captured: true, payment_intent: plain.payment_intent },
    });
    const intent = await stripe.cimsoft.paymentIntents.retrieve(intentOf(plain), { expand: ["latest_charge"] });
    expect(intent).toMatchObject({ latest_charge: { object: "charge", amount: 125_000 } });
    const page = await sessions.list({ expand: ["data.payment_intent"] });
    expect(page.data[0]?.payment_intent).toMatchObject({ object: "payment_intent" });
    for (const path of ["customer.name", "payment_intent.foo", "__proto__", "constructor"]) {
      expect(await refusal(sessions.retrieve(made.id, { expand: [path] }))).toMatchObject({
        type: "StripeInvalidRequestError",
        param: "expand",
      });
    }
    expect(await refusal(sessions.create({ ...SESSION, expand: ["foo"] }))).toMatchObject({ param: "expand" });
    expect((await sessions.list()).data).toHaveLength(1);
  });

  it("gets every property that Stripe's published examples have", async () => {
    const made = await stripe.cimsoft.checkout.sessions.create(SESSION);
    await stripe.press(made, "card");
    const session = await stripe.cimsoft.checkout.sessions.retrieve(made.id);
    const intent = intentOf(session);
    await stripe.control(`payments/${intent}/refund`, { amount: 100 });
    await stripe.control(`payments/${intent}/dispute`);
    const { data: refunds } = await stripe.cimsoft.refunds.list({ payment_intent: intent });
    const { data: disputes } = await stripe.cimsoft.disputes.list({ payment_intent: intent });
    const { data: events } = await stripe.cimsoft.events.list();
    const { latest_charge: charge, ...rest } = await stripe.cimsoft.paymentIntents.retrieve(intent, {
      expand: ["latest_charge"],
    });
    const answers = {
      "checkout.session": session,
      payment_intent: { ...rest, latest_charge: charge },
      charge,
      refund: refunds[0],
      dispute: disputes[0],
      event: events[0],
    };
    for (const [name, example] of Object.entries(fixtures)) {
      const answer = answers[name as keyof typeof answers];
      // Stripe's examples also have properties that a session's answer leaves out by default.
      const expected = Object.keys(example).filter((key) => key !== "origin_context");
      expect(Object.keys(answer ?? {}), name).toEqual(expect.arrayContaining(expected));
    }
  });
});

describe("lists", () => {
  it("go through all pages, newest first", async () => {
    const made: string[] = [];
    for (let number = 0; number < 7; number++) {
      made.unshift((await stripe.cimsoft.checkout.sessions.create(SESSION)).id);
    }
    const listed: string[] = [];
    for await (const session of stripe.cimsoft.checkout.sessions.list({ limit: 3 })) listed.push(session.id);
    expect(listed).toEqual(made);
    const first = await stripe.cimsoft.checkout.sessions.list({ limit: 3 });
    expect(first).toMatchObject({ object: "list", has_more: true, url: "/v1/checkout/sessions" });
    const back = await stripe.cimsoft.checkout.sessions.list({ limit: 2, ending_before: made[3] });
    expect(back.data.map(({ id }) => id)).toEqual(made.slice(1, 3));
    expect(back.has_more).toBe(true);
  });

  it("filter by time, payment intent and status", async () => {
    await stripe.close();
    let time = Date.parse("2026-11-21T10:00:00Z");
    stripe = await startStripe({ now: () => time });
    const { sessions } = stripe.cimsoft.checkout;
    const [first, second] = [await sessions.create(SESSION), await sessions.create(SESSION)];
    time += 10_000;
    const third = await sessions.create(SESSION);
    await stripe.press(second, "card");
    const ids = async (params: Stripe.Checkout.SessionListParams) =>
      (await sessions.list(params)).data.map(({ id }) => id);
    expect(await ids({ created: { gte: third.created } })).toEqual([third.id]);
    expect(await ids({ created: { lt: third.created } })).toEqual([second.id, first.id]);
    expect(await ids({ created: { gte: first.created, lte: third.created } })).toHaveLength(3);
    expect(await ids({ created: third.created })).toEqual([third.id]);
    expect(await ids({ status: "complete" })).toEqual([second.id]);
    expect(await ids({ payment_intent: intentOf(await sessions.retrieve(second.id)) })).toEqual([second.id]);
    expect(await ids({ payment_intent: "pi_nobody" })).toEqual([]);
  });

  it("refuse a cursor that does not exist and a page that is too long", async () => {
    const { sessions } = stripe.cimsoft.checkout;
    expect(await refusal(sessions.list({ starting_after: "cs_test_gone" }))).toMatchObject({
      statusCode: 404,
      code: "resource_missing",
      param: "starting_after",
    });
    for (const limit of [0, 101]) {
      expect(await refusal(sessions.list({ limit }))).toMatchObject({ code: "parameter_invalid_integer" });
    }
  });

  it("filter events by type", async () => {
    const made = await stripe.cimsoft.checkout.sessions.create(SESSION);
    await stripe.press(made, "card");
    const { data } = await stripe.cimsoft.events.list({ type: "checkout.session.completed" });
    expect(data).toMatchObject([{ type: "checkout.session.completed", data: { object: { id: made.id } } }]);
    expect(await stripe.cimsoft.events.retrieve(data[0]?.id ?? "")).toMatchObject({ id: data[0]?.id });
    const some = await stripe.cimsoft.events.list({ types: ["charge.succeeded", "payment_intent.succeeded"] });
    expect(some.data.map(({ type }) => type)).toEqual(["payment_intent.succeeded", "charge.succeeded"]);
  });
});

describe("accounts", () => {
  it("do not see each other's objects", async () => {
    const made = await stripe.cimsoft.checkout.sessions.create(SESSION, { idempotencyKey: "payment:1:1" });
    await stripe.press(made, "card");
    const session = await stripe.cimsoft.checkout.sessions.retrieve(made.id, { expand: ["payment_intent"] });
    const intent = intentOf(session);
    const missing = { statusCode: 404, code: "resource_missing", type: "StripeInvalidRequestError" };
    expect(await refusal(stripe.insource.checkout.sessions.retrieve(made.id))).toMatchObject(missing);
    expect(await refusal(stripe.insource.checkout.sessions.expire(made.id))).toMatchObject(missing);
    expect(await refusal(stripe.insource.paymentIntents.retrieve(intent))).toMatchObject(missing);
    for (const { type, id } of (await stripe.cimsoft.events.list()).data) {
      expect(await refusal(stripe.insource.events.retrieve(id)), type).toMatchObject(missing);
    }
    const { checkout, paymentIntents, charges, refunds, disputes, events } = stripe.insource;
    const lists = [
      checkout.sessions.list(),
      paymentIntents.list(),
      charges.list(),
      refunds.list(),
      disputes.list(),
      events.list(),
    ];
    for (const { data } of await Promise.all<{ data: object[] }>(lists)) expect(data).toEqual([]);
    const other = await stripe.insource.checkout.sessions.create(SESSION, { idempotencyKey: "payment:1:1" });
    expect(other.id).not.toBe(made.id);
    await stripe.types();
    expect(new Set(stripe.received.map(({ brand }) => brand))).toEqual(new Set(["cimsoft"]));
  });

  it("require their own key", async () => {
    expect(await refusal(sdk(stripe.sandbox, "sk_test_nobody").checkout.sessions.list())).toMatchObject({
      type: "StripeAuthenticationError",
      statusCode: 401,
      rawType: "invalid_request_error",
      message: expect.stringContaining("Invalid API Key provided"),
    });
    const bare = await fetch(`${stripe.sandbox.url}/v1/checkout/sessions`);
    expect(bare.status).toBe(401);
  });

  it("accept only the SDK's version of the API", async () => {
    for (const version of [null, "2026-09-30.endive"]) {
      const headers = new Headers({ authorization: "Bearer sk_test_cimsoft" });
      if (version) headers.set("stripe-version", version);
      const answer = await fetch(`${stripe.sandbox.url}/v1/events`, { headers });
      expect(answer.status).toBe(400);
    }
  });

  it("answer 404 at other paths", async () => {
    const headers = { authorization: "Bearer sk_test_cimsoft", "stripe-version": Stripe.API_VERSION };
    for (const [method, path] of [
      ["GET", "/v1/nothing"],
      ["POST", "/v1/refunds"],
      ["DELETE", "/v1/checkout/sessions/cs_test_x"],
    ] as const) {
      const answer = await fetch(`${stripe.sandbox.url}${path}`, { method, headers });
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({
        error: { type: "invalid_request_error", message: expect.stringContaining("Unrecognized request URL") },
      });
    }
  });
});
