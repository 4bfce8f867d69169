import type { Brand } from "./types";

/** Where the number of an estimate stands in a brand's address of the Quotation Portal. */
export const NUMBER_IN_ADDRESS = "{number}";

interface Options {
  /** Plain http to this very machine counts too: the demo's sandbox is there. */
  readonly loopback?: boolean;
}

/**
 * An address of the Quotation Portal as a browser will read it, or null: https, on one of the brand's hosts to the letter
 * (with port, if any), without a user or password in it.
 */
export function quotationAddress(text: string, hosts: readonly string[], options: Options = {}): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const scheme = url.protocol === "https:" || (options.loopback && url.protocol === "http:" && isThisMachine(url));
  if (!scheme || url.username !== "" || url.password !== "" || !hosts.includes(url.host)) return null;
  return url.href;
}

/** The brand's own address of an estimate by its number, or null where there is none that may be led to. */
export function numberedAddress(
  { quotationUrl, quotationHosts }: Pick<Brand, "quotationUrl" | "quotationHosts">,
  number: string,
  options: Options = {},
): string | null {
  // A number must not choose the host, and dots alone would climb to another page.
  if (quotationUrl === null || !isNumberedPattern(quotationUrl)) return null;
  if (!number.isWellFormed() || /^\.{1,2}$/.test(number)) return null;
  const address = quotationUrl.replaceAll(NUMBER_IN_ADDRESS, encodeURIComponent(number));
  return quotationAddress(address, quotationHosts, options);
}

/** Has a place for the number, and only behind the host. */
export function isNumberedPattern(pattern: string): boolean {
  return /^https?:\/\/[^/?#\\{}]+[/?#][^{]*\{number\}/i.test(pattern);
}

function isThisMachine({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || /^(127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
