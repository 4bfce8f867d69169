import {
  type Company,
  type Contact,
  createCase,
  createDecision,
  employ,
  foundCompany,
  hire,
  type Staff,
} from "../../support/e2e/people";
import { CIMSOFT } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/* What was decided in the portal, and the button that hands it back to the ERP. */

let company: Company;
let related: Company;
let contact: Contact;
let administrator: Staff;
let agent: Staff;
let number: string;
/** Digits that no other file of the run has behind a 7. */
const DIGITS = String(Date.now() % 1e9).padStart(9, "0");
let cases = 0;

test.beforeEach(async () => {
  company = await foundCompany(CIMSOFT);
  related = await foundCompany(CIMSOFT);
  contact = await employ(company, "engineer", { portalFields: ["rights", "job_title"] });
  administrator = await hire("administrator", "Noor");
  agent = await hire("support_agent", "Dana");
  number = `C-7${DIGITS}${cases++}`;
  await createCase(company, contact, { number });
  await createDecision({
    ...{ brand: company.brand, kind: "relation", outcome: "removed" },
    ...{ contactId: contact.id, companyId: related.id, decidedBy: administrator.id },
  });
});

for (const javaScriptEnabled of [true, false]) {
  test(`an administrator finds every decision in one list and hands it back, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    openAs,
  }) => {
    const page = await openAs(CIMSOFT, administrator, { javaScriptEnabled });
    await page.goto(`${CIMSOFT.origin}/staff`);
    await page.getByRole("link", { name: "Decisions", exact: true }).first().click();
    const main = page.getByRole("main");
    await main.getByLabel("Search", { exact: true }).fill(company.name);
    await main.getByRole("button", { name: "Search" }).click();
    const row = main.getByRole("row").filter({ hasText: contact.email });
    await expect(row.getByRole("listitem")).toHaveCount(2);
    await row.getByRole("button", { name: `Rights of ${contact.name}` }).click();
    await expect(main.getByText("Handed back to the ERP. It stays")).toBeVisible();
    await expect(row.getByRole("listitem")).toHaveText([/Job title/]);
    await expect(main.getByLabel("Search", { exact: true })).toHaveValue(company.name);

    await row.getByRole("link", { name: company.name }).click();
    await expect(main.getByRole("link", { name: `${company.name} : show all companies` })).toBeVisible();
    await main.getByRole("link", { name: "Relations and teams" }).click();
    const removed = `Removed: related company ${related.name}`;
    await expect(main.getByRole("row").filter({ hasText: removed })).toContainText(administrator.name);
    await main.getByRole("button", { name: removed }).click();
    await expect(main.getByText("Handed back to the ERP. It stays")).toBeVisible();
    await expect(main.getByText("No decision matches")).toBeVisible();
  });
}

test("an administrator hands a decision back beside a case, and other staff and the client see nothing of it there", async ({
  openAs,
}) => {
  for (const [who, address] of [
    [agent, `/staff/cases/${number}`],
    [contact, `/cases/${number}`],
  ] as const) {
    const page = await openAs(CIMSOFT, who);
    await page.goto(`${CIMSOFT.origin}${address}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("Decided in the portal")).toHaveCount(0);
    await expect(page.getByRole("button", { name: /Hand back/ })).toHaveCount(0);
    const answer = await page.goto(`${CIMSOFT.origin}/staff/decisions`);
    expect(answer?.status()).toBe(who === agent ? 403 : 404);
  }
  const page = await openAs(CIMSOFT, administrator);
  await page.goto(`${CIMSOFT.origin}/staff/cases/${number}`);
  const button = page.getByRole("button", { name: `Removed: related company ${related.name}` });
  await button.click();
  await expect(button).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`/staff/cases/${number}#decisions$`));
  await page.getByRole("link", { name: "All decisions" }).click();
  await expect(page).toHaveURL(/\/staff\/decisions$/);
});
