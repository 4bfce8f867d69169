import type { Page, Request } from "@playwright/test";
import { type Contact, createInvoice, employ, foundCompany } from "../../support/e2e/people";
import { CIMSOFT } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

let buyer: Contact;

test.beforeAll(async () => {
  const company = await foundCompany(CIMSOFT);
  await createInvoice(company);
  buyer = await employ(company, "buyer");
});

/** Paths of the pages that the browser asks for by script, in their order. */
function asked(page: Page): string[] {
  const paths: string[] = [];
  page.on("request", (request) => {
    if (request.headers().rsc === "1") paths.push(new URL(request.url()).pathname);
  });
  return paths;
}

/** Resolves when the page itself was fetched ahead: first Next asks for its outline, and at the end it cuts the answer off. */
async function endOf(page: Page, path: string): Promise<void> {
  const isPage = (one: Request) =>
    new URL(one.url()).pathname === path && one.headers()["next-router-prefetch"] === undefined;
  await Promise.race([page.waitForEvent("requestfinished", isPage), page.waitForEvent("requestfailed", isPage)]);
}

/** The link of the navigation at the left. */
const area = (page: Page, name: RegExp) => page.locator("#rail").getByRole("link", { name });

/** Opens the invoices, and waits until the page's scripts have run: only they show the button that folds the rail. */
async function openInvoices(page: Page): Promise<void> {
  await page.goto(`${CIMSOFT.origin}/invoices`);
  await expect(page.getByRole("button", { name: "Fold navigation" })).toBeVisible();
}

test.describe("links of the portal", () => {
  test("are followed without loading the page anew, rows of a list among them", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, buyer);
    await openInvoices(page);
    await page.evaluate(() => document.documentElement.setAttribute("data-same", "yes"));
    await page
      .getByRole("main")
      .locator("tbody tr")
      .first()
      .click({ position: { x: 300, y: 10 } });
    await expect(page).toHaveURL(/\/invoices\/[^/?]+$/);
    await area(page, /^Estimates/).click();
    await expect(page).toHaveURL(/\/estimates$/);
    await page.goBack();
    await expect(page).toHaveURL(/\/invoices\/[^/?]+$/);
    await expect(page.locator("html")).toHaveAttribute("data-same", "yes");
  });

  test("open in a tab of their own where that is asked for", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, buyer);
    await openInvoices(page);
    const opened = page.context().waitForEvent("page");
    await area(page, /^Estimates/).click({ modifiers: ["ControlOrMeta"] });
    await expect(await opened).toHaveURL(/\/estimates$/);
    expect(page.url()).toMatch(/\/invoices$/);
  });

  test("are fetched ahead where the pointer or the focus rests, and then not again", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, buyer);
    await openInvoices(page);
    const paths = asked(page);
    const ahead = endOf(page, "/estimates");
    await area(page, /^Estimates/).hover();
    await ahead;
    const before = paths.filter((path) => path === "/estimates").length;
    await area(page, /^Estimates/).click();
    await expect(page.getByRole("heading", { level: 1, name: "Estimates" })).toBeVisible();
    expect(paths.filter((path) => path === "/estimates")).toHaveLength(before);
    await area(page, /^Account Team/).focus();
    await expect.poll(() => paths.includes("/account-team")).toBe(true);
  });

  test("to notices are never fetched ahead, because a look at them is recorded", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, buyer);
    await page.clock.install();
    await openInvoices(page);
    const paths = asked(page);
    await page.getByRole("link", { name: /^Notices/ }).hover();
    await page.clock.runFor(5_000);
    // That a page is fetched after as long a rest shows that the notices would have been.
    await area(page, /^Estimates/).hover();
    await page.clock.runFor(5_000);
    await expect.poll(() => paths.includes("/estimates")).toBe(true);
    expect(paths).not.toContain("/notices");
  });
});
