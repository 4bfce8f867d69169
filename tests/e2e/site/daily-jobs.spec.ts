import type { Locator, Page } from "@playwright/test";
import {
  type Company,
  type Contact,
  called,
  createCase,
  createContact,
  createInvoice,
  createVisitor,
  dayFromNow,
  employ,
  foundCompany,
  hire,
  type Staff,
  unique,
} from "../../support/e2e/people";
import { CIMSOFT, takenOver } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/*
 * The ten jobs of docs/design.md. Each way is walked as a person walks it, and may cost no more clicks and keys than its
 * table says; what is typed into a field is not counted. `desk` and `phone`: the most CSS pixels from the top of the page
 * on which the job begins to what it begins with, at 1440 × 900 and 360 × 740; null where a phone has no such way.
 */
const MOST = {
  pay: { clicks: 1, keys: 0, desk: 560, phone: 540 },
  read: { clicks: 1, keys: 0, desk: 300, phone: 300 },
  open: { clicks: 3, keys: 0, desk: 260, phone: 260 },
  find: { clicks: 0, keys: 2, desk: 300, phone: null },
  statement: { clicks: 1, keys: 0, desk: 400, phone: 380 },
  answer: { clicks: 1, keys: 2, desk: 380, phone: 460 },
  close: { clicks: 2, keys: 6, desk: 300, phone: 660 },
  client: { clicks: 0, keys: 2, desk: 300, phone: null },
  renewals: { clicks: 1, keys: 0, desk: 300, phone: 420 },
  admit: { clicks: 3, keys: 0, desk: 440, phone: 500 },
} as const;

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };

let company: Company;
let clerk: Contact;
let engineer: Contact;
let agent: Staff;
test.beforeAll(async () => {
  company = await foundCompany(CIMSOFT);
  clerk = await employ(company, "clerk");
  engineer = await employ(company, "engineer");
  agent = await hire("support_agent", "Marcus");
});

const main = (page: Page) => page.getByRole("main");

/** Clicks and keys of one person on one page, from where the job begins. */
class Walk {
  private clicks = 0;
  private keys = 0;

  private constructor(
    readonly page: Page,
    private readonly job: keyof typeof MOST,
  ) {}

  /** Opens the page on which the job begins, and measures how far down `first` is, on a phone and then at a desk. */
  static async from(page: Page, job: keyof typeof MOST, path: string, first: (page: Page) => Locator): Promise<Walk> {
    await page.goto(`${CIMSOFT.origin}${path}`);
    for (const [name, size] of Object.entries({ phone: PHONE, desk: DESK })) {
      const most = MOST[job][name as "phone" | "desk"];
      await page.setViewportSize(size);
      if (most === null) continue;
      await expect(first(page)).toBeVisible();
      const top = await first(page).evaluate((element) => element.getBoundingClientRect().top + window.scrollY);
      expect(top, `${job}: pixels at ${size.width}`).toBeLessThanOrEqual(most);
    }
    return new Walk(page, job);
  }

  async click(target: Locator): Promise<void> {
    await takenOver(target);
    await target.click();
    this.clicks += 1;
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
    this.keys += keys.length;
  }

  /** Presses a key until it is heard, which is a moment after the page is drawn. It counts once. */
  async pressUntil(key: string, isHeard: () => Promise<void>): Promise<void> {
    await expect(async () => {
      await this.page.keyboard.press(key);
      await isHeard();
    }).toPass();
    this.keys += 1;
  }

  /** Opens the small window of the search. What hears the keys comes with the scripts, so it is pressed until it does. */
  async search(words: string): Promise<void> {
    await this.pressUntil("Control+k", () => expect(searchField(this.page)).toBeFocused({ timeout: 1_000 }));
    await this.page.keyboard.type(words);
    // Before the answer to the last letter is there, Enter leads to the page of the search.
    const answer = this.page.getByRole("dialog", { name: "Search" }).getByRole("status");
    await expect(answer).toHaveText(/^\d+ results?$/);
    await expect(this.page.getByRole("option", { name: words }).first()).toHaveAttribute("aria-selected", "true");
    await this.press("Enter");
  }

  /** The job is done: it cost what it may. */
  end(): void {
    const { clicks, keys } = MOST[this.job];
    expect({ clicks: this.clicks, keys: this.keys }, this.job).toEqual({ clicks, keys });
  }
}

