import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, type Request, test } from "@playwright/test";
import type { BrandFacts } from "./portal";

/** The page that the first row of a list links to; its number differs in each demo. */
interface FirstRow {
  readonly list: string;
  /** Path below which the rows' pages are, where it is not the list's own. */
  readonly below: string;
  /** Selector of the rows: those of a table, or the items of a list without other links before it. */
  readonly rows: string;
}

/** A path, the first row of a list, or a function that finds a path on the site. */
export type Address = string | FirstRow | ((page: Page, brand: BrandFacts) => Promise<string>);

/** The page of a list's first row. Where the list was checked before it, the list is not loaded again. */
export const firstRowOf = (list: string, below = pathOf(list), rows = "tbody tr"): Address => ({ list, below, rows });

const pathOf = (address: string) => new URL(address, "http://x").pathname;

/** Paths of these addresses, as far as they are known; a row's path has `a-row` in place of its number. */
export const pathsOf = (addresses: readonly Address[]): string[] =>
  addresses.flatMap((address) => {
    if (typeof address === "function") return [];
    return typeof address === "string" ? pathOf(address) : `${address.below}/a-row`;
  });

const PHONE = { width: 360, height: 740 };
/** WCAG 1.4.10: no page is wider than 320 pixels need be, as on a desk at 400 %. */
const NARROW = { width: 320, height: 640 };
const DESK = { width: 1440, height: 900 };

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The rules about colours: only their results can differ in dark mode. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** In milliseconds. A page takes three seconds on two idle cores; this is for a busy machine. */
const PAGE_TIMEOUT = 60_000;

/**
 * Checks WCAG 2.2 AA with axe, and that no page is wider than the screen: on a phone and a wide screen, in light and
 * dark. Each page is loaded once, because the server does not know the width: media queries alone make the difference.
 */
export async function checkPages(page: Page, brand: BrandFacts, addresses: readonly Address[]): Promise<void> {
  test.setTimeout(test.info().timeout + addresses.length * PAGE_TIMEOUT);
  /** Requests for the data of the page that is open. */
  const underway = new Set<Request>();
  const note = (one: Request) => void (isOfPage(one) && underway.add(one));
  const forget = (one: Request) => void underway.delete(one);
  page.on("request", note).on("requestfinished", forget).on("requestfailed", forget);
  /** Paths of the first rows, by the list's path. */
  const rows = new Map<string, string>();
  const find = async (address: Address): Promise<string> => {
    if (typeof address === "string") return address;
    if (typeof address === "function") return address(page, brand);
    const known = rows.get(address.list);
    if (known !== undefined) return known;
    await page.goto(`${brand.origin}${address.list}`);
    return firstRow(page, address.rows);
  };
  for (const address of addresses) {
    const path = await find(address);
    await test.step(path, async () => {
      // Without animations, so that nothing moves while it is measured.
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await page.setViewportSize(PHONE);
      underway.clear();
      await page.goto(`${brand.origin}${path}`);
      expect(page.url(), "the page itself, not one that it leads to").toBe(`${brand.origin}${path}`);
      await withoutTransitions(page);
      await settled(page);
      await holdStill(page);
      await expect.poll(() => underway.size, { message: "what was asked for before has come" }).toBe(0);
      await settled(page);
      await expectSound(page, (await axe(page)).withTags(STANDARDS), `${path}, light, phone`);
      await expectNoSidewaysScroll(page, `${path}, phone`);
      await expectChoosable(page, path);
      await page.setViewportSize(NARROW);
      await expectNoSidewaysScroll(page, `${path}, 320 pixels`);
      await page.setViewportSize(DESK);
      await expectSound(page, (await axe(page)).withTags(STANDARDS), `${path}, light, desk`);
      await expectNoSidewaysScroll(page, `${path}, desk`);
      await page.emulateMedia({ colorScheme: "dark" });
      await expectSound(page, (await axe(page)).withRules(COLOUR_RULES), `${path}, dark, desk`);
      await page.setViewportSize(PHONE);
      await expectSound(page, (await axe(page)).withRules(COLOUR_RULES), `${path}, dark, phone`);
      const wanted = addresses.find((other) => typeof other === "object" && other.list === path);
      if (typeof wanted === "object") {
        rows.set(path, await firstRow(page, wanted.rows));
      }
      await goOn(page);
    });
  }
  page.off("request", note).off("requestfinished", forget).off("requestfailed", forget);
}

