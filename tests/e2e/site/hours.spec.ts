import AxeBuilder from "@axe-core/playwright";
import { devices, type Page } from "@playwright/test";
import { Temporal } from "temporal-polyfill";
import { formatTime, zoneName } from "../../../lib/kit/time";
import { addNorthwind, dayFromNow, hire, type Staff } from "../../support/e2e/people";
import { NORTHWIND } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

const weekday = (at: Temporal.ZonedDateTime) => at.toLocaleString("en-US", { weekday: "long" });
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** A brand's hours are shared by all tests: nobody else looks at those of this one. */
let administrator: Staff;
/** The brand's, and what clients call it. */
let zone: string;
let zoneWord: string;

// One after the other: they write the same hours.
test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  zone = await addNorthwind();
  zoneWord = zoneName(zone);
  administrator = await hire("administrator", "Elena", [NORTHWIND.key]);
});

/** Looks at the home page until it says the words: one that is asked for after 10 seconds does. */
async function expectOnHomePage(page: Page, words: string | RegExp): Promise<void> {
  const changed = performance.now();
  for (;;) {
    const isLast = performance.now() - changed > 10_000;
    await page.goto(`${NORTHWIND.origin}/`);
    const line = page.locator("#connect").getByText(words).first();
    if (isLast || (await line.isVisible())) return expect(line).toBeVisible();
  }
}

/** Chat is open the whole week but for the last minute of each day, whatever the day of the test is. */
async function openAllWeek(page: Page): Promise<void> {
  await page.goto(`${NORTHWIND.origin}/staff/hours`);
  const form = page.getByRole("form", { name: "Chat with Technical Support" });
  for (const day of WEEKDAYS) {
    await form.getByLabel(`${day} opens`).fill("00:00");
    await form.getByLabel(`${day} closes`).fill("23:59");
  }
  await form.getByRole("button", { name: "Save hours" }).click();
  await expect(page.getByRole("main")).toContainText("Saved. Clients read it within 10 seconds.");
}

for (const [where, options] of [
  ["at a desk", {}],
  ["on a phone", { ...devices["Pixel 7"], viewport: { width: 360, height: 740 } }],
  ["without JavaScript", { javaScriptEnabled: false }],
] as const) {
  test(`an administrator edits hours, adds a day off, takes a holiday, and the home page says it, ${where}`, async ({
    browser,
    openAs,
  }) => {
    const visitor = await browser.newPage({ ...options, timezoneId: zone });
    // A brand that was added is there within seconds.
    await expect.poll(async () => (await visitor.goto(NORTHWIND.origin))?.status()).toBe(200);
    const page = await openAs(NORTHWIND, administrator, options);
    await openAllWeek(page);
    const main = page.getByRole("main");
    const today = main.getByRole("row").filter({ has: page.locator(`time[datetime="${dayFromNow(0)}"]`) });
    await expect(today).toContainText(`Open until 11:59 p.m. ${zoneWord}`);
    await expectOnHomePage(visitor, `Open until 11:59 p.m. ${zoneWord}`);

    const chat = page.getByRole("form", { name: "Chat with Technical Support" });
    await chat.getByLabel("Monday closes").fill("");
    await chat.getByRole("button", { name: "Save hours" }).click();
    await expect(chat).toContainText("Enter when it closes, or clear both times.");
    await expect(chat.getByLabel("Monday opens")).toHaveValue("00:00");

    const adding = page.getByRole("form", { name: "Add a day off" });
    await adding.getByLabel("Day", { exact: true }).fill(dayFromNow(0));
    await adding.getByLabel("Reason").fill(`Inventory ${where}`);
    await adding.getByRole("button", { name: "Add day off" }).click();
    await expect(main).toContainText("Added. Clients read it within 10 seconds.");
    await expect(today).toContainText(`Closed for Inventory ${where}; opens`);
    await expectOnHomePage(visitor, `Closed for Inventory ${where}; opens`);
    await main.getByRole("button", { name: `Remove Inventory ${where}` }).click();
    await expect(main).toContainText("Removed.");
    await expectOnHomePage(visitor, `Open until 11:59 p.m. ${zoneWord}`);

    await main.getByRole("button", { name: "Take Juneteenth" }).click();
    await expect(main).toContainText("Taken.");
    await expect(main.getByRole("button", { name: "Take Juneteenth" })).toHaveCount(0);
    await main
      .getByRole("button", { name: /^Remove every year .*: Juneteenth$/ })
      .first()
      .click();
    await expect(main).toContainText("Removed.");
    await expect(main.getByRole("button", { name: "Take Juneteenth" })).toBeVisible();
    await visitor.close();
  });
}

test("the words on an open page turn when chat closes, and show the visitor's own time", async ({
  browser,
  openAs,
}) => {
  await openAllWeek(await openAs(NORTHWIND, administrator));
  // West of the brand, where it is still the day before when the brand's day has begun.
  const theirs = zone === "America/New_York" ? "America/Los_Angeles" : "Pacific/Honolulu";
  const now = Temporal.Now.zonedDateTimeISO(zone);
  const closes = now.withPlainTime("23:59");
  const opens = closes.add({ minutes: 1 });
  const yours = (at: Temporal.ZonedDateTime) => `${formatTime(at.withTimeZone(theirs))} your time`;
  const openWords = `Open until 11:59 p.m. ${zoneWord}, ${yours(closes)}`;
  const visitor = await browser.newPage({ timezoneId: theirs });
  await expectOnHomePage(visitor, openWords);
  // The server would tell the page that its clock is not moved.
  await visitor.route("**/api/hours", (route) => route.abort());
  await visitor.clock.install();
  await visitor.goto(`${NORTHWIND.origin}/`);
  const open = visitor.locator("#connect").getByText(openWords);
  await expect(open).toBeVisible();

  await visitor.clock.runFor(closes.epochMilliseconds - Temporal.Now.instant().epochMilliseconds - 60_000);
  await expect(open).toBeVisible();
  await visitor.clock.runFor(60_000 + 1_000);
  await expect(
    visitor
      .locator("#connect")
      .getByText(
        `Opens ${weekday(opens)} 12:00 a.m. ${zoneWord}, ${weekday(opens.withTimeZone(theirs))} ${yours(opens)}`,
      ),
  ).toBeVisible();
  await visitor.close();
});

test("a page of hours with a refused form has no accessibility violation", async ({ openAs }) => {
  const page = await openAs(NORTHWIND, administrator);
  await page.goto(`${NORTHWIND.origin}/staff/hours`);
  await page.getByRole("form", { name: "Add a day off" }).getByRole("button", { name: "Add day off" }).click();
  await expect(page.getByRole("main")).toContainText("Enter a day.");
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag22aa"]).analyze();
  expect(violations).toEqual([]);
});
