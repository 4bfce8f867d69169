import { type Contact, createInvoice, employ, foundCompany, hire, type Staff } from "../../support/e2e/people";
import { CIMSOFT } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/* Staff write first: a request to a client's contact, and a case that a contact phoned in. */

type Company = Awaited<ReturnType<typeof foundCompany>>;

let company: Company;
let engineer: Contact;
let clerk: Contact;
let invoice: Awaited<ReturnType<typeof createInvoice>>;
let manager: Staff;
let agent: Staff;

test.beforeEach(async () => {
  company = await foundCompany(CIMSOFT);
  engineer = await employ(company, "engineer", { name: "Robin Meyer" });
  clerk = await employ(company, "clerk", { name: "Pat Olsen" });
  invoice = await createInvoice(company);
  manager = await hire("account_manager", "Dana");
  agent = await hire("support_agent", "Kim");
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";

  test(`an agent files a phoned-in case, and its contact reads who did, ${how} JavaScript`, async ({ openAs }) => {
    const page = await openAs(CIMSOFT, agent, { javaScriptEnabled });
    await page.goto(`${CIMSOFT.origin}/staff/contacts/${engineer.id}`);
    await page.getByRole("link", { name: "File a phoned-in case" }).click();
    const form = page.getByRole("form", { name: "Phoned-in case" });
    await form.getByRole("button", { name: "File the case" }).click();
    await expect(form.getByText("Say in a few words what this is about.").first()).toBeVisible();
    await form.getByLabel("Product", { exact: true }).selectOption("Another product");
    await form.getByLabel("Production impaired").check();
    await form.getByLabel("Subject", { exact: true }).fill("Line 3 stops");
    await form.getByLabel("What the contact said").fill("It stops each night at two.");
    await form.getByRole("button", { name: "File the case" }).click();
    await page.waitForURL(/\/staff\/cases\/C-\d+/);
    const number = /C-\d+/.exec(page.url())?.[0] ?? "";
    await expect(page.getByRole("log")).toContainText(`Filed by you by phone for ${engineer.name}`);

    const theirs = await openAs(CIMSOFT, engineer, { javaScriptEnabled });
    await theirs.goto(`${CIMSOFT.origin}/cases/${number}`);
    await expect(theirs.getByRole("log")).toContainText(`Filed by ${agent.name} by phone for you`);
    await expect(theirs.getByRole("log")).toContainText("It stops each night at two.");
  });

  test(`an account manager writes about an invoice to who may read it, ${how} JavaScript`, async ({ openAs }) => {
    const page = await openAs(CIMSOFT, manager, { javaScriptEnabled });
    await page.goto(`${CIMSOFT.origin}/staff/invoices/${invoice.id}`);
    await page.getByRole("link", { name: "Write to a contact" }).click();
    const form = page.getByRole("form", { name: "Write to a contact" });
    await expect(form.getByLabel("Subject", { exact: true })).toHaveValue(`Invoice ${invoice.number}`);
    const to = form.getByRole("combobox", { name: "To" });
    if ((await to.count()) > 0) await to.selectOption({ label: clerk.name });
    await form.getByLabel("Message", { exact: true }).fill("Which PO does it belong to?");
    await form.getByRole("button", { name: "Send to the contact" }).click();
    await page.waitForURL(/\/staff\/requests\/R-\d+/);
    const number = /R-\d+/.exec(page.url())?.[0] ?? "";
    await expect(page.getByRole("log")).toContainText(`Begun by you for ${clerk.name}`);

    const theirs = await openAs(CIMSOFT, clerk, { javaScriptEnabled });
    await theirs.goto(`${CIMSOFT.origin}/account-team/${number}`);
    await expect(theirs.getByRole("log")).toContainText(`Begun by ${manager.name} for you`);
    await expect(theirs.getByRole("main")).toContainText("Waiting on you");
  });
}

test("a form for a contact who could not see it says why and names who can, and other roles find none", async ({
  openAs,
}) => {
  const page = await openAs(CIMSOFT, agent);
  await page.goto(`${CIMSOFT.origin}/staff/cases/new?company=${company.id}&contact=${clerk.id}`);
  const main = page.getByRole("main");
  await expect(main.getByText(`${clerk.name} has no right to cases`).first()).toBeVisible();
  await expect(main.getByText(`Who can see it: ${engineer.name}.`)).toBeVisible();
  const answers = [];
  for (const who of [manager, await hire("marketing", "Lee")]) {
    const other = await openAs(CIMSOFT, who);
    answers.push((await other.goto(`${CIMSOFT.origin}/staff/cases/new?company=${company.id}`))?.status());
  }
  answers.push((await page.goto(`${CIMSOFT.origin}/staff/requests/new?company=${company.id}`))?.status());
  answers.push((await page.goto(`${CIMSOFT.origin}/staff/cases/new?company=nothing`))?.status());
  expect(answers).toEqual([403, 403, 403, 404]);
});
