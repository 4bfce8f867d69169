import { afterEach, expect, it, vi } from "vitest";
import { GET } from "@/app/api/build/route";
import { buildId } from "@/lib/gate/build";
import { visit } from "@/tests/support/route";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const ask = () => visit(GET, { brand: "cimsoft", path: "/api/build", params: {} });
const shared = globalThis as typeof globalThis & { portalIsEnding?: boolean };
afterEach(() => {
  delete shared.portalIsEnding;
});

it("an open page is told which build is served", async () => {
  const answer = await ask();
  expect([answer.status, await answer.json()]).toEqual([200, { build: buildId() }]);
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

it("an open page is sent away by a process that ends: its next question would find nobody", async () => {
  shared.portalIsEnding = true;
  expect((await ask()).status).toBe(503);
});
