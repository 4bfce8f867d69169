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
