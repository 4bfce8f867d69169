export const ADDRESS_FORMAT_MESSAGE =
  "The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.";

const LOCAL_PART = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$/;
/** A quoted name, or words without the characters that would end the name or begin another address (RFC 5322). */
const DISPLAY_NAME = /^(?:"(?:[^"\\]|\\.)*"|[^"<>,;@\\]*)$/;

/** The bare address of `email@example.com` or `Name <email@example.com>`; null when it has neither form. */
export function parseAddress(value: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(value)) return null;
  const named = /^(.*?) ?<([^<>]*)>$/.exec(value);
  if (named && !DISPLAY_NAME.test(named[1] ?? "")) return null;
  const address = named ? (named[2] ?? "") : value;
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  const isAddress =
    at > 0 && local.length <= 64 && address.length <= 254 && LOCAL_PART.test(local) && DOMAIN.test(domain);
  return isAddress ? address : null;
}
