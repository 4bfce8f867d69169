import { describe, expect, it } from "vitest";
import { LINK_CHOICES, linkWords } from "./rules";
import { linkedNumber } from "./schema";

describe("the words of a link", () => {
  it("say the same thing from both sides", () => {
    expect(LINK_CHOICES.map(([kind, words]) => [words, linkWords(kind, false)])).toEqual([
      ["Related to", "Related to"],
      ["Duplicate of", "Has the duplicate"],
      ["Caused by", "Cause of"],
    ]);
  });
});

describe("the number of the other case", () => {
  it("is read as people type and paste it, and nothing else is", () => {
    for (const typed of ["C-100023", " c-100023 ", "#C-100023", "100023", "c 100023"]) {
      expect(linkedNumber.parse(typed), typed).toBe("C-100023");
    }
    for (const wrong of ["", "C-", "R-100023", "C-12", "C-100023 and C-100024", "'; --"]) {
      expect(linkedNumber.safeParse(wrong).success, wrong).toBe(false);
    }
  });
});
