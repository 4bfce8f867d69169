import type Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { createSandbox, type SandboxOptions } from "@/scripts/demo/sandboxes/server";
import { SESSION } from "./test-support";

const NOW = Date.parse("2026-11-21T10:00:00Z");
const HEADERS = {
  authorization: "Bearer sk_test_cimsoft",
  "stripe-version": "2026-10-28.endive" satisfies typeof Stripe.API_VERSION,
  "content-type": "application/x-www-form-urlencoded",
};

/** The form of SESSION with changes; null removes a name. */
function form(changes: Record<string, string | null>): string {
  const params = new Map([
    ["mode", "payment"],
    ["line_items[0][quantity]", "1"],
    ["line_items[0][price_data][currency]", "usd"],
    ["line_items[0][price_data][unit_amount]", "125000"],
    ["line_items[0][price_data][product_data][name]", "Invoice INV-1001"],
    ["allowed_payment_method_types[0]", "card"],
    ["allowed_payment_method_types[1]", "us_bank_account"],
    ["success_url", SESSION.success_url],
    ["cancel_url", SESSION.cancel_url],
  ]);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  return new URLSearchParams([...params]).toString();
}

async function create(body: string, options: SandboxOptions = {}, headers: Record<string, string> = {}) {
  const sandbox = createSandbox({
    now: () => NOW,
    stripeAccounts: [{ brand: "cimsoft", secretKey: "sk_test_cimsoft", webhookSecret: "whsec_cimsoft_only" }],
    ...options,
  });
  const answer = await sandbox.app.request("/v1/checkout/sessions", {
    method: "POST",
    headers: { ...HEADERS, ...headers },
    body,
  });
  return {
    status: answer.status,
    body: (await answer.json()) as unknown,
    stored: sandbox.stripe.account("cimsoft").sessions.size,
  };
}

const at = (seconds: number) => String(NOW / 1000 + seconds);
const lines = (count: number, change: Record<string, string> = {}) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const name = `line_items[${index}]`;
      return [
        [`${name}[quantity]`, "1"],
        [`${name}[price_data][currency]`, "usd"],
        [`${name}[price_data][unit_amount]`, "100"],
        [`${name}[price_data][product_data][name]`, "Invoice"],
      ];
    }).flat(),
  ) as Record<string, string> & typeof change;

