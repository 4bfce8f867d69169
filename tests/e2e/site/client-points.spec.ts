import type { Page } from "@playwright/test";
import {
  type Company,
  type Contact,
  called,
  createAgreement,
  createCase,
  createInvoice,
  createPayment,
  createRequest,
  dayFromNow,
  employ,
  foundCompany,
} from "../../support/e2e/people";
import { BRANDS, CIMSOFT, takenOver } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

let company: Company;
let clerk: Contact;
let invoices: string[];

test.beforeAll(async () => {
  company = await foundCompany(CIMSOFT);
  clerk = await employ(company, "clerk");
  invoices = [(await createInvoice(company)).number, (await createInvoice(company)).number];
  await createPayment(company, null, { amountMinor: 1_500 });
  await createInvoice(company, { kind: "credit_note", totalMinor: 250 });
});

const main = (page: Page) => page.getByRole("main");

test("Login begins in Email", async ({ page }) => {
  await page.goto(`${CIMSOFT.origin}/login`);
  await expect(page.getByLabel("Email", { exact: true })).toBeFocused();
});

test("credit to use and credit notes that wait stand apart wherever there is a line of them", async ({ openAs }) => {
  const page = await openAs(CIMSOFT, clerk);
  for (const path of ["/dashboard", "/invoices", "/invoices/pay"]) {
    await page.goto(`${CIMSOFT.origin}${path}`);
    await expect(main(page).getByText(/Credit to use:? \$15\.00/)).toBeVisible();
    await expect(main(page).getByText(/Credit notes that wait:? \$2\.50/)).toBeVisible();
  }
});

test("invoices are chosen by the head of their table, are tinted then, and by keys alone", async ({ openAs }) => {
  const page = await openAs(CIMSOFT, clerk, { viewport: { width: 1440, height: 900 } });
  await page.goto(`${CIMSOFT.origin}/invoices?status=open`);
  const rows = main(page).locator("tbody tr").filter({ hasText: invoices[0] });
  const tint = () => rows.evaluate((row) => getComputedStyle(row).backgroundColor);
  const plain = await tint();
  const all = main(page).getByRole("checkbox", { name: "Select all" });
  await all.check();
  await expect(main(page).getByText("2 selected,")).toBeVisible();
  await main(page).getByRole("heading", { level: 1 }).hover();
  await expect.poll(tint).not.toBe(plain);
  await all.uncheck();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(main(page).getByText("1 selected,")).toBeVisible();
});

test("an agreement is one row with its earlier terms, and leads to the request about it", async ({ openAs }) => {
  const own = await foundCompany(CIMSOFT, dayFromNow(-400));
  await createAgreement(own, { startsOn: dayFromNow(-399), endsOn: dayFromNow(-35) });
  const { id } = await createAgreement(own, { startsOn: dayFromNow(-34), endsOn: dayFromNow(20) });
  const buyer = await employ(own, "buyer");
  const page = await openAs(CIMSOFT, buyer, { javaScriptEnabled: false });
  await page.goto(`${CIMSOFT.origin}/account-team`);
  const renew = main(page).getByRole("table", { name: /^Agreements that end/ });
  await expect(renew.locator("tbody tr")).toHaveCount(1);
  await expect(main(page).getByRole("table", { name: "Agreements", exact: true })).toHaveCount(0);
  await renew.getByText("2 earlier terms").click();
  await expect(renew.getByRole("listitem")).toHaveCount(2);

  await page.goto(`${CIMSOFT.origin}/account-team/agreements/${id}`);
  await expect(main(page).getByRole("link", { name: "Request renewal guidance" })).toBeVisible();
  const { number } = await createRequest(own, buyer, { kind: "renewal", agreementId: id });
  await page.reload();
  await expect(main(page).getByRole("link", { name: "Request renewal guidance" })).toHaveCount(0);
  await main(page)
    .getByRole("link", { name: `Open request ${number}` })
    .click();
  await expect(page).toHaveURL(new RegExp(`/account-team/${number}$`));
  await page.goto(`${CIMSOFT.origin}/account-team`);
  await expect(renew.getByRole("link", { name: number })).toBeVisible();
});

test("Settings say of related companies what is true of the brand", async ({ openAs }) => {
  const said = new Map<string, string>();
  for (const brand of BRANDS) {
    const page = await openAs(brand, await employ(await foundCompany(brand), "buyer"));
    await page.goto(`${brand.origin}/settings`);
    said.set(brand.key, (await main(page).textContent()) ?? "");
  }
  const reach = "They decide for which other companies you can work with cases.";
  expect(said.get("cimsoft")).toContain(reach);
  expect(said.get("insource")).not.toContain(reach);
});

test("a case that one has already is offered before it is filed again", async ({ openAs }) => {
  const own = await foundCompany(CIMSOFT);
  const filer = await employ(own, "engineer");
  const subject = called("Palletizer cuts foil");
  const { number } = await createCase(own, filer, { subject });
  const page = await openAs(CIMSOFT, filer);
  await page.goto(`${CIMSOFT.origin}/cases/new`);
  const field = main(page).getByLabel("Subject", { exact: true });
  await takenOver(field);
  await field.fill(subject);
  await expect(main(page).getByText("Is it one of these?")).toBeVisible();
  await expect(main(page).getByRole("list", { name: "Similar cases" }).getByRole("link")).toContainText(number);
});
