import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { type Company, type Contact, employ, foundCompany, hire, type Staff } from "../../support/e2e/people";
import { CIMSOFT, INSOURCE, signIn } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/* What cannot be shown is told by a whole page of the server's, in the frame of whoever asks, scripts or not. */

const MISSING = "There is nothing at this address";

let company: Company;
let clerk: Contact;
let marketing: Staff;
let world: Promise<void> | undefined;

test.beforeAll(() => {
  world ??= (async () => {
    company = await foundCompany(CIMSOFT);
    clerk = await employ(company, "clerk");
    marketing = await hire("marketing", "refused");
  })();
  return world;
});

async function refusal(page: Page, address: string, status: number, title: string): Promise<void> {
  const answer = await page.goto(`${CIMSOFT.origin}${address}`);
  expect(answer?.status(), address).toBe(status);
  await expect(page.getByRole("main").getByRole("heading", { level: 1, name: title })).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(address.split("?")[0]);
}

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "without scripts", () => {
    const options = { javaScriptEnabled: scripts };

    test("a client reads in the portal's frame that there is nothing", async ({ openAs }) => {
      await openAs(CIMSOFT, clerk);
      const page = await openAs(CIMSOFT, clerk, options);
      for (const address of [
        "/nowhere",
        "/invoices/NOPE-1",
        "/cases/C-9999999",
        "/settings/change?field=x",
        "/staff",
        "/staff/cases",
      ]) {
        await refusal(page, address, 404, MISSING);
        await expect(page.getByRole("link", { name: "Invoices" }).first()).toBeVisible();
        await expect(page).toHaveTitle("Page not found · Cimsoft Client Portal");
      }
      await page.getByRole("link", { name: "Go to the dashboard" }).click();
      await page.waitForURL(`${CIMSOFT.origin}/dashboard`);
    });

    test("staff read in their own frame that a room is another role's, and are led to the Overview", async ({
      openAs,
    }) => {
      await openAs(CIMSOFT, marketing);
      const page = await openAs(CIMSOFT, marketing, options);
      for (const address of ["/staff/cases", "/staff/mail", "/staff/payments", "/staff/requests"]) {
        await refusal(page, address, 403, "This page is for another role");
        await expect(page.getByRole("link", { name: "Home page", exact: true }).first()).toBeVisible();
      }
      await page.getByRole("link", { name: "Go to the overview" }).click();
      await page.waitForURL(`${CIMSOFT.origin}/staff`);
      await refusal(page, "/staff/home-page?brand=nobody", 404, MISSING);
      await refusal(page, "/nowhere", 404, MISSING);
      await expect(page.getByRole("link", { name: "Go to the overview" })).toBeVisible();
    });

    test("who is signed out reads it in the public frame of the brand", async ({ browser }) => {
      for (const brand of [CIMSOFT, INSOURCE]) {
        const page = await browser.newPage(options);
        const answer = await page.goto(`${brand.origin}/nowhere`);
        expect(answer?.status()).toBe(404);
        await expect(page.getByRole("heading", { level: 1, name: MISSING })).toBeVisible();
        await expect(page.getByRole("link", { name: "Login" })).toBeVisible();
        await page.close();
      }
    });
  });
}

test("news for who reads a refusal never loads its page again", async ({ openAs, browser }) => {
  const agent = await hire("support_agent", "reader");
  const page = await openAs(CIMSOFT, agent);
  await refusal(page, "/staff/requests/new", 403, "This page is for another role");
  let documents = 0;
  page.on("request", (request) => {
    if (request.isNavigationRequest() || request.headers().rsc) documents += 1;
  });
  const counted = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/api/notices");
  const elsewhere = await browser.newPage();
  await signIn(elsewhere, CIMSOFT, agent.email);
  await counted;
  await expect(page.getByRole("link", { name: /^Notices, \d+ unread$/ })).toBeVisible();
  expect(documents).toBe(0);
  await elsewhere.close();
});

test("refusals fit a phone and a desk and can be read by everybody", async ({ openAs }) => {
  for (const viewport of [
    { width: 360, height: 740 },
    { width: 1440, height: 900 },
  ]) {
    const page = await openAs(CIMSOFT, marketing, { viewport });
    await refusal(page, "/staff/cases", 403, "This page is for another role");
    await page.screenshot({ path: `.data/screenshots/forbidden-${viewport.width}.png` });
    expect((await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag22aa"]).analyze()).violations).toEqual(
      [],
    );
    const portal = await openAs(CIMSOFT, clerk, { viewport });
    await refusal(portal, "/invoices/NOPE-1", 404, MISSING);
    await portal.screenshot({ path: `.data/screenshots/missing-${viewport.width}.png` });
    expect(
      (await new AxeBuilder({ page: portal }).withTags(["wcag2a", "wcag2aa", "wcag22aa"]).analyze()).violations,
    ).toEqual([]);
    const wide = await portal.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(wide).toBe(false);
  }
});
