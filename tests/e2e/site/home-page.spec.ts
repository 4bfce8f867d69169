import { devices, type Page } from "@playwright/test";
import { addNorthwind, hire, type Staff } from "../../support/e2e/people";
import { type BrandFacts, CIMSOFT, NORTHWIND } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/** The link that the home page's section leads upgrades to. */
async function upgradeOf(page: Page, brand: BrandFacts): Promise<{ label: string; href: string }> {
  await page.goto(`${brand.origin}/`);
  const link = page.locator(`#connect a[href^="${new URL(brand.upgrade).origin}"]`);
  return { label: ((await link.textContent()) ?? "").trim(), href: (await link.getAttribute("href")) ?? "" };
}

/** Looks at the home page until visitors find that link there: one that is asked for after 10 seconds has it. */
async function expectUpgrade(page: Page, wanted: { label: string; href: string }): Promise<void> {
  const published = performance.now();
  for (;;) {
    const isLast = performance.now() - published > 10_000;
    const found = await upgradeOf(page, NORTHWIND);
    if (isLast || (found.label === wanted.label && found.href === wanted.href)) return expect(found).toEqual(wanted);
  }
}

/** A brand's home page is shared by all tests: this brand is used by no other test. */
let marketer: Staff;

// One after the other: they write the same page.
test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  await addNorthwind();
  marketer = await hire("marketing", "Theo", [NORTHWIND.key]);
});

for (const [where, options] of [
  ["at a desk", {}],
  ["on a phone", { ...devices["Pixel 7"], viewport: { width: 360, height: 740 } }],
  ["without JavaScript", { javaScriptEnabled: false }],
] as const) {
  test(`marketing changes the Upgrade link of the home page and brings the old one back, ${where}`, async ({
    browser,
    openAs,
  }) => {
    const visitor = await browser.newPage(options);
    // A brand that was added is there within seconds.
    await expect.poll(async () => (await visitor.goto(NORTHWIND.origin))?.status()).toBe(200);
    const page = await openAs(NORTHWIND, marketer, options);
    const before = await upgradeOf(visitor, NORTHWIND);
    const other = await upgradeOf(visitor, CIMSOFT);

    await page.goto(`${NORTHWIND.origin}/staff/home-page`);
    const main = page.getByRole("main");
    await expect(main.getByLabel("Label", { exact: true })).toHaveValue(before.label);
    await main.getByLabel("Address", { exact: true }).fill("https://evil.example/");
    await main.getByRole("button", { name: "Publish" }).click();
    await expect(main).toContainText("Enter an https:// address on northwind.example.");
    const address = `https://northwind.example/new-version/?from=${encodeURIComponent(where)}`;
    await main.getByLabel("Label", { exact: true }).fill("Get the new version");
    await main.getByLabel("Address", { exact: true }).fill(address);
    await main.getByRole("button", { name: "Preview" }).click();
    const preview = main.locator("#preview");
    await expect(preview.getByRole("link", { name: "Get the new version" })).toHaveAttribute("href", address);
    expect(await upgradeOf(visitor, NORTHWIND)).toEqual(before);

    await main.getByRole("button", { name: "Publish" }).click();
    await expect(main).toContainText("Published. The home page shows it within 10 seconds.");
    const shown = { label: "Get the new version", href: address };
    await expectUpgrade(visitor, shown);
    expect(await upgradeOf(visitor, CIMSOFT)).toEqual(other);

    await expect(main.locator("ol li").first()).toContainText(marketer.name);
    await main.getByRole("button", { name: "Bring back the version before" }).click();
    await expect(main).toContainText("Brought back.");
    await expectUpgrade(visitor, before);
    expect(await upgradeOf(visitor, CIMSOFT)).toEqual(other);
    await visitor.close();
  });
}
