import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stripeEvents } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { runEventTask } from "@/lib/money/payments/stripe/event";
import { unique } from "@/tests/support/world";
import {
  atCheckout,
  eventRow,
  eventRows,
  handleEvents,
  jobsOf,
  ledgerOf,
  mailsAbout,
  postWebhook,
  SECRETS,
  type Stripe,
  sign,
  startStripe,
  webhookRequest,
} from "./support";

let stripe: Stripe;
beforeAll(async () => {
  stripe = await startStripe();
  stripe.stripe.webhooks.setMode("hold");
});
afterAll(() => stripe.close());

const newEvent = (over: object = {}) => ({
  id: unique("evt_x").replaceAll("-", ""),
  object: "event",
  type: "payment_intent.succeeded",
  created: 1_790_000_000,
  livemode: false,
  data: { object: { id: "pi_nobody", object: "payment_intent" } },
  ...over,
});

const post = (brand: string, body: string, signature: string | null) =>
  postWebhook(brand, webhookRequest(body, signature));

describe("a webhook of Stripe", () => {
  it("with a good signature is stored with its job, and acknowledged", async () => {
    const event = newEvent();
    const body = JSON.stringify(event);
    const response = await post("cimsoft", body, sign(body, SECRETS.cimsoft, Date.now()));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ received: true });
    expect(await eventRow(event.id)).toMatchObject({
      ...{ brand: "cimsoft", type: event.type, objectType: "payment_intent", objectId: "pi_nobody" },
      ...{ livemode: false, state: "received", happenedAt: new Date(event.created * 1000) },
    });
    expect(await jobsOf("cimsoft", event.id)).toHaveLength(1);
  });

  it("may be signed by either secret while one is replaced, and have any text as its body", async () => {
    for (const secret of ["whsec_cimsoft_new", "whsec_cimsoft_old"]) {
      const event = newEvent({
        data: { object: { id: "pi_x", object: "payment_intent", name: "Zoë Müller · 工場 🏭" } },
      });
      const body = JSON.stringify(event);
      const response = await post("cimsoft", body, sign(body, secret, Date.now()));
      expect(response.status).toBe(200);
      expect((await eventRow(event.id))?.state).toBe("received");
    }
  });

  const good = (body: string) => sign(body, SECRETS.cimsoft, Date.now());
  it.each<[string, (body: string) => [brand: string, body: string, signature: string | null]]>([
    ["no signature", (body) => ["cimsoft", body, null]],
    ["an empty one", (body) => ["cimsoft", body, ""]],
    ["one by nobody's secret", (body) => ["cimsoft", body, sign(body, "whsec_nobodys", Date.now())]],
    ["one by an empty secret", (body) => ["cimsoft", body, sign(body, "", Date.now())]],
    ["one by the other brand's secret", (body) => ["cimsoft", body, sign(body, SECRETS.insource, Date.now())]],
    ["one for the other brand's address", (body) => ["insource", body, good(body)]],
    ["one that is 301 seconds old", (body) => ["cimsoft", body, sign(body, SECRETS.cimsoft, Date.now() - 301_000)]],
    ["one of other bytes", (body) => ["cimsoft", body.replace("pi_nobody", "pi_somebody"), good(body)]],
    ["one of the test scheme", (body) => ["cimsoft", body, good(body).replace("v1=", "v0=")]],
    ["an unknown brand", (body) => ["nobody", body, good(body)]],
    ["a brand that is a word of the language", (body) => ["constructor", body, good(body)]],
    ["a body that is no JSON", () => ["cimsoft", "hello", good("hello")]],
    ["a body that is no event", () => ["cimsoft", '{"object":"event"}', good('{"object":"event"}')]],
  ])("with %s is refused, and nothing is kept", async (_what, make) => {
    const event = newEvent();
    const response = await post(...make(JSON.stringify(event)));
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: "The signature does not fit." });
    expect(await eventRow(event.id)).toBeUndefined();
    expect(await jobsOf("cimsoft", event.id)).toEqual([]);
  });

  it("that was signed a little while ago is taken", async () => {
    const body = JSON.stringify(newEvent());
    expect((await post("cimsoft", body, sign(body, SECRETS.cimsoft, Date.now() - 290_000))).status).toBe(200);
  });

  it("whose bytes are not UTF-8 is refused", async () => {
    const bytes = new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]);
    const response = await postWebhook("cimsoft", webhookRequest(bytes, sign("{\uFFFD\uFFFD}", "whsec_x", Date.now())));
    expect(response.status).toBe(400);
  });

  it("of more than a megabyte is not read, whether it announces its length or not", async () => {
    const body = JSON.stringify(newEvent({ padding: "x".repeat(1024 * 1024) }));
    const signature = good(body);
    expect((await post("cimsoft", body, signature)).status).toBe(413);
    const said = webhookRequest(body, signature);
    said.headers.set("content-length", String(body.length));
    expect((await postWebhook("cimsoft", said)).status).toBe(413);
    expect(said.bodyUsed).toBe(false);
  });

  it("sent again after it was given up gets another run of attempts", async () => {
    const event = newEvent();
    const body = JSON.stringify(event);
    await post("cimsoft", body, good(body));
    await asSystem("test gives the event up", async (db) => {
      await db.update(stripeEvents).set({ state: "failed", note: "gave up" }).where(eq(stripeEvents.eventId, event.id));
      await db.execute(sql`delete from graphile_worker._private_jobs`);
    });
    expect((await post("cimsoft", body, good(body))).status).toBe(200);
    expect(await eventRow(event.id)).toMatchObject({ state: "received", note: null });
    expect(await jobsOf("cimsoft", event.id)).toHaveLength(1);
    await asSystem("test handles the event", (db) =>
      db.update(stripeEvents).set({ state: "applied" }).where(eq(stripeEvents.eventId, event.id)),
    );
    await post("cimsoft", body, good(body));
    expect(await eventRow(event.id)).toMatchObject({ state: "applied" });
  });

  it("of the other mode (live or test) is stored for staff to see, and not handled", async () => {
    const event = newEvent({ livemode: true });
    const body = JSON.stringify(event);
    expect((await post("cimsoft", body, good(body))).status).toBe(200);
    expect(await eventRow(event.id)).toMatchObject({ state: "ignored", note: expect.stringContaining("mode") });
    expect(await jobsOf("cimsoft", event.id)).toEqual([]);
  });
});

