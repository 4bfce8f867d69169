import { readFileSync } from "node:fs";
import path from "node:path";
import { create, type Font } from "fontkit";

export type Weight = "regular" | "semibold";

/**
 * The path is relative to the folder in which the process was started, as for all files of the portal, because a
 * bundler would rewrite import.meta.url.
 */
const folder = path.join(process.cwd(), "lib", "pdf", "inter");
const files: Record<Weight, string> = {
  regular: path.join(folder, "Inter-Regular.ttf"),
  semibold: path.join(folder, "Inter-SemiBold.ttf"),
};

const loaded = new Map<Weight, Buffer>();

/** Inter as TTF with digits of one width and without kerning and alternates, as `npm run fonts` prepared it. */
export function fontFile(weight: Weight): Buffer {
  const known = loaded.get(weight);
  if (known) return known;
  const font = readFileSync(/* turbopackIgnore: true */ files[weight]);
  loaded.set(weight, font);
  return font;
}

let regular: Font | undefined;

/** Whether the font has a glyph for this character. Both weights have the same characters. */
export function hasGlyph(codePoint: number): boolean {
  if (codePoint >= 0x20 && codePoint < 0x7f) return true;
  regular ??= opened(fontFile("regular"));
  return regular.hasGlyphForCodePoint(codePoint);
}

function opened(bytes: Buffer): Font {
  const font = create(bytes);
  if (!("hasGlyphForCodePoint" in font)) throw new Error("The type is a collection of fonts");
  return font;
}

/** Outline of a character in the semibold weight, in units of the type with y upwards. */
export function letterPath(letter: string): { path: string; width: number; unitsPerEm: number } {
  const font = opened(fontFile("semibold"));
  const glyph = font.glyphForCodePoint(letter.codePointAt(0) ?? 0x20);
  return { path: glyph.path.toSVG(), width: glyph.advanceWidth, unitsPerEm: font.unitsPerEm };
}
