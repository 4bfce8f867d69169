import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import type { BrandFacts } from "./portal";

/** A path, or how to find one on the site: a row's, whose number is another in each demo. */
export type Address = string | ((page: Page, brand: BrandFacts) => Promise<string>);

/** Where the first row of a list leads to. */
export function firstRowOf(list: string): Address {
  return async (page, brand) => {
    await page.goto(`${brand.origin}${list}`);
    const link = page.getByRole("main").locator("tbody tr").first().getByRole("link").first();
    return (await link.getAttribute("href")) ?? "";
  };
}

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1440, height: 900 };

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The rules that read colours: nothing else of a page is another in the dark. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/**
 * WCAG 2.2 AA by axe, and no page wider than the screen: on a phone and on a desk, in light and dark. One visit is
 * enough, for the server does not know the width, and the media queries alone decide on the rest.
 */
export async function checkPages(page: Page, brand: BrandFacts, addresses: readonly Address[]): Promise<void> {
  for (const address of addresses) {
    const path = typeof address === "string" ? address : await address(page, brand);
    await test.step(path, async () => {
      await page.emulateMedia({ colorScheme: "light" });
      await page.setViewportSize(PHONE);
      await page.goto(`${brand.origin}${path}`);
      expect(page.url(), "the page itself, not one that it leads to").toBe(`${brand.origin}${path}`);
      await withoutTransitions(page);
      await expectSound((await axe(page)).withTags(STANDARDS), `${path}, light, phone`);
      await expectNoSidewaysScroll(page, `${path}, phone`);
      await page.setViewportSize(DESK);
      await expectSound((await axe(page)).withTags(STANDARDS), `${path}, light, desk`);
      await expectNoSidewaysScroll(page, `${path}, desk`);
      await page.emulateMedia({ colorScheme: "dark" });
      await expectSound((await axe(page)).withRules(COLOUR_RULES), `${path}, dark, desk`);
      await page.setViewportSize(PHONE);
      await expectSound((await axe(page)).withRules(COLOUR_RULES), `${path}, dark, phone`);
    });
  }
}

/**
 * Axe without the details of what passes, and without a second page to put the results of frames together, for there
 * are none. A page that has it already is not given its half megabyte again.
 */
async function axe(page: Page): Promise<AxeBuilder> {
  const isThere = await page.evaluate(() => "axe" in window);
  const builder = new AxeBuilder(isThere ? { page, axeSource: "void 0" } : { page });
  return builder.options({ resultTypes: ["violations"] }).setLegacyMode();
}

/** From light to dark at once, or axe would measure colours half way. A sheet of the document's own asks no policy. */
async function withoutTransitions(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, ::before, ::after { transition: none !important }");
    document.adoptedStyleSheets.push(sheet);
  });
}

async function expectSound(builder: AxeBuilder, what: string): Promise<void> {
  const { violations } = await builder.analyze();
  expect
    .soft(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`),
      what,
    )
    .toEqual([]);
}

async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(overflow, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}
