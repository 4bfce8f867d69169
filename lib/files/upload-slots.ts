import { createSemaphore, QueueFull, type Semaphore } from "@/lib/kit/semaphore";
import { FilesRefused } from "./refused";

interface Bounds {
  /** Simultaneous requests of all accounts. */
  readonly width: number;
  readonly longestQueue: number;
  /** The same limits for one account. */
  readonly ownWidth: number;
  readonly longestOwnQueue: number;
  /** How long a request waits, unread, in both queues together. */
  readonly patienceMs: number;
}

/**
 * Waits for a slot to receive files and returns the function that releases it. Throws FilesRefused if no slot came free
 * in time.
 */
export type UploadSlots = (whose: string, leaving: AbortSignal) => Promise<() => void>;

/**
 * Limits how many requests write to the disk before the limits of a person are checked. Requests of one account wait
 * for each other first, so that one account never takes all slots.
 */
export function createUploadSlots(bounds: Bounds): UploadSlots {
  const all = createSemaphore(bounds.width, bounds.longestQueue);
  const accounts = new Map<string, Semaphore>();

  return async (whose, leaving) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), bounds.patienceMs);
    const signal = AbortSignal.any([leaving, patience.signal]);
    const own = accounts.get(whose) ?? createSemaphore(bounds.ownWidth, bounds.longestOwnQueue);
    accounts.set(whose, own);
    const forget = () => {
      if (own.isIdle() && accounts.get(whose) === own) accounts.delete(whose);
    };
    try {
      const leaveOwn = await enter(own, signal, "at-once");
      try {
        const leaveAll = await enter(all, signal, "busy");
        return () => {
          leaveAll();
          leaveOwn();
          forget();
        };
      } catch (error) {
        leaveOwn();
        throw error;
      }
    } catch (error) {
      forget();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
}

async function enter(places: Semaphore, signal: AbortSignal, refusal: "at-once" | "busy"): Promise<() => void> {
  try {
    return await places.acquire(signal);
  } catch (error) {
    if (error instanceof QueueFull || signal.aborted) throw new FilesRefused(refusal, { cause: error });
    throw error;
  }
}
