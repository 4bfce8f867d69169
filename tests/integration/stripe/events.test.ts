import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { stripeEvents } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { runEventTask } from "@/lib/stripe/event-task";
import type { StripeEvent } from "@/tests/sandbox/stripe/account";
import { nobodysId, unique } from "@/tests/support/world";
import {
  atCheckout,
  type BrandKey,
  checkoutRows,
  eventRow,
  ledgerOf,
  mailsAbout,
  paymentRow,
  postWebhook,
  SECRETS,
  type Stripe,
  setCheckout,
  setPayment,
  sign,
  startPayment,
  startStripe,
  webhookRequest,
} from "./support";

let stripe: Stripe;
beforeAll(async () => {
  stripe = await startStripe();
});
afterAll(() => stripe.close());
beforeEach(() => {
  stripe.fault("ok");
  stripe.stripe.webhooks.setMode("hold");
});

/** Takes the event in by its webhook and runs its job. */
async function tell(brand: BrandKey, event: StripeEvent | object): Promise<void> {
  const body = JSON.stringify(event);
  const response = await postWebhook(brand, webhookRequest(body, sign(body, SECRETS[brand], Date.now())));
  expect(response.status).toBe(200);
  const row = await eventRow((event as { id: string }).id);
  await runEventTask({ id: row?.id });
}

const about = (type: string, object: { id: string; object: string }, over: object = {}) => ({
  id: unique("evt_x").replaceAll("-", ""),
  object: "event",
  created: 1_790_000_000,
  livemode: false,
  type,
  data: { object },
  ...over,
});

