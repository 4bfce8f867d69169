import { type BrowserContext, type BrowserContextOptions, test as base, type Page } from "@playwright/test";
import { type BrandFacts, signIn } from "./portal";

export { expect } from "@playwright/test";

type OpenAs = (brand: BrandFacts, who: { readonly email: string }, options?: BrowserContextOptions) => Promise<Page>;

/** Browser storage of people who have signed in, by brand and person. */
const sessions = new Map<string, Awaited<ReturnType<BrowserContext["storageState"]>>>();

/**
 * Playwright's test with `openAs`: pages of signed-in people, each in a browser context of its own. In each process a
 * person signs in once, by the form; a test that ends sessions uses `signIn` instead. Pages are closed at the end of
 * the test, so that they do not keep listening during later tests.
 */
export const test = base.extend<{ openAs: OpenAs }>({
  openAs: async ({ browser, javaScriptEnabled }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (brand, { email }, options = {}) => {
      const who = `${brand.key} ${email}`;
      const session = sessions.get(who);
      const context = await browser.newContext({ ...options, ...(session ? { storageState: session } : {}) });
      opened.push(context);
      if (options.javaScriptEnabled ?? javaScriptEnabled) context.on("page", waitForScripts);
      const page = await context.newPage();
      if (!session) {
        await signIn(page, brand, email);
        sessions.set(who, await context.storageState());
      }
      return page;
    });
    for (const context of opened) await context.close();
  },
});

/**
 * In milliseconds. Where scripts have not taken a page over by then the test goes on: what it looks for says what is
 * wrong.
 */
const TAKE_OVER_TIMEOUT = 20_000;

/**
 * Lets `goto` and `reload` of a page end when its scripts have taken it over. On a busy machine that is seconds after the
 * page is loaded, and until then nothing hears a key, a pointer that rests, or a choice that is saved at once. What
 * people do before is tested where scripts are off.
 */
function waitForScripts(page: Page): void {
  const { goto, reload } = page;
  page.goto = async (...how) => {
    const answer = await goto.apply(page, how);
    await scriptsRun(page);
    return answer;
  };
  page.reload = async (...how) => {
    const answer = await reload.apply(page, how);
    await scriptsRun(page);
    return answer;
  };
}

async function scriptsRun(page: Page): Promise<void> {
  const isTakenOver = () => {
    if (!document.querySelector('script[src*="/_next/"]')) return true;
    const isMarked = (node: Element) => Object.keys(node).some((name) => name.startsWith("__reactProps"));
    return [document.body, ...document.querySelectorAll("header a, main form, main a, main button")].every(isMarked);
  };
  await base.expect
    .poll(() => page.evaluate(isTakenOver).catch(() => true), { timeout: TAKE_OVER_TIMEOUT, intervals: [20, 50, 100] })
    .toBe(true)
    .catch(() => {});
  // React marks what it takes over first and lets it listen in a task of its own.
  const settled = () => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 5_000 }));
  await page.evaluate(settled).catch(() => {});
}
