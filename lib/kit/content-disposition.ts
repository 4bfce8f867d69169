const MOST_CHARACTERS = 150;

/**
 * A content-disposition header (RFC 6266) for a file `name.ending`. Whatever the name holds, the header stays one header
 * and the name one name: paths, quotes, control characters and marks that turn the direction of writing become `-`.
 * `ending`: letters and digits alone; null for a file that has none.
 */
export function contentDisposition(kind: "inline" | "attachment", name: string, ending: string | null): string {
  const dotted = ending === null ? "" : `.${ending}`;
  const stem = name
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"\\/:*?<>|;]+/gu, "-")
    .replace(/^[\s.-]+/u, "")
    .trimEnd();
  const cut = Array.from(stem).slice(0, MOST_CHARACTERS).join("");
  // For readers that know nothing of filename*; a percent sign would make some of them decode.
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
