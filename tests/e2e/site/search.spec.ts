import { devices, type Page } from "@playwright/test";
import {
  type Company,
  type Contact,
  called,
  createCase,
  createInvoice,
  dayFromNow,
  employ,
  foundCompany,
  hire,
  unique,
} from "../../support/e2e/people";
import { BRANDS, CIMSOFT } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/** A word of the demo that stands in one PDF alone, for support clients, and in no title or summary. */
const WORD = "quorumless";
const TITLE = "Bring a redundant pair back into service";
const PHONE = { ...devices["Pixel 7"], viewport: { width: 360, height: 740 } };

let company: Company;
let engineer: Contact;
let subject: string;
let caseNumber: string;
let invoiceNumber: string;
test.beforeAll(async () => {
  company = await foundCompany(CIMSOFT);
  engineer = await employ(company, "engineer");
  subject = called("Photometer drifts");
  caseNumber = (await createCase(company, engineer, { subject })).number;
  invoiceNumber = unique("CS");
  await createInvoice(company, { number: invoiceNumber });
});

const field = (page: Page) => page.getByRole("combobox", { name: "Search" });

/** The answer to what is typed is there: before, Enter leads to the page of the search. */
const answered = (page: Page) =>
  expect(page.getByRole("dialog", { name: "Search" }).getByRole("status")).toHaveText(/^\d+ results?$/);

/** Opens the small window by the keyboard. What hears the keys comes with the scripts, so it is pressed until it does. */
async function openByKey(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(field(page)).toBeFocused({ timeout: 1_000 });
  }).toPass();
}

for (const [where, options] of [
  ["at a desk", {}],
  ["on a phone", PHONE],
] as const) {
  test(`by the keyboard alone, a case is found by its digits and opened, ${where}`, async ({ openAs }) => {
    const page = await openAs(CIMSOFT, engineer, options);
    await page.goto(`${CIMSOFT.origin}/dashboard`);
    await openByKey(page);
    await page.keyboard.type(caseNumber.replace(/\D/g, ""));
    await answered(page);
    const option = page.getByRole("option", { name: subject });
    await expect(option).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: subject })).toBeVisible();
    await expect(page.getByRole("dialog", { name: "Search" })).toBeHidden();
  });
}

test("the arrow keys choose, Escape closes and gives the focus back, and an action is offered", async ({ openAs }) => {
  const page = await openAs(CIMSOFT, engineer);
  await page.goto(`${CIMSOFT.origin}/dashboard`);
  await openByKey(page);
  await page.keyboard.type("new case");
  // Another answer has another last row.
  await answered(page);
  await expect(page.getByRole("option", { name: "Add New Case" })).toBeVisible();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("option", { name: "All results for" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("option").first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Search" })).toBeHidden();
});

for (const brand of BRANDS) {
  test(`${brand.key}: a support client finds a PDF by a word in it, and a client without an agreement does not`, async ({
    openAs,
  }) => {
    const page = await openAs(brand, await employ(await foundCompany(brand), "engineer"), PHONE);
    await page.goto(`${brand.origin}/search?q=${WORD}`);
    await page.getByRole("link", { name: TITLE }).click();
    await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
    const lapsed = await employ(await foundCompany(brand, dayFromNow(-41)), "engineer");
    const other = await openAs(brand, lapsed, PHONE);
    await other.goto(`${brand.origin}/search?q=${WORD}`);
    await expect(other.getByRole("main")).toContainText("Nothing that you can open matches");
    await expect(other.getByRole("main")).not.toContainText(TITLE);
  });
}

test("without JavaScript the search of the top bar is a page, for clients and for staff", async ({ openAs }) => {
  const page = await openAs(CIMSOFT, engineer, { javaScriptEnabled: false });
  await page.goto(`${CIMSOFT.origin}/dashboard`);
  await page.getByRole("banner").getByRole("link", { name: "Search" }).click();
  await page.getByLabel("Words, a name or a number").fill(invoiceNumber.replaceAll("-", ""));
  await page.getByRole("main").getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: invoiceNumber }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(invoiceNumber);

  const desk = await openAs(CIMSOFT, await hire("administrator", called("Search desk")), { javaScriptEnabled: false });
  await desk.goto(`${CIMSOFT.origin}/staff/search`);
  await desk.getByLabel("Words, a name or a number").fill(company.name);
  await desk.getByRole("main").getByRole("button", { name: "Search" }).click();
  await desk.getByRole("main").getByRole("link", { name: company.name }).first().click();
  await expect(desk.getByRole("heading", { level: 1, name: company.name })).toBeVisible();
});
