import { type Browser, expect, type Page, test } from "@playwright/test";
import { type BrandFacts, CIMSOFT, INSOURCE, SANDBOX, signIn, waitForMail } from "../support/e2e/portal";

const MANAGER = "account.manager@portal.example";

/** A page of its own browser context: another person at another machine. */
async function somebodyElse(browser: Browser, options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
  return (await browser.newContext(options)).newPage();
}

const thread = (page: Page) => page.getByRole("main").getByRole("log");
const composer = (page: Page) => page.getByRole("main").getByRole("form", { name: "Write a message" });

async function say(page: Page, text: string): Promise<void> {
  await composer(page).getByLabel("Message", { exact: true }).fill(text);
  await composer(page).getByRole("button", { name: "Send" }).click();
  await expect(thread(page).getByText(text)).toBeVisible();
  // On screen it is at once; the next can be sent when this one is stored.
  await expect(composer(page).getByText("Your message was sent.")).toBeVisible();
}

/** Sends the form that is open and answers the number of the request. */
async function send(page: Page, message: string): Promise<string> {
  const main = page.getByRole("main");
  await main.getByLabel("Message", { exact: true }).fill(message);
  await main.getByRole("button", { name: "Send request" }).click();
  await page.waitForURL(/\/account-team\/R-\d+/);
  const number = /R-\d+/.exec(page.url())?.[0];
  if (!number) throw new Error(`no number in ${page.url()}`);
  return number;
}

/** Asks the account team and answers the number. */
async function ask(page: Page, brand: BrandFacts, message: string): Promise<string> {
  await page.goto(`${brand.origin}/account-team/new`);
  return send(page, message);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("guidance is asked for about an agreement, found, talked about and closed", async ({ page }) => {
      await signIn(page, CIMSOFT, CIMSOFT.contact);
      const main = page.getByRole("main");
      await page.goto(`${CIMSOFT.origin}/account-team/new?kind=renewal`);
      await expect(main.getByRole("heading", { level: 1 })).toHaveText("Request renewal guidance");
      await expect(main.getByText(/You can expect an answer by .+ Eastern/)).toBeVisible();
      await main.getByLabel(/Which agreement\?/).selectOption({ index: 1 });
      const number = await send(page, `Shall we renew for three years? ${javaScriptEnabled}`);
      await expect(main.getByRole("heading", { level: 1 })).toContainText("Renewal of ");
      await expect(main.getByText(`Your request ${number} is with your account team`)).toBeVisible();

      await page.goto(`${CIMSOFT.origin}/service-requests?q=${number}`);
      await main.getByRole("link", { name: number }).click();
      await page.waitForURL(new RegExp(`/account-team/${number}`));
      await composer(page).getByLabel("Message", { exact: true }).fill("Or for five?");
      await composer(page).getByRole("button", { name: "Send" }).click();
      await expect(main.getByText("Or for five?").first()).toBeVisible();

      await page.goto(`${CIMSOFT.origin}/account-team/${number}`);
      await main.getByText("Close this request").first().click();
      await main.getByRole("button", { name: "Close request" }).click();
      await expect(main.getByText(/Closed on/)).toBeVisible();
      await page.goto(`${CIMSOFT.origin}/service-requests?tab=closed&q=${number}`);
      await expect(main.getByRole("link", { name: number })).toBeVisible();
    });

    test("what is missing is said beside the field, and what was chosen stays", async ({ page }) => {
      await signIn(page, INSOURCE, INSOURCE.contact);
      const main = page.getByRole("main");
      await page.goto(`${INSOURCE.origin}/account-team/new?kind=subscription`);
      await main.getByLabel(/By when do you need it\?/).fill("2020-01-01");
      await main.getByLabel("Message", { exact: true }).fill("Four more clients.");
      await main.getByRole("button", { name: "Send request" }).click();
      await expect(main.getByText("Choose today or a later day.").first()).toBeVisible();
      await expect(main.getByLabel("Message", { exact: true })).toHaveValue("Four more clients.");
      await expect(main.getByLabel(/By when do you need it\?/)).toHaveValue("2020-01-01");
    });

    test("a question about an invoice stands on the invoice, with its state", async ({ page }) => {
      await signIn(page, INSOURCE, "accounts@tidewater.example");
      const main = page.getByRole("main");
      await page.goto(`${INSOURCE.origin}/invoices?status=open`);
      await main.locator("tbody tr").last().getByRole("link").first().click();
      await main.getByRole("link", { name: "Ask about this invoice" }).click();
      await expect(main.getByRole("heading", { level: 1 })).toContainText("Ask about invoice");
      const number = await send(page, `What is line 1? ${javaScriptEnabled}`);
      await main.getByRole("link", { name: /^Invoice / }).click();
      await page.waitForURL(/\/invoices\//);
      const row = main.getByRole("row").filter({ hasText: number });
      await expect(row.getByText("New")).toBeVisible();
    });
  });
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("files are added to what was asked", async ({ page }) => {
    await signIn(page, INSOURCE, INSOURCE.contact);
    await ask(page, INSOURCE, "The signed page is attached.");
    const main = page.getByRole("main");
    await main
      .getByLabel("Add files to your last message")
      .setInputFiles({ name: "signed page.txt", mimeType: "text/plain", buffer: Buffer.from("signed\n") });
    await main.getByRole("button", { name: "Add files", exact: true }).click();
    await expect(main.getByRole("link", { name: /signed page\.txt/ })).toBeVisible();
  });
});

