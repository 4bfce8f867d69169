/** A piece of what somebody typed: plain text, or an address that is safe to follow. */
export interface TextPiece {
  readonly text: string;
  readonly href: string | null;
}

const ADDRESS = /https?:\/\/[^\s<>"'`{}|\\^]+/gi;

/**
 * Splits text into plain pieces and http(s) addresses; joined again they are the text. Punctuation after an address,
 * and a closing bracket whose opening one is before it, are not part of it.
 */
export function linkPieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let done = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTail(match[0]);
    const href = safeHref(address);
    if (!href) continue;
    if (match.index > done) pieces.push({ text: text.slice(done, match.index), href: null });
    pieces.push({ text: address, href });
    done = match.index + address.length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), href: null });
  return pieces;
}

function withoutTail(address: string): string {
  let end = address.length;
  // Counted once and not at every step: a text may hold thousands of brackets in a row.
  let opened = count(address, "(") - count(address, ")");
  for (; end > 0; end--) {
    const last = address[end - 1] ?? "";
    if (last === ")") {
      if (opened >= 0) break;
      opened++;
    } else if (!/[.,;:!?\]*_~]/.test(last)) break;
  }
  return address.slice(0, end);
}

function count(text: string, sign: string): number {
  let found = 0;
  for (const each of text) if (each === sign) found++;
  return found;
}

/** Null for what is no web address, and for one with a user name: `https://bank.example@evil.example` misleads. */
function safeHref(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  return url.username || url.password ? null : url.href;
}
