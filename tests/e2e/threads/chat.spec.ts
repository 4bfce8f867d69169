import type { Page } from "@playwright/test";
import { addEastport, appoint, type Contact, employ, foundCompany, hire, type Staff } from "../../support/e2e/people";
import { EASTPORT, hostOf, mailWith, rawRequest, takenOver } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/*
 * A client and an agent in two browsers, of a brand whose chat is always open.
 */

let agent: Staff;
let colleague: Staff;

test.beforeAll(async () => {
  await addEastport();
  agent = await hire("support_agent", "Marcus", [EASTPORT.key]);
  colleague = await hire("support_agent", "Lee", [EASTPORT.key]);
});

const newClient = async (as: "engineer" | "operator" = "engineer"): Promise<Contact> => {
  const company = await foundCompany(EASTPORT);
  await appoint(company, await hire("account_manager", "Dana", [EASTPORT.key]), "account_manager");
  return employ(company, as);
};

const room = (page: Page) => page.getByRole("main").getByRole("region", { name: "Chat" });
const log = (page: Page) => room(page).getByRole("log");

async function startChat(page: Page, subject: string): Promise<string> {
  await page.goto(`${EASTPORT.origin}/chat`);
  const form = page.getByRole("form", { name: "New chat" });
  await form.getByLabel("Product", { exact: true }).selectOption({ index: 1 });
  await form.getByLabel("Subject", { exact: true }).fill(subject);
  await form.getByLabel("Message", { exact: true }).fill(`${subject}, since this morning.`);
  await form.getByRole("button", { name: "Start chat" }).click();
  await page.waitForURL(/\/chat\/CH-\d+/);
  const number = /CH-\d+/.exec(page.url())?.[0];
  if (!number) throw new Error(`no number in ${page.url()}`);
  return number;
}

async function take(page: Page, number: string): Promise<void> {
  await page.goto(`${EASTPORT.origin}/staff/chat`);
  await page
    .getByRole("form", { name: `Take ${number}` })
    .getByRole("button", { name: "Take" })
    .click();
  await page.waitForURL(new RegExp(`/staff/chat/${number}`));
}

async function say(page: Page, text: string): Promise<void> {
  const field = page.getByRole("form", { name: "Write a message" }).getByLabel("Message", { exact: true });
  // Enter sends by a script alone. The page may be one that a form without scripts has led to.
  await takenOver(field);
  await field.fill(text);
  await field.press("Enter");
  await expect(log(page).getByText(text)).toBeVisible();
}

test("a client and an agent talk, see each other type and read, and the chat becomes one case", async ({ openAs }) => {
  const client = await openAs(EASTPORT, await newClient());
  const staff = await openAs(EASTPORT, agent);
  const subject = "Filler line stands still";
  const number = await startChat(client, subject);
  await expect(room(client).getByText(/You are next\.|You are number \d+ in the queue\./)).toBeVisible();
  await take(staff, number);
  await expect(room(client).getByText("answers you.")).toBeVisible();

  await say(staff, "Hello, I am looking into it.");
  await expect(log(client).getByText("Hello, I am looking into it.")).toBeVisible();
  await expect(room(staff).getByText("Read", { exact: true })).toBeVisible();
  // A hint is told to who listens at that moment, and one may be lost: a person who types gives the next.
  await expect(async () => {
    await client.getByLabel("Message", { exact: true }).pressSequentially("It says ", { delay: 20 });
    await expect(room(staff).getByText(/is typing/)).toBeVisible({ timeout: 3_500 });
  }).toPass();
  await say(client, "It says error 1053.");
  await expect(log(staff).getByText("It says error 1053.")).toBeVisible();

  // Canned replies by the keyboard alone.
  const field = staff.getByRole("form", { name: "Write a message" }).getByLabel("Message", { exact: true });
  await field.fill("");
  await field.pressSequentially("/any");
  await expect(staff.getByRole("option", { name: /Anything else/ })).toBeVisible();
  await field.press("Enter");
  await expect(field).toHaveValue(/anything else/);
  await field.press("Enter");
  await expect(log(client).getByText(/anything else/)).toBeVisible();

  await staff.getByRole("button", { name: "Internal note" }).click();
  const note = staff.getByRole("form", { name: "Write an internal note" });
  await note.getByLabel("Internal note", { exact: true }).fill("They never update their drivers.");
  await note.getByRole("button", { name: "Add note" }).click();
  await expect(log(staff).getByText("They never update their drivers.")).toBeVisible();

  await room(client).getByRole("button", { name: "Make this a case" }).last().click();
  await client.waitForURL(/\/cases\/C-\d+/);
  const main = client.getByRole("main");
  await expect(main.getByText("It says error 1053.").first()).toBeVisible();
  await expect(main.getByText("They never update their drivers.")).toHaveCount(0);
  await main.getByRole("link", { name: number }).click();
  await client.waitForURL(new RegExp(`/chat/${number}`));
  await expect(main.getByRole("link", { name: /^C-\d+$/ })).toBeVisible();
  await expect(
    staff
      .getByRole("main")
      .getByRole("link", { name: /^C-\d+$/ })
      .first(),
  ).toBeVisible();
});

