import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startStripe } from "./test-support";

let stripe: Awaited<ReturnType<typeof startStripe>>;
beforeEach(async () => {
  stripe = await startStripe();
});
afterEach(() => stripe.close());

describe("refunds", () => {
  it("give a part back, then the rest, and no cent more", async () => {
    const { intent } = await stripe.paid();
    expect((await stripe.control(`payments/${intent}/refund`, { amount: 25_000 })).status).toBe(200);
    expect((await stripe.control(`payments/${intent}/refund`, { amount: 100_001 })).status).toBe(409);
    const charge = async () =>
      (await stripe.cimsoft.paymentIntents.retrieve(intent, { expand: ["latest_charge"] })).latest_charge;
    expect(await charge()).toMatchObject({ amount_refunded: 25_000, refunded: false });
    expect((await stripe.control(`payments/${intent}/refund`)).status).toBe(200);
    expect(await charge()).toMatchObject({ amount_refunded: 125_000, refunded: true });
    expect((await stripe.control(`payments/${intent}/refund`)).status).toBe(409);
    const { data } = await stripe.cimsoft.refunds.list({ payment_intent: intent });
    expect(data.map(({ amount, status }) => [amount, status])).toEqual([
      [100_000, "succeeded"],
      [25_000, "succeeded"],
    ]);
    expect(await stripe.cimsoft.refunds.retrieve(data[0]?.id ?? "")).toEqual(data[0]);
    expect(await stripe.types()).toEqual(["refund.created", "charge.refunded", "refund.created", "charge.refunded"]);
  });

  it("may fail later", async () => {
    const { intent } = await stripe.paid();
    await stripe.control(`payments/${intent}/refund`);
    expect((await stripe.control(`payments/${intent}/fail-refund`)).status).toBe(200);
    const { data } = await stripe.cimsoft.refunds.list({ payment_intent: intent });
    expect(data).toMatchObject([{ status: "failed", amount: 125_000, failure_reason: expect.any(String) }]);
    expect((await stripe.cimsoft.charges.list({ payment_intent: intent })).data).toMatchObject([
      { amount_refunded: 0, refunded: false },
    ]);
    expect((await stripe.types()).slice(2)).toEqual(["refund.updated", "charge.refund.updated", "refund.failed"]);
    expect((await stripe.control(`payments/${intent}/fail-refund`)).status).toBe(409);
  });
});

describe("disputes", () => {
  it.each([
    ["won", ["charge.dispute.funds_reinstated", "charge.dispute.closed"]],
    ["lost", ["charge.dispute.closed"]],
  ])("are opened and %s", async (status, events) => {
    const { intent } = await stripe.paid();
    await stripe.control(`payments/${intent}/refund`, { amount: 25_000 });
    expect((await stripe.control(`payments/${intent}/dispute`)).status).toBe(200);
    const list = async () => (await stripe.cimsoft.disputes.list({ payment_intent: intent })).data;
    expect(await list()).toMatchObject([{ status: "needs_response", amount: 100_000 }]);
    expect((await stripe.control(`payments/${intent}/refund`)).status).toBe(409);
    expect((await stripe.control(`payments/${intent}/dispute`, { status })).status).toBe(200);
    const [moved, ...others] = await list();
    expect([moved?.status, others]).toEqual([status, []]);
    expect(await stripe.cimsoft.disputes.retrieve(moved?.id ?? "")).toEqual(moved);
    expect((await stripe.types()).slice(2)).toEqual([
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      ...events,
    ]);
    expect((await stripe.control(`payments/${intent}/dispute`, { status: "won" })).status).toBe(409);
  });

  it("may be lost at once, as returned bank debits are", async () => {
    const { intent } = await stripe.paid("bank-debit");
    await stripe.control(`payments/${intent}/settle`);
    await stripe.control(`payments/${intent}/dispute`, { status: "lost" });
    expect((await stripe.cimsoft.disputes.list({ payment_intent: intent })).data).toMatchObject([{ status: "lost" }]);
    expect((await stripe.types()).slice(3)).toEqual([
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      "charge.dispute.closed",
    ]);
  });

  it("may be an inquiry first, which moves no money", async () => {
    const { intent } = await stripe.paid();
    await stripe.control(`payments/${intent}/dispute`, { status: "warning_needs_response" });
    expect(await stripe.types()).toEqual(["charge.dispute.created"]);
    await stripe.control(`payments/${intent}/dispute`, { status: "needs_response" });
    expect((await stripe.types()).slice(1)).toEqual(["charge.dispute.funds_withdrawn", "charge.dispute.updated"]);
    expect((await stripe.control(`payments/${intent}/dispute`, { status: "warning_closed" })).status).toBe(409);
  });
});
