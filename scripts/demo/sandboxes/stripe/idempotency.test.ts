import { afterEach, describe, expect, it } from "vitest";
import { SESSION, startStripe } from "./test-support";

const KEY = { idempotencyKey: "payment:0193:1" };
/**
 * Even without network retries the SDK tries once more when a connection is closed, because a kept-alive one may have
 * been stale.
 */
const SDK_TRIES = 2;
const DAY_MS = 24 * 60 * 60 * 1000;

let stripe: Awaited<ReturnType<typeof startStripe>>;
afterEach(() => stripe.close());

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "accepted",
    (error: unknown) => error,
  );

describe("Idempotency-Key", () => {
  it("answers a repetition with the first answer and a header that says so, and makes one session", async () => {
    stripe = await startStripe();
    const { sessions } = stripe.cimsoft.checkout;
    const first = await sessions.create(SESSION, KEY);
    await stripe.press(first, "card");
    const second = await sessions.create(SESSION, KEY);
    expect(second).toEqual(first);
    expect(first.lastResponse.headers["idempotent-replayed"]).toBeUndefined();
    expect(second.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect((await sessions.list()).data).toHaveLength(1);
  });

  it("refuses other parameters and another address", async () => {
    stripe = await startStripe();
    const { sessions } = stripe.cimsoft.checkout;
    const made = await sessions.create(SESSION, KEY);
    const error = { type: "StripeIdempotencyError", statusCode: 400, rawType: "idempotency_error" };
    expect(await refusal(sessions.create({ ...SESSION, client_reference_id: "CP-X" }, KEY))).toMatchObject(error);
    expect(await refusal(sessions.expire(made.id, {}, KEY))).toMatchObject(error);
    expect((await sessions.list()).data).toMatchObject([{ id: made.id, status: "open" }]);
  });

  it("is forgotten after 24 hours, not before", async () => {
    let time = Date.parse("2026-11-21T10:00:00Z");
    stripe = await startStripe({ now: () => time });
    const { sessions } = stripe.cimsoft.checkout;
    const first = await sessions.create(SESSION, KEY);
    time += DAY_MS - 1;
    expect((await sessions.create(SESSION, KEY)).id).toBe(first.id);
    time += 1;
    expect((await sessions.create(SESSION, KEY)).id).not.toBe(first.id);
  });

  it("refuses a second request while the first is in progress", async () => {
    let go = () => {};
    let arrive = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    stripe = await startStripe({
      beforeSessionStored: async () => {
        arrive();
        await gate;
      },
    });
    const { sessions } = stripe.cimsoft.checkout;
    const first = sessions.create(SESSION, KEY);
    await arrived;
    expect(await refusal(sessions.create(SESSION, KEY))).toMatchObject({
      statusCode: 409,
      code: "idempotency_key_in_use",
    });
    go();
    expect((await first).status).toBe("open");
    expect((await sessions.list()).data).toHaveLength(1);
  });

  it("stays free after refused parameters and after a fault, but keeps what the call refused", async () => {
    stripe = await startStripe();
    const { sessions } = stripe.cimsoft.checkout;
    expect(await refusal(sessions.create({ ...SESSION, customer_email: "root" }, KEY))).toMatchObject({
      code: "email_invalid",
    });
    await stripe.control("faults", { mode: "error-500", times: 1 });
    expect(await refusal(sessions.create(SESSION, KEY))).toMatchObject({ statusCode: 500, type: "StripeAPIError" });
    const made = await sessions.create(SESSION, KEY);

    const again = { idempotencyKey: "expire:1" };
    await stripe.press(made, "card");
    expect(await refusal(sessions.expire(made.id, {}, again))).toMatchObject({ statusCode: 400 });
    expect(await refusal(sessions.expire(made.id, {}, again))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining("`complete`"),
    });
  });
});

describe("faults", () => {
  it("lose the answer after the session was made; a retry with the key makes no second one", async () => {
    stripe = await startStripe();
    const { sessions } = stripe.cimsoft.checkout;
    await stripe.control("faults", { mode: "timeout-after-accept", times: SDK_TRIES });
    expect(await refusal(sessions.create(SESSION, KEY))).toMatchObject({ type: "StripeConnectionError" });
    const made = await sessions.create(SESSION, KEY);
    expect((await sessions.list()).data.map(({ id }) => id)).toEqual([made.id]);
  });

  it("cut the connection before anything happens", async () => {
    stripe = await startStripe();
    await stripe.control("faults", { mode: "unreachable", times: SDK_TRIES });
    expect(await refusal(stripe.cimsoft.checkout.sessions.create(SESSION))).toMatchObject({
      type: "StripeConnectionError",
    });
    expect((await stripe.cimsoft.checkout.sessions.list()).data).toEqual([]);
  });

  it("limit the rate, end with ok, and are refused when unknown", async () => {
    stripe = await startStripe();
    await stripe.control("faults", { mode: "rate-limit", times: 5 });
    expect(await refusal(stripe.cimsoft.checkout.sessions.list())).toMatchObject({ type: "StripeRateLimitError" });
    expect((await stripe.control("faults", { mode: "ok" })).body).toMatchObject({ mode: "ok" });
    expect((await stripe.cimsoft.checkout.sessions.list()).data).toEqual([]);
    for (const body of [{ mode: "sleepy" }, { mode: "rate-limit", times: 0 }, undefined]) {
      expect((await stripe.control("faults", body)).status).toBe(400);
    }
  });
});
