import type { BrowserContext, Page } from "@playwright/test";
import { actions, addresses, fields, parameters, type Side } from "../../support/e2e/doors";
import { type Contact, employ, foundCompany, hire, type Staff } from "../../support/e2e/people";
import { CIMSOFT, hostOf, type RawAnswer, rawRequest } from "../../support/e2e/portal";
import { expect, test } from "../../support/e2e/test";

/*
 * What is at the door of every page, handler and action, found in the tree: whatever is sent, the answer is no fault of
 * ours, comes soon, and carries the headers that every answer does.
 */

const SOON_MS = 2_000;
/** How often is asked again for what took longer than that. */
const TIMES = 5;
const NUL = "%00";
const ODD = [NUL, "%FF", "%C0%80", "%ED%A0%80", "a%00b"];
const VALUES = [
  ...ODD,
  "",
  "%20",
  "0",
  "-1",
  "1e1",
  "true",
  "[]",
  "12abc",
  "9".repeat(40),
  "x".repeat(3_000),
  "%F0%9F%98%80",
  "'%22%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
  "..%2F..%2Fetc",
  "%250",
  "2026-13-45",
  "2026-02-30",
  "0190a5b0-0000-7000-8000-000000000000",
  "%0D%0AX-Y:%20z",
  "%E2%80%AE",
  "constructor",
  "__proto__",
];

type Options = NonNullable<Parameters<typeof rawRequest>[1]>;

/** What was asked so far: how often each status was answered, what was wrong, and what took long. */
class Asking {
  readonly seen = new Map<string, number>();
  readonly wrong: string[] = [];
  readonly #slow: [path: string, options: Options][] = [];

  /** Asks, holds what every answer owes, and counts its status. */
  async ask(path: string, options: Options = {}): Promise<void> {
    const began = performance.now();
    const answer = await rawRequest(path, options).catch((error: Error) => error);
    if (performance.now() - began > SOON_MS) this.#slow.push([path, options]);
    const what = `${options.method ?? "GET"} ${path.slice(0, 160)}`;
    if (answer instanceof Error) return void this.wrong.push(`${what}: ${answer.message}`);
    this.seen.set(String(answer.status), (this.seen.get(String(answer.status)) ?? 0) + 1);
    if (answer.status >= 500 && answer.status !== 503) this.wrong.push(`${what}: ${answer.status}`);
    this.wrong.push(...missingHeaders(answer).map((name) => `${what}: ${answer.status} without ${name}`));
  }

  /**
   * Asks once more, alone, for what took long beside all else: what is slow because of its content is slow each time, and
   * a machine that is busy with other tests is not.
   */
  async askSlowAgain(): Promise<void> {
    for (const [path, options] of this.#slow) {
      let least = Number.POSITIVE_INFINITY;
      for (let time = 0; time < TIMES && least > SOON_MS; time++) {
        const began = performance.now();
        await rawRequest(path, options);
        least = Math.min(least, Math.round(performance.now() - began));
      }
      if (least > SOON_MS) this.wrong.push(`${options.method ?? "GET"} ${path.slice(0, 160)}: at least ${least} ms`);
    }
  }
}

function missingHeaders({ headers }: RawAnswer): string[] {
  return ["content-security-policy", "x-content-type-options", "x-frame-options"].filter((name) => !headers[name]);
}

/** All of them, a few at a time. */
async function each<T>(what: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const queue = [...what];
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) await work(one);
    }),
  );
}

async function cookieOf(context: BrowserContext): Promise<string> {
  return (await context.cookies(CIMSOFT.origin)).map(({ name, value }) => `${name}=${value}`).join("; ");
}

function report(title: string, { seen }: Asking): void {
  const total = [...seen.values()].reduce((sum, count) => sum + count, 0);
  const counts = [...seen].sort().map(([status, count]) => `${status}: ${count}`);
  console.log(`${title}: ${total} requests; ${counts.join(", ")}`);
}

interface Asker {
  /** Whose pages open to this person, beside those of everybody. */
  readonly side: Side;
  readonly cookie: string;
}

let people: Promise<[Contact, Staff]> | undefined;