const searchField = (page: Page) => page.getByRole("combobox", { name: "Search" });

test.describe("a client", () => {
  test("pays what is overdue", async ({ openAs }) => {
    const own = await foundCompany(CIMSOFT);
    const overdue = { issuedOn: dayFromNow(-60), dueOn: dayFromNow(-30), totalMinor: 12_500 };
    for (let invoice = 0; invoice < 2; invoice++) await createInvoice(own, overdue);
    const page = await openAs(CIMSOFT, await employ(own, "clerk"));
    const link = (at: Page) => main(at).getByRole("link", { name: "Pay overdue $250.00" });
    const walk = await Walk.from(page, "pay", "/dashboard", link);
    await walk.click(link(page));
    // The next click is at Stripe.
    await expect(main(page).getByRole("button", { name: "Pay $250.00" })).toBeInViewport();
    walk.end();
  });

  test("reads the answer to a case", async ({ openAs }) => {
    const own = await foundCompany(CIMSOFT);
    const filer = await employ(own, "engineer");
    const { number } = await createCase(own, filer, { status: "waiting_on_you", lastAuthorKind: "staff" });
    const page = await openAs(CIMSOFT, filer);
    const link = (at: Page) => main(at).getByRole("link", { name: `Reply ${number}` });
    const walk = await Walk.from(page, "read", "/dashboard", link);
    await walk.click(link(page));
    await expect(main(page).getByRole("form", { name: "Write a message" })).toBeInViewport();
    walk.end();
  });

  test("opens a case", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, engineer);
    const link = (at: Page) => main(at).getByRole("link", { name: "Add New Case" });
    const walk = await Walk.from(page, "open", "/dashboard", link);
    await walk.click(link(page));
    const form = main(page).getByRole("form", { name: "New case" });
    await takenOver(form.getByLabel("Subject", { exact: true }));
    await form.getByLabel("Product", { exact: true }).selectOption({ label: "Another product" });
    await expect(form.locator("option", { hasText: "Another product" })).toHaveCount(1);
    const severity = form.getByRole("radio").last();
    await walk.click(severity);
    await expect(severity).toBeChecked();
    const subject = called("Palletizer stops");
    await form.getByLabel("Subject", { exact: true }).fill(subject);
    await form.getByLabel("Description", { exact: true }).fill("Since the update of last night.");
    await walk.click(form.getByRole("button", { name: "Send to support" }));
    await expect(page.getByRole("heading", { level: 1 })).toContainText(subject);
    walk.end();
  });

  test("finds an invoice by its number", async ({ openAs }) => {
    const number = unique("CS");
    await createInvoice(company, { number });
    const page = await openAs(CIMSOFT, clerk);
    const walk = await Walk.from(page, "find", "/dashboard", (at) => at.getByRole("banner").first());
    await walk.search(number);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(number);
    walk.end();
  });

  test("downloads a statement of account", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, clerk);
    const link = (at: Page) => main(at).getByRole("link", { name: "Statement of account" });
    const walk = await Walk.from(page, "statement", "/dashboard", link);
    await walk.click(link(page));
    const file = main(page).getByRole("link", { name: "Download PDF" });
    await expect(file).toBeInViewport();
    // The next click is on the file, which is asked for here: browsers differ in what they do with it.
    const answer = await page.request.get(new URL((await file.getAttribute("href")) ?? "", page.url()).href);
    expect(answer.headers()["content-type"]).toBe("application/pdf");
    walk.end();
  });
});

