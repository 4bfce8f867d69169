import type { WorkerEvents } from "graphile-worker";

/** Longer than the queue's pause between two looks for a job, and than a healthy database takes to answer one. */
const SILENCE_MS = 20_000;

/** What is seen of a running lane. */
export interface LaneWatch {
  /** By which the queue locks its jobs; null until it has looked for one. */
  id(): string | null;
  /** Every slot works or looks for work. */
  isAlive(): boolean;
  /** Settles when the queue begins to give up, which its own promise may never tell. */
  readonly ending: Promise<void>;
}

/**
 * Watches the slots of a lane by what they do, since the queue's own promise settles only after a shutdown that may wait
 * for a connection that never answers (graphile/worker #307).
 */
export function watchLane(events: WorkerEvents, now: () => number = () => performance.now()): LaneWatch {
  let id: string | null = null;
  let over = () => {};
  const ending = new Promise<void>((resolve) => {
    over = resolve;
  });
  /** When each slot that has no job did something last. */
  const idleSince = new Map<string, number>();

  events.on("pool:create", ({ workerPool }) => {
    id = workerPool.id;
  });
  events.on("worker:create", ({ worker }) => idleSince.set(worker.workerId, now()));
  for (const name of ["worker:getJob:start", "worker:getJob:error", "worker:getJob:empty", "job:complete"] as const) {
    events.on(name, ({ worker }) => idleSince.set(worker.workerId, now()));
  }
  // A job ends by timeouts of its own.
  events.on("job:start", ({ worker }) => idleSince.delete(worker.workerId));
  for (const name of ["worker:stop", "worker:fatalError", "pool:gracefulShutdown", "pool:fatalError"] as const) {
    events.on(name, () => over());
  }
  return {
    id: () => id,
    isAlive: () => [...idleSince.values()].every((since) => now() - since < SILENCE_MS),
    ending,
  };
}
