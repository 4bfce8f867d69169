import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { isOut, localValue, resourceAddress, scheduledInstant } from "./rules";

const ZONE = "America/New_York";
const NOW = Temporal.Instant.from("2026-02-01T12:00:00Z");

describe("a scheduled time", () => {
  it.each([
    ["2026-03-07T02:30", "2026-03-07T07:30:00Z"],
    ["2026-03-08T01:59", "2026-03-08T06:59:00Z"],
    ["2026-03-08T03:00", "2026-03-08T07:00:00Z"],
    // It comes twice: the first is meant.
    ["2026-11-01T01:30", "2026-11-01T05:30:00Z"],
    ["2026-11-01T02:00", "2026-11-01T07:00:00Z"],
  ])("%s on the clocks of New York is %s", (local, instant) => {
    const found = scheduledInstant(local, ZONE, NOW);
    expect("at" in found && found.at.toString()).toBe(instant);
    if ("at" in found) expect(localValue(found.at, ZONE)).toBe(local);
  });

  it.each([
    ["2026-03-08T02:30", /clocks go forward/],
    ["2026-01-31T12:00", /^This time is over: it is Feb 1, 2026, 7:00 a\.m\. Eastern now/],
    ["2030-01-01T00:00", /within the next two years/],
    ["soon", /^Enter a day and a time/],
    ["", /^Enter a day and a time/],
    ["+275760-09-13T00:00", /within the next two years|^Enter/],
  ])("%s is refused with a sentence", (local, sentence) => {
    const found = scheduledInstant(local, ZONE, NOW);
    expect("refused" in found && found.refused).toMatch(sentence);
  });
});

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
