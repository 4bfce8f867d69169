import type { StaffRole } from "../../../db/schema/constants";
import {
  appoint,
  type Company,
  type Contact,
  createAgreement,
  createCase,
  createEstimate,
  createInvoice,
  createRequest,
  dayFromNow,
  employ,
  foundCompany,
  hire,
} from "../../support/e2e/people";
import { CIMSOFT, INSOURCE } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/* The firm's people find a client, see of it what their role may, and talk about a renewal over the same sheet as it. */

let company: Company;
let engineer: Contact;
let operator: Contact;
let invoice: { readonly number: string };
let estimate: { readonly number: string };
let number: string;
let request: string;
let agreement: { readonly id: string };
/** Digits that no other file of the run has behind an 8. */
const DIGITS = String(Date.now() % 1e9).padStart(9, "0");
let made = 0;

test.beforeEach(async () => {
  company = await foundCompany(CIMSOFT, dayFromNow(40));
  engineer = await employ(company, "engineer");
  operator = await employ(company, "operator");
  invoice = await createInvoice(company, { dueOn: dayFromNow(-10) });
  estimate = await createEstimate(company, { expiresOn: dayFromNow(20) });
  agreement = await createAgreement(company, {
    ...{ kind: "subscription", product: "AVEVA Historian", startsOn: dayFromNow(-300), endsOn: dayFromNow(30) },
  });
  number = `C-8${DIGITS}${made}`;
  request = `R-8${DIGITS}${made++}`;
  await createCase(company, engineer, { number, severity: "production_stopped", product: "AVEVA Historian" });
  await createRequest(company, engineer, { number: request });
});

const SEEN: readonly (readonly [StaffRole, readonly string[], readonly string[]])[] = [
  [
    "account_manager",
    ["Open requests", "Balance", "Last payments", "Estimates"],
    ["Open chats", "Mails of the last eight weeks"],
  ],
  ["support_agent", ["Open chats"], ["Open requests", "Balance", "Last payments", "Mails of the last eight weeks"]],
  ["administrator", ["Open requests", "Open chats", "Balance", "Mails of the last eight weeks"], []],
];

for (const [role, there, absent] of SEEN) {
  test(`a company on one page shows to ${role} what the role may see`, async ({ openAs }) => {
    const page = await openAs(CIMSOFT, await hire(role, "Reader"));
    await page.goto(`${CIMSOFT.origin}/staff/companies?q=${encodeURIComponent(company.name)}`);
    const main = page.getByRole("main");
    await main.getByRole("link", { name: company.name }).click();
    await expect(main.getByRole("heading", { level: 1, name: company.name })).toBeVisible();
    const heading = (name: string) => main.getByRole("heading", { name, exact: true });
    for (const title of [
      "Agreements",
      "Contacts",
      "Relations",
      "Account team",
      "Open cases",
      "What changed",
      ...there,
    ]) {
      await expect(heading(title)).toBeVisible();
    }
    for (const title of absent) await expect(heading(title)).toHaveCount(0);
    await expect(main.getByRole("link", { name: number, exact: true })).toBeVisible();
    await expect(main.getByRole("link", { name: invoice.number, exact: true })).toHaveCount(
      there.includes("Balance") ? 1 : 0,
    );
    // From the company to a contact, and back.
    await main
      .getByRole("table", { name: "Contacts and their rights" })
      .getByRole("link", { name: engineer.name })
      .first()
      .click();
    await expect(main.getByText(engineer.email)).toBeVisible();
    await main.getByRole("link", { name: company.name }).first().click();
    await expect(heading("Agreements")).toBeVisible();
  });
}

test("marketing finds no client, and a colleague of another brand not this one", async ({ openAs }) => {
  const marketing = await openAs(CIMSOFT, await hire("marketing", "Mark"));
  for (const path of ["companies", `companies/${company.id}`, "contacts", `contacts/${engineer.id}`]) {
    expect((await marketing.goto(`${CIMSOFT.origin}/staff/${path}`))?.status(), path).toBe(403);
  }
  const elsewhere = await openAs(INSOURCE, await hire("administrator", "Ines", ["insource"]));
  for (const path of [`companies/${company.id}`, `contacts/${engineer.id}`, "companies/not-an-id", "contacts/1"]) {
    expect((await elsewhere.goto(`${INSOURCE.origin}/staff/${path}`))?.status(), path).toBe(404);
  }
});

