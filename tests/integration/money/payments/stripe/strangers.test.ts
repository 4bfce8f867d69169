import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { asSystem } from "@/db/viewer";
import { runEventTask } from "@/lib/money/payments/stripe/event";
import { nobodysId } from "@/tests/support/world";
import {
  atCheckout,
  checkoutRows,
  eventRow,
  ledgerOf,
  mailsAbout,
  paymentRow,
  type Stripe,
  setCheckout,
  startPayment,
  startStripe,
} from "./support";
import { about, eventsOf, tell } from "./telling";

let stripe: Stripe;
beforeAll(async () => {
  stripe = await startStripe();
});
afterAll(() => stripe.close());
beforeEach(() => {
  stripe.fault("ok");
  stripe.stripe.webhooks.setMode("hold");
});

describe("a Stripe event that is not of this portal", () => {
  it.each([
    ["of a type without use", about("customer.created", { id: "cus_1", object: "customer" }), /no use/],
    ["of a type that is a word of the language", about("constructor", { id: "x", object: "x" }), /no use/],
    [
      "about something else than its type says",
      about("charge.succeeded", { id: "pi_1", object: "payment_intent" }),
      /not about/,
    ],
    [
      "about an object that the account does not have",
      about("charge.succeeded", { id: "ch_nobody", object: "charge" }),
      /no such object/,
    ],
    [
      "about a session that the account does not have",
      about("checkout.session.completed", { id: "cs_nobody", object: "checkout.session" }),
      /no such object/,
    ],
  ])("%s is ignored with a note", async (_what, event, note) => {
    await tell("cimsoft", event);
    expect(await eventRow(event.id)).toMatchObject({
      state: "ignored",
      note: expect.stringMatching(note),
      paymentId: null,
    });
  });

  it("of one brand at the other brand's address changes nothing", async () => {
    const payment = await atCheckout();
    const events = eventsOf(stripe, () => stripe.payByCard(payment.sessionId));
    for (const event of events) await tell("insource", event);
    for (const event of events) expect(await eventRow(event.id)).toMatchObject({ brand: "insource", state: "ignored" });
    expect((await paymentRow(payment.id)).state).toBe("started");
  });

  it("about a payment of the other brand, in an account that both share, changes nothing", async () => {
    const payment = await startPayment({ brand: "cimsoft" });
    const stranger = await atCheckout({ brand: "insource" });
    const session = stripe.session(stranger.sessionId);
    session.metadata = { payment_id: payment.id, attempt: "1" };
    await setCheckout(stranger.id, 1, { sessionId: null, url: null });
    const [completed] = eventsOf(stripe, () => stripe.payByCard(stranger.sessionId), "insource").slice(-1);
    await tell("insource", completed ?? {});
    expect(await eventRow(completed?.id ?? "")).toMatchObject({
      state: "ignored",
      note: expect.stringContaining("another brand"),
    });
    expect((await paymentRow(payment.id)).state).toBe("started");
    expect((await checkoutRows(payment.id))[0]?.sessionId).toBeNull();
  });

  const session = async (change: (session: ReturnType<Stripe["session"]>, own: string) => void) => {
    const payment = await startPayment();
    const other = await atCheckout();
    change(stripe.session(other.sessionId), payment.id);
    await setCheckout(other.id, 1, { sessionId: null, url: null });
    const event = eventsOf(stripe, () => stripe.payByCard(other.sessionId)).at(-1);
    await tell("cimsoft", event ?? {});
    return { payment, row: await eventRow(event?.id ?? "") };
  };

  it.each<[string, (session: ReturnType<Stripe["session"]>, own: string) => void, RegExp]>([
    ["without a mark", (session) => (session.metadata = {}), /not a payment of the portal/],
    [
      "with a mark that is no id",
      (session) => (session.metadata = { payment_id: "1 or 1", attempt: "1" }),
      /not a payment/,
    ],
    [
      "that names nobody's payment",
      (session) => (session.metadata = { payment_id: nobodysId(), attempt: "1" }),
      /does not have/,
    ],
    [
      "that names an attempt which was never made",
      (session, own) => (session.metadata = { payment_id: own, attempt: "7" }),
      /did not make/,
    ],
    [
      "of another amount than the payment it names",
      (session, own) => {
        session.metadata = { payment_id: own, attempt: "1" };
        session.amount_total = 999;
      },
      /amount/,
    ],
  ])("%s is ignored, and no payment is touched", async (_what, change, note) => {
    const { payment, row } = await session(change);
    expect(row).toMatchObject({ state: "ignored", note: expect.stringMatching(note) });
    expect((await paymentRow(payment.id)).state).toBe("started");
  });

  it("that names an attempt of the portal under another session is ignored", async () => {
    const payment = await atCheckout();
    const other = await atCheckout();
    stripe.session(other.sessionId).metadata = { payment_id: payment.id, attempt: "1" };
    await setCheckout(other.id, 1, { sessionId: null, url: null });
    const event = eventsOf(stripe, () => stripe.payByCard(other.sessionId)).at(-1);
    await tell("cimsoft", event ?? {});
    expect(await eventRow(event?.id ?? "")).toMatchObject({
      state: "ignored",
      note: expect.stringContaining("another session"),
    });
    expect((await paymentRow(payment.id)).state).toBe("started");
  });
});

