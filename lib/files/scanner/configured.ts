import { env } from "@/lib/env";
import { clamd } from "./clamd";
import type { Scan } from "./scanner";

/** The configured scanner (CLAMD_HOST). Null without one; files are then `not_scanned`. */
export function configuredScanner(): Scan | null {
  const { CLAMD_HOST, CLAMD_PORT } = env();
  return CLAMD_HOST ? clamd({ host: CLAMD_HOST, port: CLAMD_PORT }) : null;
}
