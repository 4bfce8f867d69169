import { createSemaphore } from "@/lib/kit/semaphore";

/**
 * Runs at most `width` pieces of work at a time, the others in the order they came. At most `longestQueue` wait: beyond
 * that it rejects with QueueFull at once.
 */
export function createSlots(width: number, longestQueue: number): <T>(work: () => Promise<T>) => Promise<T> {
  const places = createSemaphore(width, longestQueue);
  return async (work) => {
    const giveBack = await places.acquire();
    try {
      return await work();
    } finally {
      giveBack();
    }
  };
}
