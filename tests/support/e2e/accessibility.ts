import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import type { BrandFacts } from "./portal";

/** Where the first row of a list leads to: its number is another in each demo. */
interface FirstRow {
  readonly list: string;
  /** The path that its rows lead below, where that is not the list's own. */
  readonly below: string;
}

/** A path, or how to find one on the site. */
export type Address = string | FirstRow | ((page: Page, brand: BrandFacts) => Promise<string>);

/** The page behind a list's first row. A list that is checked before it is not visited a second time. */
export const firstRowOf = (list: string, below = pathOf(list)): Address => ({ list, below });

const pathOf = (address: string) => new URL(address, "http://x").pathname;

/** Paths that these addresses lead to, as far as they say it: a row's has `a-row` for its number. */
export const pathsOf = (addresses: readonly Address[]): string[] =>
  addresses.flatMap((address) => {
    if (typeof address === "function") return [];
    return typeof address === "string" ? pathOf(address) : `${address.below}/a-row`;
  });

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1440, height: 900 };

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The rules that read colours: nothing else of a page is another in the dark. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** On two quiet cores a page takes three seconds; this is for a machine that does much else. */
const PAGE_TIMEOUT = 60_000;

/**
 * WCAG 2.2 AA by axe, and no page wider than the screen: on a phone and on a desk, in light and dark. One visit is
 * enough, for the server does not know the width, and the media queries alone decide on the rest.
 */
export async function checkPages(page: Page, brand: BrandFacts, addresses: readonly Address[]): Promise<void> {
  test.setTimeout(test.info().timeout + addresses.length * PAGE_TIMEOUT);
  /** Where the first rows of lists lead to, by the list. */
  const rows = new Map<string, string>();
  const find = async (address: Address): Promise<string> => {
    if (typeof address === "string") return address;
    if (typeof address === "function") return address(page, brand);
    const known = rows.get(address.list);
    if (known !== undefined) return known;
    await page.goto(`${brand.origin}${address.list}`);
    return firstRow(page);
  };
  for (const address of addresses) {
    const path = await find(address);
    await test.step(path, async () => {
      // Nothing slides or fades: what is measured stands still.
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await page.setViewportSize(PHONE);
      await page.goto(`${brand.origin}${path}`);
      expect(page.url(), "the page itself, not one that it leads to").toBe(`${brand.origin}${path}`);
      await withoutTransitions(page);
      await settled(page);
      await expectSound((await axe(page)).withTags(STANDARDS), `${path}, light, phone`);
      await expectNoSidewaysScroll(page, `${path}, phone`);
      await page.setViewportSize(DESK);
      await expectSound((await axe(page)).withTags(STANDARDS), `${path}, light, desk`);
      await expectNoSidewaysScroll(page, `${path}, desk`);
      await page.emulateMedia({ colorScheme: "dark" });
      await expectSound((await axe(page)).withRules(COLOUR_RULES), `${path}, dark, desk`);
      await page.setViewportSize(PHONE);
      await expectSound((await axe(page)).withRules(COLOUR_RULES), `${path}, dark, phone`);
      if (addresses.some((other) => typeof other === "object" && other.list === path)) {
        rows.set(path, await firstRow(page));
      }
    });
  }
}

async function firstRow(page: Page): Promise<string> {
  const link = page.getByRole("main").locator("tbody tr").first().getByRole("link").first();
  await expect(link, `${page.url()} has a row`).toBeVisible();
  return (await link.getAttribute("href")) ?? "";
}

/**
 * Waits until the page stands as people find it: its fonts are there, its scripts have taken over, and whatever they put
 * in focus has been scrolled to.
 */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const isTakenOver = (node: Element) => Object.keys(node).some((name) => name.startsWith("__reactProps"));
    await document.fonts.ready;
    if (![document.body, ...document.querySelectorAll("main form, main a")].every(isTakenOver)) return false;
    const place = () => `${window.scrollY} ${document.documentElement.scrollHeight}`;
    const before = place();
    for (let frames = 0; frames < 2; frames++) await new Promise((done) => requestAnimationFrame(done));
    return place() === before;
  });
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
