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
/** How long a lane that gives up may take to end by itself. Some never end. */
const LAST_WORDS_MS = 3_000;
/** How long a start may take: a database that accepts connections but answers nothing must not block it. */
const START_MS = 20_000;
const LOOK_MS = 1_000;

/** Sends the queue's own messages to our log. Failed jobs are left out: their task logs them, without parameters. */
const queueLogger = new Logger((scope) => (level, message, meta) => {
  if (meta?.failure) return;
  const method = level === "error" ? "error" : level === "warning" ? "warn" : "debug";
  log[method]({ queue: scope.label, job: scope.jobId }, message);
});

interface Running {
  readonly runner: Runner;
  readonly watch: LaneWatch;
}

/** Starts the queue for one lane. The first lane also adds the jobs that run by the clock and at a start. */
async function startRunner(lane: Lane, isFirst: boolean): Promise<Running> {
  const events: WorkerEvents = new EventEmitter();
  const watch = watchLane(events);
  const runner = await run({
    connectionString: env().DATABASE_URL,
    // One connection listens and one is for the clock. Slots need a connection only to begin and to end a job.
    maxPoolSize: Math.min(lane.slots, 2) + 1 + (isFirst ? 1 : 0),
    noHandleSignals: true,
    events,
    preset: {
      worker: {
        concurrentJobs: lane.slots,
        pollInterval: 2_000,
        // With these delays the queue writes outcomes in batches; at 0 a batch is whatever ends at once. Only in
        // batches does it handle a database that goes away between a job and its outcome. Otherwise that is an
        // unhandled rejection, which ends the process.
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
    taskList: tasksOf(lane, taskList),
    parsedCronItems: isFirst ? cronItems : [],
    logger: queueLogger,
  });
  // The runner may fail at any time from here on. Whoever awaits its promise sees the error, so it is not unhandled.
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
  // If it starts after all, it is stopped, because its caller has given up.
  void starting.then(
    ({ runner }) => runner.stop().catch(() => {}),
    () => {},
  );
  throw new Error("the job queue did not start in time");
}

/** One lane, which is started again whenever its queue ends, until stop() is called. */
export class KeptLane {
  readonly name: string;
  /** Ids of failed runners of this lane, whose jobs are still locked. Whoever frees the jobs removes the ids. */
  readonly lost: string[] = [];
  /** How many runners did not end in time. Each keeps its connections until the process ends. */
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

  /** Throws if the database cannot be reached at the start. If it goes away later, the lane waits and starts again. */
  static async start(lane: Lane, isFirst: boolean): Promise<KeptLane> {
    const kept = new KeptLane(lane, isFirst, await startInTime(lane, isFirst));
    kept.keeping = kept.keep();
    return kept;
  }

  /** The id with which the queue locks jobs now; null while the lane does not work as it should. */
  aliveAs(): string | null {
    return this.running?.watch.isAlive() ? this.running.watch.id() : null;
  }

  /** Takes no further jobs and waits for the running ones. Returns the id with which they are locked. */
  async stop(): Promise<string | null> {
    this.stopping.abort();
    const id = this.running?.watch.id() ?? null;
    await this.running?.runner.stop().catch(() => {});
    await this.keeping;
    return id;
  }

  /** The id with which jobs of this lane are still locked; null if the queue is not running. */
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
