import { setTimeout as delay } from "node:timers/promises";
import { env } from "@/lib/env";
import { within } from "@/lib/kit/within";
import { describeError, log } from "@/lib/log";
import { configuredSender } from "@/lib/mail/resend";
import { BEAT_MS, beat, freeJobsOf } from "./beats";
import { KeptLane } from "./lane";
import { LANES } from "./lanes";

/** How long a stopping worker waits for running jobs. Longer ones are freed, and another worker starts them again. */
const JOBS_END_MS = 3_000;
const LAST_WRITE_MS = 1_000;
/** Queues that did not end keep their connections. From this number on, only a new process helps. */
const MOST_ABANDONED = 6;

export interface Worker {
  /** Ends within four seconds. Jobs that are still running then are freed for other workers. */
  stop(): Promise<void>;
  /** Settles when this process cannot recover by itself and must be replaced by a new one. */
  readonly broken: Promise<void>;
}

/**
 * Starts this process's worker. Throws if the database cannot be reached at the start. If the database goes away later,
 * the worker goes on: each lane whose queue gives up or does nothing any more is started again.
 */
export async function startWorker(): Promise<Worker> {
  if (!configuredSender()) {
    log.warn("mail is off: RESEND_API_KEY is not set, so mails wait in the outbox");
  }
  if (!env().INBOUND_MAIL_DOMAIN) {
    log.warn("replies by mail are off: INBOUND_MAIL_DOMAIN is not set, so mails cannot be answered");
  }
  const lanes: KeptLane[] = [];
  try {
    for (const [place, lane] of LANES.entries()) lanes.push(await KeptLane.start(lane, place === 0));
  } catch (error) {
    await within(JOBS_END_MS, Promise.all(lanes.map((lane) => lane.stop())));
    throw error;
  }
  const stopping = new AbortController();
  let breakDown = () => {};
  const broken = new Promise<void>((resolve) => {
    breakDown = resolve;
  });
  const beating = keepBeating(lanes, stopping.signal, breakDown);
  return {
    broken,
    async stop() {
      stopping.abort();
      const held = lanes.flatMap((lane) => [...lane.lost, ...(lane.id === null ? [] : [lane.id])]);
      await within(JOBS_END_MS, Promise.all([beating, ...lanes.map((lane) => lane.stop())]));
      await within(LAST_WRITE_MS, freeJobsOf(held));
    },
  };
}

async function keepBeating(lanes: readonly KeptLane[], signal: AbortSignal, breakDown: () => void): Promise<void> {
  while (!signal.aborted) {
    const alive = lanes.flatMap((lane): [string, string][] => {
      const id = lane.aliveAs();
      return id === null ? [] : [[id, lane.name]];
    });
    const lost = lanes.flatMap((lane) => [...lane.lost]);
    try {
      await beat(new Map(alive), lost);
      for (const lane of lanes) lane.lost.splice(0, lane.lost.length, ...lane.lost.filter((id) => !lost.includes(id)));
    } catch (error) {
      log.warn({ cause: describeError(error).name }, "the worker could not say that it lives");
    }
    if (lanes.reduce((sum, { abandoned }) => sum + abandoned, 0) >= MOST_ABANDONED) breakDown();
    await delay(BEAT_MS, undefined, { signal }).catch(() => {});
  }
}
