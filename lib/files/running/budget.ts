/** Where looking into archives ends. Sizes in bytes. */
const BOUNDS = {
  /** An archive in an archive in an archive. */
  depth: 3,
  /** Of all archives of a file together. */
  entries: 5_000,
  unpacked: 256 * 1024 * 1024,
  /** Of one entry that is read whole: only what may hold something again is. */
  entry: 32 * 1024 * 1024,
  /** Announced sizes beyond it are those of a bomb. */
  announced: 4 * 1024 * 1024 * 1024,
  /** Packed objects of all PDFs of a file together: a page is a few kilobytes. */
  pdfStreams: 2_000,
  pdfUnpacked: 32 * 1024 * 1024,
} as const;

/** The archive goes deeper, or unpacks to more, than is looked into. */
export class BeyondBudget extends Error {
  constructor() {
    super("an archive unpacks to more than is looked into");
    this.name = "BeyondBudget";
  }
}

/** How much of one file may still be looked into, however its archives lie in each other. */
export class Budget {
  #entries = 0;
  #unpacked = 0;
  #announced = 0;
  #pdfStreams = 0;
  #pdfUnpacked = 0;

  /** Of an archive at this depth; the file itself is at 0. Throws BeyondBudget, as all others do. */
  enter(depth: number): void {
    if (depth >= BOUNDS.depth) throw new BeyondBudget();
  }

  /** One entry more, of the size that the archive announces. */
  entry(announced: number): void {
    this.#entries += 1;
    this.#announced += announced;
    if (this.#entries > BOUNDS.entries || this.#announced > BOUNDS.announced) throw new BeyondBudget();
  }

  unpack(bytes: number): void {
    this.#unpacked += bytes;
    if (this.#unpacked > BOUNDS.unpacked) throw new BeyondBudget();
  }

  /** One stream of a PDF more that is to be unpacked. */
  pdfStream(): void {
    this.#pdfStreams += 1;
    if (this.#pdfStreams > BOUNDS.pdfStreams) throw new BeyondBudget();
  }

  /** What a stream of a PDF unpacked to, also where it was given up: the work is done all the same. */
  unpackPdf(bytes: number): void {
    this.#pdfUnpacked += bytes;
    this.unpack(bytes);
    if (this.#pdfUnpacked > BOUNDS.pdfUnpacked) throw new BeyondBudget();
  }

  /** As many bytes of one entry as are read. */
  readonly mostOfEntry = BOUNDS.entry;
}