it("twenty copies of one Stripe event at once make one row, one job, one payment and one receipt", async () => {
  const payment = await atCheckout();
  stripe.payByCard(payment.sessionId);
  const event = stripe.eventsOf("cimsoft").findLast(({ type }) => type === "checkout.session.completed");
  if (!event) throw new Error("no event");
  const body = JSON.stringify(event, null, 2);
  const copies = await Promise.all(
    Array.from({ length: 20 }, () => post("cimsoft", body, sign(body, SECRETS.cimsoft, Date.now()))),
  );
  expect(copies.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  const rows = (await eventRows("cimsoft")).filter(({ eventId }) => eventId === event.id);
  expect(rows).toHaveLength(1);
  const id = rows[0]?.id;
  expect(await jobsOf("cimsoft", event.id)).toEqual([id]);
  await Promise.all(Array.from({ length: 5 }, () => runEventTask({ id })));
  expect(await ledgerOf(payment)).toMatchObject({
    state: "succeeded",
    parts: ["applied 10000"],
    balances: [{ balance: 0 }],
  });
  expect(await mailsAbout(payment.id)).toEqual(["payment-receipt"]);
  expect(await eventRow(event.id)).toMatchObject({ state: "applied", paymentId: payment.id, note: null });
});

it("webhooks as the sandbox of Stripe sends and signs them are taken, doubled as well", async () => {
  const payment = await atCheckout();
  stripe.stripe.webhooks.setMode("duplicate");
  stripe.payByCard(payment.sessionId);
  await stripe.delivered();
  stripe.stripe.webhooks.setMode("hold");
  expect(
    stripe.stripe.webhooks
      .deliveries()
      .slice(0, 8)
      .map(({ status }) => status),
  ).toEqual(Array(8).fill(200));
  await handleEvents();
  expect(await ledgerOf(payment)).toMatchObject({ state: "succeeded", balances: [{ balance: 0 }] });
  expect(await mailsAbout(payment.id)).toEqual(["payment-receipt"]);
});
