import { plainLine } from "./plain-text";

const MAX_NAME = 70;
const MAX_SUBJECT = 150;

/**
 * `Name <address>` for a mail header. Characters by which a name could end itself, begin another address, or open a
 * comment or group (RFC 5322) become spaces; without anything left the bare address is given.
 */
export function mailbox(name: string | null, address: string): string {
  const safe = plainLine((name ?? "").replace(/["'`<>()[\],:;@\\=]/g, " "), MAX_NAME);
  return safe ? `${safe} <${address}>` : address;
}

/** A subject on one line, whatever its parts held. */
export function subjectLine(text: string): string {
  return plainLine(text, MAX_SUBJECT);
}
