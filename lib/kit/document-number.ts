/**
 * The number of a document from a page's parameter, which is the part of the address as it stands there. Exactly as
 * printed; null when it can be none.
 */
export function parseDocumentNumber(segment: string): string | null {
  try {
    return checkDocumentNumber(decodeURIComponent(segment));
  } catch {
    return null;
  }
}

/** The same from a route handler's parameter, which the framework has decoded: a `%25` in it is the number's own. */
export function checkDocumentNumber(number: string): string | null {
  return number.length > 0 && number.length <= 100 && !/\p{Cc}/u.test(number) ? number : null;
}

/** Signs that stand between the parts of a number, or are written for them. */
export const NUMBER_SIGNS = "#№-‐‑‒–—._/: ";
const SIGN = "[#№\\-‐‑‒–—._/:]";
const NUMBER = new RegExp(`^[\\p{L}\\p{N}]+(?:${SIGN}+[\\p{L}\\p{N}]+)*$`, "u");
/** `#1042`, `no.1042`; but not the `NO` of `NO-1042`, which is the number's own. */
const MARK = /^(?:[#№]|n[or]\.)+(?=[\p{L}\p{N}])/iu;
/** A word that only announces a number, or stands between its parts. */
const FILLER = new RegExp(`^(?:${SIGN}+|n[or]\\.?)$`, "iu");
const DIGIT = /\p{N}/u;

/** A word of a search among documents. */
export interface DocumentWord {
  /** As typed, without a mark such as `#` before it. */
  readonly text: string;
  /** Where it may be a number: its letters and digits alone, in small letters. */
  readonly number: string | null;
}

/**
 * What is searched for where numbers are found however written: in other letters, with other signs between their parts or
 * none, after `#` or `no.`. `words`: as searchWords gives them. There is a word left whenever one was given.
 */
export function documentWords(words: readonly string[]): DocumentWord[] {
  return words
    .filter((word, index) => !(FILLER.test(word) && words.slice(index + 1).some((later) => DIGIT.test(later))))
    .map((word) => {
      const text = DIGIT.test(word) ? word.replace(MARK, "") : word;
      const isNumber = DIGIT.test(text) && NUMBER.test(text);
      return { text, number: isNumber ? partsOf(text).join("").toLowerCase() : null };
    });
}

/** Letters and digits of a number, apart: what stands between them is not to be relied upon. */
export function partsOf(number: string): string[] {
  return number.match(/\p{L}+|\p{N}+/gu) ?? [];
}

/**
 * Spellings of a number for columns that are only compared whole: as typed, in capitals, in small letters, and with each
 * of the signs that are printed most, or none, between letters and digits.
 */
export function spellingsOf({ text, number }: DocumentWord): string[] {
  const parts = number === null ? [] : partsOf(text);
  const joined = parts.length > 1 ? ["-", "", "/", ".", " "].map((sign) => parts.join(sign)) : [];
  return [...new Set([text, ...joined].flatMap((one) => [one, one.toUpperCase(), one.toLowerCase()]))];
}
