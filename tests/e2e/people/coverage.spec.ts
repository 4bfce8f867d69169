import {
  type Company,
  type Contact,
  createAgreement,
  createCase,
  employ,
  foundCompany,
  hire,
  type Staff,
} from "../../support/e2e/people";
import { CIMSOFT } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/* When support answers: decided on the agreement, promised to the client. And a case that is handed to the next shift. */

let company: Company;
let contact: Contact;
let administrator: Staff;
let agreement: string;
/** Digits that no other file of the run has behind a 6. */
const DIGITS = String(Date.now() % 1e9).padStart(9, "0");
let cases = 0;

test.beforeEach(async () => {
  company = await foundCompany(CIMSOFT);
  contact = await employ(company, "engineer");
  administrator = await hire("administrator", "Noor");
  const term = { startsOn: "2020-01-01", endsOn: "2099-12-31", product: "Premium support" };
  agreement = (await createAgreement(company, term)).id;
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";

  test(`an administrator decides the coverage, and the client is promised by it, ${how} JavaScript`, async ({
    openAs,
  }) => {
    const desk = await openAs(CIMSOFT, administrator, { javaScriptEnabled });
    await desk.goto(`${CIMSOFT.origin}/staff/agreements/${agreement}`);
    await expect(desk.getByRole("heading", { level: 1 })).toHaveText("Premium support");
    await desk.getByLabel("Decide the coverage").selectOption({ label: "Around the clock" });
    await desk.getByRole("button", { name: "Save coverage" }).click();
    await expect(desk.getByText("The coverage is decided.")).toBeVisible();
    await expect(desk.getByText("Every hour of every day")).toBeVisible();
    await expect(desk.getByText("Chat hours → Around the clock")).toBeVisible();

    const page = await openAs(CIMSOFT, contact, { javaScriptEnabled });
    await page.goto(`${CIMSOFT.origin}/dashboard`);
    await expect(page.getByText("Coverage: Around the clock")).toBeVisible();
    await page.goto(`${CIMSOFT.origin}/account-team`);
    await expect(page.getByText("Support agreement, coverage: Around the clock")).toBeVisible();
    await page.goto(`${CIMSOFT.origin}/cases/new`);
    await expect(page.getByText("Coverage: Around the clock. Every hour of every day.")).toBeVisible();

    await desk.getByRole("button", { name: /Hand back to the ERP/ }).click();
    await expect(desk.getByText("Handed back to the ERP. It stays")).toBeVisible();
    await expect(desk.getByRole("button", { name: /Hand back to the ERP/ })).toHaveCount(0);
  });

  test(`a case is handed to the next shift, which opens it on what is new, ${how} JavaScript`, async ({ openAs }) => {
    const next = await employ(company, "engineer", { name: `Leslie Ruiz ${cases}` });
    const number = `C-6${DIGITS}${cases++}`;
    await createCase(company, contact, { number });
    const page = await openAs(CIMSOFT, contact, { javaScriptEnabled });
    await page.goto(`${CIMSOFT.origin}/cases/${number}`);
    const form = page.getByRole("form", { name: "Hand over this case" });
    await form.getByLabel("To", { exact: true }).selectOption({ label: next.name });
    await form.getByLabel("Note").fill("Line 3 restarts at 22:00.\nWatch the collector.");
    await form.getByRole("button", { name: "Hand over" }).click();
    await expect(page.locator("#handover")).toContainText(`You handed this case to ${next.name}`);
    await expect(page.getByRole("log").getByText(`You handed this case to ${next.name}`)).toBeVisible();

    const theirs = await openAs(CIMSOFT, next, { javaScriptEnabled });
    await theirs.goto(`${CIMSOFT.origin}/cases/${number}#handover`);
    await expect(theirs.getByText(`${contact.name} handed this case to you`).first()).toBeVisible();
    await expect(theirs.getByText("Watch the collector.").first()).toBeVisible();
    // Waited for before: when the page is read anew, Next writes the address back that it knows.
    const went = theirs.waitForURL(/#[em]-/);
    await theirs.getByRole("link", { name: "Go to its beginning" }).click();
    await went;
  });
}

test("staff who are no administrators read the agreement and decide nothing; the client finds no such page", async ({
  openAs,
}) => {
  const agent = await hire("support_agent", "Dana");
  const page = await openAs(CIMSOFT, agent);
  await page.goto(`${CIMSOFT.origin}/staff/agreements/${agreement}`);
  await expect(page.getByText("Chat hours", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Save coverage" })).toHaveCount(0);
  expect((await page.goto(`${CIMSOFT.origin}/staff/agreements/nobody`))?.status()).toBe(404);
  const marketing = await openAs(CIMSOFT, await hire("marketing", "Iris"));
  expect((await marketing.goto(`${CIMSOFT.origin}/staff/agreements/${agreement}`))?.status()).toBe(403);
  const theirs = await openAs(CIMSOFT, contact);
  expect((await theirs.goto(`${CIMSOFT.origin}/staff/agreements/${agreement}`))?.status()).toBe(404);
});
