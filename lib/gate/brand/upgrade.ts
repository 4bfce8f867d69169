/**
 * An address that **Upgrade** may lead to as a browser will read it, or null: https, on one of the hosts to the letter
 * (with port, if any), without a user or password in it. A look-alike in other letters is another host.
 */
export function upgradeAddress(text: string, hosts: readonly string[]): string | null {
  if (/[\s\p{Cc}\\]/u.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== "https:" || url.username !== "" || url.password !== "" || !hosts.includes(url.host)) return null;
  return url.href;
}
