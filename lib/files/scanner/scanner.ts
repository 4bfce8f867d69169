import type { Readable } from "node:stream";

export type Verdict = "clean" | "infected";

/** Scans the bytes of a file. Throws ScannerUnavailable if there is no verdict now. */
export type Scan = (content: Readable) => Promise<Verdict>;
