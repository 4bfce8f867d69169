import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import {
  appoint,
  type Company,
  type Contact,
  createAgreement,
  dayFromNow,
  employ,
  foundCompany,
  hire,
  type Staff,
} from "../../support/e2e/people";
import { INSOURCE } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/** The contact who asks and is renamed, their account manager, a manager who is away, and the administrator. */
let asker: Contact;
let manager: Staff;
let absentee: Staff;
let administrator: Staff;
/** The company of them all. */
let client: Company;

// Both sizes make the same person absent, and rename the same one.
test.describe.configure({ mode: "serial", timeout: 180_000 });

test.beforeAll(async () => {
  client = await foundCompany(INSOURCE);
  asker = await employ(client, "clerk");
  manager = await hire("account_manager", "Dana");
  absentee = await hire("subscription_manager", "Priya");
  administrator = await hire("administrator", "Elena");
  await appoint(client, manager, "account_manager");
  await appoint(client, absentee, "subscription_manager");
  const endsOn = dayFromNow(30);
  await createAgreement(client, { kind: "subscription", product: "Historian", startsOn: "2020-01-01", endsOn });
});

const main = (page: Page) => page.getByRole("main");

async function send(page: Page, message: string): Promise<string> {
  // Where it is optional its label says so.
  await main(page)
    .getByLabel(/^Message/)
    .fill(message);
  await main(page).getByRole("button", { name: "Send request" }).click();
  await page.waitForURL(/\/account-team\/R-\d+/);
  return /R-\d+/.exec(page.url())?.[0] ?? "";
}

