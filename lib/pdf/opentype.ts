/* As much of the OpenType format as lib/pdf/fonts needs (OpenType 1.9: Table directory, cmap, GSUB). */

/** Where a table's entry in the directory is, and the table itself. */
export function tableOf(font: Buffer, tag: string): { record: number; offset: number } {
  const tables = font.readUInt16BE(4);
  for (let table = 0; table < tables; table++) {
    const record = 12 + table * 16;
    if (font.toString("latin1", record, record + 4) === tag) return { record, offset: font.readUInt32BE(record + 8) };
  }
  throw new Error(`The font has no table ${tag}`);
}

/** A run of characters whose glyphs follow each other too. */
export interface CharacterRange {
  readonly from: number;
  readonly to: number;
  readonly glyph: number;
}

/** The characters that have a glyph: the character map in format 12 for Windows. */
export function characterRanges(font: Buffer): CharacterRange[] {
  const cmap = tableOf(font, "cmap").offset;
  const maps = font.readUInt16BE(cmap + 2);
  for (let map = 0; map < maps; map++) {
    const entry = cmap + 4 + map * 8;
    const subtable = cmap + font.readUInt32BE(entry + 4);
    if (font.readUInt16BE(entry) !== 3 || font.readUInt16BE(subtable) !== 12) continue;
    return Array.from({ length: font.readUInt32BE(subtable + 12) }, (_, group) => {
      const at = subtable + 16 + group * 12;
      return { from: font.readUInt32BE(at), to: font.readUInt32BE(at + 4), glyph: font.readUInt32BE(at + 8) };
    });
  }
  throw new Error("The font has no character map in format 12");
}

interface Feature {
  readonly tag: string;
  /** Where the tag is written. */
  readonly at: number;
  /** Places of the lookups that it applies. */
  readonly lookups: readonly number[];
}

/** The substitutions that text may ask for by name. */
export function substitutions(font: Buffer): Feature[] {
  const gsub = tableOf(font, "GSUB").offset;
  const features = gsub + font.readUInt16BE(gsub + 6);
  const lookups = gsub + font.readUInt16BE(gsub + 8);
  return numbers(font, features, 6).map((at) => {
    const feature = features + font.readUInt16BE(at + 4);
    return {
      tag: font.toString("latin1", at, at + 4),
      at,
      lookups: numbers(font, feature + 2, 2).map(
        (index) => lookups + font.readUInt16BE(lookups + 2 + font.readUInt16BE(index) * 2),
      ),
    };
  });
}

/**
 * Makes a lookup of one glyph for another leave alone every glyph that `keep` does not name. Writes into the font. Knows
 * the form that Inter has: single substitution, format 2, with its glyphs in ranges.
 */
export function narrowSubstitution(font: Buffer, lookup: number, keep: (glyph: number) => boolean): void {
  if (font.readUInt16BE(lookup) !== 1) throw new Error("Not a single substitution");
  for (const index of numbers(font, lookup + 4, 2)) {
    const subtable = lookup + font.readUInt16BE(index);
    const coverage = subtable + font.readUInt16BE(subtable + 2);
    if (font.readUInt16BE(subtable) !== 2 || font.readUInt16BE(coverage) !== 2) throw new Error("Not in format 2");
    for (const range of numbers(font, coverage + 2, 6)) {
      const first = font.readUInt16BE(range);
      const last = font.readUInt16BE(range + 2);
      const start = font.readUInt16BE(range + 4);
      for (let glyph = first; glyph <= last; glyph++) {
        if (!keep(glyph)) font.writeUInt16BE(glyph, subtable + 6 + (start + glyph - first) * 2);
      }
    }
  }
}

/** Places of the records of a list that begins with their number. */
function numbers(font: Buffer, list: number, size: number): number[] {
  return Array.from({ length: font.readUInt16BE(list) }, (_, index) => list + 2 + index * size);
}
