import Stripe from "stripe";
import { afterEach, describe, expect, it } from "vitest";
import { intentOf, SESSION, startStripe, WEBHOOK_SECRETS } from "./test-support";
import type { Delivery } from "./webhooks";

const CARD = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"];

let stripe: Awaited<ReturnType<typeof startStripe>>;
afterEach(() => stripe.close());

async function pay(account: Stripe = stripe.cimsoft) {
  const session = await account.checkout.sessions.create(SESSION);
  await stripe.press(session, "card");
  return session;
}

const states = () => stripe.sandbox.stripe.webhooks.deliveries().map(({ state, tries }: Delivery) => [state, tries]);

describe("a webhook", () => {
  it("is signed with its account's own secret, and holds the object as it was", async () => {
    stripe = await startStripe();
    const session = await pay();
    await pay(stripe.insource);
    await stripe.types();
    const mine = stripe.received.filter(({ brand }) => brand === "cimsoft");
    expect(mine.map(({ event }) => event.type)).toEqual(CARD);
    expect(stripe.received).toHaveLength(8);
    for (const { event, body, signature } of mine) {
      expect(() => Stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRETS.insource)).toThrow();
      expect(() => Stripe.webhooks.constructEvent(`${body} `, signature, WEBHOOK_SECRETS.cimsoft)).toThrow();
      expect(event).toMatchObject({ object: "event", api_version: Stripe.API_VERSION, livemode: false });
    }
    expect(mine[0]?.event.data.object).toMatchObject({ status: "requires_payment_method", latest_charge: null });
    expect(mine[3]?.event.data.object).toMatchObject({ id: session.id, payment_status: "paid" });
  });

  it("names the API request that caused it", async () => {
    stripe = await startStripe();
    const session = await stripe.cimsoft.checkout.sessions.create(SESSION);
    const ended = await stripe.cimsoft.checkout.sessions.expire(session.id, {}, { idempotencyKey: "end:1" });
    await stripe.types();
    expect(stripe.received[0]?.event.request).toEqual({
      id: ended.lastResponse.requestId,
      idempotency_key: "end:1",
    });
  });

  it("is tried three times, and the next webhook waits for it", async () => {
    stripe = await startStripe();
    stripe.answers.push(500, 404, 200, 500, 500, 500);
    await pay();
    expect(await stripe.types()).toEqual([...Array(3).fill(CARD[0]), ...Array(3).fill(CARD[1]), CARD[2], CARD[3]]);
    expect(states()).toEqual([
      ["delivered", 1],
      ["delivered", 1],
      ["failed", 3],
      ["delivered", 3],
    ]);
  });

  it("is not lost while nobody listens", async () => {
    const seen: string[] = [];
    let away = 5;
    stripe = await startStripe({
      webhooks: {
        awayPausesMs: Array(5).fill(1),
        send: async (request) => {
          if (away-- > 0) throw new TypeError("fetch failed");
          seen.push(((await request.json()) as Stripe.Event).type);
          return new Response();
        },
      },
    });
    await pay();
    await stripe.types();
    expect(seen).toEqual(CARD);
    expect(states().at(-1)).toEqual(["delivered", 6]);
  });

  it("does not keep the payer waiting", async () => {
    let answer = () => {};
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    stripe = await startStripe({
      webhooks: {
        send: async () => {
          await slow;
          return new Response();
        },
      },
    });
    await pay();
    expect(states()).toEqual(Array(4).fill(["waiting", 0]));
    answer();
    await stripe.types();
    expect(states()).toEqual(Array(4).fill(["delivered", 1]));
  });

  it("can be delivered again", async () => {
    stripe = await startStripe();
    await pay();
    await stripe.types();
    const { id } = stripe.received[1]?.event ?? { id: "" };
    await stripe.control(`events/${id}/deliver`);
    expect((await stripe.types()).slice(4)).toEqual([CARD[1]]);
    expect(stripe.received[4]?.event.id).toBe(id);
  });
});

describe("modes", () => {
  it("duplicate delivers each event twice", async () => {
    stripe = await startStripe();
    expect((await stripe.control("webhooks", { mode: "duplicate" })).body).toEqual({ mode: "duplicate", held: 0 });
    await pay();
    expect(await stripe.types()).toEqual(CARD.flatMap((type) => [type, type]));
    expect(new Set(stripe.received.map(({ event }) => event.id)).size).toBe(4);
  });

  it("reverse reverses the events of each action", async () => {
    stripe = await startStripe();
    await stripe.control("webhooks", { mode: "reverse" });
    const session = await pay();
    const intent = intentOf(await stripe.cimsoft.checkout.sessions.retrieve(session.id));
    await stripe.control(`payments/${intent}/refund`);
    expect(await stripe.types()).toEqual([...CARD.toReversed(), "charge.refunded", "refund.created"]);
  });

  it("hold keeps events until they are released", async () => {
    stripe = await startStripe();
    await stripe.control("webhooks", { mode: "hold" });
    const session = await pay();
    expect(await stripe.types()).toEqual([]);
    expect((await stripe.cimsoft.checkout.sessions.retrieve(session.id)).payment_status).toBe("paid");
    expect((await stripe.control("webhooks/release")).body).toEqual({ mode: "deliver", held: 0, released: 4 });
    expect(await stripe.types()).toEqual(CARD);
    await pay();
    expect(await stripe.types()).toEqual([...CARD, ...CARD]);
  });

  it("keep held events while later ones are delivered", async () => {
    stripe = await startStripe();
    await stripe.control("webhooks", { mode: "hold" });
    const held = await pay();
    await stripe.control("webhooks", { mode: "deliver" });
    const later = await pay();
    await stripe.types();
    await stripe.control("webhooks/release");
    await stripe.types();
    const completed = stripe.received.filter(({ event }) => event.type === "checkout.session.completed");
    expect(completed.map(({ event }) => event.data.object)).toMatchObject([{ id: later.id }, { id: held.id }]);
  });

  it("can be chosen with a form", async () => {
    stripe = await startStripe();
    const answer = await fetch(`${stripe.sandbox.url}/stripe/webhooks`, {
      method: "POST",
      body: new URLSearchParams({ mode: "hold" }),
      redirect: "manual",
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
    expect(await (await fetch(stripe.sandbox.url)).text()).toMatch(/value="hold" selected/);
  });
});

it("leave nothing running when the sandbox is closed during a delivery", async () => {
  stripe = await startStripe({
    webhooks: { awayPausesMs: [3_600_000], send: () => Promise.reject(new Error("away")) },
  });
  await pay();
  await stripe.sandbox.stripe.webhooks.close();
  expect(new Set(states().map(([state]) => state))).toEqual(new Set(["failed"]));
});
