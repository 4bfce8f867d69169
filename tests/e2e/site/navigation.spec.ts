import type { Locator, Page, Request } from "@playwright/test";
import {
  type Contact,
  createCase,
  createEstimate,
  createInvoice,
  createRequest,
  dayFromNow,
  employ,
  foundCompany,
  hire,
} from "../../support/e2e/people";
import { CIMSOFT, signIn, takenOver } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

let buyer: Contact;
let engineer: Contact;
let estimate: string;

test.beforeAll(async () => {
  const company = await foundCompany(CIMSOFT);
  await createInvoice(company);
  buyer = await employ(company, "buyer");
  engineer = await employ(company, "engineer");
  await createCase(company, engineer);
  await createRequest(company, engineer);
  estimate = (await createEstimate(company, { expiresOn: dayFromNow(30) })).number;
});

/**
 * Paths of the pages, and of routes that answer as pages do, that the browser asks for while one is open, in their order.
 * By script or by itself: a prefetch of either kind is among them.
 */
function asked(page: Page): string[] {
  const paths: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    const isOfPage = !request.isNavigationRequest() && !/^\/(_next|api)\/|\.[a-z]+$/.test(pathname);
    if (isOfPage) paths.push(pathname);
  });
  return paths;
}

/** Resolves when the page itself was fetched ahead: first Next asks for its outline, and at the end it cuts the answer off. */
async function endOf(page: Page, path: string): Promise<void> {
  const isPage = (one: Request) =>
    new URL(one.url()).pathname === path && one.headers()["next-router-prefetch"] === undefined;
  await Promise.race([page.waitForEvent("requestfinished", isPage), page.waitForEvent("requestfailed", isPage)]);
}

/** Without its stream a page hears of nothing: it is neither read again, nor is what was fetched ahead out of date. */
async function deafen(page: Page): Promise<void> {
  await page.route("**/api/live**", (route) => route.abort());
}

/** The link of the navigation at the left. */
const area = (page: Page, name: RegExp) => page.locator("#rail").getByRole("link", { name });

/** Opens the invoices, and waits until the page's scripts have run: only they show the button that folds the rail. */
async function openInvoices(page: Page): Promise<void> {
  await page.goto(`${CIMSOFT.origin}/invoices`);
  await expect(page.getByRole("button", { name: "Collapse navigation" })).toBeVisible();
}

