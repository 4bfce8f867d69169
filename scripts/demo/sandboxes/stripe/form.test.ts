import fc from "fast-check";
import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { decodeForm, paramName } from "./form";
import { SESSION } from "./test-support";

describe("decodeForm", () => {
  it.each<[string, object]>([
    ["", {}],
    ["a=1&b=x%20y&c=x+y", { a: "1", b: "x y", c: "x y" }],
    ["a[b][c]=1&a[b][d]=2", { a: { b: { c: "1", d: "2" } } }],
    ["a[0]=x&a[1]=y", { a: ["x", "y"] }],
    ["a[]=x&a[]=y", { a: ["x", "y"] }],
    ["a[1]=y&a[0]=x", { a: ["x", "y"] }],
    ["a[0][b]=1&a[1][b]=2", { a: [{ b: "1" }, { b: "2" }] }],
    ["a[2]=x", { a: { 2: "x" } }],
    ["a=1&a=2", { a: "2" }],
    ["a=1&a[b]=2", { a: { b: "2" } }],
    ["a[b=1", { "a[b": "1" }],
    ["m[%C3%BC]=%E2%82%AC", { m: { ü: "€" } }],
  ])("%s", (text, expected) => {
    expect(decodeForm(text)).toEqual(expected);
  });

  it("treats names such as __proto__, which every object inherits, as ordinary names", () => {
    const decoded = decodeForm("__proto__[polluted]=1&a[__proto__][polluted]=1&a[constructor][prototype][polluted]=1");
    expect(Object.keys(decoded)).toEqual(["__proto__", "a"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("reads back what the SDK writes", async () => {
    const name = fc.constantFrom("a", "metadata", "line_items", "success_url");
    const value = fc.string({ minLength: 1, maxLength: 8, unit: "grapheme" });
    const leaf = fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));
    const params = fc.dictionary(name, fc.oneof(leaf, fc.dictionary(name, leaf, { minKeys: 1 })), { minKeys: 1 });
    let sent = "";
    const stripe = new Stripe("sk_test_x", {
      telemetry: false,
      httpClient: Stripe.createFetchHttpClient(async (_url: unknown, init?: RequestInit) => {
        sent = String(init?.body ?? "");
        return Response.json({ id: "x" });
      }),
    });
    await fc.assert(
      fc.asyncProperty(params, async (given) => {
        await stripe.checkout.sessions.create(given as Stripe.Checkout.SessionCreateParams);
        expect(decodeForm(sent)).toEqual(given);
      }),
      { numRuns: 40 },
    );
    await stripe.checkout.sessions.create(SESSION);
    expect(decodeForm(sent)).toMatchObject({ line_items: [{ quantity: "1", price_data: { unit_amount: "125000" } }] });
  });
});

it("names parameters as they were sent", () => {
  expect(paramName(["line_items", 0, "price_data", "currency"])).toBe("line_items[0][price_data][currency]");
});