for (const width of [1440, 360]) {
  const options = { viewport: { width, height: 800 } };

  test(`a request to a member of the team who is away goes to the stand-in, at ${width} px`, async ({ openAs }) => {
    const away = await openAs(INSOURCE, absentee, options);
    await away.goto(`${INSOURCE.origin}/staff/team`);
    await main(away).getByRole("link", { name: absentee.name }).first().click();
    const absence = main(away).getByRole("form", { name: "New absence" });
    const today = (await absence.getByLabel("Last day").getAttribute("min")) ?? "";
    await absence.getByLabel("First day").fill(today);
    await absence.getByLabel("Last day").fill(today);
    await absence.getByLabel(/Stands in/).selectOption({ label: manager.name });
    await absence.getByRole("button", { name: "Record absence" }).click();
    await expect(main(away)).toContainText(`${manager.name} stands in · away now`);

    const client = await openAs(INSOURCE, asker, options);
    await client.goto(`${INSOURCE.origin}/account-team`);
    const card = main(client).getByRole("listitem").filter({ hasText: absentee.name });
    await expect(card).toContainText(new RegExp(`Away until .* ${manager.name} stands in`));
    await client.goto(`${INSOURCE.origin}/account-team/new?kind=renewal`);
    const number = await send(client, `Shall we renew for two years? ${width}`);
    await expect(main(client)).toContainText(new RegExp(`${manager.name}.*${absentee.name}`));

    const standIn = await openAs(INSOURCE, manager, options);
    await standIn.goto(`${INSOURCE.origin}/staff/requests?q=${number}`);
    const row = main(standIn).getByRole("row").filter({ hasText: number });
    await expect(row).toContainText(manager.name);
    await row.getByRole("link", { name: number }).click();
    await standIn.waitForURL(new RegExp(number));
    const composer = main(standIn).getByRole("form", { name: "Write a message" });
    const message = composer.getByLabel("Message", { exact: true });
    await composer.getByLabel("Canned reply").selectOption({ label: "We have it" });
    await composer.getByRole("button", { name: "Insert" }).click();
    await expect(message).toHaveValue(new RegExp(`thank you for ${number}\\. [^]*${manager.name}`));
    await message.fill(`${await message.inputValue()}\n\nTwo years it is. ${width}`);
    await composer.getByRole("button", { name: "Send" }).click();
    await expect(main(client).getByText(`Two years it is. ${width}`).first()).toBeVisible();
    await expect(main(client)).toContainText(`thank you for ${number}`);

    await away.reload();
    await main(away)
      .getByRole("button", { name: /^Remove\s*this absence from/ })
      .first()
      .click();
    await expect(main(away)).not.toContainText("away now");
    await client.goto(`${INSOURCE.origin}/account-team`);
    await expect(card).not.toContainText("Away until");
  });

  test(`a change of contact details is asked for, approved and seen, at ${width} px`, async ({ openAs }) => {
    const name = `Skyler Vance ${width}`;
    const client = await openAs(INSOURCE, asker, options);
    await client.goto(`${INSOURCE.origin}/settings/change?field=name`);
    await main(client).getByLabel("New name").fill(name);
    const number = await send(client, "As printed on my badge.");
    await expect(main(client)).toContainText(name);

    const helping = await openAs(INSOURCE, manager, options);
    await helping.goto(`${INSOURCE.origin}/staff/requests/${number}`);
    await expect(main(helping)).toContainText("Administrators decide it.");
    await expect(main(helping).getByRole("button", { name: "Approve" })).toHaveCount(0);

    const deciding = await openAs(INSOURCE, administrator, options);
    await deciding.goto(`${INSOURCE.origin}/staff/requests/${number}`);
    await main(deciding).getByRole("button", { name: "Approve" }).click();
    await expect(main(deciding)).toContainText("Approved");

    // Seen without a reload, and from then on everywhere.
    await expect(main(client).getByText("Done: this is changed as you asked.").first()).toBeVisible();
    await client.goto(`${INSOURCE.origin}/settings`);
    await expect(main(client)).toContainText(name);
  });

  test(`a change of contact details is declined with a sentence, at ${width} px`, async ({ openAs }) => {
    const company = `Harborlight Foods ${width}`;
    const client = await openAs(INSOURCE, asker, options);
    await client.goto(`${INSOURCE.origin}/settings/change?field=company`);
    await main(client).getByLabel("New company").fill(company);
    const number = await send(client, "I work there now.");

    const deciding = await openAs(INSOURCE, administrator, options);
    await deciding.goto(`${INSOURCE.origin}/staff/requests/${number}`);
    const decline = main(deciding).getByRole("form", { name: "Decline" });
    await decline.getByRole("button", { name: "Decline" }).click();
    await expect(decline.getByLabel("Why it is declined")).toHaveAttribute("aria-invalid", "true");
    const sentence = `Ask their administrator for an account of your own there. ${width}`;
    await decline.getByLabel("Why it is declined").fill(sentence);
    await decline.getByRole("button", { name: "Decline" }).click();
    await expect(main(deciding)).toContainText("Declined");
    await expect(main(deciding).getByRole("form", { name: "Approve" })).toHaveCount(0);

    // Seen without a reload, and nothing is changed.
    await expect(main(client).getByText(sentence).first()).toBeVisible();
    await client.goto(`${INSOURCE.origin}/settings`);
    await expect(main(client)).not.toContainText(company);
  });
}

test("the list of renewals is downloaded as a file, with every row of the list", async ({ openAs }) => {
  const page = await openAs(INSOURCE, manager);
  // Of one company: other tests make agreements while the file is written.
  await page.goto(`${INSOURCE.origin}/staff/renewals?window=90&q=${encodeURIComponent(client.name)}`);
  const rows = main(page).locator("tbody tr");
  await expect(rows).toHaveCount(1);
  const downloading = page.waitForEvent("download");
  await main(page).getByRole("link", { name: "Download CSV" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^Renewals \d{4}-\d{2}-\d{2}\.csv$/);
  const [header = "", ...lines] = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
  expect(header).toContain("Brand,Company,Kind,Agreement,Starts,Ends,Days left");
  expect(header).toContain("Request,Request status,Renewed until");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(client.name);
  await expect(rows).toContainText(client.name);
});
