import type { Page } from "@playwright/test";
import { checkPages } from "../../support/e2e/accessibility";
import {
  type Company,
  type Contact,
  createCase,
  createRequest,
  employ,
  foundCompany,
  hire,
  type Staff,
} from "../../support/e2e/people";
import { CIMSOFT, takenOver } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/** An agent of this file's own, and a client whose cases they answer. */
let agent: Staff;
let company: Company;
let filer: Contact;

/** The lists in which staff work. */
const LISTS = [
  ...["/staff/cases", "/staff/requests", "/staff/chat/chats", "/staff/renewals"],
  ...["/staff/contacts", "/staff/companies", "/staff/payments", "/staff/mail"],
];

/** In pixels: no title of a list begins lower where nothing is told above it. */
const TITLE = 100;

const DESK = { viewport: { width: 1440, height: 900 } };

test.beforeAll(async () => {
  agent = await hire("support_agent", "Marcus");
  company = await foundCompany(CIMSOFT);
  filer = await employ(company, "engineer");
  // As in a firm of many agents: the menu of owners is longer than a window.
  for (let colleague = 0; colleague < 40; colleague++) await hire("support_agent", "Xenia");
});

const main = (page: Page) => page.getByRole("main");
const listOf = ({ id }: Company, more = "") => `${CIMSOFT.origin}/staff/cases?company=${id}${more}`;
const links = (page: Page) => main(page).locator("tbody a.stretched");
const box = (page: Page, number: string) => main(page).getByRole("checkbox", { name: `Choose ${number}` });

/** A company with so many cases, whose numbers come back. */
async function plantWith(cases: number): Promise<{ plant: Company; contact: Contact; numbers: string[] }> {
  const plant = await foundCompany(CIMSOFT);
  const contact = await employ(plant, "engineer");
  const numbers: string[] = [];
  for (let index = 0; index < cases; index++) numbers.push((await createCase(plant, contact)).number);
  return { plant, contact, numbers };
}

/** Top of the first row and of the title, heights of the rows, and how many end on the screen. */
const measured = (page: Page) =>
  main(page)
    .locator("tbody tr")
    .evaluateAll((rows) => {
      const boxes = rows.map((row) => row.getBoundingClientRect());
      return {
        first: boxes[0]?.top ?? 0,
        title: document.querySelector("h1")?.getBoundingClientRect().top ?? 0,
        heights: boxes.map(({ height }) => height),
        onScreen: boxes.filter(({ bottom }) => bottom <= window.innerHeight).length,
      };
    });

test("a desk screen has the first row within 300 px and thirteen of them, none higher than 44 px", async ({
  openAs,
}) => {
  const { plant } = await plantWith(14);
  const lead = await hire("administrator", "Noor");
  const page = await openAs(CIMSOFT, agent, DESK);
  await page.goto(listOf(plant));
  const { first, heights, onScreen } = await measured(page);
  expect(first).toBeLessThanOrEqual(300);
  expect(onScreen).toBeGreaterThanOrEqual(13);
  for (const height of heights) {
    expect(height).toBeGreaterThanOrEqual(40);
    expect(height).toBeLessThanOrEqual(44);
  }
  // A request whose owner stands in for a colleague says so in its one line.
  const owners = { ownerId: (await hire("account_manager", "Dana")).id, standsInFor: lead.id };
  await createRequest(plant, await employ(plant, "buyer"), owners);
  const all = await openAs(CIMSOFT, lead, DESK);
  for (const address of [...LISTS, `/staff/requests?company=${plant.id}`]) {
    await all.goto(`${CIMSOFT.origin}${address}`);
    const list = await measured(all);
    // What is told of a service that fails, above the title of the log of mail, comes and goes with other tests. A list
    // that is empty has no row to measure.
    expect(list.first - Math.max(0, list.title - TITLE), address).toBeLessThanOrEqual(300);
    expect(Math.max(0, ...list.heights), address).toBeLessThanOrEqual(44);
  }
});

