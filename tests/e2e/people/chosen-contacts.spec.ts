import {
  type Company,
  type Contact,
  employ,
  employWithoutPassword,
  foundCompany,
  hire,
  type Staff,
} from "../../support/e2e/people";
import { CIMSOFT } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/* What administrators do to several contacts of their list at once. */

let company: Company;
let newcomer: Contact;
let member: Contact;
let administrator: Staff;

test.beforeEach(async () => {
  company = await foundCompany(CIMSOFT);
  newcomer = await employWithoutPassword(company, "operator");
  member = await employ(company, "operator");
  administrator = await hire("administrator", "Noor");
});

for (const javaScriptEnabled of [true, false]) {
  test(`an administrator invites and disables chosen contacts, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    openAs,
  }) => {
    const page = await openAs(CIMSOFT, administrator, { javaScriptEnabled });
    await page.goto(`${CIMSOFT.origin}/staff/contacts?company=${company.id}`);
    const main = page.getByRole("main");
    const choose = async (...chosen: readonly Contact[]) => {
      for (const { email } of chosen) await main.getByRole("checkbox", { name: email }).check();
      if (!javaScriptEnabled) await main.getByRole("button", { name: "Act on the chosen contacts" }).click();
    };
    await choose(newcomer, member);
    await main.locator("summary").filter({ hasText: "Invite" }).click();
    await main.getByRole("button", { name: "Invite 2 contacts" }).click();
    await expect(main.getByText("1 invited, 1 could not be invited.")).toBeVisible();
    await expect(main.getByText(`${member.name}: signs in already.`)).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`company=${company.id}`));

    await choose(member);
    await main.locator("summary").filter({ hasText: "Disable" }).click();
    await main.getByLabel("Reason").fill("Left the company.");
    await main.getByRole("button", { name: "Disable 1 contact" }).click();
    await expect(main.getByText("1 disabled.")).toBeVisible();
    await expect(main.getByRole("row", { name: member.email }).getByText("Closed")).toBeVisible();
  });
}

test("who edits nobody chooses nobody", async ({ openAs }) => {
  const page = await openAs(CIMSOFT, await hire("account_manager", "Ruth"));
  await page.goto(`${CIMSOFT.origin}/staff/contacts?company=${company.id}`);
  await expect(page.getByRole("main").getByText(member.email)).toBeVisible();
  await expect(page.getByRole("main").getByRole("checkbox")).toHaveCount(0);
});
