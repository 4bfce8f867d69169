import type { Page } from "@playwright/test";
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
let agent: Staff;
let colleague: Staff;

test.beforeAll(async () => {
  company = await foundCompany(CIMSOFT);
  filer = await employ(company, "engineer");
  agent = await hire("support_agent", "Marcus");
  colleague = await hire("support_agent", "Noor");
});

const composer = (page: Page) => page.getByRole("main").getByRole("form", { name: "Write a message" });
const thread = (page: Page) => page.getByRole("main").getByRole("log");
/**
 * Presses n until it is heard, which is a moment after the page is drawn, and leaves the note again. Before, a key that is
 * pressed once is lost.
 */
async function hearsKeys(page: Page): Promise<void> {
  const note = page.getByRole("form", { name: "Write an internal note" }).getByLabel("Internal note");
  await expect(async () => {
    await page.keyboard.press("n");
    await expect(note).toBeFocused({ timeout: 2_000 });
  }).toPass();
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { level: 1 }).click();
}

const roomOf = (number: string) => `${CIMSOFT.origin}/staff/cases/${number}`;

test("two agents in one room see each other, and are warned before their answers cross", async ({ openAs }) => {
  const { number } = await createCase(company, filer, { subject: "Conveyor 4 stops" });
  const first = await openAs(CIMSOFT, agent, { viewport: { width: 1440, height: 900 } });
  const second = await openAs(CIMSOFT, colleague, { viewport: { width: 1440, height: 900 } });
  await first.goto(roomOf(number));
  await second.goto(roomOf(number));
  await expect(first.getByText(`${colleague.name} is looking at this too.`)).toBeVisible();
  await expect(second.getByText(`${agent.name} is looking at this too.`)).toBeVisible();

  // The composer is in sight before anybody scrolls.
  await expect(composer(first).getByLabel("Message", { exact: true })).toBeInViewport();
  await composer(first).getByLabel("Message", { exact: true }).fill("Which drive is it?");
  // A hint is told to who listens at that moment, and one may be lost: a person who types gives the next.
  await expect(async () => {
    await composer(second).getByLabel("Message", { exact: true }).pressSequentially("Look ");
    await expect(first.getByText(`${colleague.name} is writing an answer right now.`)).toBeVisible({ timeout: 3_500 });
  }).toPass();

  await composer(second).getByLabel("Message", { exact: true }).fill("Restart the drive of conveyor 4.");
  await composer(second).getByRole("button", { name: "Send" }).click();
  await expect(thread(first).getByText("Restart the drive of conveyor 4.")).toBeVisible();
  await expect(first.getByText(`${colleague.name} has answered since you opened this.`)).toBeVisible();
  await expect(composer(first).getByLabel("Message", { exact: true })).toHaveValue("Which drive is it?");

  await second.goto(`${CIMSOFT.origin}/staff/cases`);
  // Where the word of leaving is lost, whoever is not heard of for 45 seconds counts as gone.
  await expect(first.getByText(`${colleague.name} is looking at this too.`)).toHaveCount(0, { timeout: 60_000 });
});

test("a property is saved when it is chosen, taken back, and asks before it mails the client", async ({ openAs }) => {
  const { number } = await createCase(company, filer, { severity: "impaired" });
  const page = await openAs(CIMSOFT, agent);
  await page.goto(roomOf(number));
  const severity = page.getByRole("form", { name: "Severity" }).getByRole("combobox");
  await severity.selectOption({ label: "Question" });
  await expect(page.getByRole("form", { name: "Severity" }).getByText("Saved.")).toBeVisible();
  await page.getByRole("button", { name: "Undo the change of severity" }).click();
  await expect(page.getByRole("form", { name: "Severity" }).getByText("Taken back.")).toBeVisible();
  await page.reload();
  await expect(severity).toHaveValue("impaired");

  const status = page.getByRole("form", { name: "Status" });
  await status.getByRole("combobox").selectOption({ label: "Closed: solved" });
  await expect(status.getByText("The client is told by mail.")).toBeVisible();
  await status.getByRole("button", { name: "Cancel" }).click();
  await expect(status.getByRole("combobox")).toHaveValue("new");
  await status.getByRole("combobox").selectOption({ label: "Closed: solved" });
  await status.getByRole("button", { name: "Close the case" }).click();
  await expect(status.getByText("Saved.")).toBeVisible();
  await page.reload();
  await expect(status.getByRole("combobox")).toHaveValue("closed:solved");
});

