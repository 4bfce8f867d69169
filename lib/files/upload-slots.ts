import { createSemaphore, QueueFull, type Semaphore } from "@/lib/kit/semaphore";
import { FilesRefused } from "./refused";

interface Bounds {
  /** Requests at once, of all accounts. */
  readonly width: number;
  readonly longestQueue: number;
  /** The same of one account. */
  readonly ownWidth: number;
  readonly longestOwnQueue: number;
  /** How long a request waits, unread, in both queues together. */
  readonly patienceMs: number;
}

/** A place to take files in: answers what gives it back. Throws FilesRefused where none came free in time. */
export type UploadSlots = (whose: string, leaving: AbortSignal) => Promise<() => void>;

/**
 * Bounds what is on its way to the disk before anything of it is counted. An account's requests wait for each other
 * first, so that one account never takes up the places of all.
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
