/**
 * Matches an extension as RFC 3966 writes it (`;ext=12`) and as people do (`ext. 12`, `extension 12`, `x12` or `#12`).
 */
const EXTENSION = /(?<=\d[\s,(]*)(?:;ext=|ext(?:ension|n)?|x|#)[\s.:]*(\d{1,7})[\s)]*$/i;

/** The `tel:` address of a number: its digits, a plus before them, and the extension as a parameter (RFC 3966). */
export function telephoneHref(phone: string): string {
  const extension = EXTENSION.exec(phone);
  const dialled = (extension ? phone.slice(0, extension.index) : phone).replaceAll(/[^\d+]/g, "");
  return `tel:${dialled}${extension ? `;ext=${extension[1]}` : ""}`;
}