/** Signed out, a client who reads all of a company's, and an administrator; the same ones in every test of a process. */
async function everybody(openAs: (brand: typeof CIMSOFT, who: { email: string }) => Promise<Page>): Promise<Asker[]> {
  people ??= (async (): Promise<[Contact, Staff]> => [
    await employ(await foundCompany(CIMSOFT), "clerk"),
    await hire("administrator", "fuzz"),
  ])();
  const [clerk, administrator] = await people;
  const cookie = async (who: { email: string }) => cookieOf((await openAs(CIMSOFT, who)).context());
  return [
    { side: "all", cookie: "" },
    { side: "client", cookie: await cookie(clerk) },
    { side: "staff", cookie: await cookie(administrator) },
  ];
}

/**
 * Of the values of an address that does not open to the asker, one in so many is asked for: another part of them at each
 * address. The gate turns such a request away whatever is in it, and what a page reads before its gate is read in the same
 * way for those to whom it opens, who ask for all.
 */
const TURNED_AWAY = 4;

test.describe.configure({ timeout: 900_000 });

const LOG_OUT = "logOutAction";

test("no address is too odd for an answer", async ({ openAs }) => {
  const asking = new Asking();
  const all = addresses().filter(({ path }) => path !== "/api/live");
  const names = parameters();
  expect(all.length).toBeGreaterThan(55);
  expect(names.length).toBeGreaterThan(30);
  for (const { side: own, cookie: Cookie } of await everybody(openAs)) {
    const asked: [string, string][] = [];
    for (const [place, { path, methods, side }] of all.entries()) {
      const isOpen = side === "all" || side === own;
      for (const value of VALUES.filter((_, index) => isOpen || (index + place) % TURNED_AWAY === 0)) {
        const filled = path.replaceAll(/\[[^\]]+\]/g, value || "%20");
        for (const method of methods)
          asked.push([method, `${filled}?${names.map((name) => `${name}=${value}`).join("&")}`]);
        if (filled !== path) asked.push(["GET", filled]);
      }
      const plain = path.replaceAll(/\[[^\]]+\]/g, "x");
      // Alone and twice: a part of the names for each address, another part for the next.
      for (const [index, name] of names.entries()) {
        if ((index + place) % (isOpen ? 8 : 8 * TURNED_AWAY) > 0 || !methods.includes("GET")) continue;
        const value = VALUES[index % VALUES.length] ?? "";
        asked.push(["GET", `${plain}?${name}=${value}&${name}=${value}`]);
      }
      for (const method of ["TRACE", "PUT", "DELETE", "OPTIONS", "HEAD", "PROPFIND"]) asked.push([method, plain]);
    }
    const headers = { Host: hostOf(CIMSOFT), Cookie };
    await each(asked, ([method, path]) => asking.ask(path, { method, headers }));
  }
  await asking.askSlowAgain();
  report("addresses", asking);
  expect(asking.wrong).toEqual([]);
});