describe("a job for a Stripe event that dies", () => {
  it("between storing and applying the event is done once by the next run", async () => {
    const payment = await atCheckout();
    const event = eventsOf(stripe, () => stripe.payByCard(payment.sessionId)).at(-1) ?? { id: "" };
    stripe.fault("unreachable", 50);
    await expect(tell("cimsoft", event)).rejects.toThrow();
    expect(await eventRow(event.id)).toMatchObject({ state: "received" });
    stripe.fault("ok");
    const id = (await eventRow(event.id))?.id;
    await runEventTask({ id });
    await runEventTask({ id });
    expect(await eventRow(event.id)).toMatchObject({ state: "applied" });
    expect(await mailsAbout(payment.id)).toEqual(["payment-receipt"]);
  });

  it("after the ledger was written but before the event was changes neither", async () => {
    const payment = await atCheckout();
    const event = eventsOf(stripe, () => stripe.payByCard(payment.sessionId)).at(-1) ?? { id: "" };
    await asSystem("test breaks the last step", async (db) => {
      await db.execute(
        sql`create function break_off() returns trigger language plpgsql as $$ begin raise 'off'; end $$`,
      );
      await db.execute(
        sql`create trigger break_off before update on stripe_events for each row execute function break_off()`,
      );
    });
    try {
      await expect(tell("cimsoft", event)).rejects.toThrow();
    } finally {
      await asSystem("test mends it", (db) => db.execute(sql`drop function break_off() cascade`));
    }
    expect(await ledgerOf(payment)).toMatchObject({ state: "started", balances: [{ balance: 10_000 }] });
    expect(await mailsAbout(payment.id)).toEqual([]);
    await runEventTask({ id: (await eventRow(event.id))?.id });
    expect(await ledgerOf(payment)).toMatchObject({ state: "succeeded", balances: [{ balance: 0 }] });
    expect(await mailsAbout(payment.id)).toEqual(["payment-receipt"]);
  });

  it("for the last time leaves the event for staff to see, and the ledger as it was", async () => {
    const payment = await atCheckout();
    const event = eventsOf(stripe, () => stripe.payByCard(payment.sessionId)).at(-1) ?? { id: "" };
    stripe.fault("error-500", 50);
    await expect(tell("cimsoft", event)).rejects.toThrow();
    const id = (await eventRow(event.id))?.id;
    await expect(runEventTask({ id }, { lastAttempt: true })).rejects.toThrow();
    expect(await eventRow(event.id)).toMatchObject({
      state: "failed",
      note: "Given up after many attempts: StripeUnreachable",
    });
    expect((await paymentRow(payment.id)).state).toBe("started");
    stripe.fault("ok");
    await runEventTask({ id });
    expect(await eventRow(event.id)).toMatchObject({ state: "applied", note: null });
  });

  it("does nothing for an event that does not exist", async () => {
    await expect(runEventTask({ id: nobodysId() })).resolves.toBeUndefined();
    await expect(runEventTask({})).rejects.toThrow();
  });
});

it("nothing that Stripe says of people or cards is written to the log", async () => {
  const { log } = await import("@/lib/log");
  const lines: string[] = [];
  const spies = (["info", "warn", "error"] as const).map((level) =>
    vi.spyOn(log, level).mockImplementation((...parts: unknown[]) => void lines.push(JSON.stringify(parts))),
  );
  const payment = await atCheckout();
  for (const event of eventsOf(stripe, () => stripe.declineCard(payment.sessionId))) await tell("cimsoft", event);
  stripe.fault("error-500", 50);
  const [event] = eventsOf(stripe, () => stripe.payByCard(payment.sessionId));
  await expect(tell("cimsoft", event ?? {})).rejects.toThrow();
  for (const spy of spies) spy.mockRestore();
  const text = lines.join("\n");
  expect(lines.length).toBeGreaterThan(2);
  expect(text).not.toContain(payment.contact.email);
  expect(text).not.toContain(payment.company.name);
  expect(text).not.toContain("/checkout/");
  expect(text).not.toContain("sk_test");
  expect(text).not.toMatch(/4242|last4/);
});
