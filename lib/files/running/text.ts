import { isPageName } from "./names";

/** A longer page is not read, but held. */
const MOST_PAGE_BYTES = 8 * 1024 * 1024;
/** Scripts and mails are recognized within this many first bytes. */
const BEGINNING_BYTES = 64 * 1024;

/**
 * The text of a file in UTF-16 or in single bytes, without its byte order mark. Single bytes are decoded as Latin-1.
 */
function textOf(content: Buffer): string {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return content.toString("utf16le", 2);
  if (first === 0xfe && second === 0xff) {
    const even = content.subarray(2, content.length - (content.length % 2));
    return Buffer.from(even).swap16().toString("utf16le");
  }
  if (first === 0xef && second === 0xbb && content[2] === 0xbf) return content.toString("latin1", 3);
  // UTF-16 without a byte order mark: every second byte of the text is zero.
  if (content.length >= 4 && content[1] === 0 && content[3] === 0 && first !== 0) return content.toString("utf16le");
  return content.toString("latin1");
}

/** The first lines by which a shell, a script host or a web server recognizes its scripts. */
const SCRIPT_BEGINS = [
  /^#!/,
  /^\s*@?echo\s+off\b/i,
  /^(\s*rem\b[^\n]*\n)*\s*@echo\b/i,
  /^\s*<\?php\b/i,
  /^\s*#requires\s+-/i,
  /^\s*<(job|package|component|scriptlet)\b[^>]*>/i,
  /^\s*windows registry editor version/i,
  /^\s*\[internetshortcut\]/i,
  // A SYLK sheet, whatever its name: its formulas may start programs.
  /^ID;P(WXL|XL|SCALC|CALC)/,
];

/** Calls with which scripts access the computer, and which ordinary texts hardly contain. */
const SCRIPT_CALLS =
  /\b(wscript\.(shell|createobject|echo|quit)|activexobject\s*\(|createobject\s*\(\s*["'](wscript|shell|scripting|msxml2|adodb|winhttp)\.|powershell(\.exe)?\s+-(e|enc|encodedcommand|nop|w|windowstyle|ep|exec)\b|invoke-expression\b|new-object\s+(system\.)?net\.webclient|javax?\.script\b)/i;

/**
 * Whether a text runs as a script, judged by its beginning and its calls. A text with zero bytes that are not part of
 * UTF-16 is judged only by `#!`.
 */
export function isScript(content: Buffer): boolean {
  const beginning = textOf(content.subarray(0, BEGINNING_BYTES));
  if (beginning.includes("\0")) return beginning.startsWith("#!");
  return SCRIPT_BEGINS.some((begins) => begins.test(beginning)) || SCRIPT_CALLS.test(beginning);
}

const PAGE_BEGINS =
  /^\s*(<!--|<!doctype\s+(html|svg)|<\?xml|<(html|head|body|svg|script|iframe|meta|title|style|base|form|object|embed)\b)/i;

/** Whether a browser opens it as a page or drawing, judged by its name or its beginning. */
export function isPage(name: string, content: Buffer): boolean {
  return isPageName(name) || PAGE_BEGINS.test(textOf(content.subarray(0, 2_048)));
}

/**
 * What makes a page do something by itself: elements that run or fetch, event attributes, script addresses. Two
 * repetitions that match the same characters must not be adjacent, not even across an optional part: matching would
 * take quadratic time.
 */
const RUNS_IN_PAGE =
  /<(?:[a-z0-9]+:)?(script|iframe|frame|object|embed|applet|foreignobject|handler)[\s/>]|[\s"'/<]on[a-z]{3,}\s*=|(java|vb|live)script:|data:\s*(text\/(html|xml|javascript)|application\/(xhtml|xml))|srcdoc\s*=|http-equiv\s*=\s*(?:["']\s*)?refresh|<!entity|<set\b[^<>]*\bto\s*=|expression\s*\(|-moz-binding/i;
/** The same for XML data, whose elements may have any name. */
const RUNS_IN_DATA = /<(?:[a-z0-9]+:)?script[\s/>]|<\?xml-stylesheet|(java|vb)script:|<!entity/i;
const IS_DATA = /^\s*<\?xml/i;
const SHOWN = /<!doctype\s+(html|svg)|<(?:[a-z0-9]+:)?(html|svg)[\s/>]|www\.w3\.org\/(1999\/xhtml|2000\/svg)/i;

/** Whether a page or drawing contains anything that runs. One that is too long to be read counts as one that does. */
export function hasScript(content: Buffer): boolean {
  if (content.length > MOST_PAGE_BYTES) return true;
  const text = textOf(content);
  // Browsers ignore line breaks and tabs in addresses, and decode characters that are written by their number.
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

/** Whether a Rich Text file contains objects, or makes its reader fetch a template or the result of a field. */
export function hasRtfObject(content: Buffer): boolean {
  return /\\obj|\\\*\\template|\\objdata|\\dde|\bDDEAUTO\b|\bINCLUDEPICTURE\b|\\pict\\pngblip\\bin0/i.test(
    content.toString("latin1"),
  );
}

const MAIL_BEGINS = /^(?:[a-z][a-z0-9-]{0,60}:[^\r\n]{0,1000}\r?\n(?:[ \t][^\r\n]{0,1000}\r?\n)*){2,}/i;

/** Whether it is a saved mail, judged by its name or its beginning. */
export function isMail(name: string, content: Buffer): boolean {
  if (!/\.(eml|mbox|mbx)$/i.test(name) && !MAIL_BEGINS.test(content.toString("latin1", 0, 8_192))) return false;
  return /^(mime-version|content-type|received|from)\b/im.test(content.toString("latin1", 0, BEGINNING_BYTES));
}

/** Yields the names of the files in a saved mail. */
export function* namesInMail(content: Buffer): Generator<string> {
  const named = /(?:file)?name\*?(?:\d{1,2}\*?)?\s*=\s*(?:"([^"\r\n]{1,500})"|([^;\s\r\n]{1,500}))/gi;
  for (const [, quoted, plain] of content.toString("latin1").matchAll(named)) yield decodeName(quoted ?? plain ?? "");
}

/** Decodes a name as mail programs do: encoded words (RFC 2047), and characters written by their number (RFC 2231). */
function decodeName(name: string): string {
  const hex = (text: string, sign: RegExp) =>
    text.replace(sign, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const words = name.replace(/=\?[^?]{1,40}\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
    kind.toLowerCase() === "b" ? Buffer.from(text, "base64").toString("latin1") : hex(text, /=([0-9a-f]{2})/gi),
  );
  return hex(words, /%([0-9a-f]{2})/gi);
}
