import { describe, expect, it } from "vitest";
import type { Brand } from "@/lib/gate/brand/types";
import { isOwnNavigation, isOwnRequest } from "./origin";

const brand = {
  origin: "https://portal.cimsoft.com",
  otherOrigins: ["https://cimsoft-portal.example"],
} as unknown as Brand;

describe("isOwnRequest", () => {
  it.each([
    ["same origin", { origin: "https://portal.cimsoft.com", "sec-fetch-site": "same-origin" }, true],
    ["another host of the brand", { origin: "https://cimsoft-portal.example" }, true],
    ["no browser at all", {}, true],
    ["a typed address", { "sec-fetch-site": "none" }, true],
    ["the other brand", { origin: "https://portal.insourcess.com" }, false],
    ["a look-alike host", { origin: "https://portal.cimsoft.com.evil.example" }, false],
    ["the same host without TLS", { origin: "http://portal.cimsoft.com" }, false],
    ["another port of the same host", { origin: "https://portal.cimsoft.com:8443" }, false],
    ["an opaque origin", { origin: "null" }, false],
    ["a sibling site", { origin: "https://portal.cimsoft.com", "sec-fetch-site": "same-site" }, false],
    ["another site", { "sec-fetch-site": "cross-site" }, false],
  ])("%s", (_, headers, own) => {
    expect(isOwnRequest(new Headers(headers as Record<string, string>), brand)).toBe(own);
  });
});

describe("isOwnNavigation", () => {
  it.each([
    ["a link on a page of the site", { "sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate" }, true],
    ["a link on another site", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }, false],
    ["a link in a mail, or a typed address", { "sec-fetch-site": "none", "sec-fetch-mode": "navigate" }, false],
    ["a picture on a page of the site", { "sec-fetch-site": "same-origin", "sec-fetch-mode": "no-cors" }, false],
    ["a browser that does not say", { referer: "https://portal.cimsoft.com/estimates" }, false],
  ])("of %s", (_, headers, own) => {
    expect(isOwnNavigation(new Headers(headers as Record<string, string>))).toBe(own);
  });
});
