const strict = new TextDecoder("utf-8", { fatal: true });

/**
 * Is this an address that no page or form of ours makes? That is one whose escapes or raw bytes are not UTF-8, or one
 * with a NUL, which PostgreSQL cannot store. `url` is a request target as Node gives it: each character is one byte.
 */
export function isOddAddress(url: string): boolean {
  if (!url.startsWith("/")) return true;
  const [path = "", ...rest] = url.split("?");
  // In a path, a % without two hex digits is an error. In a query, browsers and people write it for the character
  // itself.
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

/** The methods that the portal answers. Any other, above all TRACE, is refused. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

export const isOddMethod = (method: string | undefined): boolean => !METHODS.has(method ?? "");
