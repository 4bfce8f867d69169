import { expect, type Page } from "@playwright/test";
import { type BrandFacts, SANDBOX } from "./portal";

export interface PayableInvoice {
  readonly number: string;
  readonly status: string;
  readonly balanceMinor: number;
}

/** Invoices that the signed-in contact can choose in the list of open ones, in its order. */
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

/** One of them. Each test pays its own: what is paid is no longer in the list. */
export async function payable(page: Page, brand: BrandFacts): Promise<PayableInvoice> {
  const [first] = await payables(page, brand);
  if (!first) throw new Error("there is no invoice to pay");
  return first;
}

/** Presses a control of the stand-in of Stripe. */
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
