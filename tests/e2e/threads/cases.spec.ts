import { writeFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { appoint, type Contact, employ, foundCompany, hire, type Staff } from "../../support/e2e/people";
import {
  type BrandFacts,
  CIMSOFT,
  hostOf,
  INSOURCE,
  mailWith,
  rawRequest,
  SANDBOX,
  takenOver,
} from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/** Who files cases at each brand, who may not at the first, and who answers. */
let filer: Contact;
let filerAtInsource: Contact;
let clerk: Contact;
let agent: Staff;

test.beforeAll(async () => {
  const company = await foundCompany(CIMSOFT);
  filer = await employ(company, "engineer");
  clerk = await employ(company, "clerk");
  await appoint(company, await hire("account_manager", "Dana"), "account_manager");
  filerAtInsource = await employ(await foundCompany(INSOURCE), "engineer");
  agent = await hire("support_agent", "Marcus");
});

interface Filing {
  readonly subject: string;
  readonly description: string;
  readonly severity?: string;
}

async function fillCase(page: Page, { subject, description, severity }: Filing): Promise<void> {
  const main = page.getByRole("main");
  const product = main.getByLabel("Product", { exact: true });
  await product.selectOption({ index: 1 });
  await main.getByRole("radio", { name: severity ?? "Production impaired" }).check();
  await main.getByLabel("Subject", { exact: true }).fill(subject);
  await main.getByLabel("Description", { exact: true }).fill(description);
}

/** Files a case and answers its number. */
async function fileCase(page: Page, brand: BrandFacts, filing: Filing): Promise<string> {
  await page.goto(`${brand.origin}/cases/new`);
  await fillCase(page, filing);
  await page.getByRole("main").getByRole("button", { name: "Send to support" }).click();
  await page.waitForURL(/\/cases\/C-\d+/);
  const number = /C-\d+/.exec(page.url())?.[0];
  if (!number) throw new Error(`no number in ${page.url()}`);
  return number;
}

const thread = (page: Page) => page.getByRole("main").getByRole("log");
const composer = (page: Page) => page.getByRole("main").getByRole("form", { name: "Write a message" });

async function say(page: Page, text: string): Promise<void> {
  await composer(page).getByLabel("Message", { exact: true }).fill(text);
  await composer(page).getByRole("button", { name: "Send" }).click();
  await expect(thread(page).getByText(text)).toBeVisible();
  // The message is on screen at once; the next one can be sent only when this one is stored.
  await expect(composer(page).getByText("Your message was sent.")).toBeVisible();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a case is filed, found, answered by its filer and closed", async ({ openAs }) => {
      const page = await openAs(CIMSOFT, filer);
      const subject = `Filler stops at every changeover ${javaScriptEnabled}`;
      const number = await fileCase(page, CIMSOFT, { subject, description: "Since Monday, on line 2 alone." });
      const main = page.getByRole("main");
      await expect(main.getByRole("heading", { level: 1 })).toContainText(subject);
      await expect(main.getByText("Since Monday, on line 2 alone.").first()).toBeVisible();

      await page.goto(`${CIMSOFT.origin}/cases?q=changeover`);
      await main.getByRole("link", { name: subject }).first().click();
      await page.waitForURL(new RegExp(number));
      await composer(page).getByLabel("Message", { exact: true }).fill("Line 3 does it too.");
      await composer(page).getByRole("button", { name: "Send" }).click();
      await expect(main.getByText("Line 3 does it too.").first()).toBeVisible();
      // A script shows the message while it is being sent, and another page would cut it off.
      if (javaScriptEnabled) await expect(composer(page).getByText("Your message was sent.")).toBeVisible();

      await page.goto(`${CIMSOFT.origin}/cases/${number}`);
      await expect(thread(page).getByText("Line 3 does it too.")).toBeVisible();
      await main.getByText("Close this case").first().click();
      await main.getByRole("radio", { name: /Solved/ }).check();
      await main.getByRole("button", { name: "Close case" }).click();
      await expect(main.getByText(/Closed/).first()).toBeVisible();
      await page.goto(`${CIMSOFT.origin}/cases?tab=historical&q=${number}`);
      await expect(main.getByRole("link", { name: subject }).first()).toBeVisible();
    });

    test("the form of a new case says beside each field what is missing, and keeps what was typed", async ({
      openAs,
    }) => {
      const page = await openAs(INSOURCE, filerAtInsource);
      await page.goto(`${INSOURCE.origin}/cases/new`);
      await fillCase(page, { subject: "", description: "The pump hums, and nobody knows why." });
      await page.getByRole("main").getByRole("button", { name: "Send to support" }).click();
      await expect(page.getByText("Say in a few words what this is about.").first()).toBeVisible();
      await expect(page.getByLabel("Description", { exact: true })).toHaveValue("The pump hums, and nobody knows why.");
    });
  });
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("files are added to a message of a case, and one that is too large is refused with a sentence", async ({
    openAs,
  }, info) => {
    const page = await openAs(INSOURCE, filerAtInsource);
    const number = await fileCase(page, INSOURCE, { subject: "Log of the night", description: "It is attached." });
    const main = page.getByRole("main");
    const chooser = main.getByLabel("Add files to your last message");
    const add = async (name: string, content: Buffer) => {
      // From the disk, as people's files come: only small ones are quick through the browser's remote control.
      const file = info.outputPath(name);
      await writeFile(file, content);
      await chooser.setInputFiles(file);
      await main.getByRole("button", { name: "Add files", exact: true }).click();
    };
    await add("night log.txt", Buffer.from("02:14 pump 3 tripped\n"));
    await expect(main.getByRole("link", { name: /night log\.txt/ })).toBeVisible();
    await add("too large.txt", Buffer.alloc(26 * 1024 * 1024, "a"));
    await page.waitForURL(new RegExp(`/cases/${number}[?]files=too-large`));
    // By its place: looking for a text leaves out all that stands in a noscript element.
    const refusal = main.locator("#plain-files-error");
    await expect(refusal).toHaveText("A file can have at most 25 MB.");
    await expect(refusal).toBeVisible();
    await expect(chooser).toHaveAttribute("aria-describedby", /plain-files-error/);
    await expect(main.getByRole("link", { name: /night log\.txt/ })).toBeVisible();
    await expect(main.getByRole("link", { name: /too large\.txt/ })).toHaveCount(0);
  });
});

