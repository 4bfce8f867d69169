import type { Page } from "@playwright/test";
import { checkPages } from "../../support/e2e/accessibility";
import { type Contact, employ, employWithoutPassword, foundCompany, hire, type Staff } from "../../support/e2e/people";
import { CIMSOFT, mailWith, SANDBOX, waitForMail } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

let client: Contact;
/** Another contact of the company, who was sent no link. */
let colleague: Contact;
let agent: Staff;
let administrator: Staff;

test.beforeAll(async () => {
  const company = await foundCompany(CIMSOFT);
  client = await employ(company, "engineer");
  colleague = await employWithoutPassword(company, "engineer");
  agent = await hire("support_agent", "Marcus");
  administrator = await hire("administrator", "Elena");
});

const bell = (page: Page) => page.getByRole("banner").getByRole("link", { name: /^Notices/ });

async function fileCase(page: Page, subject: string): Promise<string> {
  await page.goto(`${CIMSOFT.origin}/cases/new`);
  const main = page.getByRole("main");
  await main.getByLabel("Product", { exact: true }).selectOption({ index: 1 });
  await main.getByRole("radio", { name: "Production impaired" }).check();
  await main.getByLabel("Subject", { exact: true }).fill(subject);
  await main.getByLabel("Description", { exact: true }).fill("It stops every morning.");
  await main.getByRole("button", { name: "Send to support" }).click();
  await page.waitForURL(/\/cases\/C-\d+/);
  const number = /C-\d+/.exec(page.url())?.[0];
  if (!number) throw new Error(`no number in ${page.url()}`);
  return number;
}

for (const [device, viewport] of [
  ["a desk", { width: 1440, height: 900 }],
  ["a phone", { width: 360, height: 740 }],
] as const) {
  test(`an answer to a case adds to the count at the bell at once, on ${device}, and the count goes when the case is opened`, async ({
    openAs,
  }) => {
    const page = await openAs(CIMSOFT, client, { viewport });
    const answering = await openAs(CIMSOFT, agent);
    const subject = `Bell on ${device} ${Date.now()}`;
    const number = await fileCase(page, subject);
    // The notice of their own case must be among the unread ones before they are opened.
    await mailWith(client.email, (mail) => mail.subject.includes(number));
    await page.goto(`${CIMSOFT.origin}/notices`);
    const unread = page.getByRole("main").getByRole("link", { name: `Unread: ` });
    if ((await unread.count()) > 0) await page.getByRole("button", { name: "Mark all as read" }).click();
    await expect(page.getByRole("main").getByText("Nothing is unread.")).toBeVisible();
    await page.goto(`${CIMSOFT.origin}/dashboard`);
    await expect(bell(page)).toHaveAccessibleName("Notices");

    await answering.goto(`${CIMSOFT.origin}/staff/cases/${number}`);
    const form = answering.getByRole("main").getByRole("form", { name: "Write a message" });
    await form.getByLabel("Message", { exact: true }).fill("Which version is it?");
    await form.getByRole("button", { name: "Send" }).click();
    await expect(form.getByText("Your message was sent.")).toBeVisible();
    await expect(bell(page)).toHaveAccessibleName(/1 unread/);

    await bell(page).click();
    const notice = page.getByRole("main").getByRole("link", { name: new RegExp(`^Unread: .+ wrote in ${number}`) });
    await expect(notice).toContainText(subject);
    await checkPages(page, CIMSOFT, ["/notices"]);
    await page.setViewportSize(viewport);
    await notice.click();
    await page.waitForURL(new RegExp(`/cases/${number}$`));
    await expect(page.getByRole("log").getByText("Which version is it?")).toBeVisible();
    await expect(bell(page)).toHaveAccessibleName("Notices");
  });
}

test("notices are opened and marked as read without JavaScript", async ({ openAs }) => {
  const page = await openAs(CIMSOFT, agent, { javaScriptEnabled: false });
  const number = await fileCase(await openAs(CIMSOFT, client), `Without script ${Date.now()}`);
  const notice = page.getByRole("main").getByRole("link", { name: new RegExp(`filed ${number}`) });
  await expect(async () => {
    await page.goto(`${CIMSOFT.origin}/staff/notices`);
    await expect(notice).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expect(notice).toHaveAccessibleName(/^Unread: /);
  await notice.click();
  await page.waitForURL(new RegExp(`/staff/cases/${number}$`));
  await page.goto(`${CIMSOFT.origin}/staff/notices`);
  await expect(notice).not.toHaveAccessibleName(/^Unread: /);
  // Agents are told of every case, also of one that is filed at this moment: then the notices are marked once more.
  await expect(async () => {
    await page.goto(`${CIMSOFT.origin}/staff/notices`);
    const all = page.getByRole("button", { name: "Mark all as read" });
    if ((await all.count()) > 0) await all.click();
    await expect(page.getByRole("main").getByText("Nothing is unread.")).toBeVisible({ timeout: 3_000 });
  }).toPass();
});

test("administrators read in the mail log what was sent and what became of it, and no link that signs in", async ({
  openAs,
  page: visitor,
}) => {
  const subject = `Mail log ${Date.now()}`;
  const number = await fileCase(await openAs(CIMSOFT, client), subject);
  const sent = await mailWith(client.email, (mail) => mail.subject.includes(number));
  const page = await openAs(CIMSOFT, administrator);
  const main = page.getByRole("main");
  await expect(async () => {
    await page.goto(`${CIMSOFT.origin}/staff/mail?kind=case-received&q=${client.email}`);
    await expect(main.locator("tbody tr").first()).toContainText("Delivered", { timeout: 3_000 });
  }).toPass();
  await main.locator("tbody tr a.stretched").first().click();
  await expect(main.getByText(`[${number}] ${subject}`)).toBeVisible();
  const body = page.frameLocator("iframe");
  await expect(body.getByRole("heading", { name: `Your case ${number} has reached support` })).toBeVisible();

  await checkPages(page, CIMSOFT, ["/staff/mail", new URL(page.url()).pathname]);

  await fetch(`${SANDBOX}/mail/${sent.id}/outcome`, {
    method: "POST",
    body: new URLSearchParams({ outcome: "complained" }),
    redirect: "manual",
  });
  await expect(async () => {
    await page.reload();
    await expect(main.getByText("Marked as spam")).toBeVisible({ timeout: 3_000 });
  }).toPass();

  const reset = colleague.email;
  await visitor.goto(`${CIMSOFT.origin}/reset-password`);
  await visitor.getByRole("main").getByLabel("Email", { exact: true }).fill(reset);
  await visitor.getByRole("main").getByRole("button", { name: "Send reset email" }).click();
  await waitForMail(reset);
  await page.goto(`${CIMSOFT.origin}/staff/mail?q=${reset}`);
  await main.locator("tbody tr a.stretched").first().click();
  await expect(main.getByText("Its body is neither kept nor shown.")).toBeVisible();
  await expect(page.locator("iframe")).toHaveCount(0);
});
