import {
  type Company,
  type Contact,
  createCase,
  employ,
  foundCompany,
  hire,
  type Staff,
} from "../../support/e2e/people";
import { CIMSOFT, takenOver } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

let company: Company;
let filer: Contact;
let colleague: Contact;
let agent: Staff;

test.beforeAll(async () => {
  company = await foundCompany(CIMSOFT);
  filer = await employ(company, "operator", { name: "Priya Nandan" });
  colleague = await employ(company, "operator", { name: "Alex Okafor" });
  agent = await hire("support_agent", "Marcus");
});

for (const javaScriptEnabled of [true, false]) {
  test(`two cases are merged, and one leads to the other, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({
    openAs,
  }) => {
    const { number: into } = await createCase(company, colleague, { subject: "Historian stops at night" });
    const { number } = await createCase(company, filer, { subject: "No tags since midnight" });
    const page = await openAs(CIMSOFT, agent, { javaScriptEnabled });
    await page.goto(`${CIMSOFT.origin}/staff/cases/${number}`);
    await page.getByRole("link", { name: "Merge into another case", exact: true }).click();
    const other = page.getByRole("form", { name: "Find the other case" }).getByRole("textbox");
    await other.fill("C-999999999999");
    await page.getByRole("button", { name: "Look at both", exact: true }).click();
    await expect(page.getByText("There is no such case of this brand.").first()).toBeVisible();
    await other.fill(into.toLowerCase());
    await page.getByRole("button", { name: "Look at both", exact: true }).click();
    const merge = page.getByRole("form", { name: "Merge the cases" });
    const button = merge.getByRole("button", { name: "Merge", exact: true });
    await expect(button).toBeVisible();
    if (javaScriptEnabled) await takenOver(button);
    await button.click();
    await expect(merge.getByText(`would be left out of ${into}`).first()).toBeVisible();
    await merge.getByRole("checkbox", { name: filer.name }).check();
    await button.click();
    await page.waitForURL(`${CIMSOFT.origin}/staff/cases/${into}`);
    await page.getByRole("main").getByRole("link", { name: number, exact: true }).first().click();
    await expect(page.getByText(`This case goes on in ${into}`).first()).toBeVisible();

    const client = await openAs(CIMSOFT, filer, { javaScriptEnabled });
    await client.goto(`${CIMSOFT.origin}/cases/${number}`);
    await expect(client.getByText(`This case goes on in ${into}`).first()).toBeVisible();
    const composer = client.getByRole("main").getByRole("form", { name: "Write a message" });
    const message = composer.getByLabel("Message", { exact: true });
    if (javaScriptEnabled) await takenOver(message);
    await message.fill("It stopped again.");
    await composer.getByRole("button", { name: "Send" }).click();
    await expect(client.getByRole("heading", { name: "Historian stops at night" })).toBeVisible();
    await expect(client.getByText("It stopped again.").first()).toBeVisible();
    await expect(client.getByRole("main").getByRole("link", { name: number, exact: true }).first()).toBeVisible();
  });
}
