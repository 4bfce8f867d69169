/** The limits for looking into one file and the archives in it. Sizes are in bytes. */
const BOUNDS = {
  /** How deep archives may be nested. */
  depth: 3,
  /** Entries of all archives in the file together. */
  entries: 5_000,
  unpacked: 256 * 1024 * 1024,
  /** The most that is read of one entry. A longer entry counts as too large only if its whole content must be known. */
  entry: 32 * 1024 * 1024,
  /** The sum of the sizes that archives announce. More than this means a decompression bomb. */
  announced: 4 * 1024 * 1024 * 1024,
  /** Packed object streams of all PDFs in the file together. Each has a few kilobytes. */
  pdfStreams: 2_000,
  pdfUnpacked: 32 * 1024 * 1024,
} as const;

/** The archive is nested deeper, or unpacks to more, than the budget allows. */
export class BeyondBudget extends Error {
  constructor() {
    super("an archive unpacks to more than is looked into");
    this.name = "BeyondBudget";
  }
}

/** Counts how much of one file may still be looked into, in all its nested archives together. */
export class Budget {
  #entries = 0;
  #unpacked = 0;
  #announced = 0;
  #pdfStreams = 0;
  #pdfUnpacked = 0;

  /** Called for an archive at this depth; the file itself has depth 0. Throws BeyondBudget, like the other methods. */
  enter(depth: number): void {
    if (depth >= BOUNDS.depth) throw new BeyondBudget();
  }

  /** Counts an entry and the size that the archive announces for it. */
  entry(announced: number): void {
    this.#entries += 1;
    this.#announced += announced;
    if (this.#entries > BOUNDS.entries || this.#announced > BOUNDS.announced) throw new BeyondBudget();
  }

  unpack(bytes: number): void {
    this.#unpacked += bytes;
    if (this.#unpacked > BOUNDS.unpacked) throw new BeyondBudget();
  }

  /** Counts a PDF stream that is to be unpacked. */
  pdfStream(): void {
    this.#pdfStreams += 1;
    if (this.#pdfStreams > BOUNDS.pdfStreams) throw new BeyondBudget();
  }

  /** Counts the unpacked bytes of a PDF stream. A failed attempt counts too, because it cost as much work. */
  unpackPdf(bytes: number): void {
    this.#pdfUnpacked += bytes;
    this.unpack(bytes);
    if (this.#pdfUnpacked > BOUNDS.pdfUnpacked) throw new BeyondBudget();
  }

  /** The most bytes that are read of one entry. */
  readonly mostOfEntry = BOUNDS.entry;
}