for (const javaScriptEnabled of [true, false]) {
  test(`a manager narrows the list to the own clients on a phone, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    openAs,
  }) => {
    const manager = await hire("account_manager", "Mona");
    await appoint(company, manager, "account_manager");
    const other = await foundCompany(CIMSOFT);
    const page = await openAs(CIMSOFT, manager, { javaScriptEnabled });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${CIMSOFT.origin}/staff/companies`);
    const main = page.getByRole("main");
    await main.getByRole("link", { name: "Mine", exact: true }).click();
    await expect(main.getByRole("link", { name: company.name })).toBeVisible();
    await expect(main.getByText("Showing 1–1 of 1")).toBeVisible();
    await main.getByRole("link", { name: "Overdue", exact: true }).click();
    await expect(main.getByRole("link", { name: company.name })).toBeVisible();
    await main.getByRole("link", { name: "Quiet for 90 days" }).click();
    await expect(main.getByText("No company matches")).toBeVisible();
    await main.getByRole("link", { name: "All", exact: true }).click();
    // The search keeps the filters of the page on which it is sent.
    await expect(page).toHaveURL(`${CIMSOFT.origin}/staff/companies`);
    await main.getByLabel("Search", { exact: true }).fill(other.name);
    await main.getByRole("button", { name: "Search" }).click();
    await expect(main.getByRole("link", { name: other.name })).toBeVisible();
    await expect(main.getByRole("link", { name: company.name })).toHaveCount(0);
  });
}

test("manager and client read the same brief, and who sees no cases of the company no figures", async ({ openAs }) => {
  const manager = await openAs(CIMSOFT, await hire("account_manager", "Mona"));
  await manager.goto(`${CIMSOFT.origin}/staff/companies/${company.id}`);
  await manager
    .getByRole("table", { name: /^Agreements/ })
    .getByRole("link", { name: "AVEVA Historian" })
    .click();
  const sheet = manager.getByRole("main");
  await sheet.getByRole("link", { name: "Renewal brief" }).click();
  await expect(sheet.getByRole("heading", { name: "Renewal brief: AVEVA Historian" })).toBeVisible();
  await expect(sheet.getByText("1 production stopped")).toBeVisible();
  await expect(sheet.getByText("The subscription to AVEVA Historian is over.")).toBeVisible();

  const client = await openAs(CIMSOFT, engineer);
  await client.goto(`${CIMSOFT.origin}/account-team`);
  await client.getByRole("main").getByRole("link", { name: "AVEVA Historian" }).first().click();
  await expect(client).toHaveURL(`${CIMSOFT.origin}/account-team/agreements/${agreement.id}`);
  await expect(client.getByText("1 production stopped")).toBeVisible();
  await expect(client.getByRole("link", { name: "Request renewal guidance" })).toBeVisible();

  const narrow = await openAs(CIMSOFT, operator);
  await narrow.goto(`${CIMSOFT.origin}/account-team/agreements/${agreement.id}`);
  await expect(narrow.getByText("Figures about cases are for contacts who see all cases")).toBeVisible();
  await expect(narrow.getByText("production stopped")).toHaveCount(0);
});

test("names and numbers lead on: from the queue of cases to the company, from its estimate back", async ({
  openAs,
}) => {
  const page = await openAs(CIMSOFT, await hire("account_manager", "Mona"));
  await page.goto(`${CIMSOFT.origin}/staff/cases?q=${number}`);
  const main = page.getByRole("main");
  const row = main.getByRole("row").filter({ hasText: number });
  await row.getByRole("link", { name: company.name }).click();
  await expect(main.getByRole("heading", { level: 1, name: company.name })).toBeVisible();
  await main.getByRole("link", { name: estimate.number, exact: true }).click();
  await expect(main.getByRole("heading", { level: 1, name: `Estimate ${estimate.number}` })).toBeVisible();
  await main.getByRole("link", { name: company.name }).last().click();
  await main.getByRole("link", { name: request, exact: true }).click();
  await expect(main.getByRole("link", { name: engineer.name }).first()).toBeVisible();
});
