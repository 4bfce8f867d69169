import { buffer } from "node:stream/consumers";
import { crc32, deflateRawSync } from "node:zlib";
import { pack } from "tar-stream";

/** A file to be put into an archive. */
export interface Packed {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Marked as encrypted. */
  readonly isLocked?: boolean;
  /** The size that the archive announces, where it is not the true one. */
  readonly announced?: number;
}

/** A zip as any program makes it: deflated files, then the folder of them. */
export function zipOf(...files: readonly Packed[]): Buffer<ArrayBuffer> {
  const parts: Buffer[] = [];
  const folder: Buffer[] = [];
  const deflated = new Map<unknown, Buffer>();
  let offset = 0;
  for (const { path, content, isLocked, announced } of files) {
    const name = Buffer.from(path);
    const plain = Buffer.from(content);
    const packed = deflated.get(content) ?? deflateRawSync(plain);
    deflated.set(content, packed);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE((isLocked ? 1 : 0) | 0x800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(plain), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(announced ?? plain.length, 18);
    facts.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from("PK\x03\x04", "latin1"), facts, name, packed);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    folder.push(Buffer.from("PK\x01\x02\x14\0", "latin1"), facts, where, name);
    offset += 30 + name.length + packed.length;
  }
  const listed = Buffer.concat(folder);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, listed, Buffer.from("PK\x05\x06", "latin1"), end]);
}

/** A tar with these files. */
export function tarOf(...files: readonly Packed[]): Promise<Buffer> {
  const archive = pack();
  for (const { path, content } of files) archive.entry({ name: path }, Buffer.from(content));
  archive.finalize();
  return buffer(archive);
}

/** The first bytes of programs of Windows, Linux and macOS, as much as a type is found by. */
export const PROGRAMS = {
  windows: Buffer.concat([Buffer.from("MZ\x90\0\x03\0\0\0", "latin1"), Buffer.alloc(120)]),
  linux: Buffer.concat([Buffer.from("\x7fELF\x02\x01\x01", "latin1"), Buffer.alloc(120)]),
  mac: Buffer.concat([Buffer.from("cffaedfe07000001", "hex"), Buffer.alloc(120)]),
} as const;

/** A compound file of Office before 2007, no more than its head and the names of its entries. */
export function compoundOf(...entries: readonly string[]): Buffer {
  const names = entries.map((entry) => Buffer.from(entry.padEnd(64, "\0"), "utf16le"));
  return Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(504), ...names]);
}
