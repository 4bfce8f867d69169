import { readFile } from "node:fs/promises";
import {
  type Company,
  type Contact,
  createCase,
  employ,
  foundCompany,
  hire,
  type Staff,
} from "../../support/e2e/people";
import { CIMSOFT } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/* Who did what: the log with its filters and its file, and the history on a record's own page. */

let company: Company;
let contact: Contact;
let administrator: Staff;
let number: string;
const DIGITS = String(Date.now() % 1e9).padStart(9, "0");
let cases = 0;

test.beforeEach(async () => {
  company = await foundCompany(CIMSOFT);
  contact = await employ(company, "engineer");
  administrator = await hire("administrator", "Noor");
  number = `C-6${DIGITS}${cases++}`;
  await createCase(company, contact, { number });
});

for (const javaScriptEnabled of [true, false]) {
  test(`an administrator finds what was done to a case and takes it as a file, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    openAs,
  }) => {
    const page = await openAs(CIMSOFT, administrator, { javaScriptEnabled });
    const main = page.getByRole("main");
    await page.goto(`${CIMSOFT.origin}/staff/cases/${number}`);
    await main.getByRole("button", { name: "Take", exact: true }).first().click();
    await expect(main.getByRole("heading", { name: "History" })).toBeVisible();
    await expect(main.getByRole("listitem").filter({ hasText: "Case: assigned" })).toContainText(administrator.name);
    await main.getByRole("link", { name: "Show all" }).last().click();

    await expect(page).toHaveURL(/\/staff\/audit\?/);
    const row = main.getByRole("row").filter({ hasText: "Case: assigned" });
    await expect(row).toContainText(`Case ${number}`);
    await main.getByLabel("Person", { exact: true }).fill("nobody-is-called-this");
    await main.getByRole("button", { name: "Search" }).click();
    await expect(main.getByText("No line matches")).toBeVisible();
    await page.goto(`${CIMSOFT.origin}/staff/audit?record=${number}`);
    await row.getByRole("link", { name: administrator.name }).click();
    await expect(main.getByRole("heading", { level: 1 })).toHaveText(administrator.name);

    await page.goto(`${CIMSOFT.origin}/staff/audit?record=${number}`);
    const saved = page.waitForEvent("download");
    await main.getByRole("link", { name: "CSV" }).click();
    expect(await readFile(await (await saved).path(), "utf8")).toContain("case.assigned");
  });
}

test("nobody else reads the log, nor the history of a case", async ({ openAs }) => {
  const agent = await hire("support_agent", "Dana");
  const page = await openAs(CIMSOFT, agent);
  await page.goto(`${CIMSOFT.origin}/staff/cases/${number}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("heading", { name: "History" })).toHaveCount(0);
  expect((await page.goto(`${CIMSOFT.origin}/staff/audit`))?.status()).toBe(403);
  // A file is asked for by its page: a browser that is led to what is no page may stay where it is.
  expect(await page.evaluate(async () => (await fetch("/staff/audit/export")).status)).toBe(404);
  const client = await openAs(CIMSOFT, contact);
  expect((await client.goto(`${CIMSOFT.origin}/staff/audit`))?.status()).toBe(404);
});
