import { describe, expect, it } from "vitest";
import { isOut, resourceAddress } from "./rules";

describe("an address", () => {
  const hosts = ["www.youtube.com", "cimsoft.com"];
  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "http://cimsoft.com/",
    "https://cimsoft.com.evil.example/",
    "https://user@cimsoft.com/",
    "https://evil.example/?cimsoft.com",
    "https://xn--cimsft-jua.com/",
    "https://cimsoft.com\\@evil.example/",
    "//cimsoft.com/",
    "https://cimsoft.com:8443/",
    "https://127.0.0.1/",
    "java\nscript:alert(1)",
  ])("%j is refused", (text) => expect(resourceAddress(text, hosts)).toBeNull());

  it("on one of the hosts is taken as a browser writes it", () => {
    expect(resourceAddress("https://CIMSOFT.com/a b".replace(" ", "%20"), hosts)).toBe("https://cimsoft.com/a%20b");
    expect(resourceAddress("https://www.youtube.com/watch?v=1", hosts)).toBe("https://www.youtube.com/watch?v=1");
  });
});

it.each([
  ["published", -1, true],
  ["published", 0, true],
  ["scheduled", -1, true],
  ["scheduled", 1, false],
  ["draft", -1, false],
  ["archived", -1, false],
] as const)("what is %s, %i ms from now, is out: %s", (state, milliseconds, expected) => {
  const now = new Date("2026-11-21T12:00:00Z");
  expect(isOut({ state, publishAt: new Date(now.getTime() + milliseconds) }, now)).toBe(expected);
});
