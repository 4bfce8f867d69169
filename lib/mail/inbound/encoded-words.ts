/* Decodes names and subjects that mail programs encoded in ASCII, because old mail headers may hold nothing else. */

const WORD = /=\?([\w.:-]+)(?:\*[\w-]+)?\?([bq])\?([^?\s]*)\?=/gi;
/** Encoded words that follow each other, with the white space between them. */
const RUN = new RegExp(`${WORD.source}(?:\\s*${WORD.source})*`, "gi");
const PARAMETER = /^([\w.:-]+)'[\w-]*'(\S.*)$/;

/** Names that mail programs write for charsets which TextDecoder knows by another name. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  ...{ cp932: "shift_jis", cp936: "gbk", cp949: "euc-kr", cp950: "big5", cp51932: "euc-jp" },
  ...{
    "iso-2022-jp-ms": "iso-2022-jp",
    "iso-8859-1-windows-3.1-latin-1": "windows-1252",
    "unknown-8bit": "windows-1252",
  },
};

function decodeBytes(bytes: Buffer, charset: string): string | null {
  try {
    return new TextDecoder(OTHER_NAMES[charset.toLowerCase()] ?? charset).decode(bytes);
  } catch {
    // The charset is unknown.
    return null;
  }
}

function bytesOf(encoding: string, text: string): Buffer {
  if (encoding.toLowerCase() === "b") return Buffer.from(text, "base64");
  return percentBytes(text.replaceAll("_", " ").replaceAll(/=([0-9a-f]{2})/gi, "%$1"));
}

/** The bytes of a text in which, for example, `%FC` stands for one byte. */
function percentBytes(text: string): Buffer {
  const parts = text.split(/(%[0-9a-f]{2})/i);
  return Buffer.concat(
    parts.map((part) => (/^%[0-9a-f]{2}$/i.test(part) ? Buffer.from(part.slice(1), "hex") : Buffer.from(part))),
  );
}

/**
 * Decodes a run of encoded words. Neighbours with one charset are decoded together, as a character may be split between
 * them.
 */
function decodeRun(run: string): string {
  let decoded = "";
  let pending: { charset: string; bytes: Buffer[] } | null = null;
  const flush = () => {
    const text = pending && decodeBytes(Buffer.concat(pending.bytes), pending.charset);
    if (pending && text === null) return false;
    decoded += text ?? "";
    return true;
  };
  for (const [, charset = "", encoding = "", text = ""] of run.matchAll(WORD)) {
    if (pending?.charset !== charset.toLowerCase()) {
      if (!flush()) return run;
      pending = { charset: charset.toLowerCase(), bytes: [] };
    }
    pending.bytes.push(bytesOf(encoding, text));
  }
  return flush() ? decoded : run;
}

/** A header's text with its encoded words (RFC 2047) decoded; what cannot be decoded stays as it is. */
export function decodeWords(text: string): string {
  if (!text.includes("=?")) return text;
  return text.slice(0, 20_000).replaceAll(RUN, decodeRun);
}

/**
 * Decodes a header parameter such as `utf-8''Pr%C3%BCfung.pdf` (RFC 2231). Some programs write encoded words here, too.
 */
export function decodeParameter(text: string): string {
  const [, charset = "", value = ""] = PARAMETER.exec(text.slice(0, 5_000)) ?? [];
  const decoded = value && /%[0-9a-f]{2}/i.test(value) ? decodeBytes(percentBytes(value), charset) : null;
  return decodeWords(decoded ?? text);
}
