import { QueueFull } from "@/lib/kit/semaphore";

/**
 * `owner`: a browser that has signed in to the account before, or somebody with a working link. `stranger`: the rest.
 */
export type LaneOrder = "owner" | "stranger";

interface LaneOptions {
  /** How many computations run at one time. */
  readonly width: number;
  /** How many of each order may wait. */
  readonly mostWaiting: number;
  /**
   * The longest wait for a place: this time and a random part of `spreadMs`. Without that part, those who came at one
   * moment would be turned away at one moment and come again together.
   */
  readonly longestWaitMs: number;
  readonly spreadMs: number;
}

export interface Lane {
  /**
   * Runs `work` as soon as a place is free. Rejects with QueueFull if too many wait or no place becomes free in time.
   */
  <T>(order: LaneOrder, work: () => Promise<T>): Promise<T>;
  /** How many strangers wait for a place now. */
  readonly strangersWaiting: () => number;
}

interface Waiter {
  readonly enter: () => void;
  readonly leave: () => void;
}

/**
 * A lane for expensive work that withstands a flood of requests. Owners go before strangers, in the order they came.
 * Among strangers the newest goes first, because somebody who comes during a flood should not wait behind all of it; if
 * too many wait, the oldest stranger is turned away with an error. So the waiting time has a limit, and nearly all work
 * is done for somebody who is still waiting.
 */
export function createLane({ width, mostWaiting, longestWaitMs, spreadMs }: LaneOptions): Lane {
  let free = width;
  const owners = new Set<Waiter>();
  const strangers = new Set<Waiter>();

  /** Passes the place on to the next without freeing it, so that no newcomer can take it in between. */
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
