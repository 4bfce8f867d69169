import { inflateSync } from "node:zlib";
import { Sealed } from "./archive";
import { BeyondBudget, type Budget } from "./budget";

/** The most bytes of an object stream, packed and unpacked. Such streams are short; pictures are not unpacked. */
const MOST_BYTES = 4 * 1024 * 1024;
/**
 * How far we search from the stream's mark: back to its dictionary, and forward to its data. It has six short entries.
 */
const MOST_DICTIONARY = 4_096;

/**
 * Names in a PDF of script and of programs that it starts. `/JS` counts only with a value, because the bytes of a
 * picture may contain it by chance.
 */
const RUNS = /\/(JavaScript|Launch|RichMedia)(?![A-Za-z0-9])|\/JS[\s\0]*(\(|<|\d+[\s\0]+\d+[\s\0]+R)/;
const IS_ENCRYPTED = /\/Encrypt(?![A-Za-z0-9])/;

export const isPdf = (content: Buffer): boolean => content.subarray(0, 1_024).includes("%PDF-");

/** Why a PDF is held; null if nothing in it runs. Throws Sealed, BeyondBudget. */
export function runsInPdf(content: Buffer, budget: Budget): "script" | null {
  const text = plainNames(content).toString("latin1");
  if (RUNS.test(text)) return "script";
  // Its strings are encrypted, and so are all its packed objects.
  if (IS_ENCRYPTED.test(text)) throw new Sealed();
  for (const stream of unpackStreams(content, budget)) {
    if (RUNS.test(plainNames(stream).toString("latin1"))) return "script";
  }
  return null;
}

/** Replaces characters that are written by their number (`#4A`) with the characters themselves. */
function plainNames(content: Buffer): Buffer {
  let at = content.indexOf("#");
  if (at < 0) return content;
  // A loop and not `replace`, which takes seconds for millions of characters.
  const plain = Buffer.allocUnsafe(content.length);
  let end = content.copy(plain, 0, 0, at);
  for (; at < content.length; at++) {
    const byte = content[at] ?? 0;
    const high = byte === 0x23 ? hexOf(content[at + 1]) : -1;
    const low = high < 0 ? -1 : hexOf(content[at + 2]);
    plain[end++] = low < 0 ? byte : high * 16 + low;
    if (low >= 0) at += 2;
  }
  return plain.subarray(0, end);
}

function hexOf(sign = 0): number {
  if (sign >= 0x30 && sign <= 0x39) return sign - 0x30;
  const small = sign | 0x20;
  return small >= 0x61 && small <= 0x66 ? small - 0x57 : -1;
}

/** The name that marks packed objects. Each of its characters may be written by its number. */
const MARK = /\/(?:O|#4[fF])(?:b|#62)(?:j|#6[aA])(?:S|#53)(?:t|#74)(?:m|#6[dD])/g;

/**
 * Yields the unpacked object streams of a PDF one at a time. Throws Sealed if one cannot be unpacked: a more tolerant
 * PDF reader could find something in it that we do not.
 */
function* unpackStreams(content: Buffer, budget: Budget): Generator<Buffer> {
  const text = content.toString("latin1");
  let last = -1;
  for (const { index: mark } of text.matchAll(MARK)) {
    // A mark of a stream that was already seen counts too, because finding its stream is work as well.
    budget.pdfStream();
    const ahead = text.slice(mark, mark + MOST_DICTIONARY);
    const length = ahead.indexOf("stream");
    if (length < 0) throw new Sealed();
    const begin = mark + length;
    if (begin === last) continue;
    last = begin;
    const before = text.slice(Math.max(0, mark - MOST_DICTIONARY), mark);
    const object = before.lastIndexOf("obj");
    if (object < 0) throw new Sealed();
    const isPacked = isPackedPlainly(before.slice(object + 3) + ahead.slice(0, length));
    const unpacked = inflate(content.subarray(dataAt(content, begin)), isPacked, budget);
    if (unpacked) yield unpacked;
  }
}

/** The position of a stream's data; the keyword `stream` is at `begin`. */
function dataAt(content: Buffer, begin: number): number {
  const after = begin + "stream".length;
  if (content[after] === 0x0d) return content[after + 1] === 0x0a ? after + 2 : after + 1;
  if (content[after] === 0x0a) return after + 1;
  throw new Sealed();
}

/** Dictionary entries of an object stream that do not concern packing, or that mean plain FlateDecode. */
const KNOWN = new Set(["Type", "ObjStm", "N", "First", "Length", "Extends", "Filter", "FlateDecode", "Fl"]);

/**
 * Whether the dictionary says that the stream is packed with FlateDecode alone. Throws Sealed if it may say something
 * else: another filter, several filters, a predictor, an external file. Strings and comments are refused too, because
 * they could contain the word `stream` and so lead us to harmless data.
 */
function isPackedPlainly(dictionary: string): boolean {
  const plain = plainNames(Buffer.from(dictionary, "latin1")).toString("latin1");
  // The dictionary must not contain another one: a part of it could be taken for the whole.
  const isWhole = plain.trimStart().startsWith("<<") && plain.trimEnd().endsWith(">>");
  const isOne = plain.split("<<").length === 2 && plain.split(">>").length === 2;
  if (!isWhole || !isOne || /[(%]/.test(plain)) throw new Sealed();
  const names = (plain.match(/\/[^\s\0/<>[\]]*/g) ?? []).map((name) => name.slice(1));
  const filters = names.filter((name) => name === "Filter").length;
  if (filters > 1 || names.some((name) => !KNOWN.has(name))) throw new Sealed();
  if (filters === 0) return false;
  const isFlate = /\/Filter[\s\0]*(?:\[[\s\0]*)?\/(?:FlateDecode|Fl)[\s\0]*(?:\]|\/[A-Z]|>>)/.test(plain);
  const packings = names.filter((name) => name === "FlateDecode" || name === "Fl").length;
  if (!isFlate || packings !== 1) throw new Sealed();
  return true;
}

/** Whether the data begins like data that FlateDecode can unpack. */
const isZlib = (data: Buffer) => ((data[0] ?? 0) & 15) === 8 && ((data[0] ?? 0) * 256 + (data[1] ?? 0)) % 31 === 0;

/**
 * Unpacks one stream. Null for a stream that is not packed: its text was checked with the file. Throws Sealed,
 * BeyondBudget.
 */
function inflate(data: Buffer, isPacked: boolean, budget: Budget): Buffer | null {
  // Without this, a PDF with a few thousand unpacked streams would use up the budget as if all were bombs.
  if (!isPacked && !isZlib(data)) return null;
  let unpacked: Buffer;
  try {
    // A truncated stream is an error: otherwise content after many empty blocks would be missed.
    unpacked = inflateSync(data.subarray(0, MOST_BYTES), { maxOutputLength: MOST_BYTES });
  } catch (error) {
    // Counts the most that one stream may unpack to, because the failed attempt may have unpacked that much.
    budget.unpackPdf(MOST_BYTES);
    if (error instanceof RangeError) throw new BeyondBudget();
    if (isPacked) throw new Sealed(error);
    return null;
  }
  budget.unpackPdf(unpacked.length);
  return unpacked;
}
