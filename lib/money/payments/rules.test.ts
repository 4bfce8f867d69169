import { describe, expect, it } from "vitest";
import { PAYMENT_STATES } from "@/db/schema/constants";
import {
  creditOf,
  failureWords,
  MONEY_STATES,
  moneyCame,
  PAY_BLOCK_WORDS,
  PAYMENT_TRANSITIONS,
  type PayBlock,
  type PayFacts,
  payBlock,
} from "./rules";

const OPEN: PayFacts = { kind: "invoice", voidedOn: null, balanceMinor: 100, pendingMinor: 0, planned: false };

describe("payBlock", () => {
  it.each<[PayBlock | null, Partial<PayFacts>]>([
    [null, {}],
    ["not_an_invoice", { kind: "credit_note" }],
    ["void", { voidedOn: "2026-01-01", balanceMinor: 0 }],
    ["paid", { balanceMinor: 0 }],
    ["processing", { pendingMinor: 1 }],
    ["started", { planned: true }],
    ["processing", { pendingMinor: 1, planned: true }],
  ])("gives %s for the facts %j", (expected, over) => {
    expect(payBlock({ ...OPEN, ...over })).toBe(expected);
  });

  it("has words for every reason", () => {
    for (const words of Object.values(PAY_BLOCK_WORDS)) expect(words).toMatch(/^[A-Z].*\.$/);
  });
});

describe("PAYMENT_TRANSITIONS", () => {
  it("never lead from a state with money to one without", () => {
    for (const from of MONEY_STATES) expect(PAYMENT_TRANSITIONS[from].filter((to) => !moneyCame(to))).toEqual([]);
  });

  it("lead to the states with money from every state, and to started from none", () => {
    for (const from of PAYMENT_STATES) {
      expect(PAYMENT_TRANSITIONS[from]).not.toContain("started");
      expect(PAYMENT_TRANSITIONS[from]).not.toContain(from);
      for (const to of MONEY_STATES)
        if (to !== from && !moneyCame(from)) expect(PAYMENT_TRANSITIONS[from]).toContain(to);
    }
  });
});

describe("creditOf", () => {
  it.each(PAYMENT_STATES)("gives the credit of a payment that is %s only if the credit can be used", (state) => {
    const usable = state === "succeeded" || state === "partly_refunded";
    expect(creditOf({ state, unallocatedMinor: 700 })).toBe(usable ? 700 : 0);
  });
});

describe("failureWords", () => {
  const general = failureWords(null);

  it.each([
    "card_declined",
    "insufficient_funds",
    "expired_card",
    "debit_not_authorized",
    "account_closed",
    "no_account",
    "bank_account_restricted",
  ])("has words of its own for the code %s", (code) => {
    const words = failureWords(code);
    expect(words).not.toEqual(general);
    expect(`${words.what} ${words.todo}`).not.toMatch(/please|!|_|sorry/i);
  });

  it.each(["never_heard_of", "constructor", "__proto__", ""])(
    "gives the general words for the unknown code %j",
    (code) => {
      expect(failureWords(code)).toEqual(general);
    },
  );
});