for (const width of [1440, 360]) {
  test(`client and agent talk in a case in two browsers at ${width} px, each seeing the other at once`, async ({
    openAs,
  }) => {
    const viewport = { width, height: 800 };
    const page = await openAs(CIMSOFT, filer, { viewport });
    const subject = `Palletizer drops every tenth box ${width}`;
    const number = await fileCase(page, CIMSOFT, {
      subject,
      description: "It began after the weekend.",
      severity: "Production stopped",
    });
    await page.goto(`${CIMSOFT.origin}/cases/${number}`);

    const answering = await openAs(CIMSOFT, agent, { viewport });
    await answering.goto(`${CIMSOFT.origin}/staff/cases?q=${number}`);
    await answering.getByRole("main").getByRole("link", { name: subject }).first().click();
    await answering.waitForURL(new RegExp(`/staff/cases/${number}`));

    // A hint is told to who listens at that moment, and one may be lost: a person who types gives the next.
    await expect(async () => {
      await composer(answering).getByLabel("Message", { exact: true }).pressSequentially("Which ");
      await expect(page.getByText(`${agent.name} is typing`)).toBeVisible({ timeout: 3_500 });
    }).toPass();
    await say(answering, "Which gripper is it, left or right?");
    await expect(thread(page).getByText("Which gripper is it, left or right?")).toBeVisible();
    await expect(page.getByRole("main").getByText("Waiting on you").first()).toBeVisible();

    await say(page, "The left one.");
    await expect(thread(answering).getByText("The left one.")).toBeVisible();

    // A note is for staff alone, however long the client looks.
    const notes = answering.getByRole("form", { name: "Write an internal note" });
    await answering.getByRole("button", { name: "Internal note", exact: true }).click();
    await notes.getByLabel("Internal note", { exact: true }).fill("Same batch of suction cups as at Alder Creek.");
    await notes.getByRole("button", { name: "Add note" }).click();
    await expect(thread(answering).getByText("Same batch of suction cups")).toBeVisible();
    // On screen at once, as a message is: what is below it may move until the note is stored.
    await expect(notes.getByText("The note was added.")).toBeVisible();
    await answering.getByRole("button", { name: "Reply", exact: true }).click();
    await say(answering, "Then swap its suction cups first.");
    await expect(thread(page).getByText("Then swap its suction cups first.")).toBeVisible();
    await expect(page.getByText("Same batch of suction cups")).toHaveCount(0);
    await page.reload();
    await expect(page.getByText("Same batch of suction cups")).toHaveCount(0);
  });
}

