const MOST_CHARACTERS = 150;

/**
 * A content-disposition header (RFC 6266) for a file `name.ending`. Whatever `name` holds, the result is one header
 * with one file name: path separators, quotes, control characters and marks that change the direction of writing become
 * `-`. `ending` must be letters and digits, or null for a file without one.
 */
export function contentDisposition(kind: "inline" | "attachment", name: string, ending: string | null): string {
  const dotted = ending === null ? "" : `.${ending}`;
  const stem = name
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"\\/:*?<>|;]+/gu, "-")
    .replace(/^[\s.-]+/u, "")
    .trimEnd();
  const cut = Array.from(stem).slice(0, MOST_CHARACTERS).join("");
  // For programs that do not know filename*. A percent sign would make some of them decode the name.
  const plain = cut
    .normalize("NFKD")
    .replaceAll(/[^\x20-\x7e]|["\\]/g, "")
    .replaceAll(/[%;]/g, "-")
    .trim();
  const encoded = encodeURIComponent(cut || "document").replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain || "document"}${dotted}"; filename*=UTF-8''${encoded}${dotted}`;
}
