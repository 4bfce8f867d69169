import { readFileSync } from "node:fs";
import path from "node:path";
import PDFDocument from "pdfkit";
import { describe, expect, it } from "vitest";
import { preparedFonts } from "@/scripts/lib/fonts";
import { fontFile, hasGlyph } from "./fonts";

describe.each(["regular", "semibold"] as const)("Inter %s", (weight) => {
  const pdf = new PDFDocument({ font: "" });
  pdf.registerFont(weight, fontFile(weight));
  const widthOf = (text: string) => pdf.font(weight).fontSize(100).widthOfString(text);

  it("has digits of one width, so that columns line up", () => {
    const widths = Array.from("0123456789", (figure) => Math.round(widthOf(figure) * 100));
    expect(new Set(widths).size).toBe(1);
    expect(widthOf("$1,111.11")).toBeCloseTo(widthOf("$8,888.88"), 5);
  });

  it("keeps hyphens and spaces narrow", () => {
    expect(widthOf("-")).toBeLessThan(widthOf("0") * 0.8);
    expect(widthOf(" ")).toBeLessThan(widthOf("0") * 0.6);
  });
});

it.each([...preparedFonts()])("%s is the file that `npm run fonts` makes of the package", (name, made) => {
  expect(readFileSync(path.join(import.meta.dirname, "inter", name)).equals(made)).toBe(true);
});

it.each([
  ["A", true],
  ["−", true],
  ["€", true],
  ["Ж", true],
  ["日", false],
  ["😀", false],
])("hasGlyph for %s is %s", (character, known) => {
  expect(hasGlyph(character.codePointAt(0) ?? 0)).toBe(known);
});