test("an answer by mail is answered by mail, and stands in the case", async ({ openAs }) => {
  const page = await openAs(INSOURCE, filerAtInsource);
  const subject = "Trend of unit 3 is flat";
  const number = await fileCase(page, INSOURCE, { subject, description: "Since the restart at noon." });
  await page.goto(`${INSOURCE.origin}/cases/${number}`);
  const answering = await openAs(INSOURCE, agent);
  await answering.goto(`${INSOURCE.origin}/staff/cases/${number}`);
  await say(answering, "Is the tag's scan group enabled?");

  const mail = await mailWith(
    filerAtInsource.email,
    ({ subject, text }) => subject.includes(number) && text.includes("Is the tag's scan group enabled?"),
  );
  expect(mail.from).toContain(INSOURCE.supportMailbox);
  const replyTo = [mail.reply_to ?? []].flat()[0];
  if (!replyTo) throw new Error("the mail cannot be replied to");
  const answer = await fetch(`${SANDBOX}/mail/inbound`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      from: filerAtInsource.email,
      to: replyTo,
      subject: `Re: ${mail.subject}`,
      text: "It was disabled. Now it runs.\n\nOn Sat, Nov 21, 2026 at 4:05 PM support wrote:\n> Is the tag's scan group enabled?",
      attachments: [{ filename: "trend.txt", content: Buffer.from("12:00 4.1\n12:01 4.2\n").toString("base64") }],
    }),
  });
  expect(answer.ok).toBe(true);
  await expect(thread(page).getByText("It was disabled. Now it runs.")).toBeVisible();
  await expect(thread(answering).getByText("It was disabled. Now it runs.")).toBeVisible();
  await expect(thread(page).getByRole("link", { name: /trend\.txt/ })).toBeVisible();
});

test("files are uploaded while one writes, and downloaded by those alone who may see the case", async ({
  browser,
  openAs,
}) => {
  const page = await openAs(CIMSOFT, filer);
  const number = await fileCase(page, CIMSOFT, { subject: "Photo of the panel", description: "See the picture." });
  await page.goto(`${CIMSOFT.origin}/cases/${number}`);
  const chooser = composer(page).locator('input[type="file"]');
  await takenOver(chooser);
  await chooser.setInputFiles({ name: "panel notes.txt", mimeType: "text/plain", buffer: Buffer.from("F12 is red") });
  await expect(composer(page).getByText("panel notes.txt").first()).toBeVisible();
  await say(page, "The note is attached.");

  // One that is sent while its file is still on the way goes out as soon as it has arrived.
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route("**/api/files", async (route) => {
    await held;
    await route.continue();
  });
  await chooser.setInputFiles({ name: "late.txt", mimeType: "text/plain", buffer: Buffer.from("F13 too") });
  await composer(page).getByLabel("Message", { exact: true }).fill("And one more.");
  await composer(page).getByRole("button", { name: "Send" }).click();
  await expect(composer(page).getByText("It is sent as soon as your files are there.")).toBeVisible();
  letThrough();
  await expect(thread(page).getByRole("link", { name: /late\.txt/ })).toBeVisible();
  await expect(composer(page).getByLabel("Message", { exact: true })).toHaveValue("");

  const link = thread(page).getByRole("link", { name: /panel notes\.txt/ });
  await expect(link).toBeVisible();
  const href = (await link.getAttribute("href")) ?? "";
  const fetchAs = async (who: Page) => {
    const cookies = await who.context().cookies(CIMSOFT.origin);
    const Cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    return rawRequest(href, { headers: { Host: hostOf(CIMSOFT), Cookie } });
  };
  const mine = await fetchAs(page);
  expect(mine.status).toBe(200);
  expect(mine.headers["content-disposition"]).toContain("attachment");
  expect(mine.body).toBe("F12 is red");

  const nobody = await browser.newPage();
  expect(await fetchAs(nobody)).toMatchObject({ status: 307, body: "" });
  await nobody.close();
  const stranger = await openAs(CIMSOFT, clerk);
  expect((await fetchAs(stranger)).status).toBe(404);
  await stranger.goto(`${CIMSOFT.origin}/cases/${number}`);
  await expect(stranger.getByRole("heading", { level: 1 })).not.toContainText("Photo of the panel");
});

test("the draft of a reply to a case survives a reload", async ({ openAs }) => {
  const page = await openAs(CIMSOFT, filer);
  await page.goto(`${CIMSOFT.origin}/cases/new`);
  await takenOver(page.getByLabel("Subject", { exact: true }));
  await fillCase(page, { subject: "Half a thought", description: "I was called away while" });
  await page.reload();
  await expect(page.getByLabel("Subject", { exact: true })).toHaveValue("Half a thought");
  await expect(page.getByLabel("Description", { exact: true })).toHaveValue("I was called away while");
});

test("a contact without the right to cases, or without an agreement, reads why, with one click to their account manager", async ({
  openAs,
}) => {
  const page = await openAs(CIMSOFT, clerk);
  for (const path of ["/cases", "/cases/new"]) {
    const answer = await page.goto(`${CIMSOFT.origin}${path}`);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole("main").locator('a[href^="mailto:"]').first()).toBeVisible();
    await expect(page.getByRole("button", { name: "Send to support" })).toHaveCount(0);
  }
});