test.describe("links of the portal", () => {
  test("are followed without loading the page anew, rows of a list among them", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, buyer);
    await openInvoices(page);
    await page.evaluate(() => document.documentElement.setAttribute("data-same", "yes"));
    await page
      .getByRole("main")
      .locator("tbody tr")
      .first()
      .click({ position: { x: 300, y: 10 } });
    await expect(page).toHaveURL(/\/invoices\/[^/?]+$/);
    await area(page, /^Estimates/).click();
    await expect(page).toHaveURL(/\/estimates$/);
    await page.goBack();
    await expect(page).toHaveURL(/\/invoices\/[^/?]+$/);
    await expect(page.locator("html")).toHaveAttribute("data-same", "yes");
  });

  test("to a place on the page stay in the address when Next writes it, and Back leads there", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, buyer);
    await page.goto(`${CIMSOFT.origin}/settings`);
    await expect(page.getByRole("button", { name: "Collapse navigation" })).toBeVisible();
    await takenOver(area(page, /^Estimates/));
    await page.getByRole("navigation", { name: "Sections" }).getByRole("link").last().click();
    await expect(page).toHaveURL(/\/settings#/);
    await area(page, /^Estimates/).click();
    await expect(page.getByRole("heading", { level: 1, name: "Estimates" })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
    await expect(page).toHaveURL(/\/settings#/);
  });

  test("open in a tab of their own where that is asked for", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, buyer);
    await openInvoices(page);
    const opened = page.context().waitForEvent("page");
    await area(page, /^Estimates/).click({ modifiers: ["ControlOrMeta"] });
    await expect(await opened).toHaveURL(/\/estimates$/);
    expect(page.url()).toMatch(/\/invoices$/);
  });

  test("are fetched ahead where the pointer or the focus rests, and then not again", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, buyer);
    await deafen(page);
    await page.clock.install();
    await openInvoices(page);
    const paths = asked(page);
    // From here on time passes by `runFor` alone, or a slow machine lets what was fetched ahead grow old.
    await page.clock.pauseAt(Date.now() + 60_000);
    expect(paths).toEqual([]);
    const ahead = endOf(page, "/estimates");
    await area(page, /^Estimates/).hover();
    await page.clock.runFor(1_000);
    await ahead;
    const once = [...paths];
    await page.getByRole("heading", { level: 1 }).hover();
    await page.clock.runFor(1_000);
    await area(page, /^Estimates/).hover();
    await page.clock.runFor(1_000);
    await area(page, /^Estimates/).click();
    await expect(page.getByRole("heading", { level: 1, name: "Estimates" })).toBeVisible();
    expect(paths).toEqual(once);
    await area(page, /^Account Team/).focus();
    await page.clock.runFor(1_000);
    await expect.poll(() => [...new Set(paths)]).toEqual(["/estimates", "/account-team"]);
  });

  test("that the pointer only passes over are not fetched", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, buyer);
    await deafen(page);
    await page.clock.install();
    await openInvoices(page);
    const paths = asked(page);
    // From here on time passes by `runFor` alone.
    await page.clock.pauseAt(Date.now() + 60_000);
    await area(page, /^Account Team/).hover();
    await page.clock.runFor(50);
    await area(page, /^Estimates/).hover();
    await page.clock.runFor(1_000);
    await expect.poll(() => [...new Set(paths)]).toEqual(["/estimates"]);
  });

  test("into a room that records a look or a read mark are never fetched ahead", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, engineer);
    await page.clock.install();
    const rooms: [list: string, link: (page: Page) => Locator][] = [
      ["/invoices", (page) => page.getByRole("link", { name: /^Notices/ })],
      ["/cases", (page) => page.getByRole("main").locator('a[href^="/cases/C-"]').first()],
      ["/account-team", (page) => page.getByRole("main").locator('a[href^="/account-team/R-"]').first()],
      ["/service-requests", (page) => page.getByRole("main").locator('a[href^="/account-team/R-"]').first()],
      [`/estimates/${estimate}`, (page) => page.getByRole("main").locator('a[href$="/quotation"]').first()],
    ];
    for (const [list, link] of rooms) {
      await page.goto(`${CIMSOFT.origin}${list}`);
      await expect(page.getByRole("button", { name: "Collapse navigation" })).toBeVisible();
      const paths = asked(page);
      await link(page).focus();
      await page.clock.runFor(5_000);
      await link(page).hover();
      await page.clock.runFor(5_000);
      // That another page is fetched after as long a rest shows that the room would have been.
      const other = list === "/invoices" ? /^Estimates/ : /^Invoices/;
      await area(page, other).hover();
      await page.clock.runFor(5_000);
      // The page that is open may be read again, because something happened in it.
      const others = () => [...new Set(paths)].filter((path) => path !== list);
      await expect.poll(others).toEqual([list === "/invoices" ? "/estimates" : "/invoices"]);
    }
  });

  test("are asked for anew when they arrive after a change, but were fetched ahead before it", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, buyer);
    await deafen(page);
    await openInvoices(page);
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    let isAhead = false;
    await page.route(/\/estimates\?_rsc=/, async (route) => {
      const isOutline = route.request().headers()["next-router-prefetch"] !== undefined;
      if (isOutline || isAhead) return route.continue();
      isAhead = true;
      const before = await route.fetch();
      await arrived;
      await route.fulfill({ response: before });
    });
    await area(page, /^Estimates/).hover();
    await expect.poll(() => isAhead).toBe(true);
    await page.evaluate(() => document.dispatchEvent(new Event("submit")));
    const late = endOf(page, "/estimates");
    await area(page, /^Estimates/).click();
    await late;
    arrive();
    await expect(page.getByRole("heading", { level: 1, name: "Estimates" })).toBeVisible();
    await area(page, /^Account Team/).click();
    await expect(page.getByRole("heading", { level: 1, name: "Account Team" })).toBeVisible();
    const paths = asked(page);
    await area(page, /^Estimates/).click();
    await expect(page.getByRole("heading", { level: 1, name: "Estimates" })).toBeVisible();
    await expect.poll(() => paths).toContain("/estimates");
  });

  test("are asked for anew when a form is answered later than they were fetched ahead", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, buyer);
    await page.clock.install();
    await page.goto(`${CIMSOFT.origin}/settings`);
    const profile = page.getByRole("region", { name: "Profile" });
    await profile.getByRole("link", { name: "Add a number" }).click();
    const number = profile.getByLabel("Phone number", { exact: true });
    await takenOver(number);
    await number.fill("(804) 555-0171");
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route("**/settings**", async (route) => {
      if (route.request().method() === "POST") await held;
      await route.continue();
    });
    await profile.getByRole("button", { name: "Save number" }).click();
    // Longer than a form without an answer counts.
    await page.clock.runFor(12_000);
    const ahead = endOf(page, "/account-team");
    await area(page, /^Account Team/).hover();
    await page.clock.runFor(1_000);
    await ahead;
    answer();
    await expect(profile.getByRole("status").first()).toContainText("Your phone numbers are saved");
    const paths = asked(page);
    await area(page, /^Account Team/).click();
    await expect(page.getByRole("heading", { level: 1, name: "Account Team" })).toBeVisible();
    await expect.poll(() => paths).toContain("/account-team");
  });
});

