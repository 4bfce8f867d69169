import type { Brand } from "./types";

/** The place of an estimate's number in a brand's address of the Quotation Portal. */
export const NUMBER_IN_ADDRESS = "{number}";

interface Options {
  /** Also allows plain http to this same machine, where the demo's sandbox runs. */
  readonly loopback?: boolean;
}

/**
 * An address of the Quotation Portal as a browser will read it, or null if it is not allowed. It must be https, on
 * exactly one of the brand's hosts (with port, if any), and without a user or password in it.
 */
export function quotationAddress(text: string, hosts: readonly string[], options: Options = {}): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const scheme = url.protocol === "https:" || (options.loopback && url.protocol === "http:" && isThisMachine(url));
  if (!scheme || url.username !== "" || url.password !== "" || !hosts.includes(url.host)) return null;
  return url.href;
}

/** The brand's own address of an estimate by its number; null if there is none or it is not allowed. */
export function numberedAddress(
  { quotationUrl, quotationHosts }: Pick<Brand, "quotationUrl" | "quotationHosts">,
  number: string,
  options: Options = {},
): string | null {
  // A number must not be able to choose the host, and a number of dots alone would lead to another page.
  if (quotationUrl === null || !isNumberedPattern(quotationUrl)) return null;
  if (!number.isWellFormed() || /^\.{1,2}$/.test(number)) return null;
  const address = quotationUrl.replaceAll(NUMBER_IN_ADDRESS, encodeURIComponent(number));
  return quotationAddress(address, quotationHosts, options);
}

/** Does the pattern have a place for the number, and only after the host? */
export function isNumberedPattern(pattern: string): boolean {
  return /^https?:\/\/[^/?#\\{}]+[/?#][^{]*\{number\}/i.test(pattern);
}

function isThisMachine({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || /^(127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}
