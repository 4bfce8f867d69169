/** How far the text of one file is read. Sizes are in bytes. */
export const TEXT_BOUNDS = {
  /** Of the text itself: what PostgreSQL can always make a search vector of. The rest of a longer text is not found. */
  text: 300 * 1024,
  /** Of the one part of a DOCX that has its text, unpacked. */
  part: 40 * 1024 * 1024,
  /** Entries of a DOCX. Word writes some dozens. */
  entries: 2_000,
  pages: 1_500,
  milliseconds: 30_000,
  /** Heap of the process that reads, in megabytes, and the most memory that it may have in all. */
  heapMegabytes: 384,
  resident: 900 * 1024 * 1024,
} as const;

/** What a file says. `pages` is null where the file does not tell. */
export interface FileText {
  readonly text: string;
  readonly pages: number | null;
}

/** Why the text of a file cannot be read: the file's own fault, so that trying again is of no use. */
export type TextFault = "damaged" | "locked" | "too-much" | "too-long";

export class TextUnreadable extends Error {
  readonly fault: TextFault;

  constructor(fault: TextFault, options: { cause?: unknown } = {}) {
    super(`the text of a file is ${fault}`, options);
    this.name = "TextUnreadable";
    this.fault = fault;
  }
}

/** Collects text up to the bound, and says when it is full. */
export class Collected {
  readonly #pieces: string[] = [];
  #bytes = 0;

  /** False once nothing more fits. */
  add(piece: string): boolean {
    const left = TEXT_BOUNDS.text - this.#bytes;
    if (left <= 0) return false;
    const bytes = Buffer.from(piece, "utf8");
    this.#pieces.push(bytes.length <= left ? piece : new TextDecoder().decode(bytes.subarray(0, left)));
    this.#bytes += bytes.length;
    return this.#bytes < TEXT_BOUNDS.text;
  }

  /** Without what PostgreSQL cannot store, and with plain spaces. */
  text(): string {
    return this.#pieces
      .join("")
      .replaceAll(/[\p{Cc}\uFFFD]+/gu, " ")
      .toWellFormed()
      .replaceAll(/\s+/gu, " ")
      .trim();
  }
}
