import { expect, test } from "@playwright/test";
import { OwnDemo } from "../../support/e2e/own-demo";
import { DEMO_PASSWORD } from "../../support/e2e/portal";

/* The database hangs behind a web server of its own, beside the demo that serves the other tests. */
const PORT = 3130;
/** Two seconds are promised on a machine with time to spare. */
const SOON_MS = 3_000;
const ORIGIN = `http://cimsoft.localhost:${PORT}`;

test("while the database hangs, pages and forms answer 503 within two seconds in the brand's name, and work again after it", async ({
  browser,
}) => {
  test.skip(process.platform !== "linux", "needs the list of a process's children");
  const demo = await OwnDemo.start({ data: ".data/e2e-away", port: PORT, sandboxPort: 3931 });
  let thaw = () => {};
  try {
    const page = await browser.newPage();
    await page.goto(`${ORIGIN}/login`);
    await page.getByLabel("Email", { exact: true }).fill("plant.engineer@keystone.example");
    await page.getByLabel("Password", { exact: true }).fill(DEMO_PASSWORD);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.waitForURL(`${ORIGIN}/dashboard`);
    const Cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const ask = async (path: string, init: RequestInit = {}) => {
      const began = performance.now();
      const answer = await fetch(`http://127.0.0.1:${PORT}${path}`, {
        ...init,
        redirect: "manual",
        headers: { "X-Forwarded-Host": `cimsoft.localhost:${PORT}`, Cookie, ...init.headers },
      });
      const body = await answer.text();
      return { status: answer.status, body, took: performance.now() - began };
    };

    thaw = await demo.freezeDatabase();
    for (const path of ["/dashboard", "/login", "/", "/invoices", "/nowhere", "/api/notices", "/dashboard"]) {
      const { status, body, took } = await ask(path);
      // The public pages need nothing but the brand, which is known from memory.
      expect([path, status]).toEqual([path, path === "/" ? 200 : 503]);
      expect(took, path).toBeLessThan(SOON_MS);
      if (!path.startsWith("/api/")) expect(body, path).toContain("Cimsoft Client Portal");
      expect(body).not.toMatch(/__next_error__|InSource/);
    }
    const form = new FormData();
    form.set("x", "1");
    const posted = await ask("/dashboard", { method: "POST", body: form, headers: { Origin: ORIGIN } });
    expect([400, 503]).toContain(posted.status);
    expect(posted.took).toBeLessThan(SOON_MS);
    await page.goto(`${ORIGIN}/dashboard`);
    await expect(page.getByRole("heading", { name: "The portal is not available right now" })).toBeVisible();
    await page.screenshot({ path: ".data/screenshots/away.png" });

    thaw();
    await expect.poll(async () => (await ask("/dashboard")).status).toBe(200);
  } finally {
    thaw();
    await demo.stop();
  }
});