describe("POST /v1/checkout/sessions", () => {
  it.each<[string, Record<string, string | null>, object]>([
    [
      "payment_method_types",
      { "payment_method_types[0]": "card" },
      { code: "payment_method_types_no_longer_supported", param: "payment_method_types" },
    ],
    ["an unknown parameter", { return_url: "https://a.example" }, { code: "parameter_unknown", param: "return_url" }],
    [
      "an unknown parameter inside",
      { "line_items[0][price_data][colour]": "red" },
      { code: "parameter_unknown", param: "line_items[0][price_data][colour]" },
    ],
    ["no mode", { mode: null }, { code: "parameter_missing", param: "mode" }],
    ["no success_url", { success_url: null }, { code: "parameter_missing", param: "success_url" }],
    [
      "no amount",
      { "line_items[0][price_data][unit_amount]": null },
      { code: "parameter_missing", param: "line_items[0][price_data][unit_amount]" },
    ],
    ["another mode", { mode: "subscription" }, { param: "mode" }],
    ["the old name of a ui_mode", { ui_mode: "hosted" }, { param: "ui_mode" }],
    [
      "an amount with a fraction",
      { "line_items[0][price_data][unit_amount]": "12.5" },
      { code: "parameter_invalid_integer", param: "line_items[0][price_data][unit_amount]" },
    ],
    [
      "an amount below zero",
      { "line_items[0][price_data][unit_amount]": "-1" },
      { code: "parameter_invalid_integer", param: "line_items[0][price_data][unit_amount]" },
    ],
    ["a quantity of none", { "line_items[0][quantity]": "0" }, { code: "parameter_invalid_integer" }],
    [
      "an unknown currency",
      { "line_items[0][price_data][currency]": "xyz" },
      { param: "line_items[0][price_data][currency]" },
    ],
    ["49 cents", { "line_items[0][price_data][unit_amount]": "49" }, { code: "amount_too_small" }],
    ["a million dollars", { "line_items[0][price_data][unit_amount]": "100000000" }, { code: "amount_too_large" }],
    ["101 lines", lines(101), { param: "line_items" }],
    [
      "two currencies",
      { ...lines(2), "line_items[1][price_data][currency]": "eur", "allowed_payment_method_types[1]": null },
      { param: "line_items[1][price_data][currency]" },
    ],
    [
      "a US bank account for euros",
      { "line_items[0][price_data][currency]": "eur" },
      { param: "allowed_payment_method_types" },
    ],
    [
      "a method that it has not",
      { "allowed_payment_method_types[1]": "cash" },
      { param: "allowed_payment_method_types[1]" },
    ],
    [
      "text for a list",
      {
        "allowed_payment_method_types[0]": null,
        "allowed_payment_method_types[1]": null,
        allowed_payment_method_types: "card",
      },
      { message: "Invalid array" },
    ],
    ["text for an object", { metadata: "x" }, { message: "Invalid object", param: "metadata" }],
    ["a list in metadata", { "metadata[a][b]": "x" }, { param: "metadata[a]" }],
    ["a long value in metadata", { "metadata[a]": "x".repeat(501) }, { param: "metadata" }],
    ["a bad address to come back to", { success_url: "/invoices" }, { code: "url_invalid", param: "success_url" }],
    ["an address of a program", { cancel_url: "javascript:alert(1)" }, { code: "url_invalid", param: "cancel_url" }],
    ["a bad email", { customer_email: "root" }, { code: "email_invalid", param: "customer_email" }],
    ["an empty text", { client_reference_id: "" }, { code: "parameter_invalid_empty", param: "client_reference_id" }],
    ["a long reference", { client_reference_id: "x".repeat(201) }, { param: "client_reference_id" }],
    [
      "a bad descriptor",
      { "payment_intent_data[statement_descriptor_suffix]": "123" },
      { param: "payment_intent_data[statement_descriptor_suffix]" },
    ],
    ["half an hour less a second", { expires_at: at(30 * 60 - 1) }, { param: "expires_at" }],
    ["a day and a second", { expires_at: at(24 * 60 * 60 + 1) }, { param: "expires_at" }],
    ["a word as time", { expires_at: "soon" }, { code: "parameter_invalid_integer", param: "expires_at" }],
  ])("refuses %s", async (_case, changes, error) => {
    const answer = await create(form(changes));
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { type: "invalid_request_error", message: expect.any(String), ...error } },
      stored: 0,
    });
  });

  it.each<[string, Record<string, string | null>]>([
    ["the smallest amount", { "line_items[0][price_data][unit_amount]": "50" }],
    ["the largest amount", { "line_items[0][price_data][unit_amount]": "99999999" }],
    ["100 lines", lines(100)],
    ["half an hour", { expires_at: at(30 * 60) }],
    ["a day", { expires_at: at(24 * 60 * 60) }],
    ["a card for euros", { "line_items[0][price_data][currency]": "eur", "allowed_payment_method_types[1]": null }],
    ["no way back", { cancel_url: null }],
    ["{CHECKOUT_SESSION_ID}", { success_url: "https://a.example/?id={CHECKOUT_SESSION_ID}" }],
    [
      "options of a bank account",
      { "payment_method_options[us_bank_account][verification_method]": "instant", submit_type: "pay", locale: "en" },
    ],
  ])("takes %s", async (_case, changes) => {
    expect(await create(form(changes))).toMatchObject({ status: 200, stored: 1 });
  });

  it("refuses JSON", async () => {
    const answer = await create(JSON.stringify(SESSION), {}, { "content-type": "application/json" });
    expect(answer).toMatchObject({ status: 400, stored: 0 });
  });
});

it("does not start with invalid accounts", () => {
  const account = { brand: "cimsoft", secretKey: "sk_test_a", webhookSecret: "whsec_a" };
  for (const accounts of [
    [{ ...account, secretKey: "sk_live_a" }],
    [{ ...account, webhookSecret: "" }],
    [account, { ...account, brand: "insource" }],
    [account, { ...account, secretKey: "sk_test_b" }],
  ]) {
    expect(() => createSandbox({ stripeAccounts: accounts })).toThrow();
  }
});
