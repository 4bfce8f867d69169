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
  openAs: async ({ browser }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (brand, { email }, options = {}) => {
      const who = `${brand.key} ${email}`;
      const session = sessions.get(who);
      const context = await browser.newContext({ ...options, ...(session ? { storageState: session } : {}) });
      opened.push(context);
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
