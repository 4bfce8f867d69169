import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpuTime } from "@/tests/support/cpu-time";
import { hasGlyph } from "./fonts";
import { MISSING_GLYPH, printable, wrap } from "./text";

const anything = fc.string({ unit: fc.nat(0x10ffff).map((point) => String.fromCodePoint(point)) });

describe("printable", () => {
  it.each([
    ["plain, <b>not bold</b> & more", "plain, <b>not bold</b> & more"],
    ["Zoë Müller − € “x” … –", "Zoë Müller − € “x” … –"],
    ["Zoe\u0308", "Zoë"],
    ["Юрий Ελλάδα Łódź", "Юрий Ελλάδα Łódź"],
    ["日本 😀 مرحبا", `${MISSING_GLYPH.repeat(2)} ${MISSING_GLYPH} ${MISSING_GLYPH.repeat(5)}`],
    ["👩‍💻️", MISSING_GLYPH.repeat(2)],
    ["a\u0000b\r\nc\td\u2028e", "a b c d e"],
    ["\u202e00.1$\u202c", "00.1$"],
    ["\ud800x", `${MISSING_GLYPH}x`],
    ["soft\u00adhyphen\u200b", "softhyphen"],
  ])("turns %j into %j", (text, set) => {
    expect(printable(text)).toBe(set);
  });

  it("always gives text that the font can set", () => {
    expect(hasGlyph(MISSING_GLYPH.codePointAt(0) ?? 0)).toBe(true);
    fc.assert(
      fc.property(anything, (text) =>
        Array.from(printable(text)).every((character) => hasGlyph(character.codePointAt(0) ?? 0)),
      ),
    );
  });
});

describe("wrap", () => {
  // Every character is one point wide, so the length of a line is its number of characters.
  const broken = (text: string, width: number) => wrap(text, width, (line) => Array.from(line).length);

  it.each([
    ["one line", 20, ["one line"]],
    ["breaks at the spaces", 10, ["breaks at", "the spaces"]],
    ["abcdefghij", 4, ["abcd", "efgh", "ij"]],
    ["to abcdefghij x", 4, ["to", "abcd", "efgh", "ij x"]],
    ["", 4, [""]],
    ["😀😀😀", 1, ["😀", "😀", "😀"]],
  ])("breaks %j at a width of %d points", (text, width, lines) => {
    expect(broken(text, width)).toEqual(lines);
  });

  it("keeps every letter in its order and never exceeds the width", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "b", " ", "-", "w"), maxLength: 200 }),
        fc.nat(30),
        (text, n) => {
          const lines = broken(text, n + 1);
          expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
          expect(lines.every((line) => line.length <= n + 1)).toBe(true);
        },
      ),
    );
  });

  it("breaks a word of 60,000 letters in little time", () => {
    const taken = cpuTime(() => expect(broken("x".repeat(60_000), 100)).toHaveLength(600));
    expect(taken).toBeLessThan(2_000);
  });
});
