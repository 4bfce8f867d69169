import http from "node:http";
import { expect, type Locator, type Page } from "@playwright/test";

export const PORT = 3100;
export const SANDBOX = "http://127.0.0.1:3901";
export const DEMO_PASSWORD = "Steel&Harbor27";

/** A brand's origin, with the facts that tests rely on. */
export interface BrandFacts {
  readonly key: string;
  readonly name: string;
  readonly origin: string;
  readonly resetSender: string;
  readonly supportMailbox: string;
  readonly upgrade: string;
}

/** The two brands of the demo, each with the contact who signs in by default. */
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

/**
 * A third brand, whose host the run's demo knows (playwright.config.ts) and which `addNorthwind` adds: for tests that
 * change a whole brand, which would disturb all other tests.
 */
export const NORTHWIND: BrandFacts = {
  key: "northwind",
  name: "Northwind Automation",
  origin: `http://northwind.localhost:${PORT}`,
  resetSender: "portal@northwind.example",
  supportMailbox: "portal@northwind.example",
  upgrade: "https://northwind.example/upgrade/",
};

/** A brand whose chat is always open, which `addEastport` adds: the run's clock may be outside the others' chat hours. */
export const EASTPORT: BrandFacts = {
  key: "eastport",
  name: "Eastport Controls",
  origin: `http://eastport.localhost:${PORT}`,
  resetSender: "portal@eastport.example",
  supportMailbox: "portal@eastport.example",
  upgrade: "https://eastport.example/upgrade/",
};

/** A brand whose chat is never open, which `addWestgate` adds: what happens at night happens there at any hour. */
export const WESTGATE: BrandFacts = {
  key: "westgate",
  name: "Westgate Systems",
  origin: `http://westgate.localhost:${PORT}`,
  resetSender: "portal@westgate.example",
  supportMailbox: "portal@westgate.example",
  upgrade: "https://westgate.example/upgrade/",
};

/** Signs in by the form and waits for the next page. */
export async function signIn(page: Page, brand: BrandFacts, email: string, password = DEMO_PASSWORD): Promise<void> {
  await page.goto(`${brand.origin}/login`);
  const main = page.getByRole("main");
  await main.getByLabel("Email", { exact: true }).fill(email);
  await main.getByLabel("Password", { exact: true }).fill(password);
  await main.getByRole("button", { name: "Log in" }).click();
  await page.waitForURL(/\/(dashboard|staff)$/);
}

/**
 * Waits until React has hydrated an element: what is typed or chosen before is in the field, but no script gets the
 * event.
 */
export async function takenOver(element: Locator): Promise<void> {
  const isMarked = () => element.evaluate((node) => Object.keys(node).some((name) => name.startsWith("__reactProps")));
  await expect.poll(isMarked, { message: "scripts have taken over" }).toBe(true);
}

/** In milliseconds. The mails of each case go to all agents that tests have hired, and on a busy machine a queue grows. */
const MAIL_TIMEOUT = 60_000;

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

/** Mails to an address that the sandbox received, newest first. */
export async function mailTo(address: string): Promise<Mail[]> {
  const response = await fetch(`${SANDBOX}/mail.json?to=${encodeURIComponent(address)}`);
  return (await response.json()) as Mail[];
}

/** Waits until an address has at least `count` mails and returns them, newest first. */
export async function waitForMail(address: string, count = 1): Promise<Mail[]> {
  let mails: Mail[] = [];
  await expect
    .poll(
      async () => {
        mails = await mailTo(address);
        return mails.length;
      },
      { timeout: MAIL_TIMEOUT, message: `mail to ${address}` },
    )
    .toBeGreaterThanOrEqual(count);
  return mails;
}

/** Waits for a mail to an address for which `isMeant` is true, and returns it. */
export async function mailWith(address: string, isMeant: (mail: Mail) => boolean): Promise<Mail> {
  let found: Mail | undefined;
  await expect
    .poll(
      async () => {
        found = (await mailTo(address)).find(isMeant);
        return found !== undefined;
      },
      { timeout: MAIL_TIMEOUT, message: `the mail meant to ${address}` },
    )
    .toBe(true);
  if (!found) throw new Error(`no such mail to ${address}`);
  return found;
}

/** The link to a path in the plain text of a mail. */
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

/** A request with any headers: `fetch` would drop Host. */
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

/** Value of the Host header for a brand. */
export const hostOf = (brand: BrandFacts) => new URL(brand.origin).host;
