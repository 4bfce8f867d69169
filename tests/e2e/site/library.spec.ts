import { devices, type Locator, type Page } from "@playwright/test";
import { type Company, called, dayFromNow, employ, foundCompany, hire } from "../../support/e2e/people";
import { BRANDS, CIMSOFT, hostOf, rawRequest } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/** A word of the demo that stands in one PDF alone, for support clients, and in no title or summary. */
const WORD = "quorumless";
const TITLE = "Bring a redundant pair back into service";
const PHONE = { ...devices["Pixel 7"], viewport: { width: 360, height: 740 } };

/** Moves the focus by Tab alone. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no Tab leads to ${target}`);
}

/** Searches by the keyboard alone, from wherever the focus is. */
async function search(page: Page, word: string): Promise<void> {
  await tabTo(page, page.getByLabel("Search titles and documents"));
  await page.keyboard.type(word);
  await page.keyboard.press("Enter");
  await page.waitForURL(/[?&]q=/);
}

for (const brand of BRANDS) {
  for (const [where, options] of [
    ["at a desk", {}],
    ["on a phone", PHONE],
  ] as const) {
    test(`${brand.key}: a support client finds a PDF by a word in it with the keyboard alone, and a client without an agreement does not, ${where}`, async ({
      openAs,
    }) => {
      const client = await employ(await foundCompany(brand), "engineer");
      const page = await openAs(brand, client, options);
      await page.goto(`${brand.origin}/resources`);
      await expect(page.getByRole("heading", { level: 1, name: "Resources" })).toBeVisible();
      await search(page, WORD);
      const row = page.getByRole("link", { name: TITLE });
      await tabTo(page, row);
      await page.keyboard.press("Enter");
      await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
      const link = page.getByRole("link", { name: "Download", exact: true });
      await tabTo(page, link);
      const coming = page.waitForEvent("download");
      await page.keyboard.press("Enter");
      expect((await coming).suggestedFilename()).toBe("redundant-pair-back-into-service.pdf");
      const resource = page.url();
      const file = new URL((await link.getAttribute("href")) ?? "", resource);

      const lapsed = await employ(await foundCompany(brand, dayFromNow(-41)), "engineer");
      const other = await openAs(brand, lapsed, options);
      await other.goto(`${brand.origin}/resources`);
      await search(other, WORD);
      await expect(other.getByRole("main")).toContainText("No resource matches");
      await expect(other.getByRole("main")).not.toContainText(TITLE);
      expect((await other.goto(resource))?.status()).toBe(404);
      const cookie = (await other.context().cookies(brand.origin)).map(({ name, value }) => `${name}=${value}`);
      const answer = await rawRequest(file.pathname, { headers: { Host: hostOf(brand), Cookie: cookie.join("; ") } });
      expect(answer.status).toBe(404);
    });
  }
}

let company: Company;
test.beforeAll(async () => {
  company = await foundCompany(CIMSOFT);
});

for (const [where, options] of [
  ["with JavaScript", {}],
  ["without JavaScript", { javaScriptEnabled: false }],
] as const) {
  test(`marketing makes, publishes and archives a resource, and a client follows its product, ${where}`, async ({
    openAs,
  }) => {
    const title = called("Valve handbook");
    const marketing = await hire("marketing", "Theo", [CIMSOFT.key]);
    const page = await openAs(CIMSOFT, marketing, options);
    const main = page.getByRole("main");
    await page.goto(`${CIMSOFT.origin}/staff/resources`);
    await main.getByRole("link", { name: "New resource" }).click();
    const made = main.getByRole("form", { name: "New resource" });
    await made.getByLabel("Title").fill(title);
    await made.getByRole("button", { name: "Create draft" }).click();
    // What is missing is said, and what was typed stays.
    await expect(main).toContainText("Say in a sentence or two what it is.");
    await expect(made.getByLabel("Title")).toHaveValue(title);
    await made.getByLabel("Summary").fill("How to keep valves.");
    await made.getByLabel("Product", { exact: false }).first().selectOption("AVEVA Edge");
    await made.getByRole("button", { name: "Create draft" }).click();
    await expect(main).toContainText("Draft created.");

    await main.getByRole("button", { name: "Publish now" }).click();
    await expect(main).toContainText("Add a file or a link first");
    const upload = main.getByRole("form", { name: "Add a file" });
    await upload.getByLabel("File", { exact: true }).setInputFiles({
      ...{ name: "valves.txt", mimeType: "text/plain", buffer: Buffer.from("Close them slowly.") },
    });
    await upload.getByRole("button", { name: "Add file" }).click();
    await expect(main).toContainText("Version added, as a draft.");
    await main.getByRole("button", { name: "Publish now" }).click();
    await expect(main).toContainText("Published. Clients whom it is for see it now.");
    const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";

    const client = await openAs(CIMSOFT, await employ(company, "engineer"), options);
    await client.goto(`${CIMSOFT.origin}/resources?q=${encodeURIComponent(title)}`);
    await client.getByRole("link", { name: title }).click();
    await expect(client.getByRole("main")).toContainText("How to keep valves.");
    await client.goto(`${CIMSOFT.origin}/resources`);
    await client.getByRole("button", { name: "Tell me about new ones for AVEVA Edge" }).click();
    await expect(client.getByRole("button", { name: "Stop telling me about new ones for AVEVA Edge" })).toBeVisible();

    await page.getByRole("form", { name: "Publishing" }).getByRole("button", { name: "Archive" }).click();
    await expect(main).toContainText("Archived. Clients do not find it any more.");
    expect((await client.goto(`${CIMSOFT.origin}/resources/${id}`))?.status()).toBe(404);
  });
}
