import { QueueFull } from "@/lib/kit/semaphore";

/** `owner`: a browser that has signed in to the account before, or whoever holds a link that works. `stranger`: the rest. */
export type LaneOrder = "owner" | "stranger";

interface LaneOptions {
  /** How many computations run at one time. */
  readonly width: number;
  /** How many of each order may wait. */
  readonly mostWaiting: number;
  /**
   * Nobody waits longer for a place than this and a part of `spreadMs`, by chance: those who came at one moment are not
   * turned away at one moment, to come again together.
   */
  readonly longestWaitMs: number;
  readonly spreadMs: number;
}

export interface Lane {
  /** Runs a piece of work as soon as there is a place for it. Rejects with QueueFull where there was none in time. */
  <T>(order: LaneOrder, work: () => Promise<T>): Promise<T>;
  /** How many strangers wait for a place now. */
  readonly strangersWaiting: () => number;
}

interface Waiter {
  readonly enter: () => void;
  readonly leave: () => void;
}

/**
 * A lane for work that costs much, made for a flood: owners go before strangers, in the order they came. Of strangers the
 * newest goes first, because who comes into a flood should not wait behind all of it; the oldest are turned away, which
 * they are told. So the time of waiting has a limit, and nearly all of the work that is done is for somebody who waits yet.
 */
export function createLane({ width, mostWaiting, longestWaitMs, spreadMs }: LaneOptions): Lane {
  let free = width;
  const owners = new Set<Waiter>();
  const strangers = new Set<Waiter>();

  /** The place is handed on, not freed, so that nobody can slip in between. */
  const giveBack = () => {
    const next = [...owners].at(0) ?? [...strangers].at(-1);
    if (next) next.enter();
    else free++;
  };

  const wait = (order: LaneOrder) =>
    new Promise<void>((resolve, reject) => {
      const queue = order === "owner" ? owners : strangers;
      const timer = setTimeout(() => waiter.leave(), longestWaitMs + Math.random() * spreadMs);
      const end = (settle: () => void) => () => {
        clearTimeout(timer);
        queue.delete(waiter);
        settle();
      };
      const waiter: Waiter = { enter: end(resolve), leave: end(() => reject(new QueueFull())) };
      queue.add(waiter);
      if (queue.size > mostWaiting) (order === "owner" ? waiter : [...queue].at(0))?.leave();
    });

  const run = async <T>(order: LaneOrder, work: () => Promise<T>): Promise<T> => {
    if (free > 0) free--;
    else await wait(order);
    try {
      return await work();
    } finally {
      giveBack();
    }
  };
  return Object.assign(run, { strangersWaiting: () => strangers.size });
}
