import { expect, type Page, test } from "@playwright/test";
import { checkPages } from "../support/e2e/accessibility";
import { CIMSOFT, type Mail, mailTo, openAs, SANDBOX, waitForMail } from "../support/e2e/portal";

// Axe reads pages four times.
test.describe.configure({ timeout: 300_000 });

const CLIENT = "plant.engineer@keystone.example";
const AGENT = "support.agent@portal.example";
const ADMINISTRATOR = "portal.admin@portal.example";

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
  test(`an answer rings the bell at once, on ${device}, and falls silent when it is opened`, async ({ browser }) => {
    const client = await openAs(browser, CIMSOFT, CLIENT, { viewport });
    const agent = await openAs(browser, CIMSOFT, AGENT);
    const subject = `Bell on ${device} ${Date.now()}`;
    const number = await fileCase(client, subject);
    await client.goto(`${CIMSOFT.origin}/notices`);
    const unread = client.getByRole("main").getByRole("link", { name: `Unread: ` });
    if ((await unread.count()) > 0) await client.getByRole("button", { name: "Mark all as read" }).click();
    await expect(client.getByRole("main").getByText("Nothing is unread.")).toBeVisible();
    await client.goto(`${CIMSOFT.origin}/dashboard`);
    await expect(bell(client)).toHaveAccessibleName("Notices");

    await agent.goto(`${CIMSOFT.origin}/staff/cases/${number}`);
    const form = agent.getByRole("main").getByRole("form", { name: "Write a message" });
    await form.getByLabel("Message", { exact: true }).fill("Which version is it?");
    await form.getByRole("button", { name: "Send" }).click();
    await expect(form.getByText("Your message was sent.")).toBeVisible();
    await expect(bell(client)).toHaveAccessibleName(/1 unread/);

    await bell(client).click();
    const notice = client.getByRole("main").getByRole("link", { name: new RegExp(`^Unread: .+ wrote in ${number}`) });
    await expect(notice).toContainText(subject);
    await checkPages(client, CIMSOFT, ["/notices"]);
    await client.setViewportSize(viewport);
    await notice.click();
    await client.waitForURL(new RegExp(`/cases/${number}$`));
    await expect(client.getByRole("log").getByText("Which version is it?")).toBeVisible();
    await expect(bell(client)).toHaveAccessibleName("Notices");
  });
}

test("notices are opened and marked as read without JavaScript", async ({ browser }) => {
  const agent = await openAs(browser, CIMSOFT, AGENT, { javaScriptEnabled: false });
  const client = await openAs(browser, CIMSOFT, CLIENT);
  const number = await fileCase(client, `Without script ${Date.now()}`);
  const notice = agent.getByRole("main").getByRole("link", { name: new RegExp(`filed ${number}`) });
  await expect(async () => {
    await agent.goto(`${CIMSOFT.origin}/staff/notices`);
    await expect(notice).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await expect(notice).toHaveAccessibleName(/^Unread: /);
  await notice.click();
  await agent.waitForURL(new RegExp(`/staff/cases/${number}$`));
  await agent.goto(`${CIMSOFT.origin}/staff/notices`);
  await expect(notice).not.toHaveAccessibleName(/^Unread: /);
  const all = agent.getByRole("button", { name: "Mark all as read" });
  if ((await all.count()) > 0) await all.click();
  await expect(agent.getByRole("main").getByText("Nothing is unread.")).toBeVisible();
});

test("administrators read what was sent, what became of it, and no link that signs in", async ({ browser, page }) => {
  const client = await openAs(browser, CIMSOFT, CLIENT);
  const subject = `Mail log ${Date.now()}`;
  const number = await fileCase(client, subject);
  let sent: Mail | undefined;
  await expect
    .poll(async () => {
      sent = (await mailTo(CLIENT)).find((mail) => mail.subject.includes(number));
      return sent !== undefined;
    })
    .toBe(true);
  const administrator = await openAs(browser, CIMSOFT, ADMINISTRATOR);
  const main = administrator.getByRole("main");
  await expect(async () => {
    await administrator.goto(`${CIMSOFT.origin}/staff/mail?kind=case-received&q=${CLIENT}`);
    await expect(main.locator("tbody tr").first()).toContainText("Delivered", { timeout: 3_000 });
  }).toPass();
  await main.locator("tbody tr").first().getByRole("link").click();
  await expect(main.getByText(`[${number}] ${subject}`)).toBeVisible();
  const body = administrator.frameLocator("iframe");
  await expect(body.getByRole("heading", { name: `Your case ${number} has reached support` })).toBeVisible();

  await checkPages(administrator, CIMSOFT, ["/staff/mail", new URL(administrator.url()).pathname]);

  await fetch(`${SANDBOX}/mail/${sent?.id}/outcome`, {
    method: "POST",
    body: new URLSearchParams({ outcome: "complained" }),
    redirect: "manual",
  });
  await expect(async () => {
    await administrator.reload();
    await expect(main.getByText("Marked as spam")).toBeVisible({ timeout: 3_000 });
  }).toPass();

  await page.goto(`${CIMSOFT.origin}/reset-password`);
  // Nobody else's link is replaced by theirs.
  const reset = "controls@blueridge.example";
  await page.getByRole("main").getByLabel("Email", { exact: true }).fill(reset);
  await page.getByRole("main").getByRole("button", { name: "Send reset email" }).click();
  await waitForMail(reset);
  await administrator.goto(`${CIMSOFT.origin}/staff/mail?q=${reset}`);
  await main.locator("tbody tr").first().getByRole("link").click();
  await expect(main.getByText("Its body is neither kept nor shown.")).toBeVisible();
  await expect(administrator.locator("iframe")).toHaveCount(0);
});