async function firstRow(page: Page, rows: string): Promise<string> {
  const link = page.getByRole("main").locator(rows).first().getByRole("link").first();
  await expect(link, `${page.url()} has a row`).toBeVisible();
  return (await link.getAttribute("href")) ?? "";
}

/** Waits until fonts are loaded, scripts run, and any element that scripts have focused is scrolled into view. */
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

const isOfPage = (one: Request) => new URL(one.url()).searchParams.has("_rsc");

/**
 * From here on the page asks for nothing: other tests write, and a list that reads itself anew in the middle of a check
 * would be looked at half old and half new. What it wants to ask for waits until `goOn`.
 */
async function holdStill(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ask = window.fetch;
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    window.fetch = (...what) => released.then(() => ask(...what));
    Object.assign(window, {
      askAgain: () => {
        window.fetch = ask;
        release();
      },
    });
  });
}

const goOn = (page: Page): Promise<void> =>
  page.evaluate(() => (window as unknown as { askAgain: () => void }).askAgain());

/**
 * The small form of the axe that the builder has. By itself the builder evaluates the large one, of more than a
 * megabyte, twice on every page.
 */
const AXE = readFileSync(
  createRequire(createRequire(import.meta.url).resolve("@axe-core/playwright")).resolve("axe-core/axe.min.js"),
  "utf8",
);

/** Axe without details of passed rules, and in legacy mode, because a page to merge results of frames is not needed. */
async function axe(page: Page): Promise<AxeBuilder> {
  if (!(await page.evaluate(() => "axe" in window))) {
    await page.evaluate(AXE);
    await page.evaluate(rememberColours);
  }
  return new AxeBuilder({ page, axeSource: "void 0" }).options({ resultTypes: ["violations"] }).setLegacyMode();
}

/** What axe calls a colour; only what is needed here. */
interface Colour {
  r: number;
  g: number;
  b: number;
  alpha: number;
  parseString(text: string): Colour;
}

/**
 * Lets axe read each colour once. It reads the colours of every text and of all that lies behind it, which takes a third
 * of its time, and a page has only a few different ones.
 */
function rememberColours(): void {
  const { axe } = window as unknown as { axe: { commons: { color: { Color: { prototype: Colour } } } } };
  const { prototype } = axe.commons.color.Color;
  const read = prototype.parseString;
  const known = new Map<string, Pick<Colour, "r" | "g" | "b" | "alpha">>();
  prototype.parseString = function (this: Colour, text) {
    const colour = known.get(text);
    if (colour) return Object.assign(this, colour);
    read.call(this, text);
    const { r, g, b, alpha } = this;
    known.set(text, { r, g, b, alpha });
    return this;
  };
}

/**
 * Without transitions, or axe would measure colours between light and dark. Added as a constructed style sheet, which
 * the CSP does not restrict.
 */
async function withoutTransitions(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, ::before, ::after { transition: none !important }");
    document.adoptedStyleSheets.push(sheet);
  });
}

/** Next takes the title away for a moment between two pages: it is waited for, which axe does not. */
const TITLE_RULE = "document-title";

async function expectSound(page: Page, builder: AxeBuilder, what: string): Promise<void> {
  await expect(page, `${what}, title`).toHaveTitle(/\S/);
  const { violations } = await builder.disableRules(TITLE_RULE).analyze();
  expect
    .soft(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`),
      what,
    )
    .toEqual([]);
}

/** HTML lets a select be required only where its first option is empty. */
async function expectChoosable(page: Page, what: string): Promise<void> {
  const wrong = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLSelectElement>("select[required]")]
      .filter((select) => select.options[0]?.value !== "")
      .map((select) => select.name),
  );
  expect.soft(wrong, `${what} has required selects without an empty first option`).toEqual([]);
}

async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(overflow, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}
