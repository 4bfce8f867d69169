import { plainLine } from "./plain-text";

const MAX_NAME = 70;
const MAX_SUBJECT = 150;

/**
 * `Name <address>` for a mail header. Characters with which a name could end itself, begin another address, or open a
 * comment or group (RFC 5322) become spaces. If nothing of the name is left, the result is the address alone.
 */
export function mailbox(name: string | null, address: string): string {
  const safe = plainLine((name ?? "").replace(/["'`<>()[\],:;@\\=]/g, " "), MAX_NAME);
  return safe ? `${safe} <${address}>` : address;
}

/** A subject on one line, even if `text` has line breaks. */
export function subjectLine(text: string): string {
  return plainLine(text, MAX_SUBJECT);
}
