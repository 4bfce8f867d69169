/** Characters that change the direction of text: a name with one could make the rest of a line read backwards. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

function shorten(text: string, maximum: number): string {
  const points = [...text];
  return points.length > maximum ? `${points.slice(0, maximum - 1).join("")}…` : text;
}

/**
 * Other people's text as one line without line breaks, control characters or direction marks. `maximum`: in code
 * points.
 */
export function plainLine(text: string, maximum: number): string {
  const line = text
    .replace(/\p{Cs}/gu, "\ufffd")
    .replace(DIRECTION_MARKS, "")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ");
  return shorten(line.trim(), maximum);
}

/** Like `plainLine`, but keeps line breaks (at most two in a row). */
export function plainText(text: string, maximum: number): string {
  const lines = text
    .replace(/\r\n?|[\p{Zl}\p{Zp}]/gu, "\n")
    .split("\n")
    .map((line) => plainLine(line, maximum));
  return shorten(
    lines
      .join("\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim(),
    maximum,
  );
}