/** The events of what `happen` does, in the order in which Stripe tells them. */
function eventsOf(happen: () => void, brand: BrandKey = "cimsoft"): StripeEvent[] {
  const before = new Set(stripe.eventsOf(brand).map(({ id }) => id));
  happen();
  return stripe.eventsOf(brand).filter(({ id }) => !before.has(id));
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

describe("order", () => {
  it("does not matter: every permutation of a card payment's events, doubled, ends the same", async () => {
    for (const order of permutations([0, 1, 2, 3])) {
      const payment = await atCheckout({ totals: [7_000, 3_000] });
      const events = eventsOf(() => stripe.payByCard(payment.sessionId));
      expect(events).toHaveLength(4);
      for (const index of [...order, ...order]) {
        const event = events[index];
        if (event) await tell("cimsoft", event);
      }
      expect(await ledgerOf(payment)).toMatchObject({
        state: "succeeded",
        credit: 0,
        parts: ["applied 3000", "applied 7000"],
        balances: [{ balance: 0 }, { balance: 0 }],
      });
      expect(await mailsAbout(payment.id)).toEqual(["payment-receipt"]);
    }
  }, 120_000);

  it("does not matter from a debit to its dispute either, each event told as late as can be", async () => {
    const stories: StripeEvent["type"][] = [
      "payment_intent.processing",
      "checkout.session.async_payment_succeeded",
      "charge.refunded",
      "charge.dispute.created",
    ];
    const ends = new Set<string>();
    for (const order of permutations(stories)) {
      const payment = await atCheckout({ totals: [10_000] });
      const events = eventsOf(() => {
        stripe.payByBankDebit(payment.sessionId);
        stripe.settleDebit(payment.sessionId);
        stripe.refund(payment.sessionId, 2_500);
        stripe.dispute(payment.sessionId, "needs_response");
      });
      for (const type of order) {
        const event = events.find((candidate) => candidate.type === type);
        if (event) await tell("cimsoft", event);
      }
      ends.add(JSON.stringify(await ledgerOf(payment)));
      expect(await mailsAbout(payment.id)).toEqual(expect.arrayContaining(["payment-receipt", "payment-refunded"]));
    }
    expect([...ends]).toHaveLength(1);
    expect([...ends][0]).toContain('"state":"disputed"');
  }, 120_000);
});

describe("a bank debit", () => {
  it("is on its way, then settles", async () => {
    const payment = await atCheckout();
    for (const event of eventsOf(() => stripe.payByBankDebit(payment.sessionId))) await tell("cimsoft", event);
    expect(await ledgerOf(payment)).toMatchObject({
      state: "processing",
      balances: [{ balance: 10_000, pending: 10_000 }],
    });
    expect(await paymentRow(payment.id)).toMatchObject({ method: "bank_debit", expectedOn: expect.any(String) });
    for (const event of eventsOf(() => stripe.settleDebit(payment.sessionId))) await tell("cimsoft", event);
    expect(await ledgerOf(payment)).toMatchObject({ state: "succeeded", balances: [{ balance: 0, pending: 0 }] });
    expect(await mailsAbout(payment.id)).toEqual(["payment-processing", "payment-receipt"]);
  });

  it("is on its way, then fails, and the invoice is free again", async () => {
    const payment = await atCheckout();
    for (const event of eventsOf(() => stripe.payByBankDebit(payment.sessionId))) await tell("cimsoft", event);
    for (const event of eventsOf(() => stripe.failDebit(payment.sessionId))) await tell("cimsoft", event);
    expect(await ledgerOf(payment)).toMatchObject({
      state: "failed",
      parts: ["released 10000"],
      balances: [{ balance: 10_000, pending: 0 }],
    });
    expect((await paymentRow(payment.id)).failureCode).toBe("insufficient_funds");
    expect(await mailsAbout(payment.id)).toEqual(["payment-processing", "payment-failed"]);
  });
});

it("a declined card leaves the payment started, with what the bank said", async () => {
  const payment = await atCheckout();
  for (const event of eventsOf(() => stripe.declineCard(payment.sessionId))) await tell("cimsoft", event);
  expect(await paymentRow(payment.id)).toMatchObject({ state: "started", failureCode: "card_declined" });
  for (const event of eventsOf(() => stripe.payByCard(payment.sessionId))) await tell("cimsoft", event);
  expect(await paymentRow(payment.id)).toMatchObject({ state: "succeeded", failureCode: null });
  expect(await mailsAbout(payment.id)).toEqual(["payment-receipt"]);
});

it("a refund in parts takes the money back, and a refund that fails brings it again", async () => {
  const payment = await atCheckout({ totals: [7_000, 3_000] });
  const told = async (happen: () => void) => {
    for (const event of eventsOf(happen)) await tell("cimsoft", event);
    return ledgerOf(payment);
  };
  await told(() => stripe.payByCard(payment.sessionId));
  expect(await told(() => stripe.refund(payment.sessionId, 4_000))).toMatchObject({
    state: "partly_refunded",
    balances: [
      { balance: 1_000, refunded: 1_000 },
      { balance: 3_000, refunded: 3_000 },
    ],
    refunds: ["refund 4000"],
  });
  expect(await told(() => stripe.refund(payment.sessionId))).toMatchObject({
    state: "refunded",
    balances: [{ balance: 7_000 }, { balance: 3_000 }],
    refunds: ["refund 4000", "refund 6000"],
  });
  expect(await told(() => stripe.failRefund(payment.sessionId))).toMatchObject({
    state: "partly_refunded",
    balances: [{ balance: 1_000 }, { balance: 3_000 }],
    refunds: ["refund 4000"],
  });
  expect(await mailsAbout(payment.id)).toEqual(["payment-receipt", "payment-refunded", "payment-refunded"]);
});

describe("a dispute", () => {
  it.each([
    ["won", { state: "succeeded", dispute: "won", refunds: [], balances: [{ balance: 0, disputed: 0 }] }],
    ["lost", { state: "refunded", dispute: "lost", refunds: ["chargeback 10000"], balances: [{ balance: 10_000 }] }],
  ] as const)("is open, then %s", async (end, expected) => {
    const payment = await atCheckout();
    for (const event of eventsOf(() => stripe.payByCard(payment.sessionId))) await tell("cimsoft", event);
    for (const event of eventsOf(() => stripe.dispute(payment.sessionId, "needs_response")))
      await tell("cimsoft", event);
    expect(await ledgerOf(payment)).toMatchObject({
      state: "disputed",
      dispute: "open",
      balances: [{ balance: 0, disputed: 10_000 }],
    });
    for (const event of eventsOf(() => stripe.dispute(payment.sessionId, end))) await tell("cimsoft", event);
    expect(await ledgerOf(payment)).toMatchObject(expected);
    const before = JSON.stringify(await ledgerOf(payment));
    await tell("cimsoft", about("charge.dispute.updated", disputeOf(payment.sessionId)));
    expect(JSON.stringify(await ledgerOf(payment))).toBe(before);
    expect(await mailsAbout(payment.id)).toEqual(["payment-receipt"]);
  });

  it("that is an inquiry only moves no money", async () => {
    const payment = await atCheckout();
    stripe.payByCard(payment.sessionId);
    for (const event of eventsOf(() => stripe.dispute(payment.sessionId, "warning_needs_response"))) {
      await tell("cimsoft", event);
    }
    expect(await ledgerOf(payment)).toMatchObject({ state: "succeeded", dispute: null, balances: [{ balance: 0 }] });
  });

  function disputeOf(sessionId: string): { id: string; object: string } {
    const account = stripe.stripe.account("cimsoft");
    const intent = stripe.session(sessionId).payment_intent;
    const found = [...account.disputes.values()].find((entry) => entry.payment_intent === intent);
    if (!found) throw new Error("no dispute");
    return { id: found.id, object: "dispute" };
  }
});

describe("an event that is not ours", () => {
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
  ])("%s is put away with a note", async (_what, event, note) => {
    await tell("cimsoft", event);
    expect(await eventRow(event.id)).toMatchObject({
      state: "ignored",
      note: expect.stringMatching(note),
      paymentId: null,
    });
  });

  it("of one brand at the other brand's address changes nothing", async () => {
    const payment = await atCheckout();
    const events = eventsOf(() => stripe.payByCard(payment.sessionId));
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
    const [completed] = eventsOf(() => stripe.payByCard(stranger.sessionId), "insource").slice(-1);
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
    const event = eventsOf(() => stripe.payByCard(other.sessionId)).at(-1);
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
      "that names a try which was never made",
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
  ])("%s is put away, and no payment is touched", async (_what, change, note) => {
    const { payment, row } = await session(change);
    expect(row).toMatchObject({ state: "ignored", note: expect.stringMatching(note) });
    expect((await paymentRow(payment.id)).state).toBe("started");
  });

  it("that names a try with a session of its own is put away", async () => {
    const payment = await atCheckout();
    const other = await atCheckout();
    stripe.session(other.sessionId).metadata = { payment_id: payment.id, attempt: "1" };
    await setCheckout(other.id, 1, { sessionId: null, url: null });
    const event = eventsOf(() => stripe.payByCard(other.sessionId)).at(-1);
    await tell("cimsoft", event ?? {});
    expect(await eventRow(event?.id ?? "")).toMatchObject({
      state: "ignored",
      note: expect.stringContaining("another session"),
    });
    expect((await paymentRow(payment.id)).state).toBe("started");
  });
});

