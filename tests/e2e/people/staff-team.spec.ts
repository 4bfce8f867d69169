import { createCase, employ, foundCompany, hire } from "../../support/e2e/people";
import { CIMSOFT } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/* Accounts of staff: inviting, roles, open work, and disabling while the colleague is signed in. */

const DIGITS = String(Date.now() % 1e9).padStart(9, "0");
let made = 0;

for (const javaScriptEnabled of [true, false]) {
  test(`an administrator invites a colleague, hands work over and disables an account, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    openAs,
  }) => {
    const administrator = await hire("administrator", "Noor");
    const leaver = await hire("support_agent", "Lena");
    const taker = await hire("support_agent", "Priya");
    const company = await foundCompany(CIMSOFT);
    const contact = await employ(company, "engineer");
    await createCase(company, contact, { number: `C-5${DIGITS}${made}`, ownerId: leaver.id });
    const work = await openAs(CIMSOFT, leaver);
    await work.goto(`${CIMSOFT.origin}/staff/cases`);

    const page = await openAs(CIMSOFT, administrator, { javaScriptEnabled });
    const main = page.getByRole("main");
    await page.goto(`${CIMSOFT.origin}/staff/team/accounts`);
    const email = `invited-${DIGITS}-${made++}@portal.example`;
    await main.getByLabel("Email").fill(email);
    await main.getByRole("button", { name: "Invite" }).click();
    await expect(main.getByText("Enter the name.").first()).toBeVisible();
    await main.getByLabel("Name", { exact: true }).fill("Jo Lindqvist");
    await main.getByLabel("Support agent").check();
    await main.getByLabel("Cimsoft").check();
    await main.getByRole("button", { name: "Invite" }).click();
    await expect(main.getByText("the mail with the link goes out")).toBeVisible();
    await expect(main.getByText("Invited", { exact: true })).toBeVisible();

    await page.goto(`${CIMSOFT.origin}/staff/team/accounts/${leaver.id}`);
    await main.getByLabel("Hand over to").selectOption({ label: taker.name });
    await main.getByRole("button", { name: "Hand over open cases" }).click();
    await expect(main.getByText("1 handed over.")).toBeVisible();
    await main.getByRole("link", { name: "Disable the account…" }).click();
    await expect(main.getByText("They hold no open work.")).toBeVisible();
    await main.getByRole("button", { name: "Disable the account" }).click();
    await expect(main.getByText("Nobody is signed in with it any more.")).toBeVisible();
    await work.goto(`${CIMSOFT.origin}/staff/cases`);
    await expect(work).toHaveURL(/\/login/);
  });
}

test("roles and rights are a page for those who open the team, and accounts are for administrators", async ({
  openAs,
}) => {
  const page = await openAs(CIMSOFT, await hire("account_manager", "Dana"));
  await page.goto(`${CIMSOFT.origin}/staff/team`);
  await expect(page.getByRole("link", { name: "Accounts" })).toHaveCount(0);
  await page.getByRole("link", { name: "Roles and rights" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Read the audit log" })).toBeVisible();
  expect((await page.goto(`${CIMSOFT.origin}/staff/team/accounts`))?.status()).toBe(403);
});
