/**
 * The number of a document from a page's parameter, which is the undecoded part of the address. The number is returned
 * exactly as printed; null when the text cannot be a number.
 */
export function parseDocumentNumber(segment: string): string | null {
  try {
    return checkDocumentNumber(decodeURIComponent(segment));
  } catch {
    return null;
  }
}

/**
 * The same for a route handler's parameter, which the framework has already decoded: a `%25` in it is part of the
 * number.
 */
export function checkDocumentNumber(number: string): string | null {
  return number.length > 0 && number.length <= 100 && !/\p{Cc}/u.test(number) ? number : null;
}

/** Characters that separate the parts of a number, as printed or as people type them. */
export const NUMBER_SIGNS = "#№-‐‑‒–—._/: ";
const SIGN = "[#№\\-‐‑‒–—._/:]";
const NUMBER = new RegExp(`^[\\p{L}\\p{N}]+(?:${SIGN}+[\\p{L}\\p{N}]+)*$`, "u");
/**
 * Matches the mark before a number, as in `#1042` and `no.1042`, but not the `NO` of `NO-1042`, which is part of the
 * number.
 */
const MARK = /^(?:[#№]|n[or]\.)+(?=[\p{L}\p{N}])/iu;
/** Matches a word that only announces a number or separates its parts. */
const FILLER = new RegExp(`^(?:${SIGN}+|n[or]\\.?)$`, "iu");
const DIGIT = /\p{N}/u;

/** A word of a search among documents. */
export interface DocumentWord {
  /** The word as typed, without a mark such as `#` before it. */
  readonly text: string;
  /** The letters and digits of the word in lower case if it can be a number, else null. */
  readonly number: string | null;
}

/**
 * The words of a search in which numbers are found however they are written: in upper or lower case, with other signs
 * or none between their parts, after `#` or `no.`. `words` come from searchWords. If at least one word is given, at
 * least one is returned.
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

/** The runs of letters and runs of digits of a number. People and systems separate them in different ways. */
export function partsOf(number: string): string[] {
  return number.match(/\p{L}+|\p{N}+/gu) ?? [];
}

/**
 * Spellings of a number for columns that are only compared as a whole: as typed, and with each of the signs that are
 * printed most, or none, between letters and digits; each also in upper and in lower case.
 */
export function spellingsOf({ text, number }: DocumentWord): string[] {
  const parts = number === null ? [] : partsOf(text);
  const joined = parts.length > 1 ? ["-", "", "/", ".", " "].map((sign) => parts.join(sign)) : [];
  return [...new Set([text, ...joined].flatMap((one) => [one, one.toUpperCase(), one.toLowerCase()]))];
}
