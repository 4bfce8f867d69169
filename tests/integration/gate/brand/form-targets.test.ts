import { NextRequest } from "next/server";
import { expect, it } from "vitest";

// Before anything reads the environment: this brand takes no payments.
delete process.env.STRIPE_SECRET_KEY_INSOURCE;
delete process.env.STRIPE_WEBHOOK_SECRET_INSOURCE;
process.env.STRIPE_CHECKOUT_ORIGIN = "https://checkout.stripe.com";

const { proxy } = await import("@/proxy");

/** Sources of the directive form-action of a page on this host. */
async function formTargets(host: string): Promise<string | undefined> {
  const response = await proxy(new NextRequest(`https://${host}/invoices`, { headers: { host } }));
  const policy = response.headers.get("content-security-policy") ?? "";
  return policy.split("; ").find((directive) => directive.startsWith("form-action"));
}

it("the content security policy lets forms lead to the checkout on a brand with an account, and nowhere else", async () => {
  expect(await formTargets("portal.cimsoft.com")).toBe("form-action 'self' https://checkout.stripe.com");
  expect(await formTargets("portal.insourcess.com")).toBe("form-action 'self'");
  expect(await formTargets("evil.example")).toBeUndefined();
});