for (const when of ["before scripts ran", "after that"]) {
  test(`news takes away nothing typed ${when}, while the portal is away and after it was updated`, async ({
    openAs,
    browser,
  }) => {
    const agent = await hire("support_agent", "writer");
    const page = await openAs(CIMSOFT, agent);
    // Away before the page is there: no reload may have been allowed that is answered only when the portal is gone.
    let build: string | null = null;
    await page.route("**/api/build", (route) => (build === null ? route.abort() : route.fulfill({ json: { build } })));
    await page.route(/[?&]_rsc=/, (route) => route.fulfill({ status: 503 }));
    let run = () => {};
    const scripts = new Promise<void>((resolve) => {
      run = resolve;
    });
    await page.route("**/*.js", (route) => scripts.then(() => route.continue()));
    const shown = page.goto(`${CIMSOFT.origin}/staff/replies`);
    const text = page.getByRole("form", { name: "Add a text" }).getByLabel("Text");
    if (when === "before scripts ran") await text.fill("Half a sentence");
    run();
    await shown;
    await takenOver(text);
    if (when === "after that") await text.fill("Half a sentence");

    const looked = page.waitForRequest("**/api/build");
    const elsewhere = await browser.newPage();
    await signIn(elsewhere, CIMSOFT, agent.email);
    await elsewhere.close();
    await looked;
    build = "of another release";
    await expect(page.getByRole("alert").getByText("The portal was updated")).toBeVisible();
    await expect(text).toHaveValue("Half a sentence");
    await page.getByRole("button", { name: "reload the page" }).click();
    await expect(text).toHaveValue("");
  });
}

test("a connection that falls while news is loaded takes nothing typed away, and a form says so meanwhile", async ({
  openAs,
  browser,
}) => {
  const agent = await hire("support_agent", "writer");
  const page = await openAs(CIMSOFT, agent);
  const visit = async () => {
    const elsewhere = await browser.newPage();
    await signIn(elsewhere, CIMSOFT, agent.email);
    await elsewhere.close();
  };
  await page.goto(`${CIMSOFT.origin}/staff/replies`);
  const form = page.getByRole("form", { name: "Add a text" });
  await form.getByLabel("Name", { exact: true }).fill("Begun");
  await form.getByLabel("Text").fill("Half a sentence");
  const document = await page.evaluateHandle(() => window.document);

  // Away in the moment between the portal's last answer and the page's data.
  let isAway = false;
  await page.route(/\/staff\/replies\?_rsc=/, async (route) => {
    if (!isAway) {
      isAway = true;
      await page.context().setOffline(true);
    }
    await route.abort("connectionreset").catch(() => {});
  });
  await visit();
  await expect.poll(() => isAway).toBe(true);
  await form.getByRole("button", { name: "Add text" }).click();
  await expect(form.getByRole("alert")).toContainText("the portal cannot be reached");
  await expect(form.getByRole("button", { name: "Add text" })).toBeEnabled();
  await expect(form.getByLabel("Text")).toHaveValue("Half a sentence");

  await page.unrouteAll({ behavior: "ignoreErrors" });
  const reloaded = page.waitForResponse((answer) => answer.url().includes("_rsc=") && answer.ok());
  await page.context().setOffline(false);
  await reloaded;
  await form.getByRole("button", { name: "Add text" }).click();
  await expect(page.getByRole("main").getByText("Half a sentence").first()).toBeVisible();
  expect(await document.evaluate((shown) => shown === window.document)).toBe(true);
});
