import { inspect } from "node:util";
import { sql } from "drizzle-orm";
import { NextRequest } from "next/server";
import { describe, expect, it, vi } from "vitest";
import { GET as SITE_FILE } from "@/app/api/site/[file]/route";
import { runAsViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { contentSecurityPolicy } from "@/lib/gate/csp";
import { plainPage } from "@/lib/gate/door/plain-page";
import { describeError } from "@/lib/log";
import { proxy } from "@/proxy";
import { visit } from "../support/route";
import { createStaff, staffViewer } from "../support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

/* What the door and the pages beside it owe, by the numbers of the list of past cases. What needs a browser or the whole
 * build is in tests/e2e/gate: doors.spec.ts (7, 8, 28), refusals.spec.ts (10), outsiders.spec.ts (8, 10, 11). */

const PAYLOAD = '"><script>alert(1)</script>';

async function ask(path: string, headers: Record<string, string> = {}, method = "GET") {
  const { origin } = await brandByKey("cimsoft");
  return proxy(new NextRequest(new URL(path, origin), { method, headers: { host: new URL(origin).host, ...headers } }));
}

describe("T17 what a search engine is told", () => {
  it("names the public pages alone", async () => {
    const text = async (file: string) =>
      (await visit(SITE_FILE, { brand: "cimsoft", path: `/${file}`, params: { file } })).text();
    const paths = [...(await text("sitemap.xml")).matchAll(/<loc>https?:\/\/[^/]+([^<]*)<\/loc>/g)].map(
      (one) => one[1],
    );
    expect(paths).toEqual(["/", "/faq"]);
    expect(await text("robots.txt")).toMatch(/^Disallow: \/$/m);
  });
});

describe("T20 a host that is no brand's", () => {
  it("gets 404 and nobody's name, with every header", async () => {
    const answer = await ask("/", { host: "elsewhere.example" });
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toMatch(/Cimsoft|InSource/);
    for (const name of ["content-security-policy", "x-content-type-options", "x-frame-options"]) {
      expect(answer.headers.get(name), name).not.toBeNull();
    }
  });
});

describe("T52 a page that refuses", () => {
  it.each([400, 403, 404, 409, 413, 429, 500, 503])("with %i holds nothing of the request", (status) => {
    const { body, headers } = plainPage(status, PAYLOAD, PAYLOAD);
    expect(body).not.toContain("<script");
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'nonce-[^']+'/);
  });
});

describe("T53 the content policy of a page", () => {
  it("runs no script and takes no style sheet without nonce, frames nothing, and asks for reports", async () => {
    const answer = await ask("/");
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']{20,}' 'strict-dynamic';/);
    expect(policy.replace("style-src-attr 'unsafe-inline'", "")).not.toContain("unsafe");
    for (const part of ["object-src 'none'", "frame-ancestors 'none'", "report-uri /api/csp-reports"]) {
      expect(policy).toContain(part);
    }
    expect(contentSecurityPolicy("a", { secure: true, development: false })).not.toContain("http:");
  });
});

describe("T59 a form of another site", () => {
  it.each<Record<string, string>>([
    { origin: "https://elsewhere.example" },
    { origin: "null" },
    { origin: "https://portal.insourcess.com" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])("is refused with a page, before anything reads it: %j", async (headers) => {
    for (const method of ["POST", "PUT", "DELETE"]) {
      const answer = await ask("/login", headers, method);
      expect(answer.status, method).toBe(403);
      expect(await answer.text()).toContain("This form came from another site");
    }
  });
});

describe("T61 an error of the database", () => {
  it("has lost query, parameters and row before anybody can print it", async () => {
    const typed = 'hunter2\n{"level":50,"msg":"forged"}';
    const viewer = staffViewer(await createStaff(["administrator"]));
    const failures = [
      runAsViewer(viewer, "read", ({ db }) => db.execute(sql`select ${typed}::uuid`)),
      runAsViewer(viewer, "read", ({ db }) => db.execute(sql`select 1 from credentials where account_kind = ${typed}`)),
      runAsViewer(viewer, "write", ({ db }) => db.execute(sql`insert into canned_replies (title) values (${typed})`)),
    ];
    for (const failed of await Promise.allSettled(failures)) {
      const { reason } = failed as PromiseRejectedResult;
      expect(reason).toBeInstanceOf(Error);
      for (const printed of [inspect(reason, { depth: 9, showHidden: true }), JSON.stringify(describeError(reason))]) {
        expect(printed).not.toMatch(/hunter2|forged|select|insert/);
        expect(printed).toMatch(/22P02|42501|23502/);
      }
    }
  });
});
