import { describe, expect, it } from "vitest";
import { THEMES, themeOf } from "./rules";

describe("the theme of a browser", () => {
  it("is what its cookie says", () => {
    for (const theme of THEMES) expect(themeOf(theme)).toBe(theme);
  });

  it("is the system's without a cookie, and for anything else in it", () => {
    for (const value of [undefined, "", "Dark", 'dark" onload="', "__proto__"]) expect(themeOf(value)).toBe("system");
  });
});
