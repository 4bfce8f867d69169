import type { WorkerEvents } from "graphile-worker";

/**
 * Longer than the queue's pause between two searches for a job, and longer than a healthy database takes to answer one.
 */
const SILENCE_MS = 20_000;

/** What the events of a running lane show about it. */
export interface LaneWatch {
  /** The id with which the queue locks this lane's jobs; null until the queue has made its pool. */
  id(): string | null;
  /** False if a slot without a job has done nothing for SILENCE_MS. */
  isAlive(): boolean;
  /** Settles when the queue begins to give up. The queue's own promise may never settle. */
  readonly ending: Promise<void>;
}

/**
 * Watches the slots of a lane by their events. The queue's own promise settles only after its shutdown, which may wait
 * for a connection that never answers (graphile/worker #307).
 */
export function watchLane(events: WorkerEvents, now: () => number = () => performance.now()): LaneWatch {
  let id: string | null = null;
  let over = () => {};
  const ending = new Promise<void>((resolve) => {
    over = resolve;
  });
  /** When each slot without a job last did something. */
  const idleSince = new Map<string, number>();

  events.on("pool:create", ({ workerPool }) => {
    id = workerPool.id;
  });
  events.on("worker:create", ({ worker }) => idleSince.set(worker.workerId, now()));
  for (const name of ["worker:getJob:start", "worker:getJob:error", "worker:getJob:empty", "job:complete"] as const) {
    events.on(name, ({ worker }) => idleSince.set(worker.workerId, now()));
  }
  // A running job is not watched, because it has timeouts of its own.
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
