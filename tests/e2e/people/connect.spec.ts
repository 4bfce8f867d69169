import type { Browser, Page } from "@playwright/test";
import { called, createContact, foundCompany, hire, type Staff, unique } from "../../support/e2e/people";
import {
  type BrandFacts,
  CIMSOFT,
  hostOf,
  INSOURCE,
  linkIn,
  type Mail,
  mailTo,
  mailWith,
  rawRequest,
  signIn,
  waitForMail,
} from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

const PASSWORD = "Copper^Valve31";
const main = (page: Page) => page.getByRole("main");
const PHONE = { width: 360, height: 740 };
const OPEN_NOW = /(?<=\.)[^.]*\b(?:[Oo]pen until|[Oo]pens)\b.*$/;

let admin: Staff;
test.beforeAll(async () => {
  admin = await hire("administrator", "Noor Haddad");
});

interface Written {
  readonly name: string;
  readonly email: string;
  readonly company: string;
}

async function write(
  page: Page,
  brand: BrandFacts,
  { name, email, company }: Written,
  need = "An account.",
): Promise<string> {
  await page.goto(brand.origin);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Company", { exact: true }).fill(company);
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel(/^What do you need/).fill(need);
  await main(page).getByRole("button", { name: "Send to portal support" }).click();
  await page.waitForURL(/\/connect\/thanks$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your message is with portal support");
  // Without the words about being open now, which turn at their time.
  return ((await main(page).textContent()) ?? "").replace(OPEN_NOW, "");
}

const confirmation = (email: string) => mailWith(email, ({ text }) => text.includes("/connect/confirm/"));

/** Opens the mailed link and presses its button. */
async function confirm(page: Page, mail: Mail): Promise<void> {
  await page.goto(linkIn(mail, "/connect/confirm/"));
  await main(page).getByRole("button", { name: "Confirm this address" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your address is confirmed");
}

async function openWaiting(page: Page, brand: BrandFacts, name: string): Promise<void> {
  await page.goto(`${brand.origin}/staff/contacts/waiting?q=${encodeURIComponent(name)}`);
  await main(page).getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
}

/** From the mail for the first sign-in to the dashboard. */
async function firstSignIn(page: Page, brand: BrandFacts, email: string): Promise<void> {
  const mail = await mailWith(email, ({ text }) => text.includes("/reset-password/"));
  await page.goto(linkIn(mail, "/reset-password/"));
  await main(page).getByLabel("New password", { exact: true }).fill(PASSWORD);
  await main(page).getByRole("button", { name: "Set password" }).click();
  await page.waitForURL(/\/login/);
  await signIn(page, brand, email, PASSWORD);
  await expect(page).toHaveURL(`${brand.origin}/dashboard`);
}

async function staffPage(browser: Browser, brand: BrandFacts, options: Parameters<Browser["newContext"]>[0] = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await signIn(page, brand, admin.email);
  return page;
}

test("a visitor's first words lead to the first dashboard, by mail and an approval", async ({ page, browser }) => {
  const domain = `${unique("works").toLowerCase()}.example`;
  const company = await foundCompany(CIMSOFT);
  await createContact(company, { email: `colleague@${domain}` });
  const visitor = { name: called("Alex Romero"), email: `alex@${domain}`, company: "Works" };
  await write(page, CIMSOFT, visitor, "I pay our invoices.");
  const mail = await confirmation(visitor.email);
  // A mail scanner opens the link before the person does.
  const scan = await rawRequest(new URL(linkIn(mail, "/connect/confirm/")).pathname, {
    headers: { Host: hostOf(CIMSOFT) },
  });
  expect(scan.status).toBe(200);

  const staff = await staffPage(browser, CIMSOFT);
  await staff.goto(`${CIMSOFT.origin}/staff/contacts/waiting?q=${encodeURIComponent(visitor.name)}`);
  await expect(main(staff)).not.toContainText(visitor.email);
  await confirm(page, mail);
  await page.goto(linkIn(mail, "/connect/confirm/"));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link no longer works");

  await openWaiting(staff, CIMSOFT, visitor.name);
  await expect(main(staff)).toContainText("I pay our invoices.");
  await expect(main(staff)).toContainText(`Same mail domain ${domain} (1 contact)`);
  await main(staff).getByRole("link", { name: "Pays invoices" }).click();
  await expect(main(staff).getByLabel("See them and pay invoices")).toBeChecked();
  await expect(main(staff).getByRole("radio", { name: company.name })).toBeChecked();
  await main(staff).getByRole("button", { name: "Approve" }).click();
  await expect(main(staff).getByRole("status").first()).toContainText("Approved.");
  await staff.context().close();

  await firstSignIn(page, CIMSOFT, visitor.email);
  await expect(main(page)).toContainText(company.name);
  await expect(page.getByRole("link", { name: "Invoices", exact: true }).first()).toBeAttached();
});

test("the same without JavaScript, on a phone, with a company that is made", async ({ browser }) => {
  const plain = { javaScriptEnabled: false, viewport: PHONE };
  const context = await browser.newContext(plain);
  const page = await context.newPage();
  const company = called("Saltmarsh");
  const visitor = {
    name: called("Kendall Price"),
    email: `${unique("kendall").toLowerCase()}@freemail.example`,
    company,
  };
  await write(page, INSOURCE, visitor);
  await confirm(page, await confirmation(visitor.email));

  const staff = await staffPage(browser, INSOURCE, plain);
  await openWaiting(staff, INSOURCE, visitor.name);
  await expect(main(staff)).not.toContainText("Same mail domain");
  await main(staff).getByRole("link", { name: "Engineer" }).click();
  await expect(staff).toHaveURL(/[?&]preset=/);
  await main(staff).getByRole("button", { name: "Approve" }).click();
  await expect(main(staff)).toContainText("Choose a company, or make a new one.");
  await main(staff).getByRole("radio", { name: "A new company" }).check();
  await main(staff).getByRole("button", { name: "Approve" }).click();
  await expect(main(staff).getByRole("status").first()).toContainText("Approved.");
  await staff.context().close();

  await firstSignIn(page, INSOURCE, visitor.email);
  await page.goto(`${INSOURCE.origin}/invoices`);
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Invoices");
  await context.close();
});

test("who is blocked or declined sees and gets what everybody does, and a client too but for the mail", async ({
  page,
  browser,
}) => {
  const people = ["Blocked", "Declined", "Unknown"].map((word) => ({
    name: called(word),
    email: `${unique(word).toLowerCase()}@newplant.example`,
    company: "New Plant",
  }));
  const [blocked, declined, unknown] = people as [Written, Written, Written];
  for (const each of [blocked, declined]) {
    await write(page, CIMSOFT, each);
    await confirm(page, await confirmation(each.email));
  }
  const staff = await staffPage(browser, CIMSOFT);
  await openWaiting(staff, CIMSOFT, blocked.name);
  await main(staff).getByRole("button", { name: "Block" }).click();
  await expect(main(staff).getByRole("status").first()).toContainText("Blocked.");
  await openWaiting(staff, CIMSOFT, declined.name);
  await main(staff).getByLabel("Sentence").fill("We know no such plant.");
  await main(staff).getByRole("button", { name: "Decline" }).click();
  await expect(main(staff).getByRole("status").first()).toContainText("Declined.");
  const told = await mailWith(declined.email, ({ text }) => text.includes("We know no such plant."));
  expect(told.text).not.toContain(admin.name);

  const client = await createContact(await foundCompany(CIMSOFT));
  // Without scripts, which write the visitor's own time beside the hours.
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const sender = await plain.newPage();
  const answers = new Set<string>();
  for (const each of [blocked, declined, unknown, { ...unknown, email: client.email }]) {
    answers.add((await write(sender, CIMSOFT, each, "Once more.")).replaceAll(each.email, "…"));
  }
  await plain.close();
  expect(answers.size).toBe(1);
  await mailWith(client.email, ({ text }) => text.includes("/reset-password/"));
  expect(await mailTo(client.email)).toHaveLength(1);
  await waitForMail(blocked.email, 2);
  expect((await mailTo(blocked.email)).map(({ subject }) => subject).join()).not.toMatch(/block/i);
  await staff.goto(`${CIMSOFT.origin}/staff/contacts/waiting?tab=unconfirmed&q=${encodeURIComponent(blocked.name)}`);
  await expect(main(staff)).not.toContainText(blocked.email);
  await staff.context().close();
});
