/* What every list with a search and keyset pages shares: reading an address, searching text, naming a place. */

/** The query of an address as Next gives it. */
export type RawParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The first value of a parameter, null where there is none. */
export function firstParameter(raw: RawParameters, name: string): string | null {
  const value = raw[name];
  return (typeof value === "string" ? value : value?.[0]) ?? null;
}

/** What somebody searches for: without control characters, at most 100 characters. */
export function cleanQuery(text: string): string {
  return Array.from(text.replaceAll(/\p{Cc}/gu, " ").trim())
    .slice(0, 100)
    .join("");
}

/** Words of a search, at most eight: every one of them must be found. */
export function searchWords(q: string): string[] {
  return q.split(/\s+/u).filter(Boolean).slice(0, 8);
}

/** `%word%` with LIKE's own signs taken literally. */
export function likePattern(word: string): string {
  return `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`;
}

/** Plain values (ASCII) as an opaque word for an address. It names a place, and gives no right to what is there. */
export function encodePlace(parts: readonly (string | number)[]): string {
  return btoa(JSON.stringify(parts)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What encodePlace was given, to be checked like any input; null for what it never made. */
export function decodePlace(text: string): unknown {
  if (!/^[\w-]+$/.test(text)) return null;
  try {
    return JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    return null;
  }
}

const PLACES_FROM = Date.UTC(2000, 0);
const PLACES_UNTIL = Date.UTC(2100, 0);

/** The instant that an ISO text in a place names; null for what no list of ours could have named, such as the year 0. */
export function placeInstant(text: unknown): Date | null {
  const time = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return time >= PLACES_FROM && time < PLACES_UNTIL ? new Date(time) : null;
}

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