for (const width of [1440, 360]) {
  test(`client and account manager talk in two browsers and by mail at ${width} px`, async ({ page, browser }) => {
    const viewport = { width, height: 800 };
    await page.setViewportSize(viewport);
    await signIn(page, CIMSOFT, CIMSOFT.contact);
    const number = await ask(page, CIMSOFT, `May the second site use our contract? ${width}`);

    const manager = await somebodyElse(browser, { viewport });
    await signIn(manager, CIMSOFT, MANAGER);
    await manager.goto(`${CIMSOFT.origin}/staff/requests?q=${number}`);
    await manager.getByRole("main").getByRole("link", { name: number }).first().click();
    await manager.waitForURL(new RegExp(`/staff/requests/${number}`));
    const answer = `It may. Which address is it? ${width}`;
    await say(manager, answer);
    await expect(thread(page).getByText(answer)).toBeVisible();

    const isAnswer = (mail: { subject: string; text: string }) => mail.text.includes(answer);
    await expect.poll(async () => (await waitForMail(CIMSOFT.contact)).some(isAnswer), { timeout: 30_000 }).toBe(true);
    const mail = (await waitForMail(CIMSOFT.contact)).find(isAnswer);
    expect(mail?.from).toContain(CIMSOFT.supportMailbox);
    const replyTo = [mail?.reply_to ?? []].flat()[0];
    if (!replyTo) throw new Error("the mail cannot be replied to");
    const sent = await fetch(`${SANDBOX}/mail/inbound`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        ...{ from: CIMSOFT.contact, to: replyTo, subject: `Re: ${mail?.subject}` },
        text: `1200 Cannery Road.\n\nOn Sat, Nov 21, 2026 at 4:05 PM support wrote:\n> ${answer}`,
      }),
    });
    expect(sent.ok).toBe(true);
    await expect(thread(page).getByText("1200 Cannery Road.")).toBeVisible({ timeout: 30_000 });
    await expect(thread(manager).getByText("1200 Cannery Road.")).toBeVisible();
    await manager.context().close();
  });
}

test("a draft survives a reload, and is gone once it was sent", async ({ page }) => {
  await signIn(page, CIMSOFT, CIMSOFT.contact);
  const message = page.getByRole("main").getByLabel("Message", { exact: true });
  await page.goto(`${CIMSOFT.origin}/account-team/new`);
  await message.fill("I was called away while");
  await page.reload();
  await expect(message).toHaveValue("I was called away while");
  await send(page, "I was called away while I wrote this.");
  await expect(page.getByText(/is with your account team/)).toBeVisible();
  await page.goto(`${CIMSOFT.origin}/account-team/new`);
  await expect(message).toHaveValue("");
});

test("a draft belongs to what the form was filled in with, whoever it is sent to", async ({ page }) => {
  await signIn(page, CIMSOFT, CIMSOFT.contact);
  const main = page.getByRole("main");
  const message = main.getByLabel("Message", { exact: true });
  /** Opens the form and waits until the page has looked for a draft, which gives the form another id. */
  const open = async (query: string) => {
    const html = await (await page.goto(`${CIMSOFT.origin}/account-team/new${query}`))?.text();
    const served = /aria-label="Send a message".*?name="id" value="([^"]+)"/s.exec(html ?? "")?.[1] ?? "";
    expect(served).not.toBe("");
    const form = main.getByRole("form", { name: "Send a message" });
    await expect(form.locator("input[name=id]")).not.toHaveValue(served);
  };
  await open("");
  const [first, second] = await main
    .getByLabel(/^To/)
    .locator("option:not([value=''])")
    .evaluateAll((options) => options.map((option) => option.getAttribute("value") ?? ""));
  await open(`?kind=message&member=${first}`);
  await message.fill("Only you know this plant.");
  await open("");
  await expect(message).toHaveValue("");
  await open(`?kind=message&member=${first}`);
  await expect(message).toHaveValue("Only you know this plant.");
  await main.getByLabel(/^To/).selectOption(second ?? "");
  await send(page, "Only you know this plant, too.");
  await expect(page.getByText(/is with your account team/)).toBeVisible();
  await open(`?kind=message&member=${first}`);
  await expect(message).toHaveValue("");
});
