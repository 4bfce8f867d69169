/** Nobody else is let in to wait: the work was not begun. */
export class QueueFull extends Error {}

/**
 * Runs at most `width` pieces of work at a time, the others in the order they came. At most `longestQueue` wait: beyond
 * that it rejects with QueueFull at once.
 */
export function createGate(width: number, longestQueue: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = width;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else if (waiting.length >= longestQueue) throw new QueueFull();
    else await new Promise<void>((resume) => waiting.push(resume));
    try {
      return await work();
    } finally {
      // The place is handed on, not freed, so that nobody can slip in between.
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
