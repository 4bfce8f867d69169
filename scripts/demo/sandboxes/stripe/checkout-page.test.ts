import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SESSION, startStripe } from "./test-support";

const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>';

let stripe: Awaited<ReturnType<typeof startStripe>>;
beforeEach(async () => {
  stripe = await startStripe();
});
afterEach(() => stripe.close());

describe("the hosted page", () => {
  it("says what is paid to whom", async () => {
    const line = (name: string, amount: number) => ({
      quantity: 1,
      price_data: { currency: "usd", unit_amount: amount, product_data: { name, description: `About ${name}` } },
    });
    const session = await stripe.cimsoft.checkout.sessions.create({
      ...SESSION,
      line_items: [line("Invoice INV-1001", 123_456), line("Invoice INV-1002", 4)],
    });
    const page = await (await fetch(session.url ?? "")).text();
    for (const text of [
      "Pay $1,234.60",
      "Invoice INV-1001",
      "About Invoice INV-1002",
      "$1,234.56",
      "$0.04",
      "CP-7K2M9QX4RT",
      SESSION.customer_email,
      "cimsoft",
      "Sandbox of Stripe",
    ]) {
      expect(page).toContain(text);
    }
    for (const button of ["Pay by card", "Decline card", "Pay by bank debit", "Cancel"]) {
      expect(page).toMatch(new RegExp(`<button type="submit"[^>]*>${button}</button>`));
    }
  });

  it("keeps hostile values inert, and lets forms redirect to the portal only", async () => {
    const session = await stripe.cimsoft.checkout.sessions.create({
      ...SESSION,
      client_reference_id: HOSTILE,
      line_items: [{ quantity: 2, price_data: { currency: "usd", unit_amount: 100, product_data: { name: HOSTILE } } }],
    });
    for (const address of [
      session.url ?? "",
      stripe.sandbox.url,
      `${stripe.sandbox.url}/quotes/${encodeURIComponent(HOSTILE)}`,
    ]) {
      const response = await fetch(address);
      const page = await response.text();
      expect(page).toContain("&lt;script&gt;");
      expect(page).not.toContain("<script>");
      expect(page).not.toContain("<img");
      expect(response.headers.get("content-security-policy")).toContain("script-src 'none'");
    }
    const policy = (await fetch(session.url ?? "")).headers.get("content-security-policy");
    expect(policy).toContain("form-action 'self' http://cimsoft.localhost:3000;");
    expect((await fetch(stripe.sandbox.url)).headers.get("content-security-policy")).toContain("form-action 'self';");
  });

  it("is a page that says so when the session does not exist", async () => {
    const response = await fetch(`${stripe.sandbox.url}/checkout/cs_test_none`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("No such checkout");
    expect((await stripe.press({ id: "cs_test_none" }, "card")).status).toBe(404);
  });

  it("says how a checkout ended", async () => {
    const [card, debit] = [
      await stripe.cimsoft.checkout.sessions.create(SESSION),
      await stripe.cimsoft.checkout.sessions.create(SESSION),
    ];
    await stripe.press(card, "card");
    await stripe.press(debit, "bank-debit");
    const page = async (session: { id: string }) =>
      (await fetch(`${stripe.sandbox.url}/checkout/${session.id}`)).text();
    expect(await page(card)).toContain("it was paid");
    expect(await page(debit)).toContain("the bank debit was started");
    for (const session of [card, debit]) {
      expect(await page(session)).toContain(`href="${SESSION.success_url}"`);
      expect(await page(session)).not.toContain("<button");
    }
  });
});

describe("the Quotation Portal", () => {
  const visit = async (path: string, headers: Record<string, string> = {}) =>
    (await fetch(`${stripe.sandbox.url}${path}`, { headers })).text();

  it("shows the estimate, and that the visit did not reveal the visitor", async () => {
    const page = await visit("/quotes/Q-2041", { referer: "http://cimsoft.localhost:3000/" });
    expect(page).toContain("<h1>Estimate Q-2041</h1>");
    expect(page).toContain('data-identity="none"');
  });

  it.each<[string, string, Record<string, string>]>([
    ["a query", "/quotes/Q-1?email=a@b.example", {}],
    ["a cookie", "/quotes/Q-1", { cookie: "session=1" }],
    ["credentials", "/quotes/Q-1", { authorization: "Bearer x" }],
    ["a page of origin", "/quotes/Q-1", { referer: "http://cimsoft.localhost:3000/estimates/Q-1" }],
  ])("shows %s in a visit that reveals the visitor", async (_case, path, headers) => {
    expect(await visit(path, headers)).toContain('data-identity="some"');
  });
});

it("writes down calls without keys, with forms as objects", async () => {
  await stripe.cimsoft.checkout.sessions.create({
    ...SESSION,
    success_url: "https://p.example/r/AbCdEfGhIjKlMnOpQrSt_-09",
  });
  const log = await (await fetch(`${stripe.sandbox.url}/requests.json`)).text();
  expect(log).not.toMatch(/sk_test_|AbCdEfGhIjKl/);
  expect(JSON.parse(log)).toMatchObject([
    {
      method: "POST",
      path: "/v1/checkout/sessions",
      headers: { authorization: "[removed]" },
      body: { success_url: "https://p.example/r/[token]", line_items: [{ quantity: "1" }] },
      status: 200,
    },
  ]);
});
