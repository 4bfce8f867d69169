import { readFileSync } from "node:fs";
import path from "node:path";
import { type CharacterRange, characterRanges, narrowSubstitution, substitutions, tableOf } from "./opentype";

export type Weight = "regular" | "semibold";

/*
 * From the folder that the process was started in, as all of the portal's files: a bundler would rewrite import.meta.url
 * and require.resolve. The package holds Inter as static TTF, which PDF needs.
 */
const folder = path.join(process.cwd(), "node_modules", "@expo-google-fonts", "inter");
const files: Record<Weight, string> = {
  regular: path.join(folder, "400Regular", "Inter_400Regular.ttf"),
  semibold: path.join(folder, "600SemiBold", "Inter_600SemiBold.ttf"),
};

const loaded = new Map<Weight, Buffer>();

/** Inter as TTF with figures of one width, and without kerning and alternates: see plain(). */
export function fontFile(weight: Weight): Buffer {
  const known = loaded.get(weight);
  if (known) return known;
  const font = plain(readFileSync(/* turbopackIgnore: true */ files[weight]));
  loaded.set(weight, font);
  return font;
}

let ranges: readonly CharacterRange[] | undefined;

/** Has the type a glyph for this character? Both weights hold the same characters. */
export function hasGlyph(codePoint: number): boolean {
  if (codePoint >= 0x20 && codePoint < 0x7f) return true;
  ranges ??= characterRanges(fontFile("regular"));
  return glyphOf(ranges, codePoint) !== null;
}

/**
 * Shaping takes most of the time of a document: Inter's contextual alternates and kerning triple it, and asking the
 * library for features switches its cache off. So, in memory, of all substitutions the tabular figures alone stay, under
 * the name of one that is always on and for the ten figures alone (Inter has wide hyphens and spaces with them), and
 * kerning goes.
 */
function plain(font: Buffer): Buffer {
  const glyphs = characterRanges(font);
  const figures = new Set(Array.from("0123456789", (figure) => glyphOf(glyphs, figure.charCodeAt(0))));
  for (const { tag, at, lookups } of substitutions(font)) {
    const isTabular = tag === "tnum";
    font.write(isTabular ? "calt" : "none", at, "latin1");
    if (!isTabular) continue;
    for (const lookup of lookups) narrowSubstitution(font, lookup, (glyph) => figures.has(glyph));
  }
  font.write("none", tableOf(font, "GPOS").record, "latin1");
  return font;
}

function glyphOf(ranges: readonly CharacterRange[], codePoint: number): number | null {
  const range = ranges.find(({ from, to }) => codePoint >= from && codePoint <= to);
  return range ? range.glyph + codePoint - range.from : null;
}
