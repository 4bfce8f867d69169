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
    await main.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(main).toContainText("Enter an https:// address on northwind.example,");
    const address = `https://northwind.example/new-version/?from=${encodeURIComponent(where)}`;
    await main.getByLabel("Label", { exact: true }).fill("Get the new version");
    await main.getByLabel("Address", { exact: true }).fill(address);
    await main.getByRole("button", { name: "Save draft" }).click();
    await expect(main).toContainText("Saved as a draft. Visitors do not see it.");
    await expect(main.getByLabel("Label", { exact: true })).toHaveValue("Get the new version");
    expect(await upgradeOf(visitor, NORTHWIND)).toEqual(before);

    await main.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(main).toContainText("Published. The home page shows it within 10 seconds.");
    const shown = { label: "Get the new version", href: address };
    await expectUpgrade(visitor, shown);
    expect(await upgradeOf(visitor, CIMSOFT)).toEqual(other);

    await expect(main.locator("ol li").first()).toContainText(marketer.name);
    await main.getByRole("button", { name: "Bring back" }).first().click();
    await expect(main).toContainText("Brought back.");
    await expectUpgrade(visitor, before);
    expect(await upgradeOf(visitor, CIMSOFT)).toEqual(other);
    await visitor.close();
  });
}

test("the preview shows what is typed, at the sizes of a desk and a phone, before anything is saved", async ({
  openAs,
}) => {
  const page = await openAs(NORTHWIND, marketer);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${NORTHWIND.origin}/staff/home-page`);
  const main = page.getByRole("main");
  await main.getByLabel("Headline", { exact: true }).fill("Typed a moment ago <b>");
  for (const [size, width] of [
    ["Desk", 1_280],
    ["Phone", 360],
  ] as const) {
    await main.getByRole("button", { name: size, exact: true }).click();
    const inner = page.frameLocator(`iframe[title="Preview at ${size.toLowerCase()} size"]`);
    await expect(inner.locator("h1")).toHaveText("Typed a moment ago <b>");
    expect(await inner.locator("body").evaluate(() => window.innerWidth)).toBe(width);
    // The brand's own sheets are in force there.
    await expect(inner.locator("h1")).toHaveCSS("font-weight", "600");
  }
  await page.goto(NORTHWIND.origin);
  await expect(page.locator("h1")).not.toContainText("Typed");
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";
  test(`a notice stands on the login page, and Upgrade is a short form, ${how} JavaScript`, async ({
    browser,
    openAs,
  }) => {
    const page = await openAs(NORTHWIND, marketer, { javaScriptEnabled });
    await page.goto(`${NORTHWIND.origin}/staff/home-page`);
    const main = page.getByRole("main");
    const text = `Closed for inventory, told ${how} scripts`;
    await main.locator('textarea[name="noticeText"]').fill(text);
    await main.locator('select[name="upgradeBy"]').selectOption("form");
    await main.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(main).toContainText("Published.");
    const visitor = await browser.newPage({ javaScriptEnabled });
    const published = performance.now();
    const notice = visitor.getByRole("complementary", { name: "Notice" }).filter({ hasText: text });
    // A page that is asked for after ten seconds has it; on a busy machine the last of those before is asked for long before.
    for (let isLast = false, isThere = false; !isThere && !isLast; isThere = await notice.isVisible()) {
      isLast = performance.now() - published > 10_000;
      await visitor.goto(`${NORTHWIND.origin}/login`);
    }
    await expect(notice).toBeVisible();
    await visitor.goto(NORTHWIND.origin);
    await visitor.locator("section").first().getByRole("link", { name: "Upgrade" }).click();
    await expect(visitor).toHaveURL(`${NORTHWIND.origin}/upgrade`);
    await expect(visitor.getByRole("form", { name: "Upgrade" })).toBeVisible();
    await visitor.goto(`${CIMSOFT.origin}/login`);
    await expect(visitor.getByRole("complementary", { name: "Notice" })).toHaveCount(0);
    await page.goto(`${NORTHWIND.origin}/staff/home-page`);
    await main.getByRole("button", { name: "Bring back" }).first().click();
    await expect(main).toContainText("Brought back.");
    await visitor.close();
  });
}