it("an event that is faster than our own record of the session finds its payment", async () => {
  const payment = await atCheckout();
  await setCheckout(payment.id, 1, { sessionId: null, url: null, state: "preparing" });
  const events = eventsOf(() => stripe.payByCard(payment.sessionId));
  const early = events.find(({ type }) => type === "charge.succeeded");
  await tell("cimsoft", early ?? {});
  expect(await eventRow(early?.id ?? "")).toMatchObject({ state: "applied", paymentId: payment.id });
  expect((await checkoutRows(payment.id))[0]).toMatchObject({ sessionId: payment.sessionId, state: "succeeded" });
  expect((await paymentRow(payment.id)).state).toBe("succeeded");
});

it("money that comes for a payment which had ended counts", async () => {
  const payment = await atCheckout();
  await setPayment(payment.id, { state: "cancelled" });
  for (const event of eventsOf(() => stripe.payByCard(payment.sessionId))) await tell("cimsoft", event);
  expect((await paymentRow(payment.id)).state).toBe("succeeded");
});

describe("a job that dies", () => {
  it("between store and apply is done once by the next run", async () => {
    const payment = await atCheckout();
    const event = eventsOf(() => stripe.payByCard(payment.sessionId)).at(-1) ?? { id: "" };
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

  it("after the ledger was written but before the event was takes both back", async () => {
    const payment = await atCheckout();
    const event = eventsOf(() => stripe.payByCard(payment.sessionId)).at(-1) ?? { id: "" };
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
    const event = eventsOf(() => stripe.payByCard(payment.sessionId)).at(-1) ?? { id: "" };
    stripe.fault("error-500", 50);
    await expect(tell("cimsoft", event)).rejects.toThrow();
    const id = (await eventRow(event.id))?.id;
    await expect(runEventTask({ id }, { lastTry: true })).rejects.toThrow();
    expect(await eventRow(event.id)).toMatchObject({
      state: "failed",
      note: "Given up after many tries: StripeUnreachable",
    });
    expect((await paymentRow(payment.id)).state).toBe("started");
    stripe.fault("ok");
    await runEventTask({ id });
    expect(await eventRow(event.id)).toMatchObject({ state: "applied", note: null });
  });

  it("is nothing for an event that is not there", async () => {
    await expect(runEventTask({ id: nobodysId() })).resolves.toBeUndefined();
    await expect(runEventTask({})).rejects.toThrow();
    const rows = await asSystem("test look", (db) => db.select({ id: stripeEvents.id }).from(stripeEvents).limit(1));
    expect(rows).toHaveLength(1);
  });
});

it("nothing that Stripe says of people or cards is written to the log", async () => {
  const { log } = await import("@/lib/log");
  const lines: string[] = [];
  const spies = (["info", "warn", "error"] as const).map((level) =>
    vi.spyOn(log, level).mockImplementation((...parts: unknown[]) => void lines.push(JSON.stringify(parts))),
  );
  const payment = await atCheckout();
  for (const event of eventsOf(() => stripe.declineCard(payment.sessionId))) await tell("cimsoft", event);
  stripe.fault("error-500", 50);
  const [event] = eventsOf(() => stripe.payByCard(payment.sessionId));
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
