import { describe, expect, it } from "vitest";
import { isOddAddress, isOddMethod } from "./odd-input";

describe("an odd address", () => {
  it.each([
    "/invoices/pay?invoice=%00",
    "/cases/%FF",
    "/api/files/%FF",
    "/cases/%C0%80",
    "/cases/%ed%a0%80",
    "/cases/%",
    "/cases/%2",
    "/cases/%zz",
    "/faq?q=a%00b",
    "/faq?%00=1",
    "/faq?q=%e2%28%a1",
    "/faq?q=\u00ff",
    "/faq?a=1?b=%FF",
    "http://elsewhere.example/",
    "*",
    "",
  ])("%s is one", (url) => {
    expect(isOddAddress(url)).toBe(true);
  });

  it.each([
    "/",
    "/faq?q=100%",
    "/faq?q=%25",
    "/cases/C-1%20x",
    "/faq?q=%E2%82%AC&r=%F0%9F%98%80",
    "/faq?q=a%0Ab",
    "/faq?q=\u00e2\u0082\u00ac",
    "/x%2500",
  ])("%s is none", (url) => {
    expect(isOddAddress(url)).toBe(false);
  });
});

it("TRACE and methods that nobody knows are odd", () => {
  expect(["TRACE", "PROPFIND", "CONNECT", undefined].map(isOddMethod)).toEqual([true, true, true, true]);
  expect(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].some(isOddMethod)).toBe(false);
});
