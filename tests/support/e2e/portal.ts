import http from "node:http";
import { type Browser, type BrowserContext, type BrowserContextOptions, expect, type Page } from "@playwright/test";

export const PORT = 3100;
export const SANDBOX = "http://127.0.0.1:3901";
export const DEMO_PASSWORD = "Steel&Harbor27";

/** The two brands as the demo serves them, with the facts that people rely on. */
export const BRANDS = [
  {
    key: "cimsoft",
    name: "Cimsoft",
    origin: `http://cimsoft.localhost:${PORT}`,
    resetSender: "clientportalsupport@insourcess.com",
    supportMailbox: "clientportalsupport@insourcess.com",
    upgrade: "https://cimsoft.com/tech-support/",
    contact: "plant.engineer@keystone.example",
  },
  {
    key: "insource",
    name: "InSource Solutions",
    origin: `http://insource.localhost:${PORT}`,
    resetSender: "issauth0@insourcess.com",
    supportMailbox: "insourcesolutionsportalteam@insourcess.com",
    upgrade: "https://insource.solutions/request-license-upgrades/",
    contact: "plant.engineer@tidewater.example",
  },
] as const;
export const [CIMSOFT, INSOURCE] = BRANDS;
export type BrandFacts = (typeof BRANDS)[number];

/** Signs in as a person does and waits for the page after it. */
export async function signIn(page: Page, brand: BrandFacts, email: string, password = DEMO_PASSWORD): Promise<void> {
  await page.goto(`${brand.origin}/login`);
  const main = page.getByRole("main");
  await main.getByLabel("Email", { exact: true }).fill(email);
  await main.getByLabel("Password", { exact: true }).fill(password);
  await main.getByRole("button", { name: "Log in" }).click();
  await page.waitForURL(/\/(dashboard|staff)$/);
}

const sessions = new Map<string, Awaited<ReturnType<BrowserContext["storageState"]>>>();

/** A page of a context of its own, in which somebody is signed in. Each of them signs in once in a run's process. */
export async function openAs(
  browser: Browser,
  brand: BrandFacts,
  email: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const who = `${brand.key} ${email}`;
  const session = sessions.get(who);
  const context = await browser.newContext({ ...options, ...(session ? { storageState: session } : {}) });
  const page = await context.newPage();
  if (!session) {
    await signIn(page, brand, email);
    sessions.set(who, await context.storageState());
  }
  return page;
}

export interface Mail {
  readonly id: string;
  readonly created_at: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly reply_to: string | readonly string[] | null;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Mail to an address as the stand-in received it, newest first. */
export async function mailTo(address: string): Promise<Mail[]> {
  const response = await fetch(`${SANDBOX}/mail.json?to=${encodeURIComponent(address)}`);
  return (await response.json()) as Mail[];
}

/** Waits until an address has at least `count` mails and gives them, newest first. */
export async function waitForMail(address: string, count = 1): Promise<Mail[]> {
  let mails: Mail[] = [];
  await expect
    .poll(
      async () => {
        mails = await mailTo(address);
        return mails.length;
      },
      { timeout: 20_000, message: `mail to ${address}` },
    )
    .toBeGreaterThanOrEqual(count);
  return mails;
}

/** The link in a mail that leads to a path, as printed in its plain text. */
export function linkIn(mail: Mail | undefined, path: string): string {
  const link = mail?.text.match(new RegExp(`https?://[^\\s<>"]*${path}[^\\s<>"]*`))?.[0];
  if (!link) throw new Error(`no link to ${path} in: ${mail?.text ?? "no mail"}`);
  return link;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A request with headers of our own choosing: `fetch` would drop Host. */
export function rawRequest(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host: "127.0.0.1", port: PORT, path, method: options.method ?? "GET", headers: options.headers },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          body += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      },
    );
    request.on("error", reject);
    request.end(options.body);
  });
}

/** Host header of a brand. */
export const hostOf = (brand: BrandFacts) => new URL(brand.origin).host;
