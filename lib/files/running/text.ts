import { isPageName } from "./names";

/** More of a page than this is not read: it is held as it is. */
const MOST_PAGE_BYTES = 8 * 1024 * 1024;
/** What a text begins with says what it is. */
const BEGINNING_BYTES = 64 * 1024;

/** The text of a file whatever its width, without its mark of order. Signs of one byte stay signs. */
function textOf(content: Buffer): string {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return content.toString("utf16le", 2);
  if (first === 0xfe && second === 0xff) {
    const even = content.subarray(2, content.length - (content.length % 2));
    return Buffer.from(even).swap16().toString("utf16le");
  }
  if (first === 0xef && second === 0xbb && content[2] === 0xbf) return content.toString("latin1", 3);
  // Two bytes a sign without a mark: every second one of a text is zero.
  if (content.length >= 4 && content[1] === 0 && content[3] === 0 && first !== 0) return content.toString("utf16le");
  return content.toString("latin1");
}

/** First lines by which a shell, a host of scripts or a server knows its own. */
const SCRIPT_BEGINS = [
  /^#!/,
  /^\s*@?echo\s+off\b/i,
  /^(\s*rem\b[^\n]*\n)*\s*@echo\b/i,
  /^\s*<\?php\b/i,
  /^\s*#requires\s+-/i,
  /^\s*<(job|package|component|scriptlet)\b[^>]*>/i,
  /^\s*windows registry editor version/i,
  /^\s*\[internetshortcut\]/i,
  // A sheet in SYLK, whose formulas may start programs, whatever it is called.
  /^ID;P(WXL|XL|SCALC|CALC)/,
];

/** What scripts call to reach the machine, and texts hardly. */
const SCRIPT_CALLS =
  /\b(wscript\.(shell|createobject|echo|quit)|activexobject\s*\(|createobject\s*\(\s*["'](wscript|shell|scripting|msxml2|adodb|winhttp)\.|powershell(\.exe)?\s+-(e|enc|encodedcommand|nop|w|windowstyle|ep|exec)\b|invoke-expression\b|new-object\s+(system\.)?net\.webclient|javax?\.script\b)/i;

/** Does a text run as a script, by what it begins with and calls? `content` has no zero bytes but those of wide signs. */
export function isScript(content: Buffer): boolean {
  const beginning = textOf(content.subarray(0, BEGINNING_BYTES));
  if (beginning.includes("\0")) return beginning.startsWith("#!");
  return SCRIPT_BEGINS.some((begins) => begins.test(beginning)) || SCRIPT_CALLS.test(beginning);
}

const PAGE_BEGINS =
  /^\s*(<!--|<!doctype\s+(html|svg)|<\?xml|<(html|head|body|svg|script|iframe|meta|title|style|base|form|object|embed)\b)/i;

/** Is it a page or drawing to a browser, by its name or by what it begins with? */
export function isPage(name: string, content: Buffer): boolean {
  return isPageName(name) || PAGE_BEGINS.test(textOf(content.subarray(0, 2_048)));
}

/**
 * What makes a page do something by itself: elements that run or fetch, attributes of events, addresses of script. No two
 * repetitions that take the same signs meet, also not over something optional: they would take quadratic time.
 */
const RUNS_IN_PAGE =
  /<(?:[a-z0-9]+:)?(script|iframe|frame|object|embed|applet|foreignobject|handler)[\s/>]|[\s"'/<]on[a-z]{3,}\s*=|(java|vb|live)script:|data:\s*(text\/(html|xml|javascript)|application\/(xhtml|xml))|srcdoc\s*=|http-equiv\s*=\s*(?:["']\s*)?refresh|<!entity|<set\b[^<>]*\bto\s*=|expression\s*\(|-moz-binding/i;
/** The same of data in XML, whose elements may be called anything. */
const RUNS_IN_DATA = /<(?:[a-z0-9]+:)?script[\s/>]|<\?xml-stylesheet|(java|vb)script:|<!entity/i;
const IS_DATA = /^\s*<\?xml/i;
const SHOWN = /<!doctype\s+(html|svg)|<(?:[a-z0-9]+:)?(html|svg)[\s/>]|www\.w3\.org\/(1999\/xhtml|2000\/svg)/i;

/** Has a page or drawing anything that runs? One too long to be read through counts as one that has. */
export function hasScript(content: Buffer): boolean {
  if (content.length > MOST_PAGE_BYTES) return true;
  const text = textOf(content);
  // Browsers read addresses without breaks and tabs, and with signs written by their number.
  const plain = text
    .replace(/&#x0*([0-9a-f]{1,6});?/gi, (_, hex: string) => signOf(Number.parseInt(hex, 16)))
    .replace(/&#0*([0-9]{1,7});?/g, (_, number: string) => signOf(Number(number)))
    .replace(/&(colon|tab|newline);/gi, (_, name: string) => (name.toLowerCase() === "colon" ? ":" : ""));
  const runs = IS_DATA.test(text) && !SHOWN.test(plain) ? RUNS_IN_DATA : RUNS_IN_PAGE;
  return runs.test(text) || runs.test(plain) || /(java|vb)script:/i.test(plain.replace(/[\s\0]+/g, ""));
}

const signOf = (code: number) => (code <= 0x10_ffff ? String.fromCodePoint(code) : "");

const RTF_BEGINS = /^\s*\{\\rt/i;

export const isRtf = (content: Buffer): boolean => RTF_BEGINS.test(content.toString("latin1", 0, 256));

/** Does a Rich Text file bring objects, or lead its reader to fetch a template or a field's answer? */
export function hasRtfObject(content: Buffer): boolean {
  return /\\obj|\\\*\\template|\\objdata|\\dde|\bDDEAUTO\b|\bINCLUDEPICTURE\b|\\pict\\pngblip\\bin0/i.test(
    content.toString("latin1"),
  );
}

const MAIL_BEGINS = /^(?:[a-z][a-z0-9-]{0,60}:[^\r\n]{0,1000}\r?\n(?:[ \t][^\r\n]{0,1000}\r?\n)*){2,}/i;

/** Is it a mail that was saved, by its name or by what it begins with? */
export function isMail(name: string, content: Buffer): boolean {
  if (!/\.(eml|mbox|mbx)$/i.test(name) && !MAIL_BEGINS.test(content.toString("latin1", 0, 8_192))) return false;
  return /^(mime-version|content-type|received|from)\b/im.test(content.toString("latin1", 0, BEGINNING_BYTES));
}

/** Names of the files in a mail that was saved, one after the other. */
export function* namesInMail(content: Buffer): Generator<string> {
  const named = /(?:file)?name\*?(?:\d{1,2}\*?)?\s*=\s*(?:"([^"\r\n]{1,500})"|([^;\s\r\n]{1,500}))/gi;
  for (const [, quoted, plain] of content.toString("latin1").matchAll(named)) yield decodeName(quoted ?? plain ?? "");
}

/** A name as mail programs read it: in words of RFC 2047, or with signs by their number (RFC 2231). */
function decodeName(name: string): string {
  const hex = (text: string, sign: RegExp) =>
    text.replace(sign, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const words = name.replace(/=\?[^?]{1,40}\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
    kind.toLowerCase() === "b" ? Buffer.from(text, "base64").toString("latin1") : hex(text, /=([0-9a-f]{2})/gi),
  );
  return hex(words, /%([0-9a-f]{2})/gi);
}
