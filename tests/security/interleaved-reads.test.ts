import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { closePool } from "@/db/client";
import type { ClientViewer, Context, StaffViewer } from "@/db/viewer";
import { asViewer } from "@/lib/gate/actions/context";
import { brandByKey, forgetBrands, loadBrands } from "@/lib/gate/brand/load";
import { readBell } from "@/lib/mail/notices/queries";
import { findInvoice } from "@/lib/money/invoices/document/queries";
import { listInvoices } from "@/lib/money/invoices/queries";
import { parseInvoiceFilters } from "@/lib/money/invoices/schema";
import { readStatement } from "@/lib/money/statements/queries";
import { parseStatementRequest } from "@/lib/money/statements/schema";
import { findCompany } from "@/lib/people/companies/queries";
import { readDashboard } from "@/lib/site/dashboard/queries";
import { countCases, listCases } from "@/lib/threads/cases/list/queries";
import { parseCaseFilters } from "@/lib/threads/cases/schema";
import { countStaffCases, listStaffCases } from "@/lib/threads/cases/staff/queue/queries";
import { parseStaffCaseFilters } from "@/lib/threads/cases/staff/queue/schema";
import { countRequests } from "@/lib/threads/requests/list/queries";
import { countStaffRequests } from "@/lib/threads/requests/staff/queue/queries";
import { requestHeaders } from "@/tests/support/next-headers";
import { sessionCookie } from "@/tests/support/route";
import { createAgreement, createCompany, createContact, createInvoice, createStaff } from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));
vi.mock("react", async (original) => ({
  ...(await original<object>()),
  cache: (await import("@/tests/support/render-cache")).renderCache,
}));

/*
 * The renders of one process share few connections, and each render changes its transaction from the rights of the
 * session's look-up to those of its viewer. So each answer must be the one that the same request gets when it is alone,
 * whoever else asks at the same time and however other renders end.
 */

const TODAY = "2026-01-20";
const LOCAL = { zone: "UTC" };
const admin = postgres(process.env.DATABASE_URL ?? "", { max: 1, onnotice: () => {} });

/** Asks as one request and returns what it was answered, or how it was refused. */
type Ask = () => Promise<unknown>;
const asks: Ask[] = [];
const hosts: Record<string, string> = {};
let someCookie = "";

beforeAll(async () => {
  for (const brand of ["cimsoft", "insource"]) hosts[brand] = new URL((await brandByKey(brand)).origin).host;
  const numbers: string[] = [];
  const clients: { cookie: string; brand: string }[] = [];
  for (const brand of ["cimsoft", "cimsoft", "insource"]) {
    const company = await createCompany({ brand });
    await createAgreement(company);
    for (let n = 0; n < 3; n++) numbers.push((await createInvoice(company, { totalMinor: 100 + n })).number);
    const filer = await createContact(company, { casesScope: "own", requestsScope: "own" });
    const reader = await createContact(company, { casesScope: "company", requestsScope: "company", billing: false });
    await createCase(company, filer);
    await createCase(company, reader);
    await createRequest(company, filer);
    for (const { id } of [filer, reader])
      clients.push({ brand, cookie: await sessionCookie({ kind: "contact", id }, brand) });
  }
  someCookie = clients[0]?.cookie ?? "";
  for (const { brand, cookie } of clients) {
    for (const number of numbers) asks.push(clientAsk(brand, cookie, invoicePage(brand, number)));
    for (const page of PAGES) asks.push(clientAsk(brand, cookie, page));
    // The session is of another brand: its host sends them to sign-in.
    asks.push(clientAsk(brand === "cimsoft" ? "insource" : "cimsoft", cookie, invoicePage(brand, numbers[0] ?? "")));
  }
  for (const brands of [["cimsoft"], ["insource"], ["cimsoft", "insource"]]) {
    const { id } = await createStaff(["administrator", "support_agent"], { brands });
    const cookie = await sessionCookie({ kind: "staff", id }, "cimsoft");
    for (const page of STAFF_PAGES) asks.push(staffAsk("cimsoft", cookie, page));
  }
  asks.push(clientAsk("cimsoft", "", PAGES[0] as Page), publicAsk);
  await closePool();
  process.env.DATABASE_POOL_MAX = "2";
});

afterAll(async () => {
  await closePool();
  await admin.end();
});

type Page = (context: Context<ClientViewer>) => Promise<unknown>;
const invoicePage =
  (brand: string, number: string): Page =>
  (context) =>
    findInvoice(context, { brand, number }, TODAY);
const PAGES: readonly Page[] = [
  (context) => listInvoices(context, parseInvoiceFilters({}), TODAY),
  (context) => listCases(context, parseCaseFilters({}), LOCAL),
  (context) => readDashboard(context, { today: TODAY, lastVisitOn: null, local: LOCAL }),
  (context) => readStatement(context, parseStatementRequest({}, TODAY), { today: TODAY, currency: "USD", limit: 50 }),
];

