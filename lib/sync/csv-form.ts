import { BadFile } from "./problems";

/** How many bytes of the first line are examined at most. */
const HEAD_BYTES = 64_000;

const SEPARATORS = [
  [";", "semicolons"],
  ["\t", "tabs"],
  ["|", "vertical bars"],
] as const;

const SAVE_AS = "Save it as CSV UTF-8, separated by commas.";

/**
 * Throws BadFile for a file that is not CSV with commas in UTF-8, and names what it is: UTF-16, Windows-1252, another
 * separator. `known`: the columns of the file. A file in which only some text is not UTF-8 is left to the reader, which
 * reports those rows.
 */
export async function refuseOtherForms(bytes: AsyncIterable<Buffer>, known: readonly string[]): Promise<void> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: false });
  let head = Buffer.alloc(0);
  let isJudged = false;
  let line = 1;
  let badLine: number | null = null;
  let hasUtf8 = false;
  const judgeHead = () => {
    if (isJudged) return;
    isJudged = true;
    refuseUtf16(head);
    refuseSeparators(head, known);
  };
  const judgeText = (text: string) => {
    const bad = text.indexOf("\uFFFD");
    if (badLine === null && bad >= 0) badLine = line + breaksIn(text.slice(0, bad));
    if (badLine === null) line += breaksIn(text);
    hasUtf8 ||= /[^\0-\x7F\uFFFD]/.test(text);
  };
  for await (const chunk of bytes) {
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk]).subarray(0, HEAD_BYTES);
    if (head.length === HEAD_BYTES) judgeHead();
    // If the replacement character is itself written in UTF-8, the text was damaged before it came into the file.
    hasUtf8 ||= chunk.includes("\uFFFD");
    judgeText(decoder.decode(chunk, { stream: true }));
  }
  judgeHead();
  judgeText(decoder.decode());
  if (badLine !== null && !hasUtf8) {
    throw new BadFile(badLine, null, `This file is in Windows-1252 or a like encoding, not in UTF-8. ${SAVE_AS}`);
  }
}

const breaksIn = (text: string) => text.match(/\r\n|\n|\r/g)?.length ?? 0;

/** UTF-16 has a byte order mark, or every second byte of the column names is zero. */
function refuseUtf16(head: Buffer): void {
  const hasMark = head.length >= 2 && (head.readUInt16BE(0) === 0xff_fe || head.readUInt16BE(0) === 0xfe_ff);
  const start = head.subarray(0, 64);
  const zeros = start.filter((byte) => byte === 0).length;
  if (hasMark || (start.length > 1 && zeros * 3 > start.length)) {
    throw new BadFile(1, null, `This file is in UTF-16, not in UTF-8. ${SAVE_AS}`);
  }
}

function refuseSeparators(head: Buffer, known: readonly string[]): void {
  const [first = "", second = ""] = head
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/);
  // Excel's own first line, which names the separator of the file.
  const named = /^"?sep=(.)"?$/i.exec(first)?.[1];
  const header = named === undefined ? first : second;
  const knownBy = (separator: string) =>
    header.split(separator).filter((name) => known.includes(name.replaceAll('"', "").trim().toLowerCase())).length;
  for (const [separator, words] of SEPARATORS) {
    if (named === separator || (knownBy(separator) >= 2 && knownBy(",") < knownBy(separator))) {
      throw new BadFile(1, null, `This file is separated by ${words}, not by commas. ${SAVE_AS}`);
    }
  }
}
