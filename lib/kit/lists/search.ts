/** What somebody searches for: without control characters, at most 100 characters. */
export function cleanQuery(text: string): string {
  return Array.from(text.replaceAll(/\p{Cc}/gu, " ").trim())
    .slice(0, 100)
    .join("")
    .trim();
}

/** Words of a search, at most eight: every one of them must be found. */
export function searchWords(q: string): string[] {
  return q.split(/\s+/u).filter(Boolean).slice(0, 8);
}

/** `%word%` with LIKE's own signs taken literally. */
export function likePattern(word: string): string {
  return `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`;
}
