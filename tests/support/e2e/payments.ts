import { expect, type Page } from "@playwright/test";
import Stripe from "stripe";
import { type BrandFacts, SANDBOX } from "./portal";

export interface PayableInvoice {
  readonly number: string;
  readonly status: string;
  readonly balanceMinor: number;
}

/** Invoices in the list of open ones that the signed-in contact can choose, in the list's order. */
export async function payables(page: Page, brand: BrandFacts): Promise<PayableInvoice[]> {
  await page.goto(`${brand.origin}/invoices?status=open&sort=-due`);
  const rows = page.getByRole("main").locator("tbody tr", { has: page.locator('input[name="invoice"]') });
  await expect(rows.first()).toBeVisible();
  const found: PayableInvoice[] = [];
  for (const row of await rows.all()) {
    const number = await row.locator('input[name="invoice"]').inputValue();
    const cells = await row.locator("td").allInnerTexts();
    const status = /Open|Overdue|Partly paid/.exec(cells.join("\n"))?.[0] ?? "";
    const balance = cells.at(-1) ?? "";
    found.push({ number, status, balanceMinor: Math.round(Number(balance.replaceAll(/[^\d.]/g, "")) * 100) });
  }
  return found;
}

/** One of them. Each test pays an invoice of its own, because a paid one leaves the list. */
export async function payable(page: Page, brand: BrandFacts): Promise<PayableInvoice> {
  const [first] = await payables(page, brand);
  if (!first) throw new Error("there is no invoice to pay");
  return first;
}

/** Uses a control of Stripe's sandbox. */
export async function tellStripe(path: string, body: object = {}): Promise<void> {
  const answer = await fetch(`${SANDBOX}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

export const sendWebhooks = (mode: "deliver" | "hold" | "duplicate" | "reverse") =>
  tellStripe("/stripe/webhooks", { mode });

/** Makes a card payment in the brand's Stripe account that does not come from the portal. Returns the session's id. */
export async function tellOfAStranger(brand: BrandFacts): Promise<string> {
  const made = await fetch(`${SANDBOX}/v1/checkout/sessions`, {
    method: "POST",
    headers: { authorization: `Bearer sk_test_demo_${brand.key}`, "stripe-version": Stripe.API_VERSION },
    body: new URLSearchParams({
      mode: "payment",
      success_url: `${brand.origin}/`,
      "line_items[0][quantity]": "1",
      "line_items[0][price_data][currency]": "usd",
      "line_items[0][price_data][unit_amount]": "5000",
      "line_items[0][price_data][product_data][name]": "A seat at the users' conference",
    }),
  });
  if (!made.ok) throw new Error(`${made.status} ${await made.text()}`);
  const { id } = (await made.json()) as { id: string };
  await fetch(`${SANDBOX}/checkout/${id}/card`, { method: "POST", redirect: "manual" });
  return id;
}
