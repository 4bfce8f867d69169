import type { Page } from "@playwright/test";
import {
  type Company,
  type Contact,
  employ,
  employWithoutPassword,
  foundCompany,
  unique,
} from "../../support/e2e/people";
import {
  BRANDS,
  CIMSOFT,
  DEMO_PASSWORD,
  hostOf,
  INSOURCE,
  linkIn,
  mailTo,
  mailWith,
  rawRequest,
  signIn,
  waitForMail,
} from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

const main = (page: Page) => page.getByRole("main");

async function askForReset(page: Page, origin: string, email: string): Promise<void> {
  await page.goto(`${origin}/login`);
  await main(page).getByRole("link", { name: "Don't remember your password?" }).click();
  await page.waitForURL(/\/reset-password/);
  await main(page).getByLabel("Email", { exact: true }).fill(email);
  await main(page).getByRole("button", { name: "Send reset email" }).click();
}

async function setPassword(page: Page, password: string): Promise<void> {
  await main(page).getByLabel("New password", { exact: true }).fill(password);
  await main(page).getByRole("button", { name: "Set password" }).click();
}

/*
 * The people whom the README names sign in as it says there. A test that changes a password, a link or a session does so
 * with a contact of its own.
 */
let company: Company;
let clerk: Contact;

test.beforeAll(async () => {
  company = await foundCompany(CIMSOFT);
  clerk = await employ(company, "clerk");
});

