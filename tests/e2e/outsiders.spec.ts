import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { CIMSOFT, hostOf, INSOURCE, linkIn, rawRequest, signIn, waitForMail } from "../support/e2e/portal";

/*
 * Every page and route handler there is, found in the tree, and who finds what at it. A new file without a line here
 * fails the first test.
 */
type Room = "public" | "client" | "billing" | "staff";

const ROOMS: Record<string, { room: Room; path: string }> = {
  "(public)/page.tsx": { room: "public", path: "/" },
  "(public)/faq/page.tsx": { room: "public", path: "/faq" },
  "(public)/connect/thanks/page.tsx": { room: "public", path: "/connect/thanks" },
  "(auth)/login/page.tsx": { room: "public", path: "/login" },
  "(auth)/reset-password/page.tsx": { room: "public", path: "/reset-password" },
  "(auth)/reset-password/[token]/page.tsx": { room: "public", path: "/reset-password/unknown" },
  "(portal)/dashboard/page.tsx": { room: "client", path: "/dashboard" },
  "(portal)/invoices/page.tsx": { room: "billing", path: "/invoices" },
  "(portal)/invoices/[number]/page.tsx": { room: "billing", path: "/invoices/CS-104638" },
  "staff/page.tsx": { room: "staff", path: "/staff" },
  "api/health/route.ts": { room: "public", path: "/api/health" },
};

const rooms = (...wanted: Room[]) => Object.values(ROOMS).filter(({ room }) => wanted.includes(room));

async function cookieOf(page: Page, origin: string): Promise<string> {
  return (await page.context().cookies(origin)).map(({ name, value }) => `${name}=${value}`).join("; ");
}

async function answers(paths: { path: string }[], headers: Record<string, string>): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { path } of paths) {
    const { status, headers: answered } = await rawRequest(path, { headers });
    found[path] = `${status}${answered.location ? ` ${new URL(answered.location, "http://x").pathname}` : ""}`;
  }
  return found;
}

const all = (paths: { path: string }[], answer: string) => Object.fromEntries(paths.map(({ path }) => [path, answer]));

test("every page and route handler has a line", () => {
  const app = path.resolve(import.meta.dirname, "../../app");
  const files = readdirSync(app, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file));
  expect(files.sort()).toEqual(Object.keys(ROOMS).sort());
});

test("signed out, or with a cookie that is nobody's, every room leads to sign-in", async () => {
  const inside = rooms("client", "billing", "staff");
  for (const cookie of [
    "",
    "portal-session=x",
    `portal-session=${"a".repeat(400)}`,
    "portal-session=eyJhbGciOiJub25lIn0.e30.",
  ]) {
    expect(await answers(inside, { Host: hostOf(CIMSOFT), Cookie: cookie })).toEqual(all(inside, "307 /login"));
  }
});

test("a client of another company, brand or side finds nothing", async ({ page }) => {
  await signIn(page, CIMSOFT, "buyer@ridgeline.example");
  const cookie = await cookieOf(page, CIMSOFT.origin);
  const own = { Host: hostOf(CIMSOFT), Cookie: cookie };
  expect(await answers([{ path: "/invoices/CS-104638" }], own)).toEqual({ "/invoices/CS-104638": "404" });
  expect(await answers(rooms("staff"), own)).toEqual(all(rooms("staff"), "404"));
  const inside = rooms("client", "billing", "staff");
  expect(await answers(inside, { Host: hostOf(INSOURCE), Cookie: cookie })).toEqual(all(inside, "307 /login"));
  // What a request claims about itself changes nothing.
  const claims = { ...own, "X-Role": "administrator", "X-Company-Id": "C-1001", "X-Portal-Path": "/staff" };
  expect(await answers(rooms("staff"), claims)).toEqual(all(rooms("staff"), "404"));
});

test("staff of every role are led to their own side", async ({ page }) => {
  for (const email of ["support.agent@portal.example", "marketing@portal.example"]) {
    await page.context().clearCookies();
    await signIn(page, CIMSOFT, email);
    const headers = { Host: hostOf(CIMSOFT), Cookie: await cookieOf(page, CIMSOFT.origin) };
    expect(await answers(rooms("client", "billing"), headers)).toEqual(all(rooms("client", "billing"), "307 /staff"));
  }
});

test("a contact without the right billing has no money anywhere", async ({ page }) => {
  const email = "maintenance@keystone.example";
  const main = page.getByRole("main");
  await page.goto(`${CIMSOFT.origin}/reset-password`);
  await main.getByLabel("Email", { exact: true }).fill(email);
  await main.getByRole("button", { name: "Send reset email" }).click();
  await expect(main).toContainText(CIMSOFT.resetSender);
  const [mail] = await waitForMail(email);
  await page.goto(linkIn(mail, "/reset-password/"));
  await main.getByLabel("New password", { exact: true }).fill("Copper^Valve31");
  await main.getByRole("button", { name: "Set password" }).click();
  await page.waitForURL(/\/login/);
  await signIn(page, CIMSOFT, email, "Copper^Valve31");
  await expect(main).toContainText(/account team/i);
  await expect(main).not.toContainText("$");
  await expect(page.getByRole("link", { name: /invoices/i })).toHaveCount(0);
  for (const { path } of rooms("billing")) {
    expect((await page.goto(`${CIMSOFT.origin}${path}`))?.status(), path).toBe(404);
  }
  expect((await page.goto(`${CIMSOFT.origin}/invoices?status=open`))?.status()).toBe(404);
});

test("a forged action from elsewhere changes nothing", async ({ page }) => {
  await signIn(page, CIMSOFT, "buyer@ridgeline.example");
  const cookie = await cookieOf(page, CIMSOFT.origin);
  // As sent by the server: hydration takes the field away.
  const { body: html } = await rawRequest("/dashboard", { headers: { Host: hostOf(CIMSOFT), Cookie: cookie } });
  const action = /name="(\$ACTION_ID_[0-9a-f]+)"/.exec(html)?.[1];
  if (!action) throw new Error("no action on the page");
  const boundary = "----portal";
  const body = `--${boundary}\r\nContent-Disposition: form-data; name="${action}"\r\n\r\n\r\n--${boundary}--\r\n`;
  for (const origin of ["https://evil.example", INSOURCE.origin, "null"]) {
    const headers = {
      Host: hostOf(CIMSOFT),
      Cookie: cookie,
      Origin: origin,
      "Content-Type": `multipart/form-data; boundary=${boundary}`,
    };
    const answer = await rawRequest("/dashboard", { method: "POST", headers, body });
    expect(answer.status, origin).toBeGreaterThanOrEqual(400);
  }
  // Still signed in: nobody was logged out.
  expect(await answers([{ path: "/dashboard" }], { Host: hostOf(CIMSOFT), Cookie: cookie })).toEqual({
    "/dashboard": "200",
  });
});
