import { expect, test } from "@playwright/test";
import { CIMSOFT, INSOURCE, signIn } from "../support/e2e/portal";

test.describe("invoices", () => {
  test("an AP clerk finds what is open, searches it and opens one", async ({ page }) => {
    await signIn(page, CIMSOFT, "ap.clerk@keystone.example");
    await page
      .getByRole("navigation")
      .getByRole("link", { name: /^Invoices/ })
      .first()
      .click();
    await expect(page).toHaveURL(/\/invoices/);
    await page.goto(`${CIMSOFT.origin}/invoices?status=open`);
    const rows = page.getByRole("main").getByRole("table").first().locator("tbody tr");
    expect(await rows.count()).toBeGreaterThanOrEqual(20);
    const link = rows.first().getByRole("link").first();
    const number = ((await link.textContent()) ?? "").trim();
    expect(number).not.toBe("");

    await page.getByRole("searchbox").fill(number);
    await page.getByRole("searchbox").press("Enter");
    await expect(page).toHaveURL(new RegExp(`q=${encodeURIComponent(number)}`));
    await expect(rows).toHaveCount(1);
    await rows.first().getByRole("link").first().click();
    await expect(page).toHaveURL(`${CIMSOFT.origin}/invoices/${encodeURIComponent(number)}`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(number);
    await expect(page.getByRole("main").locator("dl").first().locator("dt").first()).toHaveText("Status");
    await expect(page.getByRole("main")).toContainText(/Balance/);
    await expect(page.getByRole("main")).toContainText("PO Box 4410");
  });

  test("every filter and sort works without JavaScript", async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await signIn(page, INSOURCE, "plant.engineer@tidewater.example");
    for (const status of ["open", "overdue", "processing", "paid", "void"]) {
      const response = await page.goto(`${INSOURCE.origin}/invoices?status=${status}`);
      expect(response?.status()).toBe(200);
    }
    for (const sort of ["due", "-due", "issued", "-issued", "amount", "-amount"]) {
      await page.goto(`${INSOURCE.origin}/invoices?sort=${sort}`);
      expect(await page.getByRole("main").locator("tbody tr").count()).toBeGreaterThan(0);
    }
    await page.goto(`${INSOURCE.origin}/invoices?q=${encodeURIComponent("nothing is called this")}`);
    await expect(page.getByRole("main")).toContainText(/No invoice matches/);
    await page.goto(
      `${INSOURCE.origin}/invoices?status=${encodeURIComponent("'\"><x")}&after=garbage&sort=;drop&from=yesterday`,
    );
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Invoices");
    await context.close();
  });

  test("somebody else's invoice is not found, like one that does not exist", async ({ page }) => {
    await signIn(page, CIMSOFT, "ap.clerk@keystone.example");
    await page.goto(`${CIMSOFT.origin}/invoices`);
    const number = (
      await page.getByRole("main").locator("tbody tr").first().getByRole("link").first().textContent()
    )?.trim();
    if (!number) throw new Error("no invoice of Keystone");
    expect((await page.goto(`${CIMSOFT.origin}/invoices/${number}`))?.status()).toBe(200);

    await page.context().clearCookies();
    await signIn(page, CIMSOFT, "buyer@ridgeline.example");
    const foreign = await page.goto(`${CIMSOFT.origin}/invoices/${number}`);
    expect(foreign?.status()).toBe(404);
    const foreignText = await page.getByRole("main").textContent();
    const missing = await page.goto(`${CIMSOFT.origin}/invoices/NO-SUCH-INVOICE`);
    expect(missing?.status()).toBe(404);
    expect(await page.getByRole("main").textContent()).toBe(foreignText);
  });

  test("the dashboard answers what is owed, what waits and who to ask", async ({ page }) => {
    await signIn(page, CIMSOFT, "ap.clerk@keystone.example");
    const main = page.getByRole("main");
    await expect(main).toContainText(/overdue/i);
    await expect(main).toContainText(/\$[\d,]+\.\d\d/);
    await expect(main).toContainText(/account team/i);
    await expect(main).toContainText(/support agreement/i);
  });
});
