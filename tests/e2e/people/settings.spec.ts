import type { BrowserContextOptions, Page } from "@playwright/test";
import { checkPages } from "../../support/e2e/accessibility";
import { type Company, employ, foundCompany, hire } from "../../support/e2e/people";
import {
  CIMSOFT,
  DEMO_PASSWORD,
  INSOURCE,
  mailTo,
  mailWith,
  signIn,
  takenOver,
  waitForMail,
} from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

const main = (page: Page) => page.getByRole("main");
const section = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 }, javaScriptEnabled: false };
const DESK = { width: 1440, height: 900 };

let company: Company;
let atInsource: Company;

// Every test changes things of somebody of its own.
test.describe.configure({ mode: "parallel" });

test.beforeAll(async () => {
  company = await foundCompany(CIMSOFT);
  atInsource = await foundCompany(INSOURCE);
});

test.describe("in Settings", () => {
  test("a password changed with another session open ends that one, and the owner is told", async ({ browser }) => {
    const { email } = await employ(atInsource, "operator");
    const elsewhere = await browser.newContext();
    const open = await elsewhere.newPage();
    await signIn(open, INSOURCE, email);
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    const page = await context.newPage();
    await signIn(page, INSOURCE, email);

    await page.getByRole("banner").locator("summary").last().click();
    await page.getByRole("link", { name: "Settings", exact: true }).click();
    await page.waitForURL(/\/settings$/);
    await expect(section(page, "Active sessions").getByRole("button", { name: /^End session of/ })).toHaveCount(1);
    await section(page, "Password").getByRole("link", { name: "Change password" }).click();

    const form = section(page, "Password");
    await expect(form.getByLabel("Current password", { exact: true })).toBeFocused();
    const change = async (current: string, password: string) => {
      await form.getByLabel("Current password", { exact: true }).fill(current);
      await form.getByLabel("New password", { exact: true }).fill(password);
      await form.getByRole("button", { name: "Save new password" }).click();
    };
    await change("Not&The&Old1", "Copper^Valve31");
    await expect(form.getByLabel("Current password", { exact: true })).toHaveAttribute("aria-invalid", "true");
    await change("Steel&Harbor27", "short");
    await expect(form.getByLabel("New password", { exact: true })).toHaveAttribute("aria-invalid", "true");
    const rules = form.getByRole("list", { name: "All of these apply:" }).getByRole("listitem");
    const met = () => rules.evaluateAll((items) => items.map((item) => /: met$/.test(item.textContent ?? "")));
    await form.getByLabel("New password", { exact: true }).fill("aaa1");
    await expect.poll(met).toEqual([true, false, true, false, true, false, false]);
    await form.getByLabel("New password", { exact: true }).fill("Copper^Valve31");
    await expect.poll(met).toEqual(Array(7).fill(true));
    await change("Steel&Harbor27", "Copper^Valve31");
    await expect(form.getByRole("status").first()).toContainText("Your new password is set");
    await expect(form.getByLabel("Current password", { exact: true })).toHaveCount(0);
    await expect(section(page, "Active sessions")).toContainText("You are logged in nowhere else.");

    await open.goto(`${INSOURCE.origin}/dashboard`);
    await expect(open).toHaveURL(/\/login/);
    const [mail] = await waitForMail(email);
    expect(mail?.text).not.toContain("Copper");
    await signIn(open, INSOURCE, email, "Copper^Valve31");

    // From here the other one is ended by hand, then the password is as it was again, changed at a desk.
    await page.goto(`${INSOURCE.origin}/settings`);
    await section(page, "Active sessions")
      .getByRole("button", { name: /^End session of/ })
      .click();
    await expect(section(page, "Active sessions").getByRole("status").first()).toContainText("That session is ended");
    await open.goto(`${INSOURCE.origin}/dashboard`);
    await expect(open).toHaveURL(/\/login/);
    await signIn(open, INSOURCE, email, "Copper^Valve31");
    await page.setViewportSize(DESK);
    await page.goto(`${INSOURCE.origin}/settings?edit=password#password`);
    await form.getByLabel("New password", { exact: true }).fill("Steel&Harbor27");
    await expect.poll(met).toEqual(Array(7).fill(true));
    await change("Copper^Valve31", "Steel&Harbor27");
    await expect(form.getByRole("status").first()).toContainText("Your new password is set");
    await expect(section(page, "Active sessions")).toContainText("You are logged in nowhere else.");
    await open.goto(`${INSOURCE.origin}/dashboard`);
    await expect(open).toHaveURL(/\/login/);
    await elsewhere.close();
    await context.close();
  });

  for (const [device, options] of [
    ["at a desk", { viewport: DESK }],
    ["on a phone without JavaScript", PHONE],
  ] as const) {
    test(`all other sessions are ended at once, ${device}`, async ({ browser }) => {
      const { email } = await employ(atInsource, "operator");
      const others = [await browser.newContext(), await browser.newContext()];
      const open = await Promise.all(others.map((other) => other.newPage()));
      for (const other of open) await signIn(other, INSOURCE, email);
      const context = await browser.newContext(options);
      const page = await context.newPage();
      await signIn(page, INSOURCE, email);
      await page.goto(`${INSOURCE.origin}/settings#sessions`);
      const sessions = section(page, "Active sessions");
      await expect(sessions.getByRole("button", { name: /^End session of/ }).nth(1)).toBeVisible();
      await sessions.getByRole("button", { name: "End all other sessions" }).click();
      await expect(sessions.getByRole("status").first()).toContainText("All other sessions are ended.");
      await expect(sessions).toContainText("You are logged in nowhere else.");
      await expect(sessions.getByRole("button", { name: /^End/ })).toHaveCount(0);
      for (const other of open) {
        await other.goto(`${INSOURCE.origin}/dashboard`);
        await expect(other).toHaveURL(/\/login/);
      }
      await page.goto(`${INSOURCE.origin}/dashboard`);
      await expect(page).toHaveURL(/\/dashboard$/);
      for (const one of [context, ...others]) await one.close();
    });
  }

  test("somebody who does not see the page can tell sessions on machines of one kind apart", async ({ browser }) => {
    const { email } = await employ(atInsource, "operator");
    const pages = [await browser.newPage(), await browser.newPage(), await browser.newPage()] as const;
    for (const page of pages) await signIn(page, INSOURCE, email);
    const [page] = pages;
    await page.goto(`${INSOURCE.origin}/settings`);
    await expect(section(page, "Active sessions").getByRole("form", { name: /^Session / })).toHaveCount(2);
    await checkPages(page, INSOURCE, ["/settings"]);
    for (const one of pages) await one.close();
  });

  test("what was typed stays where the portal cannot be reached, and is saved once it can", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, await employ(company, "clerk"), { viewport: { width: 360, height: 740 } });
    await page.goto(`${CIMSOFT.origin}/settings`);
    const profile = section(page, "Profile");
    await profile.getByRole("link", { name: "Add a number" }).click();
    const number = profile.getByLabel("Phone number", { exact: true });
    await takenOver(number);
    const save = profile.getByRole("button", { name: "Save number" });
    await profile.getByLabel("Kind").selectOption({ label: "Mobile" });
    await number.fill("(804) 555-0171");
    const isKept = async (sentence: string) => {
      await expect(profile.getByRole("alert")).toContainText(sentence);
      await expect(page.locator(":focus")).toContainText(sentence);
      await expect(number).toHaveValue("(804) 555-0171");
      await expect(profile.getByLabel("Kind")).toHaveValue("mobile");
      await expect(save).toBeEnabled();
    };

    await page.context().setOffline(true);
    await save.click();
    await isKept("the portal cannot be reached");
    await page.context().setOffline(false);

    // First the proxy in front of the portal answers in its place, then a portal that was updated meanwhile.
    for (const [answer, sentence] of [
      [{ status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" }, "the portal cannot be reached"],
      [{ status: 404, headers: { "x-nextjs-action-not-found": "1" } }, "The portal was updated since"],
    ] as const) {
      await page.route("**/settings**", (route) =>
        route.request().method() === "POST" ? route.fulfill(answer) : route.continue(),
      );
      await save.click();
      await isKept(sentence);
      await page.unroute("**/settings**");
    }

    await save.click();
    await expect(profile.getByRole("status").first()).toContainText("Your phone numbers are saved");
    const edit = profile.getByRole("link", { name: "Edit Mobile, +1 804 555 0171" });
    await expect(edit).toHaveCount(1);
    await edit.click();
    await profile.getByRole("button", { name: "Remove this number" }).click();
    await expect(profile).not.toContainText("+1 804 555 0171");
  });

  test("phone, address and time zone are edited on a phone without JavaScript", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, await employ(company, "clerk"), PHONE);
    await page.goto(`${CIMSOFT.origin}/settings`);
    const profile = section(page, "Profile");

    await profile.getByRole("link", { name: "Add a number" }).click();
    await profile.getByLabel("Kind").selectOption({ label: "Mobile" });
    await profile.getByLabel("Phone number", { exact: true }).fill("555 0101");
    await profile.getByRole("button", { name: "Save number" }).click();
    await expect(profile.getByLabel("Phone number", { exact: true })).toHaveValue("555 0101");
    await expect(profile.getByLabel("Phone number", { exact: true })).toHaveAttribute("aria-invalid", "true");
    await expect(profile.getByLabel("Kind")).toHaveValue("mobile");
    await profile.getByLabel("Phone number", { exact: true }).fill("(804) 555-0163");
    await profile.getByRole("button", { name: "Save number" }).click();
    await expect(profile.getByRole("status")).toContainText("Your phone numbers are saved");
    await expect(profile).toContainText("+1 804 555 0163");

    await profile.getByRole("link", { name: "Edit Mobile, +1 804 555 0163" }).click();
    await profile.getByRole("button", { name: "Remove this number" }).click();
    await expect(profile).not.toContainText("+1 804 555 0163");

    await profile.getByRole("link", { name: "Add an address" }).click();
    await profile.getByLabel("Kind").selectOption({ label: "Shipping" });
    await profile.getByLabel("Street and number").fill("2 Dock Road");
    await profile.getByLabel("City").fill("Norfolk");
    await profile.getByRole("button", { name: "Save address" }).click();
    await expect(profile.getByRole("status")).toContainText("Your addresses are saved");
    await expect(profile).toContainText("2 Dock Road");
    await profile.getByRole("link", { name: "Edit Shipping address" }).click();
    await profile.getByRole("button", { name: "Remove this address" }).click();
    await expect(profile).not.toContainText("2 Dock Road");

    await profile.getByRole("link", { name: "Change the time zone" }).click();
    await profile.getByLabel("Time zone", { exact: true }).selectOption("America/Denver");
    await profile.getByRole("button", { name: "Save time zone" }).click();
    await expect(profile).toContainText("Denver (Mountain)");
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
  });

  test("how often each kind of mail comes is chosen, and what cannot be switched off says why", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, await employ(company, "clerk"));
    await page.goto(`${CIMSOFT.origin}/settings#email`);
    const mail = section(page, "Email preferences");
    const choice = mail.getByLabel("Answers of your account team", { exact: true });
    await expect(choice).toHaveValue("request-message:at-once");
    await choice.selectOption("Daily at 7 a.m.");
    await mail.getByRole("button", { name: "Save email preferences" }).click();
    await expect(mail.getByRole("status").first()).toContainText("Your email preferences are saved");
    await page.reload();
    await expect(choice).toHaveValue("request-message:daily");
    // What tells that something has arrived comes at once or not at all.
    await expect(mail.getByLabel("Your request has arrived", { exact: true }).getByRole("option")).toHaveText([
      "At once",
      "Never",
    ]);
    await expect(mail.getByRole("heading", { name: "Always sent" })).toBeVisible();
    await choice.selectOption("Never");
    await mail.getByRole("button", { name: "Save email preferences" }).click();
    await expect(mail.getByRole("status").first()).toBeVisible();
  });

  for (const javaScriptEnabled of [true, false]) {
    const field = javaScriptEnabled ? "name" : "rights";
    test(`a change of contact details is requested, and a second one of the same field is not${javaScriptEnabled ? "" : ", without JavaScript"}`, async ({
      openAs,
    }) => {
      const options = { viewport: { width: 360, height: 740 }, javaScriptEnabled };
      const page = await openAs(CIMSOFT, await employ(company, "buyer"), options);
      await page.goto(`${CIMSOFT.origin}/settings`);
      const locked = section(page, "Only portal support can change these");
      await expect(locked.getByRole("link", { name: CIMSOFT.supportMailbox })).toHaveAttribute("href", /^mailto:/);
      await locked.getByRole("link", { name: `Request a change of ${field}`, exact: true }).click();
      await page.waitForURL(/\/settings\/change\?field=/);
      if (field === "name") {
        await main(page).getByRole("button", { name: "Send request" }).click();
        await expect(main(page).getByLabel("New name")).toHaveAttribute("aria-invalid", "true");
        await main(page).getByLabel("New name").fill("Alex Rivera-Stone");
      } else {
        await main(page).getByRole("radio", { name: "All requests of your company" }).check();
      }
      await main(page).getByLabel("Message").fill("As of this week.");
      await main(page).getByRole("button", { name: "Send request" }).click();
      await page.waitForURL(/\/account-team\/R-\d+/);
      const number = /R-\d+/.exec(page.url())?.[0] ?? "";
      await expect(main(page)).toContainText("As of this week.");

      await page.goto(`${CIMSOFT.origin}/settings`);
      await expect(locked.getByRole("link", { name: number })).toBeVisible();
      await expect(locked.getByRole("link", { name: `Request a change of ${field}`, exact: true })).toHaveCount(0);
      await page.goto(`${CIMSOFT.origin}/settings/change?field=${field}`);
      await expect(main(page)).toContainText("You already asked");
      await main(page).getByRole("link", { name: number }).click();
      await page.waitForURL(new RegExp(number));
    });
  }

  test("a change of the sign-in email is asked for with the password, and the present address is told", async ({
    openAs,
  }) => {
    const buyer = await employ(company, "buyer");
    const page = await openAs(CIMSOFT, buyer, { viewport: { width: 360, height: 740 } });
    const other = `new.${buyer.email}`;
    await page.goto(`${CIMSOFT.origin}/settings/change?field=email`);
    const send = main(page).getByRole("button", { name: "Send request" });
    const wanted = main(page).getByLabel("New sign-in email");
    const password = main(page).getByLabel("Current password", { exact: true });
    await wanted.fill("no address");
    await send.click();
    await expect(main(page)).toContainText("Enter an address like name@company.com.");
    await wanted.fill(other);
    await password.fill("Not&The1st");
    await send.click();
    await expect(main(page)).toContainText("This is not the password that you have now.");
    await expect(wanted).toHaveValue(other);
    await password.fill(DEMO_PASSWORD);
    await send.click();
    await page.waitForURL(/\/account-team\/R-\d+/);
    const number = /R-\d+/.exec(page.url())?.[0] ?? "";
    const told = await mailWith(buyer.email, ({ text }) => text.includes(other));
    expect(told.text).toContain(number);
    expect(await mailTo(other)).toEqual([]);
  });

  test("staff have a page of settings of their own", async ({ openAs }) => {
    const page = await openAs(CIMSOFT, await hire("marketing", "Theo"));
    await page.goto(`${CIMSOFT.origin}/staff`);
    await page.getByRole("banner").locator("summary").last().click();
    await page.getByRole("link", { name: "Settings", exact: true }).click();
    await page.waitForURL(/\/staff\/settings$/);
    await expect(section(page, "Active sessions")).toContainText("This device");
    await expect(section(page, "Password").getByRole("link", { name: "Change password" })).toBeVisible();
    await section(page, "Profile").getByRole("link", { name: "Change the time zone" }).click();
    const zone = section(page, "Profile").getByRole("combobox", { name: "Time zone", exact: true });
    await zone.selectOption("America/Denver");
    await section(page, "Profile").getByRole("button", { name: "Save time zone" }).click();
    await expect(section(page, "Profile")).toContainText("Your time zone is saved.");
    await expect(section(page, "Active sessions")).toContainText("Mountain");
  });
});
