import { describe, expect, it } from "vitest";
import { safeNextPath } from "@/lib/routes";

const ORIGIN = "http://cimsoft.localhost:3000";

describe("the page to go on to after sign-in", () => {
  it.each([
    ["/dashboard", "/dashboard"],
    ["/invoices?status=open&q=a%20b#total", "/invoices?status=open&q=a%20b#total"],
    ["/invoices/INV-1", "/invoices/INV-1"],
    ["/%2F%2Fevil.test", "/%2F%2Fevil.test"],
    [undefined, null],
    [null, null],
    ["", null],
    ["dashboard", null],
    ["//evil.test", null],
    ["///evil.test", null],
    ["/\\evil.test", null],
    ["\\\\evil.test", null],
    ["/\t/evil.test", null],
    ["/\n/evil.test", null],
    [" //evil.test", null],
    ["https:evil.test", null],
    ["https://evil.test/", null],
    ["http://cimsoft.localhost:3000/dashboard", null],
    ["http://insource.localhost:3000/dashboard", null],
    ["javascript:alert(1)", null],
    ["data:text/html,x", null],
    ["/..//evil.test", null],
    ["/./\\evil.test", null],
    ["/a/../..//evil.test", null],
    ["/x\u0000y", null],
    [`/${"a".repeat(3000)}`, null],
  ])("%j leads to %j", (wish, expected) => {
    expect(safeNextPath(wish, ORIGIN)).toBe(expected);
  });
});
