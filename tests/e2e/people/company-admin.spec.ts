import { type Company, type Contact, createCase, employ, foundCompany, hire, unique } from "../../support/e2e/people";
import { CIMSOFT } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/* A company administrator looks after colleagues, and reads who of the firm looked at the company. */

let company: Company;
let admin: Contact;
let colleague: Contact;
/** Digits that no other file of the run has behind a 6. */
const DIGITS = String(Date.now() % 1e9).padStart(9, "0");
let cases = 0;

test.beforeEach(async () => {
  company = await foundCompany(CIMSOFT);
  admin = await employ(company, "engineer", { companyAdmin: true, name: "Robin Meyer" });
  colleague = await employ(company, "operator", { name: "Ana Ruiz" });
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";

  test(`a company administrator removes a colleague, whose session ends at once, ${how} JavaScript`, async ({
    openAs,
  }) => {
    const theirs = await openAs(CIMSOFT, colleague, { javaScriptEnabled });
    await theirs.goto(`${CIMSOFT.origin}/dashboard`);
    const page = await openAs(CIMSOFT, admin, { javaScriptEnabled });
    await page.goto(`${CIMSOFT.origin}/settings`);
    const main = page.getByRole("main");
    await main.getByRole("link", { name: "Company", exact: true }).click();
    await expect(main.getByRole("listitem").filter({ hasText: colleague.email })).toContainText("Own support cases");
    await main.getByRole("link", { name: "Remove Ana Ruiz" }).click();
    await main.getByRole("form", { name: "Remove Ana Ruiz" }).getByRole("button", { name: "Remove" }).click();
    await expect(main.getByText("Their access has ended.")).toBeVisible();
    await expect(main.getByText(colleague.email)).toBeHidden();
    await theirs.goto(`${CIMSOFT.origin}/dashboard`);
    await expect(theirs).toHaveURL(/\/login/);
  });

  test(`an invitation beyond the confirmed domains becomes a request, ${how} JavaScript`, async ({ openAs }) => {
    const page = await openAs(CIMSOFT, admin, { javaScriptEnabled });
    await page.goto(`${CIMSOFT.origin}/settings/company`);
    const form = page.getByRole("form", { name: "Invite a colleague" });
    await form.getByLabel("Name").fill("Kim Sato");
    await form.getByLabel("Work email").fill(`${unique("kim").toLowerCase()}@elsewhere.example`);
    await form.getByRole("button", { name: "Invite" }).click();
    await expect(page.getByRole("heading", { name: /Invitation of a colleague/ })).toBeVisible();
    await expect(page.getByRole("main")).toContainText("Kim Sato");
  });
}

test("who looked shows the agent who opened a case, in their capacity", async ({ openAs }) => {
  const agent = await hire("support_agent", "Dana");
  const number = `C-6${DIGITS}${cases++}`;
  await createCase(company, admin, { number });
  const staffPage = await openAs(CIMSOFT, agent);
  await staffPage.goto(`${CIMSOFT.origin}/staff/cases/${number}`);
  await expect(staffPage.getByRole("main")).toContainText(number);
  const page = await openAs(CIMSOFT, admin);
  await page.goto(`${CIMSOFT.origin}/settings/company`);
  const row = page.getByRole("table", { name: "Who looked" }).getByRole("row").filter({ hasText: agent.name });
  await expect(row).toContainText("Support agent");
  await expect(row).toContainText("Support cases and chats, Contacts");
});
