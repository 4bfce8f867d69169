import { devices, expect, type Page, test } from "@playwright/test";
import { type BrandFacts, CIMSOFT, INSOURCE, openAs } from "../support/e2e/portal";

/** The link that the home page's section leads upgrades to. */
async function upgradeOf(page: Page, brand: BrandFacts): Promise<{ label: string; href: string }> {
  await page.goto(`${brand.origin}/`);
  const link = page.locator(`#connect a[href^="${new URL(brand.upgrade).origin}"]`);
  return { label: ((await link.textContent()) ?? "").trim(), href: (await link.getAttribute("href")) ?? "" };
}

// One after the other: they write the same page.
test.describe.configure({ mode: "serial" });

for (const [where, options] of [
  ["at a desk", {}],
  ["on a phone", { ...devices["Pixel 7"], viewport: { width: 360, height: 740 } }],
  ["without JavaScript", { javaScriptEnabled: false }],
] as const) {
  test(`marketing changes Upgrade and takes it back, ${where}`, async ({ browser }) => {
    const page = await openAs(browser, CIMSOFT, "marketing@portal.example", options);
    const visitor = await browser.newPage(options);
    const before = await upgradeOf(visitor, CIMSOFT);
    const other = await upgradeOf(visitor, INSOURCE);

    await page.goto(`${CIMSOFT.origin}/staff/home-page`);
    const main = page.getByRole("main");
    await expect(main.getByLabel("Label", { exact: true })).toHaveValue(before.label);
    await main.getByLabel("Address", { exact: true }).fill("https://evil.example/");
    await main.getByRole("button", { name: "Publish" }).click();
    await expect(main).toContainText("Enter an https:// address on cimsoft.com.");
    const address = `https://cimsoft.com/new-version/?from=${encodeURIComponent(where)}`;
    await main.getByLabel("Label", { exact: true }).fill("Get the new version");
    await main.getByLabel("Address", { exact: true }).fill(address);
    await main.getByRole("button", { name: "Preview" }).click();
    const preview = main.locator("#preview");
    await expect(preview.getByRole("link", { name: "Get the new version" })).toHaveAttribute("href", address);
    expect(await upgradeOf(visitor, CIMSOFT)).toEqual(before);

    await main.getByRole("button", { name: "Publish" }).click();
    await expect(main).toContainText("Published. The home page shows it within 10 seconds.");
    const shown = { label: "Get the new version", href: address };
    await expect.poll(() => upgradeOf(visitor, CIMSOFT), { timeout: 10_000 }).toEqual(shown);
    expect(await upgradeOf(visitor, INSOURCE)).toEqual(other);

    await expect(main.locator("ol li").first()).toContainText("Theo Lindqvist");
    await main.getByRole("button", { name: "Bring back the version before" }).click();
    await expect(main).toContainText("Brought back.");
    await expect.poll(() => upgradeOf(visitor, CIMSOFT), { timeout: 10_000 }).toEqual(before);
    expect(await upgradeOf(visitor, INSOURCE)).toEqual(other);
    await visitor.close();
    await page.context().close();
  });
}
