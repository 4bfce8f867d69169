import type { Readable } from "node:stream";
import { env } from "@/lib/env";
import { clamd } from "./clamd";

export type Verdict = "clean" | "infected";

/** Looks at the bytes of a file. Throws ScannerUnavailable when no verdict can be had now. */
export type Scan = (content: Readable) => Promise<Verdict>;

/** The configured scanner (CLAMD_HOST); null where there is none, and files then stay `not_scanned`. */
export function configuredScanner(): Scan | null {
  const { CLAMD_HOST, CLAMD_PORT } = env();
  return CLAMD_HOST ? clamd({ host: CLAMD_HOST, port: CLAMD_PORT }) : null;
}
