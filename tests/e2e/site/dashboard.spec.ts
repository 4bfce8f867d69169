import type { Page } from "@playwright/test";
import {
  appoint,
  type Contact,
  createCase,
  createInvoice,
  dayFromNow,
  employ,
  foundCompany,
  hire,
} from "../../support/e2e/people";
import { CIMSOFT, takenOver } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };

let clerk: Contact;
let engineer: Contact;
let newcomer: Contact;
let invoices: string[];
let waiting: string;

test.beforeAll(async () => {
  const company = await foundCompany(CIMSOFT);
  await appoint(company, await hire("account_manager", "Dana"), "account_manager");
  clerk = await employ(company, "clerk");
  engineer = await employ(company, "engineer");
  const overdue = { issuedOn: dayFromNow(-60), dueOn: dayFromNow(-30), totalMinor: 12_500 };
  invoices = [(await createInvoice(company, overdue)).number, (await createInvoice(company, overdue)).number];
  waiting = (await createCase(company, engineer, { status: "waiting_on_you", lastAuthorKind: "staff" })).number;
  newcomer = await employ(await foundCompany(CIMSOFT), "clerk");
});

const block = (page: Page, title: string) =>
  page
    .getByRole("main")
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: title }) });

/** Height of the whole page, in CSS pixels. */
const heightOf = (page: Page) => page.evaluate(() => document.documentElement.scrollHeight);
const isWider = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

test.describe("the dashboard", () => {
  for (const email of ["plant.engineer@keystone.example", "ap.clerk@keystone.example"]) {
    test(`of the demo's ${email} is read in one look`, async ({ openAs }) => {
      const page = await openAs(CIMSOFT, { email });
      for (const [size, most] of [
        [DESK, 1_400],
        [PHONE, 2_000],
      ] as const) {
        await page.setViewportSize(size);
        await page.goto(`${CIMSOFT.origin}/dashboard`);
        await expect(page.getByRole("heading", { level: 2 }).filter({ hasText: "What changed" })).toBeVisible();
        expect(await heightOf(page), `at ${size.width} px`).toBeLessThanOrEqual(most);
        expect(await isWider(page), `at ${size.width} px`).toBe(false);
      }
    });
  }

  test("says what is overdue, and leads a payer to pay all of it or one of it", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, clerk, { javaScriptEnabled: false });
    await page.goto(`${CIMSOFT.origin}/dashboard`);
    const list = block(page, "Waiting on you");
    for (const number of invoices) await expect(list.getByRole("link", { name: `Pay ${number}` })).toBeVisible();
    await expect(page.locator("#rail").getByRole("link", { name: /^Invoices 2/ })).toBeVisible();
    await page.getByRole("link", { name: "Pay overdue $250.00" }).click();
    await expect(page).toHaveURL(/\/invoices\/pay\?/);
    for (const number of invoices) await expect(page.getByRole("main").getByText(number).first()).toBeVisible();
  });

  test("leads an engineer to the reply that is waited for", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, engineer);
    await page.goto(`${CIMSOFT.origin}/dashboard`);
    await expect(page.getByRole("link", { name: /^Pay overdue/ })).toHaveCount(0);
    await block(page, "Waiting on you")
      .getByRole("link", { name: `Reply ${waiting}` })
      .click();
    await expect(page).toHaveURL(new RegExp(`/cases/${waiting}#reply$`));
    await expect(page.getByRole("form", { name: "Write a message" })).toBeInViewport();
  });

  test("of somebody whom nothing waits for says so", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, newcomer);
    await page.goto(`${CIMSOFT.origin}/dashboard`);
    await expect(block(page, "Waiting on you")).toContainText("Nothing waits on you");
    await expect(block(page, "What you owe")).toContainText("Nothing is overdue");
    await expect(block(page, "What changed")).toContainText("You have read every answer");
  });
});

test("staff see their day without scrolling", async ({ openAs }) => {
  const agent = await hire("support_agent", "Marcus");
  const page = await openAs(CIMSOFT, agent);
  await page.setViewportSize(DESK);
  await page.goto(`${CIMSOFT.origin}/staff`);
  const main = page.getByRole("main");
  await expect(main.getByRole("link", { name: /My cases/ })).toBeVisible();
  for (const title of ["Waiting on me, next by clock", "New and unassigned", "Late with colleagues"]) {
    await expect(main.getByRole("heading", { name: title })).toBeInViewport();
  }
  expect(await isWider(page)).toBe(false);
});

for (const javaScriptEnabled of [true, false]) {
  test(`the theme is the browser's choice, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    openAs,
  }) => {
    const page = await openAs(CIMSOFT, newcomer, { javaScriptEnabled, colorScheme: "light" });
    await page.goto(`${CIMSOFT.origin}/dashboard`);
    const html = page.locator("html");
    await expect(html).not.toHaveAttribute("data-theme");
    await page.locator("summary").filter({ hasText: newcomer.name }).click();
    const dark = page.getByRole("form", { name: "Theme" }).getByRole("button", { name: "Dark" });
    if (javaScriptEnabled) await takenOver(dark);
    await dark.click();
    await expect(html).toHaveAttribute("data-theme", "dark");
    await expect(page).toHaveURL(/\/dashboard$/);
    // The server renders by the cookie, on public pages too.
    const answer = await page.goto(`${CIMSOFT.origin}/faq`);
    expect(await answer?.text()).toContain('data-theme="dark"');
    await page.getByRole("form", { name: "Theme" }).getByRole("button", { name: "System" }).click();
    await expect(html).not.toHaveAttribute("data-theme");
    await expect(page).toHaveURL(/\/faq$/);
  });
}