test("a list is worked with keys alone: rows, boxes, what is done to them, search, help and the composer", async ({
  openAs,
}) => {
  const { plant } = await plantWith(2);
  const page = await openAs(CIMSOFT, agent, DESK);
  await page.goto(listOf(plant));
  // Pressed until it is heard: that is a moment after the list is drawn.
  const help = page.getByRole("dialog", { name: "Keys" });
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(help).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(help).toContainText("Assign the chosen rows");
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  const number = /C-\d+/.exec((await links(page).nth(1).textContent()) ?? "")?.[0] ?? "";
  await page.keyboard.press("j");
  await expect(links(page).first()).toBeFocused();
  // The row in focus shows its times in full.
  const shown = (index: number) =>
    main(page)
      .locator("tbody tr")
      .nth(index)
      .locator("time")
      .last()
      .evaluate((element) => getComputedStyle(element, "::after").content);
  expect(await shown(0)).not.toBe("none");
  expect(await shown(1)).toBe("none");
  await page.keyboard.press("j");
  await expect(links(page).nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(links(page).first()).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(box(page, number)).toBeChecked();
  await expect(main(page).getByText("1 case chosen")).toBeVisible();
  await page.keyboard.press("s");
  await expect(main(page).getByRole("button", { name: "In progress" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(main(page).getByRole("button", { name: "In progress" })).toBeHidden();
  await page.keyboard.press("a");
  await expect(main(page).getByRole("button", { name: `${agent.name} (you)` })).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("z");
  await expect(main(page).getByRole("button", { name: /^In an hour, / })).toBeFocused();
  await page.keyboard.press("Escape");

  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  // What is typed stays in the search.
  await page.keyboard.type("jx");
  await expect(page.getByRole("searchbox")).toHaveValue("jx");

  await links(page).nth(1).press("r");
  await page.waitForURL(new RegExp(`/staff/cases/${number}#reply`));
  await page.goBack();
  await page.waitForURL(listOf(plant));
  await takenOver(links(page).nth(1));
  await links(page).nth(1).press("Enter");
  await page.waitForURL(new RegExp(`/staff/cases/${number}$`));
});

for (const javaScriptEnabled of [true, false]) {
  test(`chosen cases are assigned, given back and closed with a sentence, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({
    openAs,
  }) => {
    const { plant, numbers } = await plantWith(3);
    const [one = "", two = "", other = ""] = numbers;
    const page = await openAs(CIMSOFT, agent, { ...DESK, javaScriptEnabled });
    await page.goto(listOf(plant));
    const choose = async () => {
      for (const number of [one, two]) await box(page, number).check();
      if (!javaScriptEnabled) await main(page).getByRole("button", { name: "Act on the chosen cases" }).click();
      await expect(main(page).getByText("2 cases chosen")).toBeVisible();
    };
    const row = (number: string) => main(page).getByRole("row").filter({ hasText: number });
    await choose();
    await main(page)
      .locator("summary", { hasText: /^Assign$/ })
      .click();
    await main(page)
      .getByRole("button", { name: `${agent.name} (you)` })
      .click();
    await expect(main(page).getByText("2 assigned.")).toBeVisible();
    await expect(row(one)).toContainText(agent.name);
    await expect(row(other)).not.toContainText(agent.name);
    await main(page).getByRole("button", { name: "Undo" }).click();
    await expect(main(page).getByText("2 undone.")).toBeVisible();
    await expect(row(one)).not.toContainText(agent.name);

    await choose();
    await main(page)
      .locator("summary", { hasText: /^Close$/ })
      .click();
    await main(page).getByLabel("A sentence to each client").fill("The patch of tonight solves it.");
    await main(page).getByRole("button", { name: "Close 2 cases" }).click();
    await expect(main(page).getByText("2 closed.")).toBeVisible();
    await expect(row(one)).toHaveCount(0);
    await expect(row(other)).toBeVisible();
    await page.goto(`${CIMSOFT.origin}/staff/cases/${one}`);
    await expect(main(page).getByText("The patch of tonight solves it.").first()).toBeVisible();
  });

  test(`filters are saved as a view of one's own and removed again, ${javaScriptEnabled ? "with" : "without"} scripts`, async ({
    openAs,
  }) => {
    const page = await openAs(CIMSOFT, await hire("support_agent", "Noor"), { ...DESK, javaScriptEnabled });
    await page.goto(`${CIMSOFT.origin}/staff/cases?severity=impaired`);
    const views = main(page).locator("summary", { hasText: /view/i }).first();
    await views.click();
    await main(page).getByLabel("Name of this view").fill("Plants that limp");
    await main(page).getByRole("button", { name: "Save view" }).click();
    await expect(views).toContainText("Plants that limp");
    await page.goto(`${CIMSOFT.origin}/staff/cases`);
    await views.click();
    await main(page).getByRole("link", { name: "Plants that limp" }).click();
    await page.waitForURL(/severity=impaired/);
    await expect(views).toContainText("Plants that limp");
    await views.click();
    await main(page).getByRole("button", { name: "Remove the view Plants that limp" }).click();
    await expect(views).toHaveText(/Saved views/);

    const others = await openAs(CIMSOFT, agent, { ...DESK, javaScriptEnabled });
    await others.goto(`${CIMSOFT.origin}/staff/cases`);
    await expect(main(others).getByRole("link", { name: "Plants that limp" })).toHaveCount(0);
  });
}

test("a new case announces itself, and no row moves until it is asked for", async ({ openAs }) => {
  const { plant, contact, numbers } = await plantWith(2);
  const page = await openAs(CIMSOFT, agent, DESK);
  // The list reads itself anew every minute, whether or not a live event comes.
  await page.clock.install();
  await page.goto(listOf(plant, "&sort=-filed"));
  await expect(main(page).getByRole("button", { name: "Keys" })).toBeVisible();
  const before = await links(page).allTextContents();
  const { number } = await createCase(plant, contact);
  await page.clock.fastForward(61_000);
  const show = main(page).getByRole("button", { name: "1 new — show" });
  await expect(show).toBeVisible();
  expect(await links(page).allTextContents()).toEqual(before);
  await show.click();
  await expect(links(page).first()).toContainText(number);
  await expect(links(page)).toHaveCount(numbers.length + 1);
  await expect(show).toHaveCount(0);
});

test("on a phone the list is cards with the same facts, and nothing is wider than the screen", async ({ openAs }) => {
  await createCase(company, filer);
  const page = await openAs(CIMSOFT, agent, { viewport: { width: 360, height: 740 } });
  await checkPages(page, CIMSOFT, [new URL(listOf(company)).pathname + new URL(listOf(company)).search]);
});
