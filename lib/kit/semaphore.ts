/** Nobody else is let in to wait: the work was not begun. */
export class QueueFull extends Error {}

export interface Semaphore {
  /**
   * A place, in the order asked for: answers what gives it back, which counts once however often it is called. Rejects
   * with QueueFull at once where too many wait, and with the signal's reason when that aborts before a place was free.
   */
  readonly acquire: (signal?: AbortSignal) => Promise<() => void>;
  /** Nobody holds a place or waits for one. */
  readonly isIdle: () => boolean;
}

/** `width` places of this process. At most `longestQueue` wait for one. */
export function createSemaphore(width: number, longestQueue: number): Semaphore {
  let free = width;
  const waiting = new Set<() => void>();

  /** The place is handed on, not freed, so that nobody can slip in between. */
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
