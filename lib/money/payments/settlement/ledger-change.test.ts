import { describe, expect, it } from "vitest";
import { type AllocationState, PAYMENT_STATES, type PaymentState } from "@/db/schema/constants";
import { moneyCame, PAYMENT_TRANSITIONS } from "@/lib/money/payments/rules";
import { computeChange, type Ledger, type LedgerCheckout } from "./ledger-change";
import type { PaymentSnapshot } from "./snapshot";

const AT = Date.UTC(2026, 10, 20, 15);

const first: LedgerCheckout = { id: "t1", number: 1, state: "open", sessionId: "cs_1", paymentIntentId: null };

const ALLOCATED: Partial<Record<PaymentState, AllocationState>> = {
  processing: "pending",
  failed: "released",
  cancelled: "released",
  succeeded: "applied",
  partly_refunded: "applied",
  refunded: "refunded",
  disputed: "disputed",
};

/**
 * A payment of 10.00 in a state, with the allocations that the state requires. A partly refunded one has returned its
 * credit of 1.00.
 */
function ledger(over: Partial<Ledger> = {}, state: PaymentState = "started"): Ledger {
  const allocated = ALLOCATED[state] ?? "planned";
  const onlyPartly = state === "partly_refunded";
  const amountMinor = onlyPartly ? 900 : 1_000;
  const returnedMinor = onlyPartly ? 100 : 0;
  const back = { refunded: 1_000, partly_refunded: 100 }[state as string];
  return {
    currency: "USD",
    payment: {
      ...{ state, method: "card", amountMinor: 1_000, returnedMinor, receivedOn: "2026-11-20", failureCode: null },
      ...{ disputeState: state === "disputed" ? "open" : null, expectedOn: null },
      succeededAt: moneyCame(state) ? AT : null,
    },
    parts: [
      {
        ...{ id: "a1", invoiceId: "i1", amountMinor, state: allocated, appliedOn: null, appliedBy: null },
        refundedOn: allocated === "refunded" ? "2026-11-20" : null,
      },
    ],
    invoices: [
      {
        ...{ id: "i1", number: "INV-1", totalMinor: 1_000, voidedOn: null },
        allocatedMinor: allocated === "applied" || allocated === "disputed" ? amountMinor : 0,
      },
    ],
    checkouts: [{ ...first, state: moneyCame(state) ? "succeeded" : "open" }],
    refunds: back ? [{ id: "r1", kind: "refund", stripeId: "re_1", amountMinor: back, refundedOn: "2026-11-20" }] : [],
    zone: "America/New_York",
    holidays: [{ day: "2026-11-26", closes: null }],
    ...over,
  };
}

function snapshot(over: Partial<PaymentSnapshot> = {}): PaymentSnapshot {
  return { paymentId: "p1", observation: 1, checkouts: [], charge: null, processing: null, ...over };
}

const session = (
  state: "open" | "processing" | "succeeded" | "failed" | "expired",
  failureCode: string | null = null,
) => ({
  checkouts: [{ sessionId: "cs_1", paymentIntentId: null, state, failureCode }],
});

const charge = (over: Partial<NonNullable<PaymentSnapshot["charge"]>> = {}) => ({
  charge: {
    ...{ method: "card" as const, amountMinor: 1_000, currency: "USD", at: AT, refunds: [], dispute: null },
    ...over,
  },
});

const LOOKS: Record<string, PaymentSnapshot> = {
  open: snapshot(session("open")),
  declined: snapshot(session("open", "card_declined")),
  expired: snapshot(session("expired")),
  failed: snapshot(session("failed", "no_account")),
  processing: snapshot({ ...session("processing"), processing: { method: "bank_debit", at: AT } }),
  paid: snapshot({ ...session("succeeded"), ...charge() }),
  disputed: snapshot({ ...session("succeeded"), ...charge({ dispute: "open" }) }),
  refunded: snapshot({
    ...session("succeeded"),
    ...charge({ refunds: [{ kind: "refund", stripeId: "re_1", amountMinor: 1_000, at: AT }] }),
  }),
};

describe.each(PAYMENT_STATES)("a payment that is %s", (state) => {
  it.each(Object.keys(LOOKS))("changes its state only as PAYMENT_TRANSITIONS allows when Stripe shows %s", (name) => {
    const before = ledger({}, state);
    const seen = LOOKS[name] ?? snapshot();
    const change = computeChange(before, seen);
    const to = change.payment.state;
    expect(to === state || PAYMENT_TRANSITIONS[state].includes(to)).toBe(true);
    if (to === state && state !== "partly_refunded") expect(change.parts).toEqual(before.parts);
  });

  it.each(Object.keys(LOOKS))("is settled in one step when Stripe shows %s", (name) => {
    const before = ledger({}, state);
    const seen = LOOKS[name] ?? snapshot();
    const { news, audits, ...change } = computeChange(before, seen);
    const applied = change.parts.reduce(
      (sum, part) => (part.state === "applied" || part.state === "disputed" ? sum + part.amountMinor : sum),
      0,
    );
    const again = computeChange(
      {
        ...before,
        ...change,
        refunds: change.refunds.map((refund) => ({ ...refund, id: refund.stripeId })),
        invoices: before.invoices.map((invoice) => ({ ...invoice, allocatedMinor: applied })),
      },
      seen,
    );
    expect([again.news, again.audits]).toEqual([[], []]);
    expect([again.payment, again.parts, again.checkouts]).toEqual([change.payment, change.parts, change.checkouts]);
    if (change.payment.state === state) expect([news, audits]).toEqual([[], []]);
  });
});

it("a processing payment tells when its debit is expected, in the brand's zone and without its holidays", () => {
  const late = { method: "bank_debit" as const, at: Date.UTC(2026, 10, 21, 3) };
  const { payment } = computeChange(ledger(), snapshot({ ...session("processing"), processing: late }));
  // In New York it is still Friday 20 November; Thanksgiving does not count.
  expect(payment).toMatchObject({ state: "processing", expectedOn: "2026-11-27", method: "bank_debit" });
});

it("a payment stays started while its newest attempt is prepared, and keeps the failure code of the attempt before", () => {
  const next: LedgerCheckout = { id: "t2", number: 2, state: "preparing", sessionId: null, paymentIntentId: null };
  const before = ledger({ checkouts: [next, first] });
  const change = computeChange(
    { ...before, payment: { ...before.payment, failureCode: "card_declined" } },
    snapshot(session("expired", "card_declined")),
  );
  expect(change.payment).toMatchObject({ state: "started", failureCode: "card_declined" });
  expect(change.checkouts.map(({ state }) => state)).toEqual(["preparing", "expired"]);
});

it.each([
  ["another currency", { currency: "CAD" }],
  ["nothing", { amountMinor: 0 }],
])("computeChange refuses a charge of %s", (_, over) => {
  expect(() => computeChange(ledger(), snapshot(charge(over)))).toThrow(RangeError);
});
