import type { Page } from "@playwright/test";
import { payable, payables, sendWebhooks, tellOfAStranger, tellStripe } from "../../support/e2e/payments";
import { type Contact, createInvoice, dayFromNow, employ, foundCompany, hire } from "../../support/e2e/people";
import { BRANDS, CIMSOFT, INSOURCE, linkIn, mailTo, SANDBOX } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/** Most tests pay a small part, so that a company's few open invoices are enough for all of them. */
const PART = "12.34";
const PART_MINOR = 1234;

/*
 * What a person who pays does, at the sandbox's checkout, with and without JavaScript. One file, so one worker: the
 * sandbox has one way of sending webhooks, and of failing, at a time. Every test that meets the sandbox of Stripe is
 * in it.
 */

test.afterEach(async () => {
  await tellStripe("/stripe/faults", { mode: "ok" });
  await tellStripe("/stripe/webhooks/release");
});

for (const javaScriptEnabled of [true, false]) {
  const brand = javaScriptEnabled ? CIMSOFT : INSOURCE;
  let payer: Contact;

  /** Chooses invoices in the list, and goes to the checkout with the form as filled in, or with another amount. */
  async function toCheckout(page: Page, numbers: readonly string[], amount?: string): Promise<string> {
    const query = new URLSearchParams(numbers.map((number) => ["invoice", number]));
    await page.goto(`${brand.origin}/invoices/pay?${query}`);
    const main = page.getByRole("main");
    if (amount !== undefined) {
      await main.getByRole("textbox", { name: /^Amount for/ }).fill(amount);
      if (!javaScriptEnabled) await main.getByRole("button", { name: "Update amounts" }).click();
    }
    const pay = main.getByRole("button", { name: /^Pay \$/ });
    await expect(pay).toHaveText(amount === undefined ? /^Pay \$/ : `Pay $${amount}`);
    const label = (await pay.textContent()) ?? "";
    await pay.click();
    await page.waitForURL(`${SANDBOX}/checkout/**`);
    const sum = label.replace("Pay ", "");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(sum);
    return sum;
  }

  const statusOf = (page: Page) => page.getByRole("main").locator("dl").first().locator("dd").first();

  async function expectStatus(page: Page, number: string, status: string): Promise<void> {
    await expect(async () => {
      await page.goto(`${brand.origin}/invoices/${encodeURIComponent(number)}`);
      await expect(statusOf(page)).toHaveText(status, { timeout: 500 });
    }).toPass();
  }

  /** Waits until the invoice shows this balance, in minor units. */
  async function expectBalance(page: Page, number: string, minor: number): Promise<void> {
    const words = (minor / 100).toLocaleString("en-US", { style: "currency", currency: "USD" });
    await expect(async () => {
      await page.goto(`${brand.origin}/invoices/${encodeURIComponent(number)}`);
      await expect(page.getByRole("main").locator("dl").first().locator("dd").nth(1)).toHaveText(words, {
        timeout: 500,
      });
    }).toPass();
  }

  async function receipts(reference: string) {
    const mails = await mailTo(payer.email);
    return mails.filter((mail) => mail.subject.startsWith("Receipt") && mail.subject.includes(reference));
  }

  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test.beforeAll(async () => {
      const company = await foundCompany(brand);
      payer = await employ(company, "clerk");
      for (const days of [-40, -20, -3, 10, 25, 40]) {
        const dates = { issuedOn: dayFromNow(days - 30), dueOn: dayFromNow(days) };
        await createInvoice(company, { ...dates, totalMinor: 125_000 });
      }
    });

    test("an invoice is paid by card: from its page to the checkout and back, with one receipt", async ({ openAs }) => {
      const page = await openAs(brand, payer);
      const { number } = await payable(page, brand);
      await page.goto(`${brand.origin}/invoices/${encodeURIComponent(number)}`);
      await page.getByRole("main").getByRole("link", { name: "Pay", exact: true }).click();
      await page
        .getByRole("main")
        .getByRole("button", { name: /^Pay \$/ })
        .click();
      await page.waitForURL(`${SANDBOX}/checkout/**`);
      await page.getByRole("button", { name: "Pay by card" }).click();
      await page.waitForURL(`${brand.origin}/invoices/payments/CP-**`);
      const reference = /CP-\w+/.exec(page.url())?.[0] ?? "";
      await expect(page.getByRole("main").getByRole("status")).toContainText("Received");
      await page.getByRole("main").getByRole("link", { name: number, exact: true }).click();
      await expect(statusOf(page)).toHaveText("Paid");
      await expect(page.getByRole("main")).toContainText(reference);
      await expect(page.getByRole("main").getByRole("link", { name: "Pay", exact: true })).toHaveCount(0);
      await expect.poll(async () => (await receipts(reference)).length).toBe(1);
      const [receipt] = await receipts(reference);
      expect(linkIn(receipt, "/invoices/")).toContain(brand.origin);
    });

    test("a declined card leaves the payment started, and the next card pays it", async ({ openAs }) => {
      const page = await openAs(brand, payer);
      const { number, balanceMinor } = await payable(page, brand);
      await toCheckout(page, [number], PART);
      await page.getByRole("button", { name: "Decline card" }).click();
      await expect(page.getByText(/declined/i).first()).toBeVisible();
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.waitForURL(`${brand.origin}/invoices/payments/CP-**`);
      const reference = /CP-\w+/.exec(page.url())?.[0] ?? "";
      await page.goto(`${brand.origin}/invoices/${encodeURIComponent(number)}`);
      const main = page.getByRole("main");
      await expect(main).toContainText("Payment started");
      await expect(statusOf(page)).not.toHaveText("Processing");
      await main.getByRole("button", { name: "Continue" }).click();
      await page.waitForURL(`${SANDBOX}/checkout/**`);
      await expect(page.getByText(reference)).toBeVisible();
      await page.getByRole("button", { name: "Pay by card" }).click();
      await page.waitForURL(`${brand.origin}/invoices/payments/${reference}**`);
      await expect(page.getByRole("main").getByRole("status")).toContainText("Received");
      await expectBalance(page, number, balanceMinor - PART_MINOR);
    });

    test("a bank debit shows as processing, and settles", async ({ openAs }) => {
      const page = await openAs(brand, payer);
      const { number, balanceMinor } = await payable(page, brand);
      await toCheckout(page, [number], PART);
      await page.getByRole("button", { name: "Pay by bank debit" }).click();
      await page.waitForURL(`${brand.origin}/invoices/payments/CP-**`);
      const reference = /CP-\w+/.exec(page.url())?.[0] ?? "";
      await expect(page.getByRole("main").getByRole("status")).toContainText("Processing");
      await expectStatus(page, number, "Processing");
      await expect(page.getByRole("main")).toContainText(/expected to clear by/);
      await expect(page.getByRole("main").getByRole("link", { name: "Pay", exact: true })).toHaveCount(0);
      expect(await receipts(reference)).toEqual([]);
      await tellStripe(`/stripe/payments/${await intentOf(reference)}/settle`);
      await expectBalance(page, number, balanceMinor - PART_MINOR);
      await expect.poll(async () => (await receipts(reference)).length).toBe(1);
    });

    test("a bank debit that fails frees the invoice and says what to do", async ({ openAs }) => {
      const page = await openAs(brand, payer);
      const { number, status } = await payable(page, brand);
      await toCheckout(page, [number], PART);
      await page.getByRole("button", { name: "Pay by bank debit" }).click();
      await page.waitForURL(`${brand.origin}/invoices/payments/CP-**`);
      const reference = /CP-\w+/.exec(page.url())?.[0] ?? "";
      await expectStatus(page, number, "Processing");
      await tellStripe(`/stripe/payments/${await intentOf(reference)}/fail`);
      await expectStatus(page, number, status);
      await page.goto(`${brand.origin}/invoices/payments/${reference}`);
      await expect(page.getByRole("main").getByRole("status")).toContainText("Failed");
      await expect(page.getByRole("main").getByRole("link", { name: "Pay again" })).toBeVisible();
      expect(await receipts(reference)).toEqual([]);
    });

    test("several invoices are one charge, chosen in the list", async ({ openAs }) => {
      const page = await openAs(brand, payer);
      const chosen = (await payables(page, brand)).slice(0, 2);
      await page.goto(`${brand.origin}/invoices?status=open`);
      const main = page.getByRole("main");
      for (const { number } of chosen) await main.locator(`input[name="invoice"][value="${number}"]`).check();
      await main.getByRole("button", { name: /^Pay selected/ }).click();
      await page.waitForURL(`${brand.origin}/invoices/pay?**`);
      for (const { number } of chosen) await expect(main).toContainText(number);
      await main.getByRole("button", { name: /^Pay \$/ }).click();
      await page.waitForURL(`${SANDBOX}/checkout/**`);
      for (const { number } of chosen) await expect(page.getByText(number)).toBeVisible();
      await page.getByRole("button", { name: "Pay by card" }).click();
      await page.waitForURL(`${brand.origin}/invoices/payments/CP-**`);
      await expect(page.getByRole("main").getByRole("status")).toContainText("Received");
      for (const { number } of chosen) await expectStatus(page, number, "Paid");
    });

    test("a part of an invoice is paid, and the rest stays owed to the cent", async ({ openAs }) => {
      const page = await openAs(brand, payer);
      const { number, balanceMinor } = await payable(page, brand);
      await toCheckout(page, [number], PART);
      await page.getByRole("button", { name: "Pay by card" }).click();
      await page.waitForURL(`${brand.origin}/invoices/payments/CP-**`);
      await expect(page.getByRole("main").getByRole("status")).toContainText("Received");
      await expectBalance(page, number, balanceMinor - PART_MINOR);
    });

    test("a payment that was started can be cancelled, and the invoice is free again", async ({ openAs }) => {
      const page = await openAs(brand, payer);
      const { number, status } = await payable(page, brand);
      await toCheckout(page, [number], PART);
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.waitForURL(`${brand.origin}/invoices/payments/CP-**`);
      await page.goto(`${brand.origin}/invoices/${encodeURIComponent(number)}`);
      const main = page.getByRole("main");
      await expect(main).toContainText("Payment started");
      await expect(statusOf(page)).toHaveText(status);
      await main.getByRole("button", { name: "Cancel payment" }).click();
      await page.waitForURL(`${brand.origin}/invoices/payments/CP-**`);
      await expect(main.getByRole("status")).toContainText("Cancelled");
      await page.goto(`${brand.origin}/invoices/${encodeURIComponent(number)}`);
      await expect(main.getByRole("link", { name: "Pay", exact: true })).toBeVisible();
      await expect(main).not.toContainText("Payment started");
    });

    test("while no webhook of Stripe has arrived nothing is said to be paid, and the page changes by itself", async ({
      openAs,
    }) => {
      const page = await openAs(brand, payer);
      const { number, status, balanceMinor } = await payable(page, brand);
      await sendWebhooks("hold");
      await toCheckout(page, [number], PART);
      await page.getByRole("button", { name: "Pay by card" }).click();
      await page.waitForURL(`${brand.origin}/invoices/payments/CP-**`);
      const main = page.getByRole("main");
      await expect(main.getByRole("status")).toContainText("Waiting for Stripe");
      const other = await page.context().newPage();
      await other.goto(`${brand.origin}/invoices/${encodeURIComponent(number)}`);
      await expect(statusOf(other)).toHaveText(status);
      await tellStripe("/stripe/webhooks/release");
      // No click and no reload: the page asks by itself.
      await expect(main.getByRole("status")).toContainText("Received");
      await expectBalance(other, number, balanceMinor - PART_MINOR);
    });

    test("when Stripe could not be reached nothing is charged, what was typed is kept, and trying again works", async ({
      openAs,
    }) => {
      const page = await openAs(brand, payer);
      const { number, balanceMinor } = await payable(page, brand);
      await page.goto(`${brand.origin}/invoices/pay?${new URLSearchParams({ invoice: number })}`);
      const main = page.getByRole("main");
      const typed = { "Amount for": PART, "PO number": "4500-77", "Remittance note": "The first half" };
      for (const [label, text] of Object.entries(typed)) await main.getByLabel(label).fill(text);
      await tellStripe("/stripe/faults", { mode: "unreachable", times: 10_000 });
      await main.getByRole("button", { name: /^Pay \$/ }).click();
      await expect(main.getByRole("alert")).toContainText("Stripe could not be reached");
      await expect(main.getByRole("alert")).toContainText("Nothing was charged");
      const reference = /CP-\w+/.exec(page.url())?.[0] ?? "";
      for (const text of Object.values(typed)) await expect(main).toContainText(text);
      // Stripe still cannot be reached: the page says so after Continue, and the payment is as it was.
      await main.getByRole("button", { name: "Continue" }).click();
      await expect(main.getByRole("form", { name: /^Continue/ }).getByRole("alert")).toContainText(reference);
      expect(await sessionsOf(reference)).toEqual([]);
      await tellStripe("/stripe/faults", { mode: "ok" });
      await main.getByRole("button", { name: "Continue" }).click();
      await page.waitForURL(`${SANDBOX}/checkout/**`);
      await expect(page.getByText(reference)).toBeVisible();
      await page.getByRole("button", { name: "Pay by card" }).click();
      await page.waitForURL(`${brand.origin}/invoices/payments/${reference}**`);
      await expect(main.getByRole("status")).toContainText("Received");
      await expectBalance(page, number, balanceMinor - PART_MINOR);
    });

    for (const mode of ["duplicate", "reverse"] as const) {
      test(`webhooks in mode ${mode} change nothing: one payment, one receipt`, async ({ openAs }) => {
        const page = await openAs(brand, payer);
        const { number, balanceMinor } = await payable(page, brand);
        await sendWebhooks(mode);
        await toCheckout(page, [number], PART);
        await page.getByRole("button", { name: "Pay by card" }).click();
        await page.waitForURL(`${brand.origin}/invoices/payments/CP-**`);
        const reference = /CP-\w+/.exec(page.url())?.[0] ?? "";
        await expect(page.getByRole("main").getByRole("status")).toContainText("Received");
        await expectBalance(page, number, balanceMinor - PART_MINOR);
        await expect(page.getByRole("main").getByText(reference)).toHaveCount(1);
        await expect.poll(async () => (await receipts(reference)).length).toBe(1);
      });
    }
  });
}

for (const brand of BRANDS) {
  test(`a session of Checkout that others made in ${brand.name}'s account at Stripe is shown to staff as an ignored event, and makes no payment in the portal`, async ({
    openAs,
  }) => {
    const page = await openAs(brand, await hire("administrator", "Elena"));
    const session = await tellOfAStranger(brand);
    const row = page.getByRole("main").getByRole("row").filter({ hasText: "checkout.session.completed" });
    await expect(async () => {
      await page.goto(`${brand.origin}/staff/payments/events?q=${session}`);
      await expect(row).toContainText("Ignored", { timeout: 500 });
    }).toPass();
  });
}

/** The sessions that the sandbox of Stripe made for a payment of the portal. */
async function sessionsOf(reference: string): Promise<{ payment_intent: string | null }[]> {
  const state = (await (await fetch(`${SANDBOX}/stripe.json`)).json()) as {
    sessions: { client_reference_id: string; payment_intent: string | null }[];
  };
  return state.sessions.filter((session) => session.client_reference_id === reference);
}

async function intentOf(reference: string): Promise<string> {
  const [session] = await sessionsOf(reference);
  if (!session?.payment_intent) throw new Error(`no payment intent for ${reference}`);
  return session.payment_intent;
}
