import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { tellOfAStranger } from "../support/e2e/payments";
import { BRANDS, signIn } from "../support/e2e/portal";

// Axe reads every element of seven pages in one test: minutes, where two cores are shared.
test.describe.configure({ timeout: 240_000 });

/** WCAG 2.2 AA by axe, no page wider than the screen, in light and dark, on a phone and on a desk. */
async function check(page: Page, address: string): Promise<void> {
  await page.goto(address);
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`),
    address,
  ).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${address} scrolls sideways`).toBeLessThanOrEqual(0);
}

for (const brand of BRANDS) {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [360, 1440]) {
      test.describe(`${brand.name}, ${colorScheme}, ${width} px`, () => {
        test.use({ colorScheme, viewport: { width, height: width === 360 ? 740 : 900 } });

        test("public pages", async ({ page }) => {
          for (const path of [
            "/",
            "/faq",
            "/login",
            "/reset-password",
            "/reset-password/unknown",
            "/connect/thanks",
            "/nowhere",
          ]) {
            await check(page, `${brand.origin}${path}`);
          }
        });

        test("signed-in pages", async ({ page }) => {
          await signIn(page, brand, brand.contact);
          await check(page, `${brand.origin}/dashboard`);
          await check(page, `${brand.origin}/invoices`);
          await check(page, `${brand.origin}/invoices?q=nothing-is-called-this`);
          await check(page, `${brand.origin}/invoices/statement`);
          const number = await page
            .goto(`${brand.origin}/invoices`)
            .then(() =>
              page.getByRole("main").locator("tbody tr").first().getByRole("link").first().getAttribute("href"),
            );
          await check(page, `${brand.origin}${number}`);
          await check(page, `${brand.origin}/invoices/NO-SUCH-INVOICE`);
          await check(page, `${brand.origin}/estimates`);
          await page.goto(`${brand.origin}/estimates?status=open`);
          const estimate = page.getByRole("main").locator("tbody tr").first().getByRole("link").first();
          await check(page, `${brand.origin}${await estimate.getAttribute("href")}`);
        });

        test("the staff side", async ({ page }) => {
          await signIn(page, brand, "portal.admin@portal.example");
          await check(page, `${brand.origin}/staff`);
          await check(page, `${brand.origin}/staff/payments`);
          const payment = await page.getByRole("main").locator("tbody a").first().getAttribute("href");
          await check(page, `${brand.origin}${payment}`);
          await tellOfAStranger(brand);
          await expect(async () => {
            await page.goto(`${brand.origin}/staff/payments/events`);
            await expect(page.getByRole("main").getByText("checkout.session.completed").first()).toBeVisible({
              timeout: 500,
            });
          }).toPass();
          await check(page, `${brand.origin}/staff/payments/events`);
        });
      });
    }
  }
}