type StaffPage = (context: Context<StaffViewer>) => Promise<unknown>;
const STAFF_PAGES: readonly StaffPage[] = [
  (context) => Promise.all([countStaffCases(context), countStaffRequests(context)]),
  async (context) => {
    const { rows, count } = await listStaffCases(context, parseStaffCaseFilters({}), await loadBrands(), LOCAL);
    return { numbers: rows.map(({ number }) => number), count };
  },
];

/** One request: what the render reads, as an answer or as the reason why there is none. */
function render(brand: string, cookie: string, work: () => Promise<unknown>): Promise<unknown> {
  const headers = new Headers({ host: hosts[brand] ?? "", ...(cookie ? { cookie } : {}) });
  return requestHeaders.run(headers, async () => {
    try {
      return JSON.parse(JSON.stringify((await work()) ?? null));
    } catch (error) {
      return `refused: ${(error as { digest?: string }).digest ?? (error as { code?: string }).code ?? error}`;
    }
  });
}

/** The layout's reads, then the page's, as React asks them. */
const clientAsk =
  (brand: string, cookie: string, page: Page): Ask =>
  () =>
    render(brand, cookie, async () => {
      const layout = await asViewer("client", (context, { signedIn }) =>
        Promise.all([
          signedIn.account.email,
          findCompany(context, context.viewer.companyId),
          countCases(context),
          countRequests(context),
          readBell(context).then(({ unread }) => unread),
        ]),
      );
      return { layout, page: await asViewer("client", page) };
    });

const staffAsk =
  (brand: string, cookie: string, page: StaffPage): Ask =>
  () =>
    render(brand, cookie, async () => {
      const bell = await asViewer("staff", (context, { signedIn }) =>
        readBell(context).then(({ unread }) => ({ unread, email: signedIn.account.email })),
      );
      return { bell, page: await asViewer("staff", page) };
    });

const publicAsk: Ask = () =>
  render("cimsoft", "", async () => {
    forgetBrands();
    return (await loadBrands()).map(({ key, name }) => ({ key, name }));
  });

/** Renders that end otherwise, each with how its visitor is answered. */
const ENDS: readonly (readonly [ask: Ask, answer: string | null])[] = [
  [
    () => render("cimsoft", someCookie, () => asViewer("client", ({ db }) => db.execute(sql`select 1 / ${0}::int`))),
    "refused: 22012",
  ],
  [
    () =>
      render("cimsoft", someCookie, () =>
        asViewer("client", async (context) => {
          void listInvoices(context, parseInvoiceFilters({}), TODAY).catch(() => {});
          throw Object.assign(new Error("elsewhere"), { digest: "NEXT_REDIRECT;replace;/login;307;" });
        }),
      ),
    "refused: NEXT_REDIRECT;replace;/login;307;",
  ],
  [
    () =>
      render("cimsoft", someCookie, () =>
        asViewer("client", async ({ db }) => {
          await db.execute(sql`select set_config('statement_timeout', '5', true)`);
          await db.execute(sql`select pg_sleep(5)`);
        }),
      ),
    "refused: 57014",
  ],
  // Somebody hangs up: nobody waits for the answer.
  [
    async () => {
      void render("cimsoft", someCookie, () => asViewer("client", PAGES[2] as Page));
      return null;
    },
    null,
  ],
];

describe("a thousand renders of clients, staff and the public at once on two connections", () => {
  it("are each answered as if sent alone, and leave clean connections", { timeout: 180_000 }, async () => {
    const alone: unknown[] = [];
    for (const ask of asks) alone.push(await ask());
    // Otherwise mixed-up answers could look right.
    expect(new Set(alone.map((answer) => JSON.stringify(answer))).size).toBeGreaterThan(asks.length / 3);
    expect(JSON.stringify(alone)).not.toMatch(/"refused: (?!NEXT_REDIRECT)/);

    const order = Array.from({ length: 1_000 }, (_, n) => (n * 7 + Math.floor(n / 9)) % asks.length);
    const others: Promise<readonly [unknown, unknown]>[] = [];
    const answers = await Promise.all(
      order.map((place, n) => {
        const [ask, answer] = ENDS[n % 16] ?? [];
        if (ask) others.push(ask().then((found) => [found, answer] as const));
        return asks[place]?.();
      }),
    );
    for (const [n, place] of order.entries()) expect(answers[n]).toEqual(alone[place]);
    for (const [found, answer] of await Promise.all(others)) expect(found).toBe(answer);
    expect(others.length).toBeGreaterThan(200);

    const states = async () =>
      (
        await admin`select state from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
      ).map(({ state }) => state as string);
    await expect.poll(async () => (await states()).every((state) => state === "idle")).toBe(true);
    expect((await states()).length).toBeLessThanOrEqual(2);
    for (const [place, ask] of asks.entries()) expect(await ask()).toEqual(alone[place]);
  });
});
