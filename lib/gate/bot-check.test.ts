import { beforeAll, describe, expect, it, vi } from "vitest";
import { checkForm, FASTEST_PERSON_MS, FORM_LIFE_MS, issueFormToken } from "./bot-check";

const NOW = Date.UTC(2026, 10, 21, 15, 0, 0);

beforeAll(() => {
  vi.stubEnv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none");
  vi.stubEnv("AUTH_SECRET", "a".repeat(32));
  vi.stubEnv("AUTH_SECRET_PREVIOUS", "");
  vi.stubEnv("MAIL_TOKEN_KEY", "b".repeat(32));
});

const FORM = "0192f0c4-7b1e-7c3a-9a51-1f2e3d4c5b6a";
const OTHER_FORM = "0192f0c4-7b1e-7c3a-9a51-1f2e3d4c5b6b";

const issued = (age: number, brand = "cimsoft", id = FORM) => issueFormToken(brand, id, NOW - age);
const check = (token: string | undefined, website?: string) =>
  checkForm({ brand: "cimsoft", id: FORM, website, issued: token }, NOW);

describe("checkForm", () => {
  it.each([
    ["ten seconds", 10_000, { verdict: "person", waitMs: 0 }],
    ["exactly as long as a person needs", FASTEST_PERSON_MS, { verdict: "person", waitMs: 0 }],
    ["half a second", 500, { verdict: "person", waitMs: 1_500 }],
    ["no time", 0, { verdict: "person", waitMs: 2_000 }],
    ["a day", FORM_LIFE_MS, { verdict: "person", waitMs: 0 }],
    ["a day and a bit", FORM_LIFE_MS + 1, { verdict: "too-old" }],
    ["a process whose clock is a little ahead", -30_000, { verdict: "person", waitMs: 2_000 }],
    ["the future", -61_000, { verdict: "bot" }],
  ])("judges a page after %s", (_what, age, expected) => {
    expect(check(issued(age))).toEqual(expected);
  });

  it.each([
    ["is missing", undefined],
    ["is empty", ""],
    ["has no signature", NOW.toString(36)],
    ["has another's signature", `${(NOW - 5_000).toString(36)}.${"A".repeat(43)}`],
    ["is very long", `${"1".repeat(5_000)}.${"A".repeat(5_000)}`],
    ["has a third part", "a.b.c"],
  ])("takes a form for a bot's whose token %s", (_what, token) => {
    expect(check(token)).toEqual({ verdict: "bot" });
  });

  it("takes a changed time, another brand's and another form's token for a bot's", () => {
    const [, signature] = issued(10_000).split(".");
    expect(check(`${(NOW - 9_000).toString(36)}.${signature}`)).toEqual({ verdict: "bot" });
    expect(check(issued(10_000, "insource"))).toEqual({ verdict: "bot" });
    expect(check(issued(10_000, "cimsoft", OTHER_FORM))).toEqual({ verdict: "bot" });
  });

  it("takes a form for a bot's that filled the field people never see", () => {
    expect(check(issued(10_000), "https://spam.example")).toEqual({ verdict: "bot" });
    expect(check(issued(10_000), "")).toEqual({ verdict: "person", waitMs: 0 });
  });
});