test("keys open the faces of the composer and lead along the list", async ({ openAs }) => {
  const made = [await createCase(company, filer), await createCase(company, filer)];
  const page = await openAs(CIMSOFT, agent);
  await page.goto(`${CIMSOFT.origin}/staff/cases?company=${company.id}&sort=filed`);
  await page.getByRole("main").locator("tbody a.stretched").first().click();
  await page.waitForURL(/\/staff\/cases\/C-\d+$/);
  const opened = page.url();
  await takenOver(composer(page).getByLabel("Message", { exact: true }));
  await hearsKeys(page);
  await page.keyboard.press("r");
  await expect(composer(page).getByLabel("Message", { exact: true })).toBeFocused();
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("j");
  await page.waitForURL((url) => url.href !== opened && /C-\d+$/.test(url.pathname));
  // The address is there before the page, whose keys then lead on from it.
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/C-\d+$/.exec(page.url())?.[0] ?? "no number");
  await hearsKeys(page);
  await page.keyboard.press("k");
  await page.waitForURL(opened);
  await page.goto(`${roomOf(made[0]?.number ?? "")}#note`);
  await expect(page.getByRole("form", { name: "Write an internal note" }).getByLabel("Internal note")).toBeFocused();
});

test("a colleague who is named in a note finds it under the bell", async ({ openAs }) => {
  const { number } = await createCase(company, filer, { subject: "Who knows this drive" });
  const page = await openAs(CIMSOFT, agent);
  await page.goto(`${roomOf(number)}#note`);
  const note = page.getByRole("form", { name: "Write an internal note" });
  await note.getByLabel("Ask a colleague").selectOption({ label: colleague.name });
  await note.getByRole("button", { name: "Insert" }).click();
  await note.getByLabel("Internal note").pressSequentially("is it ours?");
  await note.getByRole("button", { name: "Add note" }).click();
  await expect(thread(page).getByText(`You asked ${colleague.name}`)).toBeVisible();
  const asked = await openAs(CIMSOFT, colleague);
  await expect(async () => {
    await asked.goto(`${CIMSOFT.origin}/staff/notices`);
    await expect(asked.getByRole("main").getByText(`${agent.name} asks you in ${number}`)).toBeVisible({
      timeout: 2_000,
    });
  }).toPass();
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("canned replies are written and offered; a case is followed and given away", async ({ openAs }) => {
      const { number } = await createCase(company, filer);
      const page = await openAs(CIMSOFT, agent);
      const title = `Power cycle ${number}`;
      await page.goto(`${CIMSOFT.origin}/staff/replies?brand=${CIMSOFT.key}&kind=case`);
      const form = page.getByRole("form", { name: "Add a text" });
      await form.getByLabel("Name").fill(title);
      await form.getByLabel("Text").fill("Hello {first_name}, switch it off and on.");
      await form.getByRole("button", { name: "Add text" }).click();
      await expect(page.getByText("Added.")).toBeVisible();

      await page.goto(roomOf(number));
      await page.getByRole("button", { name: "Follow", exact: true }).click();
      await expect(page.getByRole("button", { name: "Unfollow" })).toBeVisible();
      const assignee = page.getByRole("form", { name: "Assign" });
      await assignee.getByRole("combobox").selectOption({ label: colleague.name });
      if (javaScriptEnabled) await expect(assignee.getByText("Saved.")).toBeVisible();
      else {
        // A click does not wait for the answer, and a page that is read anew before it would cut the form off.
        const answered = page.waitForEvent("framenavigated");
        await assignee.getByRole("button", { name: "Assign" }).click();
        await answered;
      }
      await page.reload();
      await expect(assignee.getByRole("combobox")).toHaveValue(colleague.id);
      if (!javaScriptEnabled) return;
      await composer(page).getByLabel("Canned reply").selectOption({ label: title });
      await composer(page).getByRole("button", { name: "Insert" }).click();
      await expect(composer(page).getByLabel("Message", { exact: true })).toHaveValue(
        /^Hello .*, switch it off and on\.$/,
      );
    });
  });
}