test.describe("signing in", () => {
  for (const brand of BRANDS) {
    test(`leads a client of ${brand.name} to the dashboard, from where they sign out again`, async ({ page }) => {
      await signIn(page, brand, brand.contact);
      await expect(page).toHaveURL(`${brand.origin}/dashboard`);
      await page.getByRole("banner").locator("summary").last().click();
      await page.getByRole("button", { name: "Log out" }).click();
      await page.waitForURL((url) => !url.pathname.startsWith("/dashboard"));
      await page.goto(`${brand.origin}/dashboard`);
      await expect(page).toHaveURL(/\/login\?next=%2Fdashboard$/);
    });
  }

  test("works without JavaScript, and after a refusal keeps the address that was typed, not the password", async ({
    browser,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${CIMSOFT.origin}/login`);
    await main(page).getByLabel("Email", { exact: true }).fill(CIMSOFT.contact);
    await main(page).getByLabel("Password", { exact: true }).fill("not the password");
    await main(page).getByRole("button", { name: "Log in" }).click();
    await expect(main(page).getByRole("alert")).toBeVisible();
    await expect(main(page).getByLabel("Email", { exact: true })).toHaveValue(CIMSOFT.contact);
    await expect(main(page).getByLabel("Password", { exact: true })).toHaveValue("");
    expect(await page.content()).not.toContain("not the password");
    await main(page).getByLabel("Password", { exact: true }).fill(DEMO_PASSWORD);
    await main(page).getByRole("button", { name: "Log in" }).click();
    await expect(page).toHaveURL(`${CIMSOFT.origin}/dashboard`);
    await context.close();
  });

  test("says the same for a wrong password, an unknown address and an account without a password", async ({ page }) => {
    const answers = new Set<string>();
    const nobody = `${unique("nobody")}@nowhere.example`;
    const before = await employWithoutPassword(company, "buyer");
    for (const email of [clerk.email, nobody, before.email]) {
      await page.goto(`${CIMSOFT.origin}/login`);
      await main(page).getByLabel("Email", { exact: true }).fill(email);
      await main(page).getByLabel("Password", { exact: true }).fill("Wrong&Password27");
      await main(page).getByRole("button", { name: "Log in" }).click();
      answers.add((await main(page).getByRole("alert").first().textContent()) ?? "");
    }
    expect(answers.size).toBe(1);
  });

  test("leads back to the page that was asked for, on this site only", async ({ page }) => {
    await page.goto(`${CIMSOFT.origin}/invoices?status=overdue`);
    await page.waitForURL(/\/login\?next=/);
    await main(page).getByLabel("Email", { exact: true }).fill(clerk.email);
    await main(page).getByLabel("Password", { exact: true }).fill(DEMO_PASSWORD);
    await main(page).getByRole("button", { name: "Log in" }).click();
    await expect(page).toHaveURL(`${CIMSOFT.origin}/invoices?status=overdue`);

    for (const next of ["//evil.example", "/\\evil.example", "https://evil.example/", `${INSOURCE.origin}/dashboard`]) {
      await page.context().clearCookies();
      await page.goto(`${CIMSOFT.origin}/login?next=${encodeURIComponent(next)}`);
      await main(page).getByLabel("Email", { exact: true }).fill(clerk.email);
      await main(page).getByLabel("Password", { exact: true }).fill(DEMO_PASSWORD);
      await main(page).getByRole("button", { name: "Log in" }).click();
      await expect(page).toHaveURL(`${CIMSOFT.origin}/dashboard`);
    }
  });

  test("refuses a client of one brand on the host of the other", async ({ page }) => {
    await page.goto(`${INSOURCE.origin}/login`);
    await main(page).getByLabel("Email", { exact: true }).fill(CIMSOFT.contact);
    await main(page).getByLabel("Password", { exact: true }).fill(DEMO_PASSWORD);
    await main(page).getByRole("button", { name: "Log in" }).click();
    await expect(main(page).getByRole("alert").first()).toBeVisible();
  });

  test("on one brand makes a session cookie that opens nothing on the other", async ({ page }) => {
    await signIn(page, CIMSOFT, CIMSOFT.contact);
    const cookies = await page.context().cookies(CIMSOFT.origin);
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const own = await rawRequest("/dashboard", { headers: { Host: hostOf(CIMSOFT), Cookie: cookie } });
    expect(own.status).toBe(200);
    expect(own.headers["cache-control"]).toMatch(/private.*no-store|no-store.*private/);
    const foreign = await rawRequest("/dashboard", { headers: { Host: hostOf(INSOURCE), Cookie: cookie } });
    expect(foreign.status).toBe(307);
    expect(foreign.headers.location).toMatch(/^\/login/);
    expect(cookies.every((entry) => entry.httpOnly && entry.sameSite === "Lax" && entry.path === "/")).toBe(true);
  });

  for (const [email, role] of [
    ["account.manager@portal.example", "Account manager"],
    ["subscription.manager@portal.example", "Subscription manager"],
    ["support.agent@portal.example", "Support agent"],
    ["portal.admin@portal.example", "Administrator"],
    ["marketing@portal.example", "Marketing"],
  ] as const) {
    test(`${email} leads to the staff pages of either brand`, async ({ page }) => {
      for (const brand of BRANDS) {
        await signIn(page, brand, email);
        await expect(page).toHaveURL(`${brand.origin}/staff`);
        await expect(main(page)).toContainText(role);
        for (const { name } of BRANDS) await expect(main(page)).toContainText(name);
        await page.goto(`${brand.origin}/dashboard`);
        await expect(page).toHaveURL(`${brand.origin}/staff`);
      }
    });
  }

  test("as a client opens nothing at /staff", async ({ page }) => {
    await signIn(page, CIMSOFT, CIMSOFT.contact);
    expect((await page.goto(`${CIMSOFT.origin}/staff`))?.status()).toBe(404);
  });
});

test.describe("setting a new password", () => {
  test("is the first sign-in of an existing customer, by the same link, and ends on the dashboard", async ({
    page,
  }) => {
    const email = "first.time@keystone.example";
    await askForReset(page, CIMSOFT.origin, email);
    await expect(main(page)).toContainText(CIMSOFT.resetSender);
    const [mail] = await waitForMail(email);
    expect(mail?.from).toContain(CIMSOFT.resetSender);
    const link = linkIn(mail, "/reset-password/");
    expect(link.startsWith(`${CIMSOFT.origin}/reset-password/`)).toBe(true);

    // A mail scanner opens the link before the person does, twice.
    for (let visit = 0; visit < 2; visit++) {
      const scan = await rawRequest(new URL(link).pathname, { headers: { Host: hostOf(CIMSOFT) } });
      expect(scan.status).toBe(200);
      expect(scan.headers["set-cookie"] ?? []).toEqual([]);
    }
    await page.goto(link);
    // Too weak: refused beside the field, and the link is not used up.
    await setPassword(page, "short");
    await expect(main(page).getByLabel("New password", { exact: true })).toHaveAttribute("aria-invalid", "true");
    await setPassword(page, "Copper^Valve31");
    await page.waitForURL(/\/login/);
    await expect(main(page).getByRole("status").first()).toBeVisible();
    expect((await page.context().cookies()).some((cookie) => cookie.name.includes("session"))).toBe(false);

    const told = await waitForMail(email, 2);
    expect(told[0]?.text).not.toContain("/reset-password/");

    await page.goto(link);
    await expect(main(page)).toContainText(/no longer works/i);
    await signIn(page, CIMSOFT, email, "Copper^Valve31");
    await expect(page).toHaveURL(`${CIMSOFT.origin}/dashboard`);
  });

  test("ends every other session, without JavaScript too", async ({ browser }) => {
    const { email } = await employ(await foundCompany(INSOURCE), "engineer");
    const elsewhere = await browser.newContext();
    const open = await elsewhere.newPage();
    await signIn(open, INSOURCE, email);

    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await askForReset(page, INSOURCE.origin, email);
    await expect(main(page)).toContainText(INSOURCE.resetSender);
    const mail = await mailWith(email, ({ text }) => text.includes("/reset-password/"));
    expect(mail.from).toContain(INSOURCE.resetSender);
    const link = linkIn(mail, "/reset-password/");
    // The other brand knows nothing of this link.
    await page.goto(link.replace(INSOURCE.origin, CIMSOFT.origin));
    await expect(main(page)).toContainText(/no longer works/i);
    await page.goto(link);
    await setPassword(page, DEMO_PASSWORD);
    await page.waitForURL(/\/login/);

    await open.goto(`${INSOURCE.origin}/dashboard`);
    await expect(open).toHaveURL(/\/login/);
    await elsewhere.close();
    await context.close();
  });

  test("by a mailed link answers the same for an unknown address and sends it nothing", async ({ page }) => {
    const answers = new Set<string>();
    const nobody = `${unique("nobody")}@nowhere.example`;
    const known = await employ(company, "buyer");
    for (const email of [nobody, known.email]) {
      await askForReset(page, CIMSOFT.origin, email);
      await expect(main(page)).toContainText(CIMSOFT.resetSender);
      answers.add(((await main(page).textContent()) ?? "").replaceAll(email, "…"));
    }
    expect(answers.size).toBe(1);
    // The worker takes jobs in order: the mail to the known address proves that both were handled.
    await waitForMail(known.email);
    expect(await mailTo(nobody)).toEqual([]);
  });

  test("shows while one types which of the rules the password meets", async ({ page }) => {
    const { email } = await employ(company, "buyer");
    await askForReset(page, CIMSOFT.origin, email);
    await expect(main(page)).toContainText(CIMSOFT.resetSender);
    const [mail] = await waitForMail(email);
    await page.goto(linkIn(mail, "/reset-password/"));
    const rules = main(page).getByRole("listitem");
    await expect(rules).toHaveCount(7);
    const field = main(page).getByLabel("New password", { exact: true });
    const met = () => rules.evaluateAll((items) => items.map((item) => /: met$/.test(item.textContent ?? "")));
    await field.fill("aaa");
    await expect.poll(met).toEqual([true, false, true, false, false, false, false]);
    await field.fill("Steel&Harbor27");
    await expect.poll(met).toEqual(Array(7).fill(true));
  });
});
