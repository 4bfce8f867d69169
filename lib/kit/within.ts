import { setTimeout as delay } from "node:timers/promises";

/** True when the work settled in time, in whatever way. It goes on by itself when it did not. */
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
