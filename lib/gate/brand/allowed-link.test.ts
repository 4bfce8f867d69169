import { expect, it } from "vitest";
import { allowedLink } from "./allowed-link";

const HOSTS = ["cimsoft.com", "shop.cimsoft.com:8443"];

it.each([
  ["https://cimsoft.com", "https://cimsoft.com/"],
  ["http://cimsoft.com/x", "http://cimsoft.com/x"],
  ["mailto:Upgrades@CIMSOFT.com", "mailto:Upgrades@cimsoft.com"],
  ["tel:+1 (804) 555-0142", "tel:+18045550142"],
  ["tel:8045550142", "tel:8045550142"],
  ["https://CIMSOFT.com/tech-support/?a=1#top", "https://cimsoft.com/tech-support/?a=1#top"],
  ["https://cimsoft.com:443/x", "https://cimsoft.com/x"],
  ["https://shop.cimsoft.com:8443/x", "https://shop.cimsoft.com:8443/x"],
])("%s may be led to", (text, href) => {
  expect(allowedLink(text, HOSTS)).toBe(href);
});

it.each([
  "http://evil.example/",
  "ftp://cimsoft.com/",
  "mailto:a@evil.example",
  "mailto:a@cimsoft.com.evil.example",
  "mailto:a@cimsoft.com?bcc=b@evil.example",
  "mailto:a@cimsoft.com,b@evil.example",
  "mailto:a%0abcc:b@cimsoft.com",
  "mailto:@cimsoft.com",
  "tel:1",
  "tel:+18045550142;ext=javascript:1",
  "vbscript:x",
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
  expect(allowedLink(text, HOSTS)).toBeNull();
});