test("? lists the keys of a room, a and s lead into its properties, and all of it goes by pointer too", async ({
  openAs,
}) => {
  const { number } = await createCase(company, filer, { subject: "Mixer 2 stops" });
  const page = await openAs(CIMSOFT, agent, { viewport: { width: 1440, height: 900 } });
  await page.goto(roomOf(number));
  const main = page.getByRole("main");
  await expect(main.getByRole("button", { name: "Keys" })).toBeVisible();
  const help = page.getByRole("dialog", { name: "Keys" });
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(help).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(help).toContainText("Write an internal note");
  await expect(help).toContainText("Set the status");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await page.keyboard.press("s");
  await expect(main.getByRole("combobox", { name: "Status", exact: true })).toBeFocused();
  await main.getByRole("button", { name: "Keys" }).focus();
  await page.keyboard.press("a");
  await expect(main.getByRole("combobox", { name: "Assignee", exact: true })).toBeFocused();

  // Who turned the keys off has none, and the button still tells them.
  await main.getByRole("button", { name: "Keys" }).click();
  await help.getByLabel("Keys work on the whole page").uncheck();
  await help.getByRole("button", { name: "Close" }).click();
  await page.keyboard.press("?");
  await page.keyboard.press("n");
  await expect(help).toBeHidden();
  await expect(main.getByRole("button", { name: "Reply", exact: true })).toHaveAttribute("aria-pressed", "true");
});

test("who answers has the canned replies in the rail, and who answers nothing has not", async ({ openAs }) => {
  const page = await openAs(CIMSOFT, agent, { viewport: { width: 1440, height: 900 } });
  await page.goto(`${CIMSOFT.origin}/staff`);
  await page.getByRole("link", { name: "Canned replies", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Canned replies" })).toBeVisible();
  const other = await openAs(CIMSOFT, await hire("marketing", "Mia"), { viewport: { width: 1440, height: 900 } });
  await other.goto(`${CIMSOFT.origin}/staff`);
  await expect(other.getByRole("link", { name: "Canned replies", exact: true })).toHaveCount(0);
});

test("a property and a composer say that they cannot send while a reload waits for the connection", async ({
  openAs,
}) => {
  const { number } = await createCase(company, filer, { severity: "impaired" });
  const page = await openAs(CIMSOFT, agent);
  const second = await openAs(CIMSOFT, colleague);
  await page.goto(roomOf(number));
  await second.goto(roomOf(number));
  let isAway = false;
  await page.route(/\/staff\/cases\/[^/]+\?_rsc=/, async (route) => {
    if (!isAway) {
      isAway = true;
      await page.context().setOffline(true);
    }
    await route.abort("connectionreset").catch(() => {});
  });
  const severity = (of: Page) => of.getByRole("form", { name: "Severity" });
  await severity(second).getByRole("combobox").selectOption({ label: "Question" });
  await expect.poll(() => isAway).toBe(true);
  await severity(page).getByRole("combobox").selectOption({ label: "Question" });
  await expect(severity(page)).toContainText("the portal cannot be reached");
  await expect(severity(page)).not.toContainText("Saving");
  const message = composer(page).getByLabel("Message", { exact: true });
  const send = composer(page).getByRole("button", { name: "Send" });
  await message.fill("Half an answer.");
  await send.click();
  await expect(composer(page)).toContainText("the portal cannot be reached");
  await expect(send).toBeEnabled();
  await expect(message).toHaveValue("Half an answer.");

  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.context().setOffline(false);
  await send.click();
  await expect(thread(second).getByText("Half an answer.")).toBeVisible();
  await expect(message).toHaveValue("");
});
