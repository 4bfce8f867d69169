import type { Readable } from "node:stream";

export type Verdict = "clean" | "infected";

/** Looks at the bytes of a file. Throws ScannerUnavailable when no verdict can be had now. */
export type Scan = (content: Readable) => Promise<Verdict>;
