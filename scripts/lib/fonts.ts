import { readFileSync } from "node:fs";
import path from "node:path";
import { createFont } from "fonteditor-core";

/** The package holds Inter as static TTF, which PDF needs. */
const folder = path.join(process.cwd(), "node_modules", "@expo-google-fonts", "inter");
const FIGURES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/**
 * What stands in lib/pdf/inter, by name: both weights of Inter prepared for documents, and its licence, which allows that
 * and must go with them. The same package gives the same bytes.
 */
export function preparedFonts(): ReadonlyMap<string, Buffer> {
  return new Map([
    ["Inter-Regular.ttf", prepared("400Regular/Inter_400Regular.ttf")],
    ["Inter-SemiBold.ttf", prepared("600SemiBold/Inter_600SemiBold.ttf")],
    ["OFL.txt", readFileSync(path.join(folder, "LICENSE_FONT"))],
  ]);
}

/**
 * Shaping takes most of the time of a document: Inter's contextual alternates and kerning triple it, and asking the library
 * for features switches its cache off. So the tables of both are left out (fonteditor keeps none that it is not told to), and
 * the figures of one width, an alternate too, become what the ten characters show.
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
