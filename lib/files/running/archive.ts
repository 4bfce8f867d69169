import type { Readable } from "node:stream";
import { createGunzip, inflateRawSync } from "node:zlib";
import { extract } from "tar-stream";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { BeyondBudget, type Budget } from "./budget";

/** A file in an archive. If `isWhole` is false, `content` has only the beginning of the file. */
export interface Part {
  readonly path: string;
  readonly content: Buffer;
  readonly isWhole: boolean;
}

/** The content cannot be looked into: it is encrypted, damaged, or packed in a way that we cannot unpack. */
export class Sealed extends Error {
  constructor(cause?: unknown) {
    super("an archive cannot be looked into", { cause });
    this.name = "Sealed";
  }
}

const END_OF_ZIP = Buffer.from("PK\x05\x06", "latin1");
const BEGIN_OF_ZIP = Buffer.from("PK\x03\x04", "latin1");
/** The length of the record at the end of a zip, with the longest comment after it. */
const LONGEST_END = 22 + 65_535;

const DEFLATED = 8;
/** The most bytes, packed and unpacked, of an entry that is unpacked in one step and not as a stream. */
const SMALL = 64 * 1024;

/** Whether the content begins or ends like a zip: programs can read a zip even if other bytes precede it. */
export function isZip(content: Buffer): boolean {
  return content.subarray(0, 4).equals(BEGIN_OF_ZIP) || content.subarray(-LONGEST_END).includes(END_OF_ZIP);
}

export const isGzip = (content: Buffer): boolean => content[0] === 0x1f && content[1] === 0x8b && content[2] === 8;

export function isTar(content: Buffer): boolean {
  return content.length >= 512 && content.toString("latin1", 257, 262) === "ustar";
}

/** Yields the files of a zip one at a time. Throws Sealed, BeyondBudget. */
export async function* partsOfZip(content: Buffer, budget: Budget): AsyncGenerator<Part> {
  let zip: ZipFile;
  try {
    // The archive's author can announce wrong sizes, so we count the unpacked bytes ourselves.
    zip = await fromBufferPromise(content, { validateEntrySizes: false });
  } catch (error) {
    throw new Sealed(error);
  }
  const entries = zip.eachEntry();
  while (true) {
    const entry = await entries.next().catch((error: unknown) => {
      throw new Sealed(error);
    });
    if (entry.done) return;
    const { fileName, uncompressedSize } = entry.value;
    budget.entry(uncompressedSize);
    if (fileName.endsWith("/") && uncompressedSize === 0) continue;
    if (entry.value.isEncrypted() || !entry.value.canDecodeFileData()) throw new Sealed();
    const small = await readSmall(zip, content, entry.value);
    if (small) budget.unpack(small.length);
    yield small
      ? { path: fileName, content: small, isWhole: true }
      : { path: fileName, ...(await readBeginning(await openEntry(zip, entry.value), budget)) };
  }
}

/**
 * The content of a packed entry that is small, or null where it must be read as a stream. A stream costs half a
 * millisecond whatever it carries, so an archive of thousands of tiny files would take seconds. Throws Sealed.
 */
async function readSmall(zip: ZipFile, content: Buffer, entry: Entry): Promise<Buffer | null> {
  const { compressionMethod, compressedSize } = entry;
  if (compressionMethod !== DEFLATED || compressedSize > SMALL) return null;
  try {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const packed = content.subarray(fileDataStart, fileDataStart + compressedSize);
    return inflateRawSync(packed, { maxOutputLength: SMALL });
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw new Sealed(error);
  }
}

async function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  try {
    return await zip.openReadStreamPromise(entry);
  } catch (error) {
    throw new Sealed(error);
  }
}

/** The file in a gzip. Throws Sealed, BeyondBudget. */
export async function partOfGzip(name: string, content: Buffer, budget: Budget): Promise<Part> {
  const unpacking = createGunzip();
  unpacking.end(content);
  const path = name.replace(/\.(gz|gzip|emz)$/i, "").replace(/\.(tgz|taz)$/i, ".tar");
  budget.entry(0);
  return { path, ...(await readBeginning(unpacking, budget)) };
}

/** Yields the files of a tar one at a time. Throws Sealed, BeyondBudget. */
export async function* partsOfTar(content: Buffer, budget: Budget): AsyncGenerator<Part> {
  const archive = extract();
  archive.end(content);
  const entries = archive[Symbol.asyncIterator]();
  while (true) {
    const entry = await entries.next().catch((error: unknown) => {
      throw new Sealed(error);
    });
    if (entry.done) return;
    const { name, size = 0, type } = entry.value.header;
    budget.entry(size);
    const read = await readBeginning(entry.value as unknown as Readable, budget);
    if (type !== "directory") yield { path: name, ...read };
  }
}

/** Reads an entry, at most `budget.mostOfEntry` bytes of it. Throws Sealed if the stream breaks off, BeyondBudget. */
async function readBeginning(stream: Readable, budget: Budget): Promise<Omit<Part, "path">> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      budget.unpack(chunk.length);
      if (bytes > budget.mostOfEntry) break;
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof BeyondBudget) throw error;
    throw new Sealed(error);
  } finally {
    stream.destroy();
  }
  return { content: Buffer.concat(chunks), isWhole: bytes <= budget.mostOfEntry };
}
