import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDocumentNumber, documentWords, parseDocumentNumber, spellingsOf } from "./document-number";
import { searchWords } from "./lists/search";

describe("parseDocumentNumber", () => {
  it.each([
    ["INV-1001", "INV-1001"],
    ["INV%2F1001", "INV/1001"],
    ["50%2525", "50%25"],
    ["inv-1001 ", "inv-1001 "],
    ["%E0%A4%A", null],
    ["%00", null],
    ["", null],
    ["9".repeat(101), null],
  ])("reads the part %j of an address as %j", (segment, number) => {
    expect(parseDocumentNumber(segment)).toBe(number);
    if (number !== null) expect(checkDocumentNumber(number)).toBe(number);
  });
});

describe("documentWords", () => {
  const words = (q: string) => documentWords(searchWords(q));

  it.each([
    ["INV-1042", [["INV-1042", "inv1042"]]],
    ["INV1042", [["INV1042", "inv1042"]]],
    ["#INV\u20131042", [["INV\u20131042", "inv1042"]]],
    [
      "inv 1042",
      [
        ["inv", null],
        ["1042", "1042"],
      ],
    ],
    [
      "INV \u2013 1042",
      [
        ["INV", null],
        ["1042", "1042"],
      ],
    ],
    ["#1042", [["1042", "1042"]]],
    ["# 1042", [["1042", "1042"]]],
    ["no. 1042", [["1042", "1042"]]],
    ["No.1042", [["1042", "1042"]]],
    ["NO-1042", [["NO-1042", "no1042"]]],
    ["\u21161042", [["1042", "1042"]]],
    [
      "4500/17 pump",
      [
        ["4500/17", "450017"],
        ["pump", null],
      ],
    ],
    ["50%", [["50%", null]]],
    [
      "pump - valve",
      [
        ["pump", null],
        ["-", null],
        ["valve", null],
      ],
    ],
    ["no", [["no", null]]],
    ["\\", [["\\", null]]],
    ["-", [["-", null]]],
  ])("gives the text and the number of each word of the search %j", (q, expected) => {
    expect(words(q).map(({ text, number }) => [text, number])).toEqual(expected);
  });

  it("always gives a word when one was typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (q) => {
        const typed = searchWords(q);
        const left = words(q);
        expect(left.length > 0).toBe(typed.length > 0);
        for (const { text } of left) expect(typed.some((word) => text !== "" && word.endsWith(text))).toBe(true);
      }),
    );
  });

  it("gives spellings of a number as numbers are printed", () => {
    const spelled = (q: string) => words(q).flatMap(spellingsOf);
    for (const q of ["INV-1042", "inv1042", "inv/1042", "#Inv.1042"]) expect(spelled(q)).toContain("INV-1042");
    expect(spelled("cs10482c")).toContain("CS-10482-C");
    expect(spelled("CS-Inv-7x")).toContain("CS-Inv-7x");
    expect(spelled("Keystone")).toEqual(["Keystone", "KEYSTONE", "keystone"]);
  });
});
