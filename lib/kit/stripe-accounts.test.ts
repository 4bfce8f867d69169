import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readStripeAccounts } from "./stripe-accounts";

const ONE = { STRIPE_SECRET_KEY_CIMSOFT: "sk_test_cimsoft", STRIPE_WEBHOOK_SECRET_CIMSOFT: "whsec_cimsoft_new" };

describe("Stripe's accounts in the environment", () => {
  it("are none if no variable of an account is set", () => {
    expect(readStripeAccounts({})).toEqual({ accounts: {}, faults: [] });
    expect(readStripeAccounts({ STRIPE_BASE_URL: "x", STRIPE_SECRET_KEY_: "x", stripe_secret_key_a: "x" })).toEqual({
      accounts: {},
      faults: [],
    });
    expect(readStripeAccounts({ STRIPE_SECRET_KEY_CIMSOFT: undefined }).faults).toEqual([]);
  });

  it("are read for each brand from the brand's own variables", () => {
    const { accounts, faults } = readStripeAccounts({
      ...ONE,
      STRIPE_SECRET_KEY_NORTH_WIND: "rk_live_northwind",
      STRIPE_WEBHOOK_SECRET_NORTH_WIND: "whsec_northwind",
    });
    expect(faults).toEqual([]);
    expect(accounts).toEqual({
      cimsoft: { secretKey: "sk_test_cimsoft", webhookSecrets: ["whsec_cimsoft_new"] },
      "north-wind": { secretKey: "rk_live_northwind", webhookSecrets: ["whsec_northwind"] },
    });
  });

  it("have two webhook secrets while one is rotated", () => {
    const { accounts } = readStripeAccounts({
      ...ONE,
      STRIPE_WEBHOOK_SECRET_CIMSOFT: "whsec_cimsoft_new, whsec_cimsoft_old",
    });
    expect(accounts.cimsoft?.webhookSecrets).toEqual(["whsec_cimsoft_new", "whsec_cimsoft_old"]);
  });

  it.each([
    ["an empty key", { STRIPE_SECRET_KEY_CIMSOFT: "" }, "STRIPE_SECRET_KEY_CIMSOFT", /is empty/],
    ["a publishable key", { STRIPE_SECRET_KEY_CIMSOFT: "pk_test_x" }, "STRIPE_SECRET_KEY_CIMSOFT", /not a secret key/],
    ["a key in quotes", { STRIPE_SECRET_KEY_CIMSOFT: '"sk_test_x"' }, "STRIPE_SECRET_KEY_CIMSOFT", /not a secret key/],
    ["an empty secret", { STRIPE_WEBHOOK_SECRET_CIMSOFT: "" }, "STRIPE_WEBHOOK_SECRET_CIMSOFT", /empty one is refused/],
    ["a blank secret", { STRIPE_WEBHOOK_SECRET_CIMSOFT: " " }, "STRIPE_WEBHOOK_SECRET_CIMSOFT", /empty one/],
    [
      "an empty second secret",
      { STRIPE_WEBHOOK_SECRET_CIMSOFT: "whsec_cimsoft_new," },
      "STRIPE_WEBHOOK_SECRET_CIMSOFT",
      /empty one/,
    ],
    ["a secret of nothing", { STRIPE_WEBHOOK_SECRET_CIMSOFT: "whsec_" }, "STRIPE_WEBHOOK_SECRET_CIMSOFT", /takes one/],
    [
      "three secrets",
      { STRIPE_WEBHOOK_SECRET_CIMSOFT: "whsec_aaaaaaaa,whsec_bbbbbbbb,whsec_cccccccc" },
      "STRIPE_WEBHOOK_SECRET_CIMSOFT",
      /or two/,
    ],
    [
      "a key without its secret",
      { STRIPE_WEBHOOK_SECRET_CIMSOFT: undefined },
      "STRIPE_WEBHOOK_SECRET_CIMSOFT",
      /missing/,
    ],
    ["a secret without its key", { STRIPE_SECRET_KEY_CIMSOFT: undefined }, "STRIPE_SECRET_KEY_CIMSOFT", /missing/],
  ])("are refused for %s", (_, over, variable, sentence) => {
    const { accounts, faults } = readStripeAccounts({ ...ONE, ...over });
    expect(accounts).toEqual({});
    expect(faults.map(([name]) => name)).toContain(variable);
    expect(faults.find(([name]) => name === variable)?.[1]).toMatch(sentence);
  });

  it("have a key and non-empty secrets, or are refused, for any values of the variables", () => {
    const text = fc.oneof(
      fc.constantFrom("", " ", ",", "sk_test_a", "whsec_12345678", "whsec_12345678,", "whsec_12345678,whsec_87654321"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.option(text, { nil: undefined }), fc.option(text, { nil: undefined }), (key, secrets) => {
        const source = { STRIPE_SECRET_KEY_A: key, STRIPE_WEBHOOK_SECRET_A: secrets };
        const { accounts, faults } = readStripeAccounts(source);
        const said = key !== undefined || secrets !== undefined;
        // A variable of the account is set, so the account is complete or the start is refused.
        expect(Object.keys(accounts).length > 0 || faults.length > 0).toBe(said);
        for (const account of Object.values(accounts)) {
          expect(account.secretKey).toMatch(/^(sk|rk)_/);
          expect(account.webhookSecrets.length).toBeGreaterThan(0);
          for (const secret of account.webhookSecrets) expect(secret.length).toBeGreaterThan("whsec_".length + 7);
        }
      }),
    );
  });

  it("never appear with a key or secret in the text of a fault", () => {
    const { faults } = readStripeAccounts({
      STRIPE_SECRET_KEY_CIMSOFT: "hunter2",
      STRIPE_WEBHOOK_SECRET_CIMSOFT: "hunter2,hunter2,hunter2",
    });
    expect(faults).not.toEqual([]);
    expect(JSON.stringify(faults)).not.toContain("hunter2");
  });
});
