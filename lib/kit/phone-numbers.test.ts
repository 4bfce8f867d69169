import { describe, expect, it } from "vitest";
import { formatPhone, parsePhone, phoneCountry } from "./phone-numbers";

describe("a phone number", () => {
  it.each([
    ["804 555 0140", "US", "+18045550140"],
    ["(717) 555-0101 x12", "US", "+17175550101;ext=12"],
    ["416.555.0123", "CA", "+14165550123"],
    ["020 7946 0958", "GB", "+442079460958"],
    ["+44 20 7946 0958", "US", "+442079460958"],
  ] as const)("%s in %s is stored as %s", (typed, country, stored) => {
    expect(parsePhone(typed, country)).toBe(stored);
    expect(parsePhone(formatPhone(stored), "US")).toBe(stored);
    expect(parsePhone(stored, "US")).toBe(stored);
  });

  it.each([
    "",
    " ",
    "call me",
    "5550140",
    "1",
    "+1 804 555 01401234567",
    "call 804 555 0140",
    "<script>",
    "+",
    "9".repeat(60),
  ])("is refused when it is %j", (typed) => {
    expect(parsePhone(typed, "US")).toBeNull();
  });

  it("is shown with its country code and extension, and an invalid one as it is stored", () => {
    expect(formatPhone("+18045550140")).toBe("+1 804 555 0140");
    expect(formatPhone("+17175550101;ext=12")).toBe("+1 717 555 0101 ext. 12");
    expect(formatPhone("ask for Robin")).toBe("ask for Robin");
    expect(formatPhone("1")).toBe("1");
  });
});

it.each([
  ["United States", "US"],
  [" canada ", "CA"],
  ["de", "DE"],
  ["USA", "US"],
  ["Atlantis", "US"],
  ["", "US"],
  [null, "US"],
] as const)("phoneCountry reads the country %j as %s", (country, code) => {
  expect(phoneCountry(country)).toBe(code);
});
