const strict = new TextDecoder("utf-8", { fatal: true });

/**
 * Is this an address that no page or form of ours makes? Escapes and raw bytes that are not UTF-8, or a NUL, which
 * PostgreSQL keeps nowhere. `url` is a request target as Node gives it, a byte a character.
 */
export function isOddAddress(url: string): boolean {
  if (!url.startsWith("/")) return true;
  const [path = "", ...rest] = url.split("?");
  // In a path a lone % is broken; in a query, browsers and people write one for itself.
  if (/%(?![0-9a-f]{2})/i.test(path)) return true;
  return !isKept(path) || !isKept(rest.join("?"));
}

function isKept(text: string): boolean {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const isEscape = text[at] === "%" && /^[0-9a-f]{2}$/i.test(text.slice(at + 1, at + 3));
    bytes.push(isEscape ? Number.parseInt(text.slice(at + 1, at + 3), 16) : text.charCodeAt(at));
    if (isEscape) at += 2;
  }
  if (bytes.includes(0)) return false;
  try {
    strict.decode(Uint8Array.from(bytes));
    return true;
  } catch {
    return false;
  }
}

/** What the portal is asked with; anything else, TRACE before all, is nobody's. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

export const isOddMethod = (method: string | undefined): boolean => !METHODS.has(method ?? "");
