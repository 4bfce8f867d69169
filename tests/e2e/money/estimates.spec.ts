import type { Page } from "@playwright/test";
import {
  appoint,
  type Contact,
  createEstimate,
  dayFromNow,
  employ,
  foundCompany,
  hire,
} from "../../support/e2e/people";
import { BRANDS, type BrandFacts, CIMSOFT, SANDBOX } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/** Who reads estimates, by the key of their brand. */
const readers = new Map<string, Contact>();
const readerOf = ({ key }: BrandFacts) => readers.get(key) ?? { email: "nobody" };

test.beforeAll(async () => {
  for (const brand of BRANDS) {
    const company = await foundCompany(brand);
    await appoint(company, await hire("account_manager", "Dana"), "account_manager");
    for (const [state, expiresIn] of [
      ["open", 40],
      ["open", 9],
      ["open", -1],
      ["open", -70],
      ["accepted", 20],
      ["declined", 20],
      ["withdrawn", -5],
    ] as const) {
      const lines = [["Historian server", 250_000]] as const;
      await createEstimate(company, { state, lines, issuedOn: dayFromNow(-100), expiresOn: dayFromNow(expiresIn) });
    }
    readers.set(brand.key, await employ(company, "engineer"));
  }
});

/** Opens the first estimate of a filter and gives its number. */
async function openFirst(page: Page, brand: BrandFacts, status: string): Promise<string> {
  await page.goto(`${brand.origin}/estimates?status=${status}`);
  const link = page.getByRole("main").locator("tbody tr").first().getByRole("link").first();
  const number = ((await link.textContent()) ?? "").trim();
  expect(number).not.toBe("");
  await link.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Estimate ${number}`);
  return number;
}

/** The Quotation Portal is shown, and was sent the estimate's number and nothing about the reader. */
async function expectQuotation(page: Page, number: string): Promise<void> {
  await page.waitForURL(`${SANDBOX}/quotes/${encodeURIComponent(number)}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Estimate ${number}`);
  await expect(page.locator("[data-identity=none]")).toBeVisible();
}

for (const brand of BRANDS) {
  test(`an open estimate of ${brand.name} leads to the Quotation Portal, and only when it is opened`, async ({
    openAs,
  }) => {
    const page = await openAs(brand, readerOf(brand));
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${brand.origin}/dashboard`);
    await page.getByRole("navigation").getByRole("link", { name: "Estimates" }).first().click();
    await expect(page).toHaveURL(`${brand.origin}/estimates`);
    const number = await openFirst(page, brand, "open");
    const main = page.getByRole("main");
    await expect(main.locator("dl dt").first()).toHaveText("Status");
    await expect(main.locator("dl").first()).toContainText(/Ends (today|tomorrow|in \d+ days)/);
    await expect(main.getByRole("table", { name: "Lines" })).toContainText("Historian server");
    const link = main.getByRole("link", { name: "Open in Quotation Portal" });
    await link.hover();
    await page.waitForLoadState("networkidle");
    expect(asked.filter((path) => path.endsWith("/quotation"))).toEqual([]);
    await link.click();
    await expectQuotation(page, number);
  });
}

test("without JavaScript an open estimate leads to the Quotation Portal too, and one that ended says whom to ask", async ({
  openAs,
}) => {
  const page = await openAs(CIMSOFT, readerOf(CIMSOFT), { javaScriptEnabled: false });
  const number = await openFirst(page, CIMSOFT, "open");
  await page.getByRole("link", { name: "Open in Quotation Portal" }).click();
  await expectQuotation(page, number);

  const ended = await openFirst(page, CIMSOFT, "expired");
  const main = page.getByRole("main");
  await expect(main.locator("dl").first()).toContainText(/Ended (yesterday|[\d,]+ days ago)/);
  await expect(main.getByRole("link", { name: "Open in Quotation Portal" })).toHaveCount(0);
  await expect(main.locator(`a[href^="mailto:"][href$="${encodeURIComponent(`Estimate ${ended}`)}"]`)).toBeVisible();
  // A bookmark, or a mail from before the estimate ended, leads to the same page.
  await page.goto(`${CIMSOFT.origin}/estimates/${ended}/quotation`);
  await expect(page).toHaveURL(`${CIMSOFT.origin}/estimates/${ended}`);
});

test("on a phone a new quote is asked for on an expired estimate, whose page then says how the request stands", async ({
  openAs,
}) => {
  const page = await openAs(CIMSOFT, readerOf(CIMSOFT), { viewport: { width: 360, height: 740 } });
  const number = await openFirst(page, CIMSOFT, "expired");
  const main = page.getByRole("main");
  await main.getByRole("link", { name: "Ask for a new quote" }).click();
  await expect(main.getByRole("heading", { level: 1 })).toHaveText(`Ask for a new quote for ${number}`);
  await main.getByLabel("Message", { exact: true }).fill("Two more seats than then.");
  await main.getByRole("button", { name: "Send request" }).click();
  await page.waitForURL(/\/account-team\/R-\d+/);
  const request = /R-\d+/.exec(page.url())?.[0] ?? "";
  await main.getByRole("link", { name: `Estimate ${number}` }).click();
  await page.waitForURL(/\/estimates\//);
  const state = () => main.getByRole("row").filter({ hasText: request });
  await expect(state().getByText("New", { exact: true })).toBeVisible();

  await state().getByRole("link").first().click();
  await page.waitForURL(new RegExp(request));
  await main.getByText("Close this request").first().click();
  await main.getByRole("button", { name: "Close request" }).click();
  await expect(main.getByText(/Closed on/)).toBeVisible();
  await page.goto(`${CIMSOFT.origin}/estimates/${encodeURIComponent(number)}`);
  await expect(state().getByText("Closed", { exact: true })).toBeVisible();
});

test("every filter, sort and search of the list of estimates is an address", async ({ openAs }) => {
  const page = await openAs(CIMSOFT, readerOf(CIMSOFT));
  for (const status of ["open", "ending", "expired", "accepted", "declined", "withdrawn"]) {
    expect((await page.goto(`${CIMSOFT.origin}/estimates?status=${status}`))?.status()).toBe(200);
  }
  for (const sort of ["ends", "-ends", "issued", "-issued", "amount", "-amount"]) {
    await page.goto(`${CIMSOFT.origin}/estimates?sort=${sort}`);
    expect(await page.getByRole("main").locator("tbody tr").count()).toBeGreaterThan(0);
  }
  await page.getByRole("searchbox").fill("nothing is called this");
  await page.getByRole("searchbox").press("Enter");
  await expect(page).toHaveURL(/q=nothing/);
  await expect(page.getByRole("main")).toContainText("No estimate matches");
  await page.goto(`${CIMSOFT.origin}/estimates?status=${encodeURIComponent("'\"><x")}&after=garbage&sort=;drop`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Estimates");
});
