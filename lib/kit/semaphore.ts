/** The queue is full, so the caller was not let in to wait and the work did not begin. */
export class QueueFull extends Error {}

export interface Semaphore {
  /**
   * Waits for a place, in the order of the calls, and returns the function that releases it. Calling that function
   * again has no effect. Rejects with QueueFull at once if too many callers wait, and with the signal's reason if the
   * signal aborts before a place is free.
   */
  readonly acquire: (signal?: AbortSignal) => Promise<() => void>;
  /** True when nobody holds a place or waits for one. */
  readonly isIdle: () => boolean;
}

/** A semaphore with `width` places in this process. At most `longestQueue` callers wait for a place. */
export function createSemaphore(width: number, longestQueue: number): Semaphore {
  let free = width;
  const waiting = new Set<() => void>();

  /**
   * The place is handed to the next waiting caller without being freed, so that a new caller cannot take it in between.
   */
  const giveBack = () => {
    const [next] = waiting;
    if (next) next();
    else free++;
  };
  const wait = (signal: AbortSignal | undefined) =>
    new Promise<void>((resolve, reject) => {
      const enter = () => {
        waiting.delete(enter);
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      const leave = () => {
        waiting.delete(enter);
        reject(signal?.reason);
      };
      waiting.add(enter);
      signal?.addEventListener("abort", leave, { once: true });
    });

  return {
    async acquire(signal) {
      signal?.throwIfAborted();
      if (free > 0) free--;
      else if (waiting.size >= longestQueue) throw new QueueFull();
      else await wait(signal);
      let isHeld = true;
      return () => {
        if (isHeld) giveBack();
        isHeld = false;
      };
    },
    isIdle: () => free === width,
  };
}
