import type { Page } from "@playwright/test";
import { checkPages } from "../../support/e2e/accessibility";
import {
  type Company,
  type Contact,
  createCase,
  employ,
  foundCompany,
  hire,
  type Staff,
} from "../../support/e2e/people";
import { CIMSOFT, hostOf, linkIn, type Mail, mailWith, rawRequest, SANDBOX } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

let company: Company;
let client: Contact;
let colleague: Contact;
let agent: Staff;

test.beforeAll(async () => {
  company = await foundCompany(CIMSOFT);
  client = await employ(company, "engineer");
  colleague = await employ(company, "engineer");
  agent = await hire("support_agent", "Dana");
});

const DIGITS = String(Date.now() % 1e9).padStart(9, "0");
let cases = 0;

/** A case of the client's with an answer by the agent, and the mail that tells the client of it. */
async function answeredCase(answering: Page): Promise<{ number: string; mail: Mail }> {
  const number = `C-8${DIGITS}${cases++}`;
  await createCase(company, client, { number });
  await answering.goto(`${CIMSOFT.origin}/staff/cases/${number}`);
  const form = answering.getByRole("main").getByRole("form", { name: "Write a message" });
  await form.getByLabel("Message", { exact: true }).fill("Which version is it?");
  await form.getByRole("button", { name: "Send" }).click();
  await expect(form.getByText("Your message was sent.")).toBeVisible();
  return {
    number,
    mail: await mailWith(
      client.email,
      ({ subject, text }) => subject.includes(number) && text.includes("Which version"),
    ),
  };
}

async function reply(mail: Mail, over: object): Promise<void> {
  const to = [mail.reply_to ?? []].flat()[0];
  const answer = await fetch(`${SANDBOX}/mail/inbound`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ from: client.email, to, subject: `Re: ${mail.subject}`, ...over }),
  });
  expect(answer.ok).toBe(true);
}

const quoted = (mail: Mail) =>
  mail.text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
/** With the sender's name and address behind it, as a mail program writes it above what it quotes. */
const INTRODUCTION = "On Mon, Nov 30, 2026 at 9:10 AM";
const thread = (page: Page) => page.getByRole("log", { name: "Conversation" });