test.describe("staff", () => {
  test("answer the next case", async ({ openAs }) => {
    const own = await hire("support_agent", "Noor");
    const { number } = await createCase(company, engineer, { ownerId: own.id });
    const page = await openAs(CIMSOFT, own);
    const link = (at: Page) => main(at).locator(`a[href$="/staff/cases/${number}"]`).first();
    const walk = await Walk.from(page, "answer", "/staff", link);
    await walk.click(link(page));
    const field = main(page).getByRole("form", { name: "Write a message" }).getByLabel("Message", { exact: true });
    await expect(field).toBeInViewport();
    await takenOver(field);
    await walk.pressUntil("r", () => expect(field).toBeFocused({ timeout: 2_000 }));
    await page.keyboard.type("Restart the historian.");
    await walk.press("Control+Enter");
    await expect(main(page).getByRole("log").getByText("Restart the historian.")).toBeVisible();
    walk.end();
  });

  test("close three cases with a sentence", async ({ openAs }) => {
    const own = await foundCompany(CIMSOFT);
    const filer = await employ(own, "engineer");
    for (let index = 0; index < 3; index++) await createCase(own, filer);
    const page = await openAs(CIMSOFT, agent);
    const rows = (at: Page) => main(at).locator("tbody a.stretched");
    const walk = await Walk.from(page, "close", `/staff/cases?company=${own.id}`, (at) => rows(at).first());
    // The list of keys shows that keys are heard, which is a moment after the page is drawn. It is no part of the job.
    const help = page.getByRole("dialog", { name: "Keys" });
    await expect(async () => {
      await page.keyboard.press("?");
      await expect(help).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await page.keyboard.press("Escape");
    await expect(help).toBeHidden();
    for (let index = 0; index < 3; index++) {
      await walk.press("j");
      await expect(rows(page).nth(index)).toBeFocused();
      await walk.press("x");
    }
    await expect(main(page).getByText("3 cases chosen")).toBeVisible();
    await walk.click(main(page).locator("summary", { hasText: /^Close$/ }));
    await main(page).getByLabel("A sentence to each client").fill("The patch of tonight solves it.");
    await walk.click(main(page).getByRole("button", { name: "Close 3 cases" }));
    await expect(main(page).getByText("3 closed.")).toBeVisible();
    walk.end();
  });

  test("find a client who calls", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, agent);
    const walk = await Walk.from(page, "client", "/staff", (at) => at.getByRole("banner").first());
    await walk.search(company.name);
    await expect(page.getByRole("heading", { level: 1, name: company.name })).toBeVisible();
    walk.end();
  });

  test("look through the renewals", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, await hire("account_manager", "Dana"));
    const first = (at: Page) => main(at).locator("tbody a.stretched").first();
    const walk = await Walk.from(page, "renewals", "/staff/renewals", first);
    await page.goto(`${CIMSOFT.origin}/staff`);
    await walk.click(page.locator("#rail").getByRole("link", { name: /^Renewals/ }));
    await page.waitForURL(/\/staff\/renewals/);
    await expect(first(page)).toBeInViewport();
    walk.end();
  });

  test("let a visitor in", async ({ openAs }) => {
    const domain = `${unique("works").toLowerCase()}.example`;
    const own = await foundCompany(CIMSOFT);
    await createContact(own, { email: `colleague@${domain}` });
    const name = called("Alex Romero");
    await createVisitor({ name, email: `alex@${domain}`, company: "Works", confirmedAt: new Date() });
    const page = await openAs(CIMSOFT, await hire("administrator", "Elena"));
    const link = (at: Page) => main(at).getByRole("link", { name });
    const list = `/staff/contacts/waiting?q=${encodeURIComponent(name)}`;
    const walk = await Walk.from(page, "admit", list, link);
    await walk.click(link(page));
    await expect(main(page).getByRole("radio", { name: own.name })).toBeChecked();
    await walk.click(main(page).getByRole("link", { name: "Engineer" }));
    await expect(page).toHaveURL(/[?&]preset=/);
    await expect(main(page).getByRole("radio", { name: own.name })).toBeChecked();
    await walk.click(main(page).getByRole("button", { name: "Approve" }));
    await expect(main(page).getByRole("status").first()).toContainText("Approved.");
    walk.end();
  });
});

/** How much of the page has moved after it was drawn (Cumulative Layout Shift), once it is still. */
const shifted = (page: Page) =>
  page.evaluate(async () => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
    // What was buffered is told after the next frames.
    for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    return sum;
  });

test("pages do not move while they load", async ({ openAs }) => {
  const page = await openAs(CIMSOFT, engineer);
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    for (const path of ["/dashboard", "/invoices", "/cases", "/account-team", "/settings"]) {
      await page.goto(`${CIMSOFT.origin}${path}`, { waitUntil: "load" });
      expect(await shifted(page), `${path} at ${size.width}`).toBeLessThanOrEqual(0.05);
    }
  }
});