test("messages written in a minute without connection arrive once and in order when it is back, both ways", async ({
  openAs,
}) => {
  const client = await openAs(EASTPORT, await newClient());
  await client.clock.install();
  const staff = await openAs(EASTPORT, agent);
  const number = await startChat(client, "Trend is empty");
  await take(staff, number);
  await expect(room(client).getByText("answers you.")).toBeVisible();
  await client.context().setOffline(true);
  for (const text of ["First of three.", "Second of three.", "Third of three."]) await say(client, text);
  await expect(room(client).getByText(/No connection/)).toBeVisible();
  await say(staff, "Are you still there?");
  await client.clock.fastForward(61_000);
  await expect(room(client).getByText(/No connection/)).toBeVisible();
  await expect(log(client).getByText("Are you still there?")).toHaveCount(0);
  await client.context().setOffline(false);
  await expect(log(staff).getByText("Third of three.")).toBeVisible();
  await expect(log(client).getByText("Are you still there?")).toBeVisible();
  const said = await log(staff)
    .getByText(/of three\.$/)
    .allTextContents();
  expect(said).toEqual(["First of three.", "Second of three.", "Third of three."]);
  await client.reload();
  await expect(log(client).getByText(/of three\.$/)).toHaveCount(3);
});

test("a client whom no stream reaches reads what is said, and is read, by asking every few seconds", async ({
  openAs,
}) => {
  const client = await openAs(EASTPORT, await newClient());
  await client.route("**/api/live**", (route) => route.abort());
  await client.clock.install();
  const staff = await openAs(EASTPORT, agent);
  const number = await startChat(client, "Proxy without streams");
  await take(staff, number);
  await client.clock.runFor(20_000);
  await expect(room(client).getByText("answers you.")).toBeVisible();
  await say(staff, "Does this reach you?");
  await client.clock.runFor(20_000);
  await expect(log(client).getByText("Does this reach you?")).toBeVisible();
  await say(client, "It does, a little late.");
  await expect(log(staff).getByText("It does, a little late.")).toBeVisible();
  // An agent has room for three talks.
  await room(client).getByRole("button", { name: "Make this a case" }).last().click();
  await client.waitForURL(/\/cases\/C-\d+/);
});

