import { sql } from "drizzle-orm";
import { beforeAll, expect, it, vi } from "vitest";
import ClientSearchPage from "@/app/(portal)/search/page";
import { GET } from "@/app/api/search/route";
import StaffSearchPage from "@/app/staff/search/page";
import { asSystem } from "@/db/viewer";
import type { SearchAnswer } from "@/lib/site/search/types";
import { seePage } from "@/tests/support/page";
import { sessionCookie, visit } from "@/tests/support/route";
import { createCompany, createContact, createInvoice, createStaff } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

type Account = { kind: "contact" | "staff"; id: string };
let clerk: Account;
let stranger: Account;
let agent: Account;

beforeAll(async () => {
  const company = await createCompany({ name: "Xylophone <b>Works</b>" });
  clerk = { kind: "contact", id: (await createContact(company)).id };
  stranger = { kind: "contact", id: (await createContact(await createCompany())).id };
  agent = { kind: "staff", id: (await createStaff(["support_agent"])).id };
  await createInvoice(company, { number: "XY-2026-0042", lines: ["Xylophone"] });
});

const see = (account: Account | null, page: typeof ClientSearchPage, q?: string) =>
  seePage(
    page,
    { brand: "cimsoft", ...(account ? { account } : {}) },
    { searchParams: Promise.resolve(q === undefined ? {} : { q }) },
  );
const missed = () =>
  asSystem("test", (db) => db.execute<{ words: string; times: number }>(sql`select words, times from missed_searches`));

async function ask(account: Account | null, q: string): Promise<SearchAnswer | number> {
  const cookie = account ? await sessionCookie(account, "cimsoft") : undefined;
  const answer = await visit(GET, {
    ...{ brand: "cimsoft", params: {}, cookie },
    path: `/api/search?${new URLSearchParams({ q })}`,
  });
  return answer.ok ? ((await answer.json()) as SearchAnswer) : answer.status;
}

it("the page shows what is found to whom it is shown, and leads others to sign-in or to what is missing", async () => {
  expect(await see(clerk, ClientSearchPage, "xy20260042")).toMatchObject({
    status: 200,
    html: expect.stringContaining('href="/invoices/XY-2026-0042"'),
  });
  expect(await see(stranger, ClientSearchPage, "xy20260042")).toMatchObject({
    html: expect.not.stringContaining("XY-2026-0042"),
  });
  expect(await see(null, ClientSearchPage, "x")).toEqual({ status: 307 });
  expect(await see(agent, ClientSearchPage, "x")).toEqual({ status: 307 });
  expect(await see(clerk, StaffSearchPage, "xylophone")).toEqual({ status: 404 });
  const forAgent = await see(agent, StaffSearchPage, "xylophone");
  expect(forAgent).toMatchObject({ html: expect.stringContaining("Xylophone &lt;b&gt;Works") });
  // Support agents read no money.
  expect(forAgent).toMatchObject({ html: expect.not.stringContaining("XY-2026-0042") });
});

it("the page bears no search, a short one and a hostile one", async () => {
  for (const q of [undefined, "", "x", "<script>alert(1)</script>", "%00\u0000", "😀".repeat(80)]) {
    const seen = await see(clerk, ClientSearchPage, q);
    expect(seen.status).toBe(200);
    expect(seen).toMatchObject({ html: expect.not.stringContaining("<script>alert") });
  }
});

it("a search of a client that finds nothing is counted by the page, not by what is asked while they type", async () => {
  await ask(clerk, "theremin");
  expect((await missed()).filter(({ words }) => words === "theremin")).toEqual([]);
  await see(clerk, ClientSearchPage, "Theremin");
  await see(agent, StaffSearchPage, "Theremin player");
  const counted = [...(await missed())].filter(({ words }) => words.startsWith("theremin"));
  expect(counted).toEqual([{ words: "theremin", times: 1 }]);
});

it("what is asked while somebody types is answered under their rights, and to nobody signed out", async () => {
  expect(await ask(null, "xylophone")).toBe(404);
  expect(await ask(clerk, "xylophone")).toMatchObject({ count: 1, groups: [{ kind: "invoice" }] });
  expect(await ask(stranger, "xylophone")).toMatchObject({ count: 0 });
  expect(await ask(agent, "xylophone")).toMatchObject({ groups: [{ kind: "company" }, { kind: "contact" }] });
});