for (const javaScriptEnabled of [true, false]) {
  test(`a reply by mail opens whole from its message, for its author and for who answers${javaScriptEnabled ? "" : ", without JavaScript"}`, async ({
    openAs,
  }) => {
    const answering = await openAs(CIMSOFT, agent);
    const { number, mail } = await answeredCase(answering);
    await reply(mail, {
      text: `It is 2023 R2.\n\nBest regards,\nRobin\n\n${INTRODUCTION} ${mail.from} wrote:\n${quoted(mail)}`,
    });
    await expect(thread(answering).getByText("It is 2023 R2.")).toBeVisible();
    const page = await openAs(CIMSOFT, client, { javaScriptEnabled });
    await page.goto(`${CIMSOFT.origin}/cases/${number}`);
    await expect(thread(page).getByText("It is 2023 R2.")).toBeVisible();
    await expect(thread(page).getByText(INTRODUCTION)).toHaveCount(0);
    await expect(thread(page).getByText("Best regards,")).toBeHidden();
    await thread(page).getByText("Show signature and quotes").click();
    await expect(thread(page).getByText("Best regards,")).toBeVisible();
    await thread(page).getByRole("link", { name: "Show the whole mail" }).click();
    await page.waitForURL(/\/mails\//);
    await expect(page.getByRole("main").getByText(INTRODUCTION)).toBeVisible();
    const own = new URL(page.url()).pathname;
    if (javaScriptEnabled) await checkPages(page, CIMSOFT, [own]);
    const other = await openAs(CIMSOFT, colleague);
    await other.goto(`${CIMSOFT.origin}/cases/${number}`);
    await expect(thread(other).getByText("It is 2023 R2.")).toBeVisible();
    await expect(other.getByRole("link", { name: "Show the whole mail" })).toHaveCount(0);
    expect((await other.goto(`${CIMSOFT.origin}${own}`))?.status()).toBe(404);
    await answering.reload();
    await thread(answering).getByRole("link", { name: "Show the whole mail" }).click();
    await answering.waitForURL(/\/staff\/mail\/received\//);
    await expect(answering.getByRole("main").getByText(INTRODUCTION)).toBeVisible();
  });

  test(`mail of which nobody knows who wrote it is joined or dismissed under Received${javaScriptEnabled ? "" : ", without JavaScript"}`, async ({
    openAs,
  }) => {
    const { number, mail } = await answeredCase(await openAs(CIMSOFT, agent));
    const page = await openAs(CIMSOFT, agent, { javaScriptEnabled });
    const main = page.getByRole("main");
    const [first, second] = [`Join me ${number}`, `Put me away ${number}`];
    const attachments = [{ filename: "trace.log", content: "YQ==", content_type: "text/plain" }];
    const listed = main.locator("tbody tr").filter({ hasText: number });
    for (const [before, text] of [first, second].entries()) {
      await reply(mail, { text, receipt: {}, attachments });
      await expect(async () => {
        await page.goto(`${CIMSOFT.origin}/staff/mail/received?q=${client.email}`);
        await expect(listed).toHaveCount(before + 1, { timeout: 3_000 });
      }).toPass();
    }
    await expect(listed.first()).toContainText("Unverified");
    // The newest first.
    await listed.first().locator("a.stretched").click();
    await page.waitForURL(/\/staff\/mail\/received\/./);
    await expect(main.getByText(second)).toBeVisible();
    await expect(main.getByRole("list", { name: "Files" })).toContainText("trace.log");
    if (javaScriptEnabled) await checkPages(page, CIMSOFT, ["/staff/mail/received", new URL(page.url()).pathname]);
    await main.getByRole("button", { name: "Dismiss" }).click();
    await expect(main.getByText("Dismissed")).toBeVisible();
    await expect(main.getByRole("button", { name: "Join" })).toHaveCount(0);

    await page.goto(`${CIMSOFT.origin}/staff/cases/${number}`);
    const waiting = thread(page).getByRole("article", { name: /^Unverified mail from/ });
    await expect(waiting).toHaveCount(1);
    await waiting.getByRole("button", { name: "Join" }).click();
    const joined = thread(page).getByRole("article", { name: new RegExp(`^By mail from ${client.email}, joined by `) });
    await expect(joined).toContainText(first);
    const reading = await openAs(CIMSOFT, client);
    await reading.goto(`${CIMSOFT.origin}/cases/${number}`);
    await expect(thread(reading).getByText(first)).toBeVisible();
    await expect(thread(reading).getByRole("link", { name: /trace\.log/ })).toBeVisible();
    await expect(thread(reading).getByText(`By mail from ${client.email}, joined by `)).toBeVisible();
    await expect(thread(reading).getByText(second)).toHaveCount(0);
  });
}

test("a kind of mail stops by the link of its mail, without signing in", async ({ openAs, page: visitor }) => {
  const { mail } = await answeredCase(await openAs(CIMSOFT, agent));
  const link = linkIn(mail, "/unsubscribe/");
  await visitor.goto(link);
  const main = visitor.getByRole("main");
  await expect(main.getByText("Messages in support cases")).toBeVisible();
  await checkPages(visitor, CIMSOFT, [new URL(link).pathname]);
  await main.getByRole("button", { name: "Stop these mails" }).click();
  await expect(main.getByRole("heading", { name: "These mails have stopped" })).toBeVisible();
  const page = await openAs(CIMSOFT, client);
  await page.goto(`${CIMSOFT.origin}/settings#email`);
  await expect(page.getByLabel("Messages in support cases", { exact: true })).toHaveValue("case-message:never");
  // A mail program asks by one click, without cookie or Origin: done again it changes nothing.
  const path = new URL(link).pathname.replace("/unsubscribe/", "/api/unsubscribe/");
  const headers = { Host: hostOf(CIMSOFT), "Content-Type": "application/x-www-form-urlencoded" };
  const post = (to: string) => rawRequest(to, { method: "POST", headers, body: "List-Unsubscribe=One-Click" });
  expect((await post(path)).status).toBe(200);
  expect((await post(`${path}x`)).status).toBe(404);
});
