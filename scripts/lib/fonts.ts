import { readFileSync } from "node:fs";
import path from "node:path";
import { createFont } from "fonteditor-core";

/** The package holds Inter as static TTF, which PDF needs. */
const folder = path.join(process.cwd(), "node_modules", "@expo-google-fonts", "inter");
const FIGURES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/**
 * Content of lib/pdf/inter by file name: two weights of Inter prepared for PDF, and the licence, which allows changes
 * and must be distributed with the fonts. The same package gives the same bytes.
 */
export function preparedFonts(): ReadonlyMap<string, Buffer> {
  return new Map([
    ["Inter-Regular.ttf", prepared("400Regular/Inter_400Regular.ttf")],
    ["Inter-SemiBold.ttf", prepared("600SemiBold/Inter_600SemiBold.ttf")],
    ["OFL.txt", readFileSync(path.join(folder, "LICENSE_FONT"))],
  ]);
}

/**
 * Makes text layout of PDFs faster. Inter's contextual alternates and kerning triple its time, and switching them off
 * by options would disable the library's cache. So their tables are left out (fonteditor drops tables by default), and
 * the tabular figures, which are alternates too, replace the ten digits.
 */
function prepared(file: string): Buffer {
  const font = createFont(readFileSync(path.join(folder, file)), { type: "ttf" });
  const glyphs = new Map(font.get().glyf.map((glyph) => [glyph.name, glyph]));
  for (const figure of FIGURES) {
    const usual = glyphs.get(figure);
    const tabular = glyphs.get(`${figure}.tf`);
    if (!usual || !tabular) throw new Error(`${file} has no glyph ${figure}, or none of tabular width`);
    tabular.unicode = [...usual.unicode, ...tabular.unicode];
    usual.unicode = [];
  }
  return font.write({ type: "ttf", toBuffer: true });
}
