import { expect, it } from "vitest";
import { upgradeAddress } from "./upgrade";

const HOSTS = ["cimsoft.com", "shop.cimsoft.com:8443"];

it.each([
  ["https://cimsoft.com", "https://cimsoft.com/"],
  ["https://CIMSOFT.com/tech-support/?a=1#top", "https://cimsoft.com/tech-support/?a=1#top"],
  ["https://cimsoft.com:443/x", "https://cimsoft.com/x"],
  ["https://shop.cimsoft.com:8443/x", "https://shop.cimsoft.com:8443/x"],
])("%s may be led to", (text, href) => {
  expect(upgradeAddress(text, HOSTS)).toBe(href);
});

it.each([
  "http://cimsoft.com/",
  "javascript:alert(1)",
  "javascript://cimsoft.com/%0aalert(1)",
  "data:text/html,x",
  "//cimsoft.com/",
  "/upgrade",
  "cimsoft.com",
  "",
  "https://evil.example/cimsoft.com",
  "https://cimsoft.com@evil.example/",
  "https://evil.example@cimsoft.com/",
  "https://user:pass@cimsoft.com/",
  "https://cimsoft.com.evil.example/",
  "https://notcimsoft.com/",
  "https://www.cimsoft.com/",
  "https://cimsoft.com./",
  "https://cimsoft.com:8443/",
  "https://shop.cimsoft.com/",
  "https://сimsoft.com/",
  "https://xn--imsoft-0ye.com/",
  "https://cimsoft。com.evil.example/",
  "https://cimsoft.com\\@evil.example/",
  "https://evil.example\\@cimsoft.com/",
  "java\nscript:alert(1)",
  "https://cimsoft.com/a b",
])("%j may not be led to", (text) => {
  expect(upgradeAddress(text, HOSTS)).toBeNull();
});
