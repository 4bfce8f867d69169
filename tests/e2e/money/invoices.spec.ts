import {
  appoint,
  type Company,
  type Contact,
  createInvoice,
  createPayment,
  dayFromNow,
  employ,
  foundCompany,
  hire,
} from "../../support/e2e/people";
import { CIMSOFT, INSOURCE } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

let clerk: Contact;
/** Of another company at the same brand. */
let stranger: Contact;
let engineerAtInsource: Contact;

/** Invoices in every status; `open` of them are owed, half of those overdue. */
async function bill(company: Company, open: number): Promise<void> {
  for (let count = 0; count < open; count++) {
    const days = count % 2 === 0 ? 20 : -20;
    await createInvoice(company, { issuedOn: dayFromNow(days - 30), dueOn: dayFromNow(days), taxMinor: 600 });
  }
  const dates = { issuedOn: dayFromNow(-90), dueOn: dayFromNow(-60) };
  await createPayment(company, await createInvoice(company, dates));
  await createPayment(company, await createInvoice(company, dates), {
    ...{ method: "bank_debit", state: "processing", allocation: { state: "pending" } },
  });
  await createInvoice(company, { ...dates, voidedOn: dayFromNow(-80) });
}

test.beforeAll(async () => {
  const company = await foundCompany(CIMSOFT);
  await appoint(company, await hire("account_manager", "Dana"), "account_manager");
  await bill(company, 24);
  clerk = await employ(company, "clerk");
  stranger = await employ(await foundCompany(CIMSOFT), "buyer");
  const atInsource = await foundCompany(INSOURCE);
  await bill(atInsource, 6);
  engineerAtInsource = await employ(atInsource, "engineer");
});

test.describe("on pages about money", () => {
  test("an AP clerk finds open invoices, searches them and opens one", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, clerk);
    await page.goto(`${CIMSOFT.origin}/dashboard`);
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

  test("every filter and sort of the list of invoices works without JavaScript", async ({ openAs }) => {
    const page = await openAs(INSOURCE, engineerAtInsource, { javaScriptEnabled: false });
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
  });

  test("another company's invoice is not found, like one that does not exist", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, clerk);
    await page.goto(`${CIMSOFT.origin}/invoices`);
    const number = (
      await page.getByRole("main").locator("tbody tr").first().getByRole("link").first().textContent()
    )?.trim();
    if (!number) throw new Error("no invoice of the company");
    expect((await page.goto(`${CIMSOFT.origin}/invoices/${number}`))?.status()).toBe(200);

    const theirs = await openAs(CIMSOFT, stranger);
    const foreign = await theirs.goto(`${CIMSOFT.origin}/invoices/${number}`);
    expect(foreign?.status()).toBe(404);
    const foreignText = await theirs.getByRole("main").textContent();
    const missing = await theirs.goto(`${CIMSOFT.origin}/invoices/NO-SUCH-INVOICE`);
    expect(missing?.status()).toBe(404);
    expect(await theirs.getByRole("main").textContent()).toBe(foreignText);
  });

  test("the dashboard says what is owed, what waits and whom to ask", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, clerk);
    await page.goto(`${CIMSOFT.origin}/dashboard`);
    const main = page.getByRole("main");
    await expect(main).toContainText(/overdue/i);
    await expect(main).toContainText(/\$[\d,]+\.\d\d/);
    await expect(main).toContainText(/account team/i);
    await expect(main).toContainText(/support agreement/i);
  });
});
