/** The text of a search, without control characters and at most 100 characters long. */
export function cleanQuery(text: string): string {
  return Array.from(text.replaceAll(/\p{Cc}/gu, " ").trim())
    .slice(0, 100)
    .join("")
    .trim();
}

/** The words of a search, at most eight. A row is found if it contains every one of them. */
export function searchWords(q: string): string[] {
  return q.split(/\s+/u).filter(Boolean).slice(0, 8);
}

/** The pattern `%word%`, in which the special characters of LIKE have no special meaning. */
export function likePattern(word: string): string {
  return `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`;
}
