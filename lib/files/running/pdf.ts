import { inflateSync } from "node:zlib";
import { Sealed } from "./archive";
import { BeyondBudget, type Budget } from "./budget";

/** A stream of a PDF that holds objects is short; pictures are not unpacked. */
const MOST_BYTES = 4 * 1024 * 1024;
/** From the mark of such a stream back to the begin of its dictionary, and on to its data: it has six short entries. */
const MOST_DICTIONARY = 4_096;

/** What runs in a PDF: script, and programs that it starts. The short name needs a value, or pictures would hold it by chance. */
const RUNS = /\/(JavaScript|Launch|RichMedia)(?![A-Za-z0-9])|\/JS[\s\0]*(\(|<|\d+[\s\0]+\d+[\s\0]+R)/;
const IS_ENCRYPTED = /\/Encrypt(?![A-Za-z0-9])/;

export const isPdf = (content: Buffer): boolean => content.subarray(0, 1_024).includes("%PDF-");

/** What a PDF is held for; null where nothing of it runs. Throws Sealed, BeyondBudget. */
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

/** With the signs of names that are written by their number (`#4A`) as themselves. */
function plainNames(content: Buffer): Buffer {
  let at = content.indexOf("#");
  if (at < 0) return content;
  // By hand: a replacement for each of millions of signs takes seconds.
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

/** The name that marks packed objects, each of its signs as itself or by its number. */
const MARK = /\/(?:O|#4[fF])(?:b|#62)(?:j|#6[aA])(?:S|#53)(?:t|#74)(?:m|#6[dD])/g;

/**
 * The streams of a PDF that hold objects, unpacked one after the other. Throws Sealed for one that cannot be unpacked:
 * a reader that is more patient than we are would find there what we do not.
 */
function* unpackStreams(content: Buffer, budget: Budget): Generator<Buffer> {
  const text = content.toString("latin1");
  let last = -1;
  for (const { index: mark } of text.matchAll(MARK)) {
    // Each mark counts, also one at a stream already seen: looking for its stream is work as well.
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

/** Where the data of a stream begins, whose keyword stands at `begin`. */
function dataAt(content: Buffer, begin: number): number {
  const after = begin + "stream".length;
  if (content[after] === 0x0d) return content[after + 1] === 0x0a ? after + 2 : after + 1;
  if (content[after] === 0x0a) return after + 1;
  throw new Sealed();
}

/** Entries of a dictionary of packed objects that say nothing of how they are packed, or that they are packed plainly. */
const KNOWN = new Set(["Type", "ObjStm", "N", "First", "Length", "Extends", "Filter", "FlateDecode", "Fl"]);

/**
 * Whether the dictionary of a stream says that it is packed, by FlateDecode alone; throws Sealed where it may say
 * something else: another filter or several, a predictor, a file elsewhere. A string or a comment could hold the word
 * by which we find the data, with something harmless behind it.
 */
function isPackedPlainly(dictionary: string): boolean {
  const plain = plainNames(Buffer.from(dictionary, "latin1")).toString("latin1");
  // One dictionary without another in it, or a part of it could pass for the whole.
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

/** Begins as what FlateDecode unpacks. */
const isZlib = (data: Buffer) => ((data[0] ?? 0) & 15) === 8 && ((data[0] ?? 0) * 256 + (data[1] ?? 0)) % 31 === 0;

/** Unpacks one stream. Null for one that is not packed, which was read with the file. Throws Sealed, BeyondBudget. */
function inflate(data: Buffer, isPacked: boolean, budget: Budget): Buffer | null {
  // Else a PDF of a few thousand such streams would count as one of as many bombs.
  if (!isPacked && !isZlib(data)) return null;
  let unpacked: Buffer;
  try {
    // One that breaks off is an error, or what comes behind many empty blocks would not be seen.
    unpacked = inflateSync(data.subarray(0, MOST_BYTES), { maxOutputLength: MOST_BYTES });
  } catch (error) {
    // As much as one may unpack to was unpacked, or may have been.
    budget.unpackPdf(MOST_BYTES);
    if (error instanceof RangeError) throw new BeyondBudget();
    if (isPacked) throw new Sealed(error);
    return null;
  }
  budget.unpackPdf(unpacked.length);
  return unpacked;
}
