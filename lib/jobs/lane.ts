import { EventEmitter } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Logger, type Runner, run, type WorkerEvents } from "graphile-worker";
import { env } from "@/lib/env";
import { within } from "@/lib/kit/within";
import { describeError, log } from "@/lib/log";
import { type LaneWatch, watchLane } from "./lane-watch";
import { type Lane, tasksOf } from "./lanes";
import { cronItems, TASKS_AT_START, taskList } from "./tasks";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5_000;
/** For a lane that gives up to end by itself: some never do. */
const LAST_WORDS_MS = 3_000;
/** For a start: a database that takes connections and answers nothing must not hold it. */
const START_MS = 20_000;
const LOOK_MS = 1_000;

/** What the queue itself says goes to our log. Failed jobs are logged by their task, in a form without parameters. */
const queueLogger = new Logger((scope) => (level, message, meta) => {
  if (meta?.failure) return;
  const method = level === "error" ? "error" : level === "warning" ? "warn" : "debug";
  log[method]({ queue: scope.label, job: scope.jobId }, message);
});

interface Running {
  readonly runner: Runner;
  readonly watch: LaneWatch;
}

/** The first lane looks after what runs by the clock and at a start. */
async function startRunner(lane: Lane, isFirst: boolean): Promise<Running> {
  const events: WorkerEvents = new EventEmitter();
  const watch = watchLane(events);
  const runner = await run({
    connectionString: env().DATABASE_URL,
    // A connection that listens, one for the clock; slots take theirs only to begin and to end a job.
    maxPoolSize: Math.min(lane.slots, 2) + 1 + (isFirst ? 1 : 0),
    noHandleSignals: true,
    events,
    preset: {
      worker: {
        concurrentJobs: lane.slots,
        pollInterval: 2_000,
        // Outcomes are written in batches, the batch being whatever ends at once: only then does the queue handle a
        // database that goes away between a job and its outcome. Without, that is an unhandled rejection: the process ends.
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
    taskList: tasksOf(lane, taskList),
    parsedCronItems: isFirst ? cronItems : [],
    logger: queueLogger,
  });
  // The runner may end at any moment from here on; whoever waits on it hears of it, and nobody else needs to.
  runner.promise.catch(() => {});
  if (!isFirst) return { runner, watch };
  try {
    for (const task of TASKS_AT_START) await runner.addJob(task, {}, { jobKey: task, maxAttempts: 1 });
    return { runner, watch };
  } catch (error) {
    await within(LAST_WORDS_MS, runner.stop());
    throw error;
  }
}

async function startInTime(lane: Lane, isFirst: boolean): Promise<Running> {
  const starting = startRunner(lane, isFirst);
  if (await within(START_MS, starting)) return starting;
  // Should it come up after all, nobody wants it any more.
  void starting.then(
    ({ runner }) => runner.stop().catch(() => {}),
    () => {},
  );
  throw new Error("the job queue did not start in time");
}

/** One lane that is kept running until it is stopped. */
export class KeptLane {
  readonly name: string;
  /** Ids of runners of this lane that ended badly, whose jobs nobody holds any more. Taken out by whoever frees them. */
  readonly lost: string[] = [];
  /** How often a runner did not end within its time: what it holds, it holds until the process ends. */
  abandoned = 0;
  private readonly stopping = new AbortController();
  private keeping: Promise<void> = Promise.resolve();

  private constructor(
    private readonly lane: Lane,
    private readonly isFirst: boolean,
    private running: Running | null,
  ) {
    this.name = lane.name;
  }

  /** Throws when the database cannot be reached. Later it outlives the database. */
  static async start(lane: Lane, isFirst: boolean): Promise<KeptLane> {
    const kept = new KeptLane(lane, isFirst, await startInTime(lane, isFirst));
    kept.keeping = kept.keep();
    return kept;
  }

  /** By which the queue locks its jobs now; null while it does not work as it should. */
  aliveAs(): string | null {
    return this.running?.watch.isAlive() ? this.running.watch.id() : null;
  }

  /** Takes no further job and lets those that run come to their end. Answers the id of its jobs. */
  async stop(): Promise<string | null> {
    this.stopping.abort();
    const id = this.running?.watch.id() ?? null;
    await this.running?.runner.stop().catch(() => {});
    await this.keeping;
    return id;
  }

  /** By which jobs are still locked. */
  get id(): string | null {
    return this.running?.watch.id() ?? null;
  }

  private async keep(): Promise<void> {
    const { signal } = this.stopping;
    let pause = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      if (this.running) {
        await this.watchUntilItEnds(this.running);
        if (signal.aborted) return;
        await this.letGo(this.running);
        this.running = null;
        log.warn({ lane: this.name }, "the job queue stopped, it is started again");
      }
      await delay(pause, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      try {
        this.running = await startInTime(this.lane, this.isFirst);
        pause = FIRST_PAUSE_MS;
        log.info({ lane: this.name }, "the job queue is back");
      } catch (error) {
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        const cause = describeError(error).name;
        log.warn({ lane: this.name, cause }, "the job queue could not be started, the database may be away");
      }
    }
  }

  private async watchUntilItEnds({ runner, watch }: Running): Promise<void> {
    const ended = Promise.race([runner.promise.catch(() => {}), watch.ending]);
    while (!this.stopping.signal.aborted && watch.isAlive()) {
      if (await within(LOOK_MS, ended)) return;
    }
  }

  private async letGo({ runner, watch }: Running): Promise<void> {
    const ended = Promise.all([runner.stop().catch(() => {}), runner.promise.catch(() => {})]);
    if (!(await within(LAST_WORDS_MS, ended))) {
      this.abandoned += 1;
      log.error({ lane: this.name }, "the job queue did not end by itself, it is left behind");
    }
    const id = watch.id();
    if (id) this.lost.push(id);
  }
}