test("two tabs of a client show one conversation, and the dock keeps it in reach on other pages", async ({
  openAs,
}) => {
  const client = await openAs(EASTPORT, await newClient());
  const staff = await openAs(EASTPORT, agent);
  const number = await startChat(client, "Kiln picture is frozen");
  const other = await client.context().newPage();
  await other.goto(`${EASTPORT.origin}/cases`);
  const dock = other.getByRole("complementary", { name: "Your chat" });
  await expect(dock).toBeVisible();
  await take(staff, number);
  await say(staff, "Is it only that picture?");
  await expect(log(client).getByText("Is it only that picture?")).toBeVisible();
  await dock.getByRole("link").click();
  await other.waitForURL(new RegExp(`/chat/${number}`));
  await say(other, "Only that one.");
  await expect(log(client).getByText("Only that one.")).toHaveCount(1);
  await expect(log(staff).getByText("Only that one.")).toHaveCount(1);
});

test("an agent hands a talk over, and the client reads who takes over", async ({ openAs }) => {
  const client = await openAs(EASTPORT, await newClient());
  const staff = await openAs(EASTPORT, agent);
  const second = await openAs(EASTPORT, colleague);
  await second.goto(`${EASTPORT.origin}/staff/chat`);
  const available = second.getByRole("switch", { name: "Available" });
  if ((await available.getAttribute("aria-checked")) === "false") await available.click();
  await expect(available).toHaveAttribute("aria-checked", "true");
  const number = await startChat(client, "License question");
  await take(staff, number);
  await staff.getByLabel("Hand over", { exact: true }).selectOption({ label: colleague.name });
  await expect(log(client).getByText("Somebody else takes over")).toBeVisible();
  await expect(room(client).getByRole("status").filter({ hasText: colleague.name })).toContainText("answers you");
  await expect(second.getByRole("main").getByText("License question").first()).toBeVisible();
});

test("nobody else of the company, and no account manager, finds the chat", async ({ openAs }) => {
  const company = await foundCompany(EASTPORT);
  const [one, two] = [await employ(company, "engineer"), await employ(company, "engineer")];
  const client = await openAs(EASTPORT, one);
  const number = await startChat(client, "Only mine");
  const other = await openAs(EASTPORT, two);
  const cookies = await other.context().cookies(EASTPORT.origin);
  const Cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  expect((await rawRequest(`/chat/${number}`, { headers: { Host: hostOf(EASTPORT), Cookie } })).status).toBe(404);
  await other.goto(`${EASTPORT.origin}/service-requests`);
  await expect(other.getByRole("main").getByText("Only mine")).toHaveCount(0);
});

test("the transcript comes by mail when its client asks for it", async ({ openAs }) => {
  const person = await newClient();
  const client = await openAs(EASTPORT, person);
  await startChat(client, "Transcript wanted");
  await room(client).getByRole("button", { name: "End chat" }).click();
  await room(client).getByRole("button", { name: "Send me the transcript by mail" }).click();
  await expect(room(client).getByText("The transcript is on its way")).toBeVisible();
  const mail = await mailWith(person.email, ({ subject }) => subject.includes("Transcript wanted"));
  expect(mail.text).toContain("Transcript wanted, since this morning.");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("a client starts a chat and is answered", async ({ openAs }) => {
    const client = await openAs(EASTPORT, await newClient());
    const staff = await openAs(EASTPORT, agent);
    const number = await startChat(client, "From the plant floor");
    await take(staff, number);
    await say(staff, "What do you see?");
    await expect(log(client).getByText("What do you see?")).toBeVisible();
    const width = await client.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a chat is a thread with a link that reloads it", async ({ openAs, browser }) => {
    const client = await openAs(EASTPORT, await newClient());
    const number = await startChat(client, "Without scripts");
    const form = client.getByRole("form", { name: "Write a message" });
    await form.getByLabel("Message", { exact: true }).fill("Anybody there?");
    await form.getByRole("button", { name: "Send" }).click();
    await expect(log(client).getByText("Anybody there?")).toBeVisible();
    await client.getByRole("link", { name: "Reload this page" }).click();
    await expect(client).toHaveURL(new RegExp(number));
    expect(browser.isConnected()).toBe(true);
  });
});
