import { setTimeout as delay } from "node:timers/promises";

/**
 * True if the work settled in time, whether it succeeded or failed. If it did not settle, it goes on in the background.
 */
export async function within(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  const patience = new AbortController();
  const late = delay(milliseconds, false, { signal: patience.signal }).catch(() => false);
  const settled = work.then(
    () => true,
    () => true,
  );
  const isInTime = await Promise.race([settled, late]);
  patience.abort();
  return isInTime;
}
