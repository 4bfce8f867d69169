import { beforeAll, describe, expect, it, vi } from "vitest";
import { POST } from "@/app/api/csp-reports/route";
import { cspReports } from "@/db/schema";
import { STAFF_ROLES } from "@/db/schema/constants";
import { asSystem, runAsViewer } from "@/db/viewer";
import { countCspReports } from "@/lib/gate/csp-reports/queries";
import { readReport } from "@/lib/gate/csp-reports/record";
import { systemNow } from "@/lib/kit/time";
import { seedBrand } from "@/tests/support/brand";
import { visit } from "@/tests/support/route";
import { clientViewer, createCompany, createContact, createStaff, staffViewer } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

beforeAll(() => {
  process.env.TRUSTED_PROXY_HOPS = "1";
});

const report = (directive: string, blocked: string) =>
  JSON.stringify({ "csp-report": { "effective-directive": directive, "blocked-uri": blocked, "script-sample": "x" } });

const send = (body: string, brand = "cimsoft", headers: Record<string, string> = {}) =>
  visit(POST, { brand, path: "/api/csp-reports", params: {}, method: "POST", headers, body });

const seen = async (...who: Parameters<typeof staffViewer>) =>
  runAsViewer(staffViewer(...who), "read", (context) => countCspReports(context, systemNow()));

const countOf = (counts: Awaited<ReturnType<typeof seen>>, brand: string, directive: string, source: string) =>
  counts.find((row) => row.brand === brand && row.directive === directive && row.source === source)?.reports ?? 0;

describe("a report of what the content policy blocked", () => {
  it("is counted by day and kind for administrators of the brand alone", async () => {
    const administrator = await createStaff(["administrator"]);
    const before = countOf(await seen(administrator), "cimsoft", "font-src", "elsewhere");
    for (let time = 0; time < 3; time++) {
      expect((await send(report("font-src", "https://fonts.example/a.woff2"))).status).toBe(204);
    }
    await send(report("font-src", "https://fonts.example/a.woff2"), "insource");
    expect(countOf(await seen(administrator), "cimsoft", "font-src", "elsewhere")).toBe(before + 3);
    const ofOther = await createStaff(["administrator"], { brands: ["insource"] });
    const others = await seen(ofOther, ["insource"]);
    expect(others.length).toBeGreaterThan(0);
    expect(others.every(({ brand }) => brand === "insource")).toBe(true);
    for (const role of STAFF_ROLES.filter((role) => role !== "administrator")) {
      expect(await seen(await createStaff([role])), role).toEqual([]);
    }
  });

  it("is shown to no other role by row-level security alone", async () => {
    await send(report("img-src", "data"));
    const agent = staffViewer(await createStaff(["support_agent"]));
    const rows = await runAsViewer(agent, "read", ({ db }) => db.select().from(cspReports));
    expect(rows).toEqual([]);
    const client = clientViewer(await createContact(await createCompany()));
    await expect(runAsViewer(client, "read", ({ db }) => db.select().from(cspReports))).rejects.toMatchObject({
      code: "42501",
    });
  });

  it("holds nothing that its sender made up", async () => {
    const typed = "<script>typed</script>";
    for (const body of [
      report(typed, "inline"),
      JSON.stringify({
        "csp-report": { "violated-directive": `img-src ${typed}`, "blocked-uri": `https://x/${typed}` },
      }),
      "{",
      "null",
      "[]",
      JSON.stringify({ "csp-report": { "effective-directive": 1 } }),
      "\u0000",
    ]) {
      expect((await send(body)).status).toBe(204);
    }
    const rows = await asSystem("test looks", (db) => db.select().from(cspReports));
    expect(JSON.stringify(rows)).not.toContain("typed");
  });

  it("of another site's page is refused, one that is too long too, and an unknown host finds nothing", async () => {
    const body = report("img-src", "data");
    expect((await send(body, "cimsoft", { origin: "https://elsewhere.example" })).status).toBe(403);
    expect((await send("x".repeat(70_000))).status).toBe(413);
    const headers = { host: "elsewhere.example" };
    const request = new Request("http://elsewhere.example/api/csp-reports", { method: "POST", headers, body });
    expect((await POST(request, { params: Promise.resolve({}) })).status).toBe(404);
  });

  const total = async () =>
    (await asSystem("test looks", (db) => db.select().from(cspReports)))
      .filter(({ brand }) => brand === "insource")
      .reduce((sum, row) => sum + row.reports, 0);
  const from = async (network: string, body = report("media-src", "https://x.example/")) =>
    (await send(body, "insource", { "x-forwarded-for": `198.51.100.99, ${network}` })).status;

  it("is counted up to an allowance of the sender's network, which leaves room for others", async () => {
    const before = await total();
    for (let time = 0; time < 620; time++) {
      // Of one subscriber, each from another address.
      expect(await from(`2001:db8:1:2::${time.toString(16)}`)).toBe(204);
    }
    expect(await total()).toBe(before + 60);
    expect(await from("203.0.113.5")).toBe(204);
    expect(await total()).toBe(before + 61);
  });

  it("is counted up to an allowance of the brand, and answered the same beyond it", async () => {
    for (let time = 0; time < 620; time++) expect(await from(`203.0.113.${100 + (time % 20)}`)).toBe(204);
    const full = await total();
    expect(full).toBeLessThanOrEqual(600);
    expect(await from("203.0.113.200")).toBe(204);
    expect(await total()).toBe(full);
  });
});

it.each([
  ["inline", "inline"],
  ["", "inline"],
  ["eval", "eval"],
  ["data", "data"],
  ["blob:http://x", "data"],
  ["http://cimsoft.localhost:3000/x.js", "own"],
  ["https://elsewhere.example/x.js", "elsewhere"],
  ["garbage", "elsewhere"],
])("what was blocked as %j is %s", (blocked, source) => {
  expect(readReport(report("script-src-elem", blocked), seedBrand("cimsoft"))).toEqual({
    directive: "script-src-elem",
    source,
  });
});

it("what an extension of the browser put into a page is not counted", () => {
  for (const blocked of ["chrome-extension://abc/x.js", "moz-extension://abc", "safari-web-extension://abc"]) {
    expect(readReport(report("script-src-elem", blocked), seedBrand("cimsoft"))).toBeNull();
  }
});
