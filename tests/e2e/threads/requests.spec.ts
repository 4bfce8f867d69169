import type { Page } from "@playwright/test";
import { appoint, type Contact, createInvoice, employ, foundCompany, hire, type Staff } from "../../support/e2e/people";
import { type BrandFacts, CIMSOFT, INSOURCE, mailWith, SANDBOX, takenOver } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/** Who asks at each brand, who asks about money, and who answers. */
let asker: Contact;
let askerAtInsource: Contact;
let clerk: Contact;
let manager: Staff;

test.beforeAll(async () => {
  manager = await hire("account_manager", "Dana");
  const other = await hire("subscription_manager", "Priya");
  const company = await foundCompany(CIMSOFT);
  const atInsource = await foundCompany(INSOURCE);
  for (const one of [company, atInsource]) {
    await appoint(one, manager, "account_manager");
    await appoint(one, other, "subscription_manager");
  }
  asker = await employ(company, "engineer");
  askerAtInsource = await employ(atInsource, "engineer");
  clerk = await employ(atInsource, "clerk");
  await createInvoice(atInsource);
});

const thread = (page: Page) => page.getByRole("main").getByRole("log");
const composer = (page: Page) => page.getByRole("main").getByRole("form", { name: "Write a message" });

async function say(page: Page, text: string): Promise<void> {
  await composer(page).getByLabel("Message", { exact: true }).fill(text);
  await composer(page).getByRole("button", { name: "Send" }).click();
  await expect(thread(page).getByText(text)).toBeVisible();
  // The message is on screen at once; the next one can be sent only when this one is stored.
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

    test("guidance is asked for about an agreement, found, talked about and closed", async ({ openAs }) => {
      const page = await openAs(CIMSOFT, asker);
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
      // A script shows the message while it is being sent, and another page would cut it off.
      if (javaScriptEnabled) await expect(composer(page).getByText("Your message was sent.")).toBeVisible();

      await page.goto(`${CIMSOFT.origin}/account-team/${number}`);
      await expect(thread(page).getByText("Or for five?")).toBeVisible();
      await main.getByText("Close this request").first().click();
      await main.getByRole("button", { name: "Close request" }).click();
      await expect(main.getByText(/Closed on/)).toBeVisible();
      await page.goto(`${CIMSOFT.origin}/service-requests?tab=closed&q=${number}`);
      await expect(main.getByRole("link", { name: number })).toBeVisible();
    });

    test("the form of a new request says beside each field what is missing, and keeps what was chosen", async ({
      openAs,
    }) => {
      const page = await openAs(INSOURCE, askerAtInsource);
      const main = page.getByRole("main");
      await page.goto(`${INSOURCE.origin}/account-team/new?kind=subscription`);
      await main.getByLabel(/By when do you need it\?/).fill("2020-01-01");
      await main.getByLabel("Message", { exact: true }).fill("Four more clients.");
      await main.getByRole("button", { name: "Send request" }).click();
      await expect(main.getByText("Choose today or a later day.").first()).toBeVisible();
      await expect(main.getByLabel("Message", { exact: true })).toHaveValue("Four more clients.");
      await expect(main.getByLabel(/By when do you need it\?/)).toHaveValue("2020-01-01");
    });

    test("a question about an invoice stands on the invoice, with its state", async ({ openAs }) => {
      const page = await openAs(INSOURCE, clerk);
      const main = page.getByRole("main");
      await page.goto(`${INSOURCE.origin}/invoices?status=open`);
      const invoice = main.locator("tbody tr").last().getByRole("link").first();
      if (javaScriptEnabled) {
        // The page that is fetched ahead here has no question yet, and must not be shown for the one that has.
        const ahead = page.waitForResponse((one) => /\/invoices\/[^/?]+\?_rsc=/.test(one.url()));
        await invoice.hover();
        await ahead;
      }
      await invoice.click();
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

  test("files are added to a message of a request", async ({ openAs }) => {
    const page = await openAs(INSOURCE, askerAtInsource);
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
  test(`client and account manager talk in a request, in two browsers and by mail at ${width} px`, async ({
    openAs,
  }) => {
    const viewport = { width, height: 800 };
    const page = await openAs(CIMSOFT, asker, { viewport });
    const number = await ask(page, CIMSOFT, `May the second site use our contract? ${width}`);

    const answering = await openAs(CIMSOFT, manager, { viewport });
    await answering.goto(`${CIMSOFT.origin}/staff/requests?q=${number}`);
    await answering.getByRole("main").getByRole("link", { name: number }).first().click();
    await answering.waitForURL(new RegExp(`/staff/requests/${number}`));
    const answer = `It may. Which address is it? ${width}`;
    await say(answering, answer);
    await expect(thread(page).getByText(answer)).toBeVisible();

    const mail = await mailWith(asker.email, ({ text }) => text.includes(answer));
    expect(mail.from).toContain(CIMSOFT.supportMailbox);
    const replyTo = [mail.reply_to ?? []].flat()[0];
    if (!replyTo) throw new Error("the mail cannot be replied to");
    const sent = await fetch(`${SANDBOX}/mail/inbound`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        ...{ from: asker.email, to: replyTo, subject: `Re: ${mail.subject}` },
        text: `1200 Cannery Road.\n\nOn Sat, Nov 21, 2026 at 4:05 PM support wrote:\n> ${answer}`,
      }),
    });
    expect(sent.ok).toBe(true);
    await expect(thread(page).getByText("1200 Cannery Road.")).toBeVisible();
    await expect(thread(answering).getByText("1200 Cannery Road.")).toBeVisible();
  });
}

test("the draft of a new request survives a reload, and is gone once it was sent", async ({ openAs }) => {
  const page = await openAs(CIMSOFT, asker);
  const message = page.getByRole("main").getByLabel("Message", { exact: true });
  await page.goto(`${CIMSOFT.origin}/account-team/new`);
  await takenOver(message);
  await message.fill("I was called away while");
  await page.reload();
  await expect(message).toHaveValue("I was called away while");
  await send(page, "I was called away while I wrote this.");
  await expect(page.getByText(/is with your account team/)).toBeVisible();
  await page.goto(`${CIMSOFT.origin}/account-team/new`);
  await expect(message).toHaveValue("");
});

test("the draft of a new request belongs to the subject that the form was opened with, whoever it is sent to", async ({
  openAs,
}) => {
  const page = await openAs(CIMSOFT, asker);
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
