import {
  type Company,
  type Contact,
  createCase,
  employ,
  employWithoutPassword,
  foundCompany,
  hire,
  type Staff,
} from "../../support/e2e/people";
import { CIMSOFT, signIn } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/* Where administrators edit contacts and companies, invite, disable and merge. */

let company: Company;
let contact: Contact;
let administrator: Staff;
/** Digits that no other file of the run has behind a 6. */
const DIGITS = String(Date.now() % 1e9).padStart(9, "0");
let cases = 0;

test.beforeEach(async () => {
  company = await foundCompany(CIMSOFT);
  contact = await employ(company, "operator");
  administrator = await hire("administrator", "Noor");
});

for (const javaScriptEnabled of [true, false]) {
  test(`an administrator edits a right, and it stands against the ERP, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    openAs,
  }) => {
    const page = await openAs(CIMSOFT, administrator, { javaScriptEnabled });
    await page.goto(`${CIMSOFT.origin}/staff/contacts/${contact.id}`);
    const main = page.getByRole("main");
    await main.getByRole("link", { name: "Edit", exact: true }).click();
    const rights = main.getByRole("form", { name: "Rights" });
    await rights.getByLabel("Invoices and payments").selectOption("Read them and pay invoices");
    await rights.getByLabel("Reason").fill("They pay from now on.");
    await rights.getByRole("button", { name: "Save rights" }).click();
    await expect(main.getByText("The rights are saved.")).toBeVisible();
    await expect(rights.getByLabel("Invoices and payments")).toHaveValue("pay");
    await main.getByRole("button", { name: /^Hand back to the ERP ?: Rights$/ }).click();
    await expect(main.getByText("Handed back to the ERP. It stays")).toBeVisible();

    // A colleague was faster: what was typed stays, and sent again it counts.
    const details = main.getByRole("form", { name: "Name and company" });
    const other = await openAs(CIMSOFT, administrator, { javaScriptEnabled });
    await other.goto(page.url());
    const theirs = other.getByRole("form", { name: "Name and company" });
    await theirs.getByLabel("Job title").fill("Buyer");
    await theirs.getByRole("button", { name: "Save" }).click();
    await expect(other.getByText("Saved. Imports leave it alone")).toBeVisible();
    await details.getByLabel("Job title").fill("Plant engineer");
    await details.getByRole("button", { name: "Save" }).click();
    await expect(main.getByText(/Somebody changed this while your form was open. Now it is: .*Buyer/)).toBeVisible();
    await expect(details.getByLabel("Job title")).toHaveValue("Plant engineer");
    await details.getByRole("button", { name: "Save" }).click();
    await expect(main.getByText("Saved. Imports leave it alone")).toBeVisible();
    await expect(details.getByLabel("Job title")).toHaveValue("Plant engineer");
  });
}

test("disabling ends the session in the other browser", async ({ browser, openAs }) => {
  const client = await (await browser.newContext()).newPage();
  await signIn(client, CIMSOFT, contact.email);
  await client.goto(`${CIMSOFT.origin}/settings`);
  await expect(client.getByRole("heading", { level: 1 })).toBeVisible();
  const page = await openAs(CIMSOFT, administrator);
  await page.goto(`${CIMSOFT.origin}/staff/contacts/${contact.id}/edit`);
  await page.getByRole("button", { name: "Disable account" }).click();
  await expect(page.getByText("The account is changed.")).toBeVisible();
  await client.goto(`${CIMSOFT.origin}/settings`);
  await expect(client).toHaveURL(/\/login/);
  await page.getByRole("button", { name: "Enable account" }).click();
  await expect(page.getByRole("button", { name: "Disable account" })).toBeVisible();
  await client.context().close();
});

test("everybody of a company without an account is invited once", async ({ openAs }) => {
  const invited = await employWithoutPassword(company, "clerk");
  const page = await openAs(CIMSOFT, administrator);
  await page.goto(`${CIMSOFT.origin}/staff/companies/${company.id}/invite`);
  const main = page.getByRole("main");
  await expect(main.getByText("Signs in already")).toBeVisible();
  await main.getByRole("button", { name: "Send 1 invitation" }).click();
  await expect(main.getByText("1 mail goes out.")).toBeVisible();
  await expect(main.getByRole("listitem").filter({ hasText: invited.email })).toContainText("Invited within");
});

for (const javaScriptEnabled of [true, false]) {
  test(`two contacts are merged after a preview, and it is undone, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    openAs,
  }) => {
    const twin = await employ(company, "engineer", { name: "R. Meyer" });
    const number = `C-6${DIGITS}${cases++}`;
    await createCase(company, twin, { number });
    const page = await openAs(CIMSOFT, administrator, { javaScriptEnabled });
    await page.goto(`${CIMSOFT.origin}/staff/contacts/${contact.id}/edit`);
    const main = page.getByRole("main");
    await main.getByRole("link", { name: "Merge", exact: true }).click();
    await main.getByLabel("Sign-in email of the other contact").fill(twin.email);
    await main.getByRole("button", { name: "Show what moves" }).click();
    await expect(main.getByText("1 case, request or chat")).toBeVisible();
    await main.getByRole("button", { name: "Merge R. Meyer into" }).click();
    await expect(main.getByText("Merged. It can be undone for a day.")).toBeVisible();
    await page.goto(`${CIMSOFT.origin}/staff/contacts/${twin.id}/edit`);
    await expect(main.getByText("Merged into another contact")).toBeVisible();
    await main.getByRole("button", { name: "Undo the merge of R. Meyer" }).click();
    await expect(main.getByText("The merge is undone.")).toBeVisible();
    await expect(main.getByRole("form", { name: "Rights" })).toBeVisible();
  });
}

test("two companies are merged: the preview names who sees something new", async ({ openAs }) => {
  const other = await foundCompany(CIMSOFT);
  const engineer = await employ(other, "engineer", { name: "Lee Park" });
  const page = await openAs(CIMSOFT, administrator);
  await page.goto(`${CIMSOFT.origin}/staff/companies/${company.id}/merge`);
  const main = page.getByRole("main");
  await main.getByLabel("Name of the other company").fill(other.name);
  await main.getByRole("button", { name: "Show what moves" }).click();
  await expect(main.getByRole("listitem").filter({ hasText: engineer.email })).toContainText("agreements");
  await main.getByRole("button", { name: `Merge ${other.name} into ${company.name}` }).click();
  await expect(main.getByText("Merged. It can be undone for a day.")).toBeVisible();
  await main.getByRole("button", { name: "Undo the merge of" }).click();
  await expect(main.getByText("The merge is undone.")).toBeVisible();
});
