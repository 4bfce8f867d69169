import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanQuery, likePattern, searchWords } from "./search";

describe("the text of a search", () => {
  it("is matched literally by its LIKE pattern, also where it has signs of LIKE", () => {
    expect(likePattern("50%_a\\b")).toBe("%50\\%\\_a\\\\b%");
  });
  it("is cut to eight words", () => {
    expect(searchWords("  a b\u2003c  ")).toEqual(["a", "b", "c"]);
    expect(searchWords("1 2 3 4 5 6 7 8 9 10")).toHaveLength(8);
  });

  it("loses control characters and is cut to a hundred characters", () => {
    expect(cleanQuery(" a\u0000b\n ")).toBe("a b");
    expect(Array.from(cleanQuery("\u{1F600}".repeat(200)))).toHaveLength(100);
  });

  it("does not change when it is cleaned a second time", () => {
    expect(cleanQuery(`${"a".repeat(99)} b`)).toBe("a".repeat(99));
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 120 }), (text) => {
        expect(cleanQuery(cleanQuery(text))).toBe(cleanQuery(text));
      }),
    );
  });
});
