import { readFileSync, watchFile } from "node:fs";

/** How often a process looks whether business time was moved. */
const LOOK_MS = 500;

/** The offset in a file of the demo's starter, in milliseconds; null where it cannot be read. */
export function offsetInFile(file: string): number | null {
  try {
    const { offsetMs } = JSON.parse(readFileSync(file, "utf8")) as { offsetMs?: unknown };
    return Number.isSafeInteger(offsetMs) ? Number(offsetMs) : null;
  } catch {
    return null;
  }
}

/**
 * Keeps this process's business time (lib/kit/time.ts) at the offset in a file, which the demo moves while the portal
 * runs. Without a file nothing is followed: only the demo has one.
 */
export function followClock(file: string | undefined): void {
  if (file === undefined) return;
  const follow = () => {
    const offset = offsetInFile(file);
    if (offset !== null) process.env.PORTAL_CLOCK_OFFSET_MS = String(offset);
  };
  follow();
  watchFile(file, { interval: LOOK_MS, persistent: false }, follow);
}
