import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { intentOf, SESSION, startStripe } from "./test-support";

let stripe: Awaited<ReturnType<typeof startStripe>>;
beforeEach(async () => {
  stripe = await startStripe();
});
afterEach(() => stripe.close());

describe("controls", () => {
  it("refuse invalid bodies with a sentence, and change nothing", async () => {
    const { intent } = await stripe.paid();
    for (const [path, body] of [
      [`payments/${intent}/refund`, { amount: 0 }],
      [`payments/${intent}/refund`, { amount: "x" }],
      [`payments/${intent}/refund`, { amount: 1.5 }],
      [`payments/${intent}/refund`, []],
      [`payments/${intent}/dispute`, { status: "open" }],
      [`payments/${intent}/settle`, { now: true }],
      ["webhooks", {}],
      ["webhooks", { mode: "slow" }],
    ] as const) {
      expect(await stripe.control(path, body), path).toMatchObject({
        status: 400,
        body: { error: expect.any(String) },
      });
    }
    const broken = await fetch(`${stripe.sandbox.url}/stripe/webhooks`, { method: "POST", body: "{" });
    expect(broken.status).toBe(400);
    expect(await stripe.types()).toEqual([]);
  });

  it("say which payment does not exist, and what a payment does not allow", async () => {
    const session = await stripe.cimsoft.checkout.sessions.create(SESSION);
    await stripe.press(session, "decline");
    const intent = intentOf(await stripe.cimsoft.checkout.sessions.retrieve(session.id));
    for (const action of ["settle", "fail", "refund", "fail-refund", "dispute"]) {
      expect((await stripe.control(`payments/pi_nobody/${action}`)).status).toBe(404);
      expect(await stripe.control(`payments/${intent}/${action}`)).toMatchObject({
        status: 409,
        body: { error: expect.any(String) },
      });
    }
    expect((await stripe.control("sessions/cs_nobody/expire")).status).toBe(404);
    expect((await stripe.control("events/evt_nobody/deliver")).status).toBe(404);
    expect((await stripe.control(`sessions/${session.id}/expire`)).status).toBe(200);
    expect((await stripe.control(`sessions/${session.id}/expire`)).status).toBe(409);
  });

  it("work as forms and redirect back to their page", async () => {
    const { intent } = await stripe.paid();
    const index = await (await fetch(stripe.sandbox.url)).text();
    expect(index).toContain(`action="/stripe/payments/${intent}/refund"`);
    const answer = await fetch(`${stripe.sandbox.url}/stripe/payments/${intent}/refund`, {
      method: "POST",
      body: new URLSearchParams({ amount: "100" }),
      redirect: "manual",
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
    expect(await (await fetch(stripe.sandbox.url)).text()).toContain("$1.00 refunded");
  });

  it("list the whole state at /stripe.json", async () => {
    const { session, intent } = await stripe.paid();
    await stripe.control(`payments/${intent}/refund`, { amount: 100 });
    await stripe.types();
    const state: unknown = await (await fetch(`${stripe.sandbox.url}/stripe.json`)).json();
    expect(state).toMatchObject({
      mode: "deliver",
      held: 0,
      sessions: [{ brand: "cimsoft", id: session.id }],
      payments: [
        { brand: "cimsoft", id: intent, session: session.id, reference: "CP-7K2M9QX4RT", refunds: [{ amount: 100 }] },
      ],
      deliveries: [{ type: "charge.refunded", state: "delivered", status: 200, tries: 1 }, ...Array(5).fill({})],
    });
    expect(JSON.stringify(state)).not.toMatch(/sk_test_|whsec_/);
  });
});
