import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkDocumentNumber,
  cleanQuery,
  decodePlace,
  encodePlace,
  firstParameter,
  likePattern,
  parseDocumentNumber,
  searchWords,
} from "./lists";

describe("search", () => {
  it("takes LIKE's own signs literally", () => {
    expect(likePattern("50%_a\\b")).toBe("%50\\%\\_a\\\\b%");
  });
  it("has at most eight words", () => {
    expect(searchWords("  a b\u2003c  ")).toEqual(["a", "b", "c"]);
    expect(searchWords("1 2 3 4 5 6 7 8 9 10")).toHaveLength(8);
  });
});

describe("the number in an address", () => {
  it.each([
    ["INV-1001", "INV-1001"],
    ["INV%2F1001", "INV/1001"],
    ["50%2525", "50%25"],
    ["inv-1001 ", "inv-1001 "],
    ["%E0%A4%A", null],
    ["%00", null],
    ["", null],
    ["9".repeat(101), null],
  ])("%j -> %j", (segment, number) => {
    expect(parseDocumentNumber(segment)).toBe(number);
    if (number !== null) expect(checkDocumentNumber(number)).toBe(number);
  });
});

describe("a place in a list", () => {
  it("comes back as it was made, in letters that an address takes as they are", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: "grapheme-ascii" }), fc.integer())), (parts) => {
        const text = encodePlace(parts);
        expect(text).toMatch(/^[\w-]+$/);
        expect(decodePlace(text)).toEqual(parts);
      }),
    );
  });

  it("is never thrown over, whatever is sent", () => {
    expect(decodePlace("%%%")).toBeNull();
    expect(decodePlace("bm90IGpzb24")).toBeNull();
    fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (text) => decodePlace(text) !== undefined));
  });
});

describe("the query of an address", () => {
  it("gives the first value of a parameter", () => {
    const raw = { q: "a", many: ["b", "c"], none: [], absent: undefined };
    expect(["q", "many", "none", "absent", "unheard"].map((name) => firstParameter(raw, name))).toEqual([
      "a",
      "b",
      null,
      null,
      null,
    ]);
  });

  it("has a search without control characters, of a hundred characters at most", () => {
    expect(cleanQuery(" a\u0000b\n ")).toBe("a b");
    expect(Array.from(cleanQuery("\u{1F600}".repeat(200)))).toHaveLength(100);
  });
});