test("no call of an action is too odd for an answer", async ({ openAs }) => {
  const asking = new Asking();
  const all = actions();
  const names = fields();
  expect(all.length).toBeGreaterThan(50);
  expect(all.map(({ name }) => name)).toContain(LOG_OUT);
  const boundary = "----door";
  const form = (entries: [string, string][]) =>
    `${entries.map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join("")}--${boundary}--\r\n`;
  const multipart = { "Content-Type": `multipart/form-data; boundary=${boundary}` };
  const calls: [Record<string, string>, string][] = [
    ...[
      "[]",
      "[1]",
      "[null,1]",
      '[null,"x"]',
      "[null,{}]",
      '["$K1"]',
      '[null,"$K1"]',
      "{",
      "",
      '["$undefined","$Bx"]',
      "null",
    ].map((body): [Record<string, string>, string] => [{ "Content-Type": "text/plain;charset=UTF-8" }, body]),
    [multipart, form([["0", '[null,"$K1"]']])],
    [multipart, form([["0", "{{"]])],
    [multipart, "garbage"],
    [multipart, form([["0", '[null,"$K1"]'], ...names.map((name): [string, string] => [`1_${name}`, "a\u0000b"])])],
    [multipart, form([["0", '[null,"$K1"]'], ...names.map((name): [string, string] => [`1_${name}[]`, "\u0000"])])],
    ...names.slice(0, 12).map((name): [Record<string, string>, string] => [
      multipart,
      form([
        ["0", '[null,"$K1"]'],
        [`1_${name}`, "\u0000"],
      ]),
    ]),
  ];
  const forms = (id: string): [Record<string, string>, string][] => [
    [multipart, form([[`$ACTION_ID_${id}`, ""]])],
    [
      multipart,
      form([
        ["$ACTION_REF_1", ""],
        ["$ACTION_1:0", "{"],
      ]),
    ],
    [
      multipart,
      form([
        ["$ACTION_REF_1", ""],
        ["$ACTION_1:0", JSON.stringify({ id, bound: "$@1" })],
        ["$ACTION_1:1", "[null]"],
        ["x", "\u0000"],
      ]),
    ],
    [{ "Content-Type": "application/x-www-form-urlencoded" }, `$ACTION_ID_${id}=&x=%00`],
    [{ "Content-Type": "application/json" }, "{}"],
  ];
  for (const { side, cookie: Cookie } of await everybody(openAs)) {
    const headers = { Host: hostOf(CIMSOFT), Origin: CIMSOFT.origin, Cookie };
    const call = ({ id, page }: (typeof all)[number]) => {
      const path = page.replaceAll(/\[[^\]]+\]/g, "x");
      return each(
        [...calls.map(([more, body]) => [{ ...more, "Next-Action": id }, body] as const), ...forms(id)],
        ([more, body]) => asking.ask(path, { method: "POST", headers: { ...headers, ...more }, body }),
      );
    };
    for (const action of all.filter(({ name }) => name !== LOG_OUT)) await call(action);
    // All of that was asked by somebody who is still signed in. Their log-out comes last.
    const home = side === "staff" ? "/staff" : "/dashboard";
    expect((await rawRequest(home, { headers })).status).toBe(side === "all" ? 307 : 200);
    for (const action of all.filter(({ name }) => name === LOG_OUT)) await call(action);
  }
  people = undefined;
  await asking.askSlowAgain();
  report("actions", asking);
  expect(asking.wrong).toEqual([]);
});

test("what is no request of ours is told so, and of what kind it is", async ({ openAs }) => {
  const [, client] = await everybody(openAs);
  const headers = { Host: hostOf(CIMSOFT), Cookie: client?.cookie ?? "" };
  const status = async (path: string, options: Parameters<typeof rawRequest>[1] = {}) => {
    const answer = await rawRequest(path, { ...options, headers: { ...headers, ...options.headers } });
    expect(missingHeaders(answer), path).toEqual([]);
    return answer.status;
  };
  for (const path of [
    `/invoices/pay?invoice=${NUL}`,
    "/cases/%FF",
    "/api/files/%FF",
    "/faq?q=%FF",
    "/%00",
    "/nowhere/%C0%80",
  ]) {
    expect(await status(path), path).toBe(400);
  }
  expect(await status("/", { method: "TRACE" })).toBe(400);
  const text = { "Content-Type": "text/plain;charset=UTF-8" };
  for (const { id, name, page } of actions()) {
    const path = page.replaceAll(/\[[^\]]+\]/g, "x");
    const called = await status(path, { method: "POST", headers: { ...text, "Next-Action": id }, body: "[null,2]" });
    expect(called, name).toBe(400);
  }
  const posted = { "Content-Type": "application/x-www-form-urlencoded" };
  for (const Origin of ["https://elsewhere.example", "null"]) {
    for (const path of ["/login", "/dashboard", "/connect/thanks", "/nowhere"]) {
      expect(await status(path, { method: "POST", headers: { ...posted, Origin }, body: "a=1" }), path).toBe(403);
    }
  }
  const tooMuch = `a=${"x".repeat(300_000)}`;
  expect(await status("/login", { method: "POST", headers: posted, body: tooMuch })).toBe(413);
  const inChunks = { ...posted, "Transfer-Encoding": "chunked" };
  expect(await status("/login", { method: "POST", headers: inChunks, body: tooMuch })).toBe(413);
});
