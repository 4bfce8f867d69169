/**
 * An address that **Upgrade** may lead to, as a browser will read it, or null if it is not allowed. It must be https,
 * on exactly one of the hosts (with port, if any), and without a user or password in it. A host that only looks alike,
 * in other letters, is another host.
 */
export function upgradeAddress(text: string, hosts: readonly string[]): string | null {
  if (/[\s\p{Cc}\\]/u.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== "https:" || url.username !== "" || url.password !== "" || !hosts.includes(url.host)) return null;
  return url.href;
}
