import { hasGlyph } from "./fonts";

/** Printed for each character that has no glyph in the font. */
export const MISSING_GLYPH = "□";

/**
 * Converts any text to one that can be printed. Control characters become spaces. Marks that join letters or change the
 * direction of writing are removed, because an amount must not read backwards. Half surrogate pairs and characters
 * without a glyph become MISSING_GLYPH.
 */
export function printable(text: string): string {
  const clean = text
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(/\p{Cf}|\p{Variation_Selector}/gu, "");
  return Array.from(clean, (character) => (hasGlyph(character.codePointAt(0) ?? 0) ? character : MISSING_GLYPH)).join(
    "",
  );
}

/**
 * Breaks text into lines no wider than `width` (points), at spaces. A word is broken only if it is longer than a line.
 */
export function wrap(text: string, width: number, measure: (text: string) => number): string[] {
  // At the sizes in use a character is at least a point wide, so a longer text cannot fit and is not measured.
  const most = Math.max(1, Math.floor(width));
  const fits = (line: string) => line.length <= 2 * most && measure(line) <= width;
  if (fits(text)) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/ +/)) {
    const longer = line ? `${line} ${word}` : word;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    line = word;
    while (!fits(line)) {
      const head = longestHead(beginning(line, most), fits);
      if (head.length === line.length) break;
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return line ? [...lines, line] : lines;
}

/** The first `most` UTF-16 units of a text, or one more if a character would be cut in half. */
function beginning(text: string, most: number): string {
  const halved = (text.charCodeAt(most - 1) & 0xfc00) === 0xd800;
  return text.slice(0, halved ? most + 1 : most);
}

/** The longest beginning of `text` that fits, but at least one character. */
function longestHead(text: string, fits: (line: string) => boolean): string {
  const characters = Array.from(text);
  let low = 1;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(characters.slice(0, middle).join(""))) low = middle;
    else high = middle - 1;
  }
  return characters.slice(0, low).join("");
}
