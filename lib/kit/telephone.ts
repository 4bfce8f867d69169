/** `;ext=12` as RFC 3966 writes it, and `ext. 12`, `extension 12`, `x12` or `#12` as people do. */
const EXTENSION = /(?<=\d[\s,(]*)(?:;ext=|ext(?:ension|n)?|x|#)[\s.:]*(\d{1,7})[\s)]*$/i;

/** The address that dials a number: its digits, the plus before them, and the extension apart (RFC 3966). */
export function telephoneHref(phone: string): string {
  const extension = EXTENSION.exec(phone);
  const dialled = (extension ? phone.slice(0, extension.index) : phone).replaceAll(/[^\d+]/g, "");
  return `tel:${dialled}${extension ? `;ext=${extension[1]}` : ""}`;
}
