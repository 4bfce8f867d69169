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

let company: Company;
let filer: Contact;
let agent: Staff;

test.beforeAll(async () => {
  company = await foundCompany(CIMSOFT);
  filer = await employ(company, "engineer");
  agent = await hire("support_agent", "Marcus");
});

const roomOf = (number: string) => `${CIMSOFT.origin}/staff/cases/${number}`;

for (const javaScriptEnabled of [true, false]) {
  test(`a case is linked and unlinked, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({ openAs }) => {
    const { number } = await createCase(company, filer, { subject: "Tags stop at night" });
    const { number: cause } = await createCase(company, filer, { subject: "The switch was replaced" });
    const page = await openAs(CIMSOFT, agent, { javaScriptEnabled });
    await page.goto(roomOf(number));
    const form = page.getByRole("form", { name: "Link a case" });
    await form.getByText("Link a case").click();
    await form.getByLabel("This case is").selectOption("Caused by");
    await form.getByLabel("Case number").fill(number);
    await form.getByRole("button", { name: "Link", exact: true }).click();
    await expect(form.getByText("This is the case itself.").first()).toBeVisible();
    await form.getByLabel("Case number").fill(cause.toLowerCase());
    await form.getByRole("button", { name: "Link", exact: true }).click();
    await expect(page.getByRole("button", { name: `Remove the link to ${cause}` })).toBeVisible();
    await page.getByRole("link", { name: cause }).first().click();
    await expect(page).toHaveURL(roomOf(cause));
    await expect(page.getByText("Cause of")).toBeVisible();
    await page.getByRole("button", { name: `Remove the link to ${number}` }).click();
    await expect(page.getByText("Links are for staff alone.")).toBeVisible();
  });
}
