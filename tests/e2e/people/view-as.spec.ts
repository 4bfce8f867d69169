import { type Company, type Contact, employ, foundCompany, hire, type Staff } from "../../support/e2e/people";
import { CIMSOFT } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/* An administrator looks at the portal as a client sees it, can change nothing, and the client reads of it. */

let company: Company;
let contact: Contact;
let administrator: Staff;

test.beforeEach(async () => {
  company = await foundCompany(CIMSOFT);
  contact = await employ(company, "engineer", { name: "Robin Meyer" });
  administrator = await hire("administrator", "Noor");
});

for (const javaScriptEnabled of [true, false]) {
  test(`an administrator views as a client and ends it, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    openAs,
  }) => {
    const page = await openAs(CIMSOFT, administrator, { javaScriptEnabled });
    await page.goto(`${CIMSOFT.origin}/staff/contacts/${contact.id}`);
    const form = page.getByRole("form", { name: "View as client" });
    await form.getByLabel("Reason").fill("An invoice is missing");
    await form.getByRole("button", { name: "View as client" }).click();
    await expect(page).toHaveURL(/\/dashboard$/);
    const banner = page.getByRole("complementary", { name: "Viewing as a client" });
    await expect(banner).toContainText("You view the portal as Robin Meyer");
    await expect(banner).toContainText("minutes left");

    await page.goto(`${CIMSOFT.origin}/account-team/new`);
    await page.getByRole("textbox", { name: "Message" }).fill("Not from the client.");
    await page.getByRole("main").getByRole("button", { name: "Send request" }).click();
    await expect(
      page.getByRole("main").getByText("You are viewing as a client: nothing can be changed."),
    ).toBeVisible();
    await page.goto(`${CIMSOFT.origin}/staff/contacts`);
    await expect(page).toHaveURL(/\/dashboard$/);

    await banner.getByRole("button", { name: "End" }).click();
    await expect(page).toHaveURL(new RegExp(`/staff/contacts/${contact.id}$`));
    await expect(banner).toBeHidden();

    const theirs = await openAs(CIMSOFT, contact, { javaScriptEnabled });
    await theirs.goto(`${CIMSOFT.origin}/settings/company`);
    const line = theirs.getByRole("listitem").filter({ hasText: administrator.name });
    await expect(line).toContainText("saw the portal as Robin Meyer");
    await expect(line).toContainText("An invoice is missing");
  });
}
