/** The ways to write an address of a mailbox that mail programs agree on, without anything that adds to the mail. */
const MAILBOX = /^mailto:([a-z0-9.!$'*+=^_`{|}~-]+)@([a-z0-9.-]+)$/i;
/** Digits, as a person groups them. */
const TELEPHONE = /^tel:\+?[\d\s().-]+$/i;

/**
 * An address that a brand's words may link to, as a browser will read it, or null if it is not allowed: http or https on
 * exactly one of the hosts (with port, if any), without a user or password in it; a mailbox at one of the hosts; or a
 * telephone number. A host that only looks alike, in other letters, is another host.
 */
export function allowedLink(text: string, hosts: readonly string[]): string | null {
  if (TELEPHONE.test(text)) return telephone(text);
  if (/[\s\p{Cc}\\]/u.test(text)) return null;
  const [, name, domain] = MAILBOX.exec(text) ?? [];
  if (name && domain) return hosts.includes(domain.toLowerCase()) ? `mailto:${name}@${domain.toLowerCase()}` : null;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  return url.username === "" && url.password === "" && hosts.includes(url.host) ? url.href : null;
}

function telephone(text: string): string | null {
  const digits = text.replaceAll(/\D/g, "");
  if (digits.length < 5 || digits.length > 20) return null;
  return `tel:${/^tel:\s*\+/i.test(text) ? "+" : ""}${digits}`;
}
