import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { INSOURCE, openAs } from "../support/e2e/portal";

/** Who asks here, and is renamed: no other file asks for their name. */
const ASKER = "accounts@tidewater.example";

// Both sizes make the same person absent, and rename the same one.
test.describe.configure({ mode: "serial", timeout: 180_000 });

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

  test(`who is away is stood in for, at ${width} px`, async ({ browser }) => {
    const away = await openAs(browser, INSOURCE, "subscription.manager@portal.example", options);
    await away.goto(`${INSOURCE.origin}/staff/team`);
    await main(away).getByRole("link", { name: "Priya Raman" }).first().click();
    const absence = main(away).getByRole("form", { name: "New absence" });
    const today = (await absence.getByLabel("Last day").getAttribute("min")) ?? "";
    await absence.getByLabel("First day").fill(today);
    await absence.getByLabel("Last day").fill(today);
    await absence.getByLabel(/Stands in/).selectOption({ label: "Dana Whitfield" });
    await absence.getByRole("button", { name: "Record absence" }).click();
    await expect(main(away)).toContainText("Dana Whitfield stands in · away now");

    const client = await openAs(browser, INSOURCE, ASKER, options);
    await client.goto(`${INSOURCE.origin}/account-team`);
    const priya = main(client).getByRole("listitem").filter({ hasText: "Priya Raman" });
    await expect(priya).toContainText(/Away until .* Dana Whitfield stands in/);
    await client.goto(`${INSOURCE.origin}/account-team/new?kind=renewal`);
    const number = await send(client, `Shall we renew for two years? ${width}`);
    await expect(main(client)).toContainText(/Dana Whitfield.*Priya Raman/);

    const standIn = await openAs(browser, INSOURCE, "account.manager@portal.example", options);
    await standIn.goto(`${INSOURCE.origin}/staff/requests?q=${number}`);
    const row = main(standIn).getByRole("row").filter({ hasText: number });
    await expect(row).toContainText("Dana Whitfield");
    await row.getByRole("link", { name: number }).click();
    await standIn.waitForURL(new RegExp(number));
    const composer = main(standIn).getByRole("form", { name: "Write a message" });
    const message = composer.getByLabel("Message", { exact: true });
    await composer.getByLabel("Canned reply").selectOption({ label: "We have it" });
    await composer.getByRole("button", { name: "Insert" }).click();
    await expect(message).toHaveValue(new RegExp(`thank you for ${number}\\. [^]*Dana Whitfield`));
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
    await expect(priya).not.toContainText("Away until");
    for (const page of [away, client, standIn]) await page.context().close();
  });

  test(`a change is asked for, approved and seen, at ${width} px`, async ({ browser }) => {
    const name = `Skyler Vance ${width}`;
    const client = await openAs(browser, INSOURCE, ASKER, options);
    await client.goto(`${INSOURCE.origin}/settings/change?field=name`);
    await main(client).getByLabel("New name").fill(name);
    const number = await send(client, "As printed on my badge.");
    await expect(main(client)).toContainText(name);

    const manager = await openAs(browser, INSOURCE, "account.manager@portal.example", options);
    await manager.goto(`${INSOURCE.origin}/staff/requests/${number}`);
    await expect(main(manager)).toContainText("Administrators decide it.");
    await expect(main(manager).getByRole("button", { name: "Approve" })).toHaveCount(0);

    const administrator = await openAs(browser, INSOURCE, "portal.admin@portal.example", options);
    await administrator.goto(`${INSOURCE.origin}/staff/requests/${number}`);
    await main(administrator).getByRole("button", { name: "Approve" }).click();
    await expect(main(administrator)).toContainText("Approved");

    // Seen without a reload, and from then on everywhere.
    await expect(main(client).getByText("Done: this is changed as you asked.").first()).toBeVisible();
    await client.goto(`${INSOURCE.origin}/settings`);
    await expect(main(client)).toContainText(name);
    for (const page of [client, manager, administrator]) await page.context().close();
  });

  test(`a change is declined with a sentence, at ${width} px`, async ({ browser }) => {
    const company = `Harborlight Foods ${width}`;
    const client = await openAs(browser, INSOURCE, ASKER, options);
    await client.goto(`${INSOURCE.origin}/settings/change?field=company`);
    await main(client).getByLabel("New company").fill(company);
    const number = await send(client, "I work there now.");

    const administrator = await openAs(browser, INSOURCE, "portal.admin@portal.example", options);
    await administrator.goto(`${INSOURCE.origin}/staff/requests/${number}`);
    const decline = main(administrator).getByRole("form", { name: "Decline" });
    await decline.getByRole("button", { name: "Decline" }).click();
    await expect(decline.getByLabel("Why it is declined")).toHaveAttribute("aria-invalid", "true");
    const sentence = `Ask their administrator for an account of your own there. ${width}`;
    await decline.getByLabel("Why it is declined").fill(sentence);
    await decline.getByRole("button", { name: "Decline" }).click();
    await expect(main(administrator)).toContainText("Declined");
    await expect(main(administrator).getByRole("form", { name: "Approve" })).toHaveCount(0);

    // Seen without a reload, and nothing is changed.
    await expect(main(client).getByText(sentence).first()).toBeVisible();
    await client.goto(`${INSOURCE.origin}/settings`);
    await expect(main(client)).not.toContainText(company);
    for (const page of [client, administrator]) await page.context().close();
  });
}

test("renewals are downloaded as a file, with every row of the list", async ({ browser }) => {
  const page = await openAs(browser, INSOURCE, "account.manager@portal.example");
  await page.goto(`${INSOURCE.origin}/staff/renewals?window=90`);
  const rows = main(page).locator("tbody tr");
  const count = await rows.count();
  expect(count).toBeGreaterThan(0);
  const downloading = page.waitForEvent("download");
  await main(page).getByRole("link", { name: "Download CSV" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^Renewals \d{4}-\d{2}-\d{2}\.csv$/);
  const [header = "", ...lines] = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
  expect(header).toContain("Brand,Company,Kind,Agreement,Starts,Ends,Days left");
  expect(lines.length).toBeGreaterThanOrEqual(count);
  const company = lines[0]?.split(",")[1]?.replaceAll('"', "") ?? "";
  expect(company).not.toBe("");
  await expect(rows.first()).toContainText(company);
  await page.context().close();
});
